"""One screen while a meeting is in session: to write for whoever may, to follow for everybody at the table."""

from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core import clock
from workgroups.core.forms import Nothing
from workgroups.core.policy import Rule
from workgroups.meetings import commands as meeting_commands
from workgroups.meetings import papers
from workgroups.meetings import policy as meeting_policy
from workgroups.meetings import queries as meetings
from workgroups.meetings.agenda import commands as agenda_commands
from workgroups.meetings.agenda import policy as agenda_policy
from workgroups.meetings.agenda import queries as agenda
from workgroups.meetings.agenda.consent import commands as consent_commands
from workgroups.meetings.agenda.consent import policy as consent_policy
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.agenda.promised import promised
from workgroups.meetings.attendance import queries as attendance
from workgroups.meetings.decisions import commands as decision_commands
from workgroups.meetings.decisions import queries as decisions
from workgroups.meetings.minutes import commands as minutes_commands
from workgroups.meetings.minutes.forms import Writing
from workgroups.meetings.minutes.models import Minutes
from workgroups.meetings.models import Meeting
from workgroups.meetings.session import commands, policy, pulse, queries, quorum
from workgroups.meetings.terms.queries import terms_of
from workgroups.web.endpoints import declared, read, write
from workgroups.web.reading import Handler
from workgroups.web.urls import url
from workgroups.web.visits import Visit

OFFERED = (
    meeting_policy.attend, meeting_policy.begin, meeting_policy.close, meeting_policy.arrange, meeting_policy.comment,
    policy.take_pen, consent_policy.take,
)  # fmt: skip


def show(visit: Visit, meeting: Meeting) -> Response:
    """The screen at the item where the meeting is."""
    return screen(visit, meeting, None, url("session:show", key=meeting.id))


def at(visit: Visit, item: AgendaItem) -> Response:
    """The screen at an item that I chose, wherever the meeting is."""
    return screen(visit, meetings.meeting_of(visit.work, item), item.id, url("session:at", key=item.id))


def screen(visit: Visit, meeting: Meeting, chosen: int | None, here: str) -> Response:
    beat = pulse.beat(visit.work, meeting.group_id)  # before everything else: what comes meanwhile is asked for again
    items = agenda.agenda(visit.work, meeting)
    sitting = queries.sitting(visit.work, meeting, items)
    item = queries.on(items, chosen) if chosen else sitting.current
    group, may = meetings.around(visit.work, meeting, *OFFERED)
    text = visit.work.session.get_one(Minutes, item.id) if item else None
    decided = decisions.of_item(visit.work, item.id) if item else []
    table = attendance.table(visit.work, meeting)
    return visit.page(
        "meetings/session.html",
        meeting=meeting,
        group=group,
        zone=group.timezone,
        may=may,
        here=here,
        beat=beat,
        items=items,
        item=item,
        sitting=sitting,
        table=table,
        quorum=quorum.counted(table, terms_of(visit.work, meeting.group_id)),
        headcounts=quorum.kept(visit.work, meeting),
        promised=promised(visit.work, meeting),
        today=clock.today(visit.work.now, group.timezone),
        papers_of=papers.of_meeting(visit.work, meeting).of_items,
        text=text,
        decisions={item.id: decided} if item else {},
        writing=visit.form(minutes_commands.write, text),
        deciding=visit.form(decision_commands.decide, text=item.resolution if item and not decided else ""),
        pressing=visit.form(agenda_commands.mark),
        attending=visit.form(meeting_commands.attend),
        turning=visit.form(commands.turn_to),
        pausing=visit.form(commands.pause),
        consenting=visit.form(consent_commands.take),
        taking=visit.form(commands.take_pen),
    )


def follow(path: str, handler: Handler, rule: Rule) -> Route:
    """The pulse of a page."""
    return declared(pulse.Pulse(f"{path}/pulse", handler, rule, f"session:follow_{handler.__name__}"))


routes: Sequence[Route] = [
    read("/meetings/{key:key}/session", show, meeting_policy.see),
    read("/items/{key:key}/session", at, agenda_policy.read_minutes),
    follow("/meetings/{key:key}/session", show, meeting_policy.see),
    follow("/items/{key:key}/session", at, agenda_policy.read_minutes),
    write(
        "/items/{key:key}/session", minutes_commands.write, Writing, back_to=at, name="session:write"),
    write("/items/{key:key}/turns", commands.turn_to, Nothing, back_to=at),
    write("/meetings/{key:key}/pauses", commands.pause, Nothing, back_to=show),
    write("/meetings/{key:key}/writers", commands.take_pen, Nothing, back_to=show),
]  # fmt: skip
