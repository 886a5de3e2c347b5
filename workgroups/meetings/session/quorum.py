"""Is the quorum there that the group's terms define? It is told and written down, and stops nobody."""

from collections import Counter
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import col

from workgroups.core.work import Work, reacts_to
from workgroups.groups.models import SeatRole
from workgroups.meetings.attendance import queries as attendance
from workgroups.meetings.attendance.queries import Table
from workgroups.meetings.decisions.events import DecisionRecorded
from workgroups.meetings.decisions.models import Decision
from workgroups.meetings.events import MeetingClosed
from workgroups.meetings.models import Meeting
from workgroups.meetings.session.models import Headcount
from workgroups.meetings.terms.models import Terms
from workgroups.meetings.terms.queries import terms_of


class Quorum(NamedTuple):
    """Who of the table is there, beside what the group asks for. Observers and vacant seats do not count."""

    came: int
    held: int
    needed: int
    per_type: int
    missing: list[str]
    """The stakeholder types of which too few seats are there."""

    @property
    def reached(self) -> bool:
        return self.came >= self.needed and not self.missing


def counted(table: Table, terms: Terms) -> Quorum | None:
    """The quorum as it stands; None when the group asks for none. No type can lack more seats than it has."""
    if not (terms.quorum_seats or terms.quorum_per_type):
        return None
    seats = [at for at in table.seats if at.seat.role is not SeatRole.OBSERVER and at.seat.holder_id is not None]
    held = Counter(at.seat.stakeholder_type for at in seats)
    came = Counter(at.seat.stakeholder_type for at in seats if at.came)
    missing = [kind.value for kind in held if came[kind] < min(terms.quorum_per_type, held[kind])]
    return Quorum(came.total(), held.total(), terms.quorum_seats, terms.quorum_per_type, missing)


def note(work: Work, meeting: Meeting, decision_id: int | None) -> None:
    """Write down how the quorum stands now."""
    found = counted(attendance.table(work, meeting), terms_of(work, meeting.group_id))
    if found is not None:
        work.add(
            Headcount(
                group_id=meeting.group_id, meeting_id=meeting.id, decision_id=decision_id, at=work.now,
                **found._asdict(),
            )
        )  # fmt: skip


KEPT: Any = (
    select(  # type: ignore[call-overload]
        Headcount.decision_id,
        Headcount.came,
        Headcount.held,
        Headcount.needed,
        Headcount.per_type,
        Headcount.missing,
    )
    .where(col(Headcount.meeting_id) == bindparam("meeting_id"))
    .order_by(col(Headcount.id))
)


def kept(work: Work, meeting: Meeting) -> dict[int | None, Quorum]:
    """How the quorum stood at each decision, by its id, and when the meeting closed, under None: one query."""
    return {decision: Quorum(*row) for decision, *row in work.rows(KEPT, meeting_id=meeting.id)}


@reacts_to(DecisionRecorded)
def on_decision(work: Work, _: DecisionRecorded, decision: Decision) -> None:
    note(work, work.session.get_one(Meeting, decision.meeting_id), decision.id)


@reacts_to(MeetingClosed)
def on_meeting_closed(work: Work, _: MeetingClosed, meeting: Meeting) -> None:
    note(work, meeting, None)
