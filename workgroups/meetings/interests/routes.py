from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core import clock
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.groups import policy as group_policy
from workgroups.groups import queries as groups
from workgroups.groups.models import Group
from workgroups.meetings.agenda import policy as agenda_policy
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.interests import commands, policy, queries
from workgroups.meetings.interests.forms import Declaring
from workgroups.meetings.interests.models import Interest
from workgroups.web.endpoints import read, write
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def index(visit: Visit, group: Group) -> Response:
    """What stands at a table this year and did in earlier ones."""
    may = visit.work.may(group, policy.declare)
    return visit.page(
        "interests/index.html",
        group=group,
        zone=group.timezone,
        interests=queries.of_group(visit.work, group.id),
        declarers=queries.declarers(visit.work, group.id) if may else [],
        year=clock.today(visit.work.now, group.timezone).year,
        declaring=visit.form(commands.declare),
        pressing=visit.form(commands.take_back),
    )


def at_item(visit: Visit, item: AgendaItem) -> Response:
    """The form of a declaration at one item."""
    group = groups.group_of(visit.work, item.group_id)
    return visit.page(
        "interests/at_item.html",
        group=group,
        zone=group.timezone,
        item=item,
        interests=queries.of_item(visit.work, item.id),
        declarers=queries.declarers(visit.work, item.group_id) if visit.work.may(item, policy.declare_at) else [],
        declaring=visit.form(commands.declare_at),
        pressing=visit.form(commands.take_back),
    )


def show(visit: Visit, interest: Interest) -> Response:
    """The page on which a declaration stands."""
    if interest.item_id:
        return at_item(visit, visit.work.session.get_one(AgendaItem, interest.item_id))
    return index(visit, visit.work.session.get_one(Group, interest.group_id))


def onward(visit: Visit, interest: Interest) -> str:
    if interest.item_id:
        return url("interests:at_item", key=interest.item_id)
    return url("interests:index", key=groups.group_of(visit.work, interest.group_id).slug)


routes: Sequence[Route] = [
    read("/groups/{key}/interests", index, group_policy.see),
    write(
        "/groups/{key}/interests", commands.declare, Declaring, back_to=index, then=onward,
        done=gettext_noop("Declared. Everybody at the table can read it."),
    ),
    read("/items/{key:key}/interests", at_item, agenda_policy.see),
    write(
        "/items/{key:key}/interests", commands.declare_at, Declaring, back_to=at_item, then=onward,
        done=gettext_noop("Declared. Whoever sees the item can read it."),
    ),
    read("/interests/{key:key}", show, policy.see),
    write(
        "/interests/{key:key}/withdrawal", commands.take_back, Nothing, back_to=show, then=onward,
        done=gettext_noop("The declaration is taken back."),
    ),
]  # fmt: skip
