from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.languages import gettext_noop
from workgroups.groups import policy as group_policy
from workgroups.groups import queries as groups
from workgroups.groups.models import Group
from workgroups.meetings.agenda.template import commands, policy, queries
from workgroups.meetings.agenda.template.forms import Placing, Settling
from workgroups.meetings.agenda.template.models import StandingItem
from workgroups.web.endpoints import read, write
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def show(visit: Visit, group: Group) -> Response:
    return visit.page(
        "meetings/template.html",
        group=group,
        zone=group.timezone,
        items=queries.template(visit.work, group.id),
        may=visit.work.may(group, group_policy.arrange),
        pressing=visit.form(commands.order),
    )


def edit(visit: Visit, item: StandingItem) -> Response:
    group = groups.group_of(visit.work, item.group_id)
    return visit.page(
        "meetings/standing_item.html",
        item=item,
        group=group,
        zone=group.timezone,
        form=visit.form(commands.settle, item),
    )


def to_template(visit: Visit, item: StandingItem) -> str:
    return url("template:show", key=groups.group_of(visit.work, item.group_id).slug)


routes: Sequence[Route] = [
    read("/groups/{key}/standing-items", show, group_policy.see),
    write("/groups/{key}/standing-items/order", commands.order, Placing, back_to=show),
    read("/standing-items/{key:key}", edit, policy.change),
    write(
        "/standing-items/{key:key}", commands.settle, Settling, back_to=edit, then=to_template,
        done=gettext_noop("Saved. Agendas that are drafted from now on begin with it."),
    ),
]  # fmt: skip
