from collections.abc import Callable, Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.forms import Form, Nothing
from workgroups.core.languages import current, gettext_noop
from workgroups.core.work import Command
from workgroups.groups import queries as groups
from workgroups.links import queries as links
from workgroups.links.commands import commenting_on
from workgroups.links.papers import queries as papers
from workgroups.links.papers.commands import attaching_to
from workgroups.links.papers.routes import attaching, limits
from workgroups.links.routes import commenting
from workgroups.links.topics import topics
from workgroups.meetings import policy as meeting_policy
from workgroups.meetings import queries as meetings
from workgroups.meetings.agenda import commands, policy, queries
from workgroups.meetings.agenda.backlog import commands as backlog_commands
from workgroups.meetings.agenda.backlog import policy as backlog_policy
from workgroups.meetings.agenda.backlog import queries as backlog
from workgroups.meetings.agenda.consent import commands as consent_commands
from workgroups.meetings.agenda.consent import policy as consent_policy
from workgroups.meetings.agenda.forms import Adding, Changing, Declining, Ordering, Proposing
from workgroups.meetings.agenda.models import AgendaItem, ItemState
from workgroups.meetings.agenda.sections import commands as section_commands
from workgroups.meetings.agenda.threads import queries as threads
from workgroups.meetings.agenda.topics import commands as topic_commands
from workgroups.meetings.agenda.topics import policy as topic_policy
from workgroups.meetings.agenda.topics import queries as topic_queries
from workgroups.meetings.decisions import queries as decisions
from workgroups.meetings.guests import commands as guest_commands
from workgroups.meetings.guests import policy as guest_policy
from workgroups.meetings.guests import queries as guests
from workgroups.meetings.minutes import queries as minutes
from workgroups.meetings.models import Meeting
from workgroups.web.endpoints import read, write
from workgroups.web.urls import url
from workgroups.web.visits import Visit

USUAL_MINUTES = 15
"""The length that a new item starts with."""


def arranging(visit: Visit, meeting: Meeting) -> Response:
    group, may = meetings.around(visit.work, meeting, meeting_policy.arrange, policy.propose)
    items = queries.agenda(visit.work, meeting)
    return visit.page(
        "meetings/agenda.html",
        meeting=meeting,
        group=group,
        zone=group.timezone,
        may=may,
        entries=queries.arranged(visit.work, meeting, items),
        naming=visit.form(section_commands.add),
        planned=sum(item.minutes_long for item in items),
        proposed=queries.proposed(visit.work, meeting),
        backlog=queries.backlog(visit.work, group.id),
        upcoming=meetings.upcoming(visit.work, group.id) if "arrange" in may else None,
        pressing=visit.form(commands.order),
    )


def new(visit: Visit, meeting: Meeting) -> Response:
    """The form of a new item: arrangers put it on the agenda, members propose it."""
    group, may = meetings.around(visit.work, meeting, meeting_policy.arrange)
    command = commands.add if may else commands.propose
    return visit.page(
        "meetings/new_item.html",
        meeting=meeting,
        group=group,
        zone=group.timezone,
        arranging=bool(may),
        planned=queries.planned(visit.work, meeting.id),
        seats=groups.seats(visit.work, group.id),
        topics=topics(visit.work, group.id),
        form=visit.form(command, kind="discussion", minutes_long=USUAL_MINUTES),
    )


