"""Who came to the meetings of a group over time, and which sides of the table are heard."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import col

from workgroups.core import clock
from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.groups.models import Group, SeatRole
from workgroups.groups.queries import SeatView
from workgroups.meetings.models import CAME, HELD, Attendance, Meeting, Presence
from workgroups.meetings.policy import see
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.policy import see as see_proposal
from workgroups.pathways.proposals.positions.queries import heard
from workgroups.people.models import StakeholderType

SHOWN = 8
"""Two years of meetings."""

RECENT = 2
"""By so many meetings the balance is judged."""


class Held(NamedTuple):
    """A meeting that was held."""

    id: int
    starts_at: datetime


class Side(NamedTuple):
    """One stakeholder type: its seats, how many are filled, came to each of the last meetings, and were heard.

    `voices` are the filled ones that take positions: never the secretary's.
    """

    type: StakeholderType
    seats: int
    filled: int
    came: Sequence[int]
    voices: int
    heard: int

    @property
    def is_missing(self) -> bool:
        """Nobody of it came to the last meetings."""
        return not any(self.came)


class Record(NamedTuple):
    """The attendance of a group: seats by meetings, latest meeting first, and the balance of its sides."""

    meetings: Sequence[Held]
    seats: Sequence[SeatView]
    presence: Mapping[tuple[int, int], Presence]
    """By seat and meeting; nothing where a seat was not recorded."""
    vacant: Set[tuple[int, int]]
    """Seats and meetings on whose day nobody held the seat, as nobody does now."""
    sides: Sequence[Side]
    recent: Sequence[Held]
    proposal: Proposal | None
    """The last one on which positions were called for."""


MEETINGS = (
    select(col(Meeting.id), col(Meeting.starts_at))
    .where(col(Meeting.group_id) == bindparam("group_id"), col(Meeting.state).in_(HELD), see())
    .order_by(col(Meeting.starts_at).desc(), col(Meeting.id).desc())
    .limit(SHOWN)
)
PRESENCE = select(col(Attendance.seat_id), col(Attendance.meeting_id), col(Attendance.presence)).where(
    col(Attendance.group_id) == bindparam("group_id")
)
LAST_CALLED = (
    select(Proposal)
    .where(col(Proposal.group_id) == bindparam("group_id"), col(Proposal.called_at).is_not(None), see_proposal())
    .order_by(col(Proposal.called_at).desc(), col(Proposal.id).desc())
    .limit(1)
)


def record(work: Work, group: Group) -> Record:
    """Five queries, however many seats and meetings there are."""
    group_id, seats = group.id, groups.seats(work, group.id)
    meetings = [Held(*row) for row in work.rows(MEETINGS, group_id=group_id)]
    presence = {(seat, meeting): how for seat, meeting, how in work.rows(PRESENCE, group_id=group_id)}
    proposal: Proposal | None = work.rows(LAST_CALLED, group_id=group_id).scalar_one_or_none()
    said = heard(work, proposal.id) if proposal else set()
    recent = meetings[:RECENT]
    days = {meeting.id: clock.today(meeting.starts_at, group.timezone) for meeting in meetings}
    vacant = {
        (seat.id, meeting)
        for seat in seats
        for meeting, day in days.items()
        if seat.holder_id is None and (seat.vacant_since is None or seat.vacant_since <= day)
    }
    return Record(meetings, seats, presence, vacant, sides(seats, recent, presence, said), recent, proposal)


def sides(
    seats: Sequence[SeatView], recent: Sequence[Held], presence: Mapping[tuple[int, int], Presence], said: set[int]
) -> list[Side]:
    """The stakeholder types, those at the table first; observers count on no side."""
    found = []
    for kind in StakeholderType:
        own = [seat for seat in seats if seat.stakeholder_type is kind and seat.role is not SeatRole.OBSERVER]
        found.append(
            Side(
                kind,
                len(own),
                sum(seat.holder_id is not None for seat in own),
                [sum(presence.get((seat.id, meeting.id)) in CAME for seat in own) for meeting in recent],
                sum(seat.is_heard for seat in own),
                sum(seat.is_heard and seat.id in said for seat in own),
            )
        )
    return sorted(found, key=lambda side: side.seats == 0)
