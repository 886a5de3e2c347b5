from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core import clock
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.groups import queries as groups
from workgroups.meetings import commands as meeting_commands
from workgroups.meetings import policy as meeting_policy
from workgroups.meetings import queries as meetings
from workgroups.meetings.agenda import commands as agenda_commands
from workgroups.meetings.agenda import policy as agenda_policy
from workgroups.meetings.agenda import queries as agenda
from workgroups.meetings.agenda.forms import Marking
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.agenda.promised import promised
from workgroups.meetings.attendance import queries as attendance
from workgroups.meetings.attendance.queries import Table
from workgroups.meetings.decisions import commands as decision_commands
from workgroups.meetings.decisions import policy as decision_policy
from workgroups.meetings.decisions import queries as decisions
from workgroups.meetings.decisions.forms import Deciding
from workgroups.meetings.decisions.models import Decision
from workgroups.meetings.decisions.queries import DecisionRow
from workgroups.meetings.minutes import changes, commands, policy, queries
from workgroups.meetings.minutes.corrections import commands as correction_commands
from workgroups.meetings.minutes.corrections import policy as correction_policy
from workgroups.meetings.minutes.corrections import queries as corrections
from workgroups.meetings.minutes.forms import Adopting, Approving, Circulating, Writing
from workgroups.meetings.minutes.models import Minutes
from workgroups.meetings.minutes.reopening import policy as reopening_policy
from workgroups.meetings.minutes.reopening import queries as reopenings
from workgroups.meetings.minutes.reopening.commands import reopen
from workgroups.meetings.minutes.summary import policy as summary_policy
from workgroups.meetings.minutes.summary.output import KIND as SUMMARY
from workgroups.meetings.models import Adoption, Meeting
from workgroups.meetings.routes import leaving
from workgroups.meetings.session import quorum
from workgroups.meetings.terms.queries import terms_of
from workgroups.publishing import drafts
from workgroups.publishing import queries as published
from workgroups.publishing.models import Edition, Submission
from workgroups.publishing.routes import shown
from workgroups.web.endpoints import read, write
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def show(visit: Visit, meeting: Meeting) -> Response:
    """The minutes: to read for everybody, to write for whoever may."""
    group, may = meetings.around(visit.work, meeting, *OFFERED)
    minutes, table = queries.minutes(visit.work, meeting.id), attendance.table(visit.work, meeting)
    decided = decisions.by_item(visit.work, meeting.id)
    return visit.page(
        "meetings/minutes.html",
        meeting=meeting,
        group=group,
        zone=group.timezone,
        may=may,
        items=agenda.agenda(visit.work, meeting),
        minutes=minutes,
        decisions=decided,
        promised=promised(visit.work, meeting),
        today=clock.today(visit.work.now, group.timezone),
        table=table,
        headcounts=quorum.kept(visit.work, meeting),
        approvals=queries.approvals(visit.work, meeting) if meeting.circulation else [],
        corrections=corrections.of_meeting(visit.work, meeting.id) if meeting.circulation else [],
        correctable=visit.work.permits(minutes.values(), correction_policy.correct) if meeting.circulation else {},
        correcting=visit.form(correction_commands.correct),
        corrected=decisions.corrections(visit.work, meeting.id) if meeting.approved_at else {},
        correctable_by_decision=correctable(visit, meeting, minutes),
        reopenings=reopenings.shown(visit.work, meeting) if meeting.circulation else [],
        reopening=visit.form(reopen),
        summary=public_summary(visit, meeting) if meeting.is_held else None,
        **since(visit, meeting, minutes, decided, table),
        waits=queries.waits_for_me(visit.work, meeting),
        writing={key: visit.form(commands.write, row).under(f"m{key}-") for key, row in minutes.items()},
        deciding=visit.form(decision_commands.decide),
        pressing=visit.form(agenda_commands.mark),
        attending=visit.form(meeting_commands.attend),
        to_adopt=queries.to_adopt(visit.work, meeting),
        adopting=visit.form(commands.adopt),
        adopted_by=queries.adopted_by(visit.work, meeting) if meeting.approved_at else None,
        at_meeting=meeting.adoption is Adoption.AT_MEETING,
        approving=visit.form(commands.approve, digest=meeting.minutes_digest),
        returning=visit.form(commands.send_back),
    )


def correctable(visit: Visit, meeting: Meeting, minutes: Mapping[int, Minutes]) -> dict[int, set[str]]:
    """Which items of approved minutes I may correct by a decision of the meeting that is being written now."""
    return visit.work.permits(minutes.values(), decision_policy.correct_minutes) if meeting.approved_at else {}


class PublicSummary(NamedTuple):
    """How the public summary of a meeting stands, and the text that waits for the co-chairs."""

    edition: Edition | None
    waiting: Submission | None
    mine: bool
    """It waits for me."""
    text: dict[str, object]
    """What `publishing.routes.shown` says."""