def show(visit: Visit, item: AgendaItem) -> Response:
    group = groups.group_of(visit.work, item.group_id)
    history, may = threads.history(visit.work, item), visit.work.may(item, *OFFERED)
    return visit.page(
        "meetings/item.html",
        item=item,
        group=group,
        zone=group.timezone,
        seats={seat.id: seat for seat in groups.seats(visit.work, group.id)},
        named=queries.named_seats(visit.work, item),
        history=history,
        thread=threads.thread_of(visit.work, item),
        minutes=minutes.of_item(visit.work, item),
        decisions=decisions.of_item(visit.work, item.id),
        may=may,
        declining=visit.form(commands.decline),
        consenting=visit.form(consent_commands.offer, resolution=item.resolution or item.text),
        merging=visit.form(backlog_commands.merge),
        retiring=visit.form(backlog_commands.retire),
        takers=backlog.takers(visit.work, item) if item.state is ItemState.PROPOSED else [],
        merged=backlog.merged(visit.work, item),
        upcoming=meetings.upcoming(visit.work, group.id) if "take_up" in may else None,
        taker=backlog.taker(visit.work, item),
        pressing=visit.form(commands.accept),
        choice=topic_queries.choice(visit.work, item) if "name_topic" in may else None,
        naming=visit.form(topic_commands.name),
        beside=links.beside(visit.work, item),
        commenting=visit.form(commenting_on(policy.KIND)),
        guests=guests.of_item(visit.work, item),
        inviting=visit.form(guest_commands.invite, language=current()),
        papers=papers.beside(visit.work, item, may_attach="attach" in may, goes_on_from=[at.item_id for at in history]),
        attaching=visit.form(attaching_to(policy.KIND)),
        **limits(visit),
    )


OFFERED = (
    policy.judge, policy.change, policy.park, policy.withdraw, policy.take_up, policy.close_thread, policy.attach,
    backlog_policy.retire, consent_policy.offer, consent_policy.discuss, guest_policy.invite, topic_policy.name_topic,
)  # fmt: skip


def edit(visit: Visit, item: AgendaItem) -> Response:
    group = groups.group_of(visit.work, item.group_id)
    named = queries.named_seats(visit.work, item)
    return visit.page(
        "meetings/edit_item.html",
        item=item,
        group=group,
        zone=group.timezone,
        meeting=meetings.meeting_of(visit.work, item) if item.meeting_id else None,
        planned=queries.planned(visit.work, item.meeting_id),
        seats=groups.seats(visit.work, group.id),
        arranging=True,
        form=visit.form(commands.change, item, presenter=item.presenter_seat_id, seats=named),
    )


def to_agenda(_: Visit, item: AgendaItem) -> str:
    return url("agenda:arranging", key=item.meeting_id) if item.meeting_id else url("agenda:show", key=item.id)


def to_item(_: Visit, item: AgendaItem) -> str:
    return url("agenda:show", key=item.id)


def of_item(
    path: str, command: Command[..., AgendaItem], form: type[Form], done: str, then: Callable[..., str] = to_item
) -> Route:
    """A change to an item, which comes back to the item's page."""
    return write(f"/items/{{key:key}}/{path}", command, form, back_to=show, then=then, done=done)


routes: Sequence[Route] = [
    read("/meetings/{key:key}/agenda", arranging, meeting_policy.see),
    write("/meetings/{key:key}/order", commands.order, Ordering, back_to=arranging),
    read("/meetings/{key:key}/items/new", new, policy.propose),
    write(
        "/meetings/{key:key}/items", commands.add, Adding, back_to=new, then=to_agenda,
        done=gettext_noop("The item is on the agenda."),
    ),
    write(
        "/meetings/{key:key}/proposals", commands.propose, Proposing, back_to=new, then=to_agenda,
        done=gettext_noop("Proposed. The co-chairs or the secretary accept it, or tell you why not."),
    ),
    read("/items/{key:key}", show, policy.see),
    read("/items/{key:key}/edit", edit, policy.change),
    write("/items/{key:key}/edit", commands.change, Changing, back_to=edit, then=to_item, done=gettext_noop("Saved.")),
    of_item("acceptance", commands.accept, Nothing, gettext_noop("The item is on the agenda."), to_agenda),
    of_item("declining", commands.decline, Declining, gettext_noop("Declined. The proposer reads your reason.")),
    of_item("withdrawal", commands.withdraw, Nothing, gettext_noop("The item is off the agenda.")),
    of_item("parking", commands.park, Nothing, gettext_noop("The item waits in the backlog.")),
    of_item("taking-up", commands.take_up, Nothing, gettext_noop("The item is on the agenda."), to_agenda),
    of_item("ending", commands.close_thread, Nothing, gettext_noop("The thread is closed. Nothing of it is carried.")),
    commenting("/items/{key:key}", policy.KIND, back_to=show),
    attaching("/items/{key:key}", policy.KIND, back_to=show),
]  # fmt: skip
