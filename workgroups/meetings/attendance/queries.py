"""Who comes to a meeting and who came: each seat with its answer to the invitation and how it was there."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam
from sqlmodel import col

from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.groups.drawing import Placed
from workgroups.groups.models import SeatRole
from workgroups.meetings.models import CAME, Attendance, Meeting, Presence
from workgroups.meetings.replies import queries as replies
from workgroups.meetings.replies.models import Answer
from workgroups.meetings.replies.queries import ReplyView
from workgroups.people.models import Person

DRAWN = {
    Presence.PRESENT: "present",
    Presence.ALTERNATE: "present",
    Presence.APOLOGIES: "regrets",
    Presence.ABSENT: "absent",
}
"""What the drawing of the table shows for a seat: one that its alternate took is present."""


class SeatAt(NamedTuple):
    """A seat at one meeting: the seat, how it was there, and who sat in it."""

    seat: groups.SeatView
    presence: Presence | None
    sat: str | None
    reply: ReplyView | None
    is_answered: bool
    """The reply is for the date of the meeting, not for one from which it was moved."""

    @property
    def came(self) -> bool:
        return self.presence in CAME

    @property
    def stands_in(self) -> bool:
        """The alternate means to come."""
        return self.is_answered and self.reply is not None and self.reply.answer is Answer.ALTERNATE

    @property
    def who(self) -> str:
        """Whoever is expected, or was asked."""
        named = self.reply.alternate if self.reply and self.stands_in else self.seat.holder
        return named or self.seat.alternate or ""

    @property
    def is_unrecorded(self) -> bool:
        """Somebody holds this seat at the table, and nobody has said how it was there."""
        return self.presence is None and self.seat.holder_id is not None and self.seat.role is not SeatRole.OBSERVER

    @property
    def is_excused(self) -> bool:
        """Nobody has said how the seat was there, but it answered that nobody comes."""
        declined = self.reply is not None and self.reply.answer is Answer.DECLINED
        return self.presence is None and self.is_answered and declined


class Table(NamedTuple):
    """Who was at one meeting: the seats in order, the drawing and the counts."""

    seats: list[SeatAt]
    placed: Sequence[Placed]
    counts: Sequence[tuple[str, int]]
    came: int
    """Seats at the table that came, themselves or by their alternate."""
    held: int
    """Seats at the table that somebody holds."""

    @property
    def unrecorded(self) -> list[SeatAt]:
        """Those of them of which nobody has said how they were there."""
        return [at for at in self.seats if at.is_unrecorded]


SAT = Person.__table__.alias("sat")  # type: ignore[attr-defined]
SEATS_AT: Any = replies.joined(
    groups.SEATS.add_columns(col(Attendance.presence), SAT.c.name)
    .outerjoin(
        Attendance,
        and_(
            col(Attendance.seat_id) == groups.SEATS.selected_columns.id,
            col(Attendance.meeting_id) == bindparam("meeting_id"),
        ),
    )
    .outerjoin(SAT, SAT.c.id == col(Attendance.person_id)),
    groups.SEATS.selected_columns.id,
)
REPLY = len(replies.COLUMNS)


def table(work: Work, meeting: Meeting) -> Table:
    """The seats of the group, what each answered to the invitation and how it was at this meeting: one query."""
    found = work.rows(SEATS_AT, group_id=meeting.group_id, meeting_id=meeting.id)
    seats = [seat_at(row, meeting) for row in found]
    states = {at.seat.id: DRAWN[at.presence] for at in seats if at.presence}
    if states:
        states |= {at.seat.id: "unrecorded" for at in seats if at.is_unrecorded}
    drawn = groups.table([at.seat for at in seats], states)
    at_table = [at for at in seats if at.seat.role is not SeatRole.OBSERVER]
    return Table(
        seats, drawn.placed, drawn.counts if states else [],
        sum(at.came for at in at_table), sum(at.seat.holder_id is not None for at in at_table),
    )  # fmt: skip


def seat_at(row: Any, meeting: Meeting) -> SeatAt:
    (*seat, presence, sat), columns = row[:-REPLY], row[-REPLY:]
    reply = ReplyView(*columns) if columns[0] else None
    is_answered = reply is not None and reply.starts_at == meeting.starts_at
    return SeatAt(groups.SeatView(*seat), presence, sat, reply, is_answered)


class Turnout(NamedTuple):
    """The seats of a meeting by what they answered for its date; nobody has answered for the silent ones."""

    accepted: list[SeatAt]
    tentative: list[SeatAt]
    declined: list[SeatAt]
    silent: list[SeatAt]


ANSWERED = {
    Answer.ACCEPTED: "accepted", Answer.ALTERNATE: "accepted", Answer.TENTATIVE: "tentative",
    Answer.DECLINED: "declined",
}  # fmt: skip


def turnout(seats: Sequence[SeatAt]) -> Turnout:
    """Who means to come. A seat in which nobody sits is not asked."""
    found = Turnout([], [], [], [])
    for at in seats:
        if at.seat.holder_id or at.seat.alternate_id:
            getattr(found, ANSWERED[at.reply.answer] if at.reply and at.is_answered else "silent").append(at)
    return found