def public_summary(visit: Visit, meeting: Meeting) -> PublicSummary:
    output = drafts.output_of(visit.work, SUMMARY, meeting.id)
    last = published.unfinished(visit.work, output.id) if output else None
    edition = published.last_edition(visit.work, output.id) if output else None
    if last is None or not last.is_open:
        return PublicSummary(edition, None, mine=False, text={})
    mine = not last.is_held_up and published.waits_for_me(visit.work, last)
    return PublicSummary(edition, last, mine, shown(visit, last.snapshot))


def since(
    visit: Visit,
    meeting: Meeting,
    minutes: Mapping[int, Minutes],
    decided: Mapping[int, Sequence[DecisionRow]],
    table: Table,
) -> dict[str, object]:
    """What was sent round before, and what has changed since then as far as I see it."""
    before = queries.sent_before(visit.work, meeting) if meeting.circulation else None
    if before is None:
        return {"before": None, "changes": []}
    numbers = {row.number for rows in decided.values() for row in rows}
    seats = {at.seat.id: at.seat.label for at in table.seats}
    now = queries.document(visit.work, meeting)
    return {"before": before, "changes": changes.changes(before.document, now, minutes, numbers, seats)}


OFFERED = (
    meeting_policy.attend, meeting_policy.close, meeting_policy.arrange, policy.circulate, policy.send_back,
    reopening_policy.reopen, summary_policy.prepare,
)  # fmt: skip


def item(visit: Visit, item: AgendaItem) -> Response:
    """The minutes of one item: what is saved in place comes back from here."""
    meeting = meetings.meeting_of(visit.work, item)
    rows = agenda.agenda(visit.work, meeting)
    return visit.page(
        "meetings/item_minutes.html",
        item=item,
        meeting=meeting,
        group=(group := groups.group_of(visit.work, item.group_id)),
        zone=group.timezone,
        may=visit.work.may(meeting, meeting_policy.attend),
        rows=rows,
        headcounts=quorum.kept(visit.work, meeting),
        decisions={item.id: decisions.of_item(visit.work, item.id)},
        promised=promised(visit.work, meeting),
        today=clock.today(visit.work.now, group.timezone),
        minutes={item.id: queries.of_item(visit.work, item)},
        writing={item.id: visit.form(commands.write, queries.of_item(visit.work, item)).under(f"m{item.id}-")},
        deciding=visit.form(decision_commands.decide),
        pressing=visit.form(agenda_commands.mark),
        corrections=[row for row in corrections.of_meeting(visit.work, meeting.id) if row.item_id == item.id],
        correctable={item.id: visit.work.may(item, correction_policy.correct)},
        correcting=visit.form(correction_commands.correct),
        to_adopt=queries.to_adopt(visit.work, meeting),
        adopting=visit.form(commands.adopt),
    )


def correction_time(visit: Visit, meeting: Meeting) -> dict[str, Any]:
    """Until when corrections are taken, as the group has agreed."""
    terms = terms_of(visit.work, meeting.group_id)
    taken = timedelta(days=terms.corrections_taken)
    zone = groups.group_of(visit.work, meeting.group_id).timezone
    return {"until": clock.today(visit.work.now, zone) + taken, "at_meeting": terms.adoption is Adoption.AT_MEETING}


circulating = leaving(
    "meetings/circulating.html", commands.circulate, "circulated", to_me=False, initial=correction_time
)  # fmt: skip


def to_decision(visit: Visit, decision: Decision) -> str:  # noqa: ARG001 - the address says it all
    return f"{url('minutes:show', key=decision.meeting_id)}#item-{decision.item_id}"


routes: Sequence[Route] = [
    read("/meetings/{key:key}/minutes", show, meeting_policy.see),
    read("/items/{key:key}/minutes", item, agenda_policy.read_minutes),
    write("/items/{key:key}/minutes", commands.write, Writing, back_to=item),
    write("/items/{key:key}/outcome", agenda_commands.mark, Marking, back_to=item),
    write(
        "/items/{key:key}/decisions", decision_commands.decide, Deciding, back_to=item,
        done=gettext_noop("Recorded."),
    ),
    read("/meetings/{key:key}/circulating", circulating, policy.circulate, name="minutes:circulating"),
    write(
        "/meetings/{key:key}/circulating", commands.circulate, Circulating, back_to=circulating,
        then=lambda visit, _: url("minutes:show", **visit.request.path_params),
        done=gettext_noop("Circulated. Everybody at the table is told, and both co-chairs are asked to approve."),
    ),
    write(
        "/meetings/{key:key}/approvals", commands.approve, Approving, back_to=show,
        done=gettext_noop("Your approval of these minutes is recorded."),
    ),
    write(
        "/items/{key:key}/adoption", commands.adopt, Adopting, back_to=item, then=to_decision,
        done=gettext_noop("Adopted, as a decision of this meeting."),
    ),
    write(
        "/meetings/{key:key}/returning", commands.send_back, Nothing, back_to=show,
        done=gettext_noop("The minutes are a draft again. Approvals so far are void."),
    ),
]  # fmt: skip
