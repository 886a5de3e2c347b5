from collections.abc import Sequence
from datetime import timedelta

from starlette.responses import Response
from starlette.routing import Route

from workgroups.actions import commands, policy, queries
from workgroups.actions.forms import Assigning, AssigningFromItem, Promising, Updating
from workgroups.actions.models import TONES, WORDS, Action
from workgroups.core import clock
from workgroups.core.languages import gettext_noop
from workgroups.groups import policy as group_policy
from workgroups.groups import queries as groups
from workgroups.groups.models import Group
from workgroups.links import queries as links
from workgroups.links.commands import commenting_on
from workgroups.links.routes import commenting
from workgroups.meetings import queries as meetings
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.agenda.promised import promised
from workgroups.meetings.decisions import queries as decisions
from workgroups.meetings.models import Meeting, MeetingState
from workgroups.web.endpoints import read, write
from workgroups.web.urls import url
from workgroups.web.visits import Visit

USUAL = timedelta(weeks=3)
"""The due date that a new action starts with."""


def index(visit: Visit, group: Group) -> Response:
    shown = visit.query.get("show", "unfinished")
    shown = shown if shown in queries.SHOWN else "unfinished"
    return visit.page(
        "actions/index.html",
        group=group,
        zone=group.timezone,
        shown=shown,
        words=WORDS,
        tones=TONES,
        actions=queries.actions(visit.work, group.id, shown),
        today=clock.today(visit.work.now, group.timezone),
        may=visit.work.may(group, policy.add),
    )


def new(visit: Visit, group: Group) -> Response:
    may = visit.work.may(group, policy.assign)
    due_on = clock.today(visit.work.now, group.timezone) + USUAL
    return visit.page(
        "actions/new.html",
        group=group,
        zone=group.timezone,
        seats=[seat for seat in groups.seats(visit.work, group.id) if seat.holder_id] if may else [],
        form=visit.form(commands.assign if may else commands.promise, due_on=due_on),
    )


def new_from_item(visit: Visit, item: AgendaItem) -> Response:
    group = groups.group_of(visit.work, item.group_id)
    due_on, decided = clock.today(visit.work.now, group.timezone) + USUAL, decisions.of_item(visit.work, item.id)
    decision = decided[-1].id if decided else None
    meeting = meetings.meeting_of(visit.work, item) if item.meeting_id else None
    return visit.page(
        "actions/new_from_item.html",
        group=group,
        zone=group.timezone,
        item=item,
        seats=queries.seats_for(visit.work, item),
        promised=promised(visit.work, meeting) if meeting else {},
        comes_back=meeting is not None and meeting.state is MeetingState.MINUTES_DRAFT and item.standing is None,
        today=clock.today(visit.work.now, group.timezone),
        decisions=decided,
        form=visit.form(commands.assign_from_item, due_on=due_on, decision=decision).under(f"item-{item.id}-"),
    )


def back_to_minutes(visit: Visit, _: Action) -> str:
    """The secretary goes on where she was: at this item."""
    item = visit.work.session.get_one(AgendaItem, visit.request.path_params["key"])
    meeting = visit.work.session.get(Meeting, item.meeting_id) if item.meeting_id else None
    if meeting is None:
        return url("agenda:show", key=item.id)
    return url("session:at" if meeting.state is MeetingState.IN_SESSION else "minutes:item", key=item.id)


def show(visit: Visit, action: Action) -> Response:
    group, updates = groups.group_of(visit.work, action.group_id), queries.updates(visit.work, action)
    return visit.page(
        "actions/show.html",
        group=group,
        zone=group.timezone,
        action=action,
        words=WORDS,
        tones=TONES,
        owner=queries.owner(visit.work, action),
        updates=updates,
        since=queries.stands_since(updates),
        earlier=queries.earlier_due_dates(visit.work, action),
        today=clock.today(visit.work.now, group.timezone),
        form=visit.form(commands.update, action),
        may=visit.work.may(action, policy.update),
        beside=links.beside(visit.work, action),
        commenting=visit.form(commenting_on(policy.KIND)),
    )


routes: Sequence[Route] = [
    read("/groups/{key}/actions", index, group_policy.see),
    read("/groups/{key}/actions/new", new, policy.add),
    write(
        "/groups/{key}/actions",
        commands.promise,
        Promising,
        back_to=new,
        then="actions:show",
        done=gettext_noop("Promised."),
    ),
    write(
        "/groups/{key}/assignments",
        commands.assign,
        Assigning,
        back_to=new,
        then="actions:show",
        done=gettext_noop("Added. The seat hears of it by mail."),
    ),
    read("/items/{key:key}/actions/new", new_from_item, policy.assign_from_item),
    write(
        "/items/{key:key}/actions",
        commands.assign_from_item,
        AssigningFromItem,
        back_to=new_from_item,
        then=back_to_minutes,
        done=gettext_noop("Added. The seat hears of it by mail."),
    ),
    read("/actions/{key:key}", show, policy.see),
    write("/actions/{key:key}/updates", commands.update, Updating, back_to=show, done=gettext_noop("Saved.")),
    commenting("/actions/{key:key}", policy.KIND, back_to=show),
]
