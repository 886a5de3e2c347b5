from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.languages import gettext_noop
from workgroups.groups import policy as group_policy
from workgroups.groups import queries as groups
from workgroups.groups.models import Group
from workgroups.meetings import queries as meetings
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda import queries as items
from workgroups.meetings.agenda.backlog import commands
from workgroups.meetings.agenda.backlog.forms import Merging
from workgroups.meetings.agenda.forms import Declining, Proposing
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.agenda.routes import USUAL_MINUTES, of_item
from workgroups.web.endpoints import read, write
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def show(visit: Visit, group: Group) -> Response:
    """What waits for a meeting, for the whole series."""
    return visit.page(
        "meetings/backlog.html",
        group=group,
        zone=group.timezone,
        items=items.backlog(visit.work, group.id),
        upcoming=meetings.upcoming(visit.work, group.id),
        may=visit.work.may(group, group_policy.arrange, group_policy.speak),
        pressing=visit.form(agenda.take_up),
    )


def new(visit: Visit, group: Group) -> Response:
    return visit.page(
        "meetings/suggest.html",
        group=group,
        zone=group.timezone,
        arranging=False,
        seats=groups.seats(visit.work, group.id),
        form=visit.form(commands.suggest, kind="discussion", minutes_long=USUAL_MINUTES),
    )


def to_backlog(visit: Visit, item: AgendaItem) -> str:
    return url("backlog:show", key=groups.group_of(visit.work, item.group_id).slug)


routes: Sequence[Route] = [
    read("/groups/{key}/backlog", show, group_policy.see),
    read("/groups/{key}/backlog/new", new, group_policy.speak),
    write(
        "/groups/{key}/backlog", commands.suggest, Proposing, back_to=new, then=to_backlog,
        done=gettext_noop("The item waits in the backlog."),
    ),
    of_item(
        "retirement", commands.retire, Declining, gettext_noop("Closed. The proposer reads your reason."), to_backlog
    ),
    of_item(
        "merging", commands.merge, Merging,
        gettext_noop("Merged. This item takes up what the other one asked for; its proposer is told."),
    ),
]  # fmt: skip
