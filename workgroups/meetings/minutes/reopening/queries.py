from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.groups.chairs import voices
from workgroups.groups.models import Seat
from workgroups.meetings.minutes.reopening.models import Reopening
from workgroups.meetings.models import Meeting, MeetingState
from workgroups.people.models import Person


class ReopeningRow(NamedTuple):
    """One co-chair's wish to reopen the minutes, with the reason."""

    seat_id: int
    seat: LanguageMap
    person_id: int
    person: str
    reason: str
    at: datetime


REOPENINGS = (
    select(Reopening.seat_id, Seat.label, Reopening.person_id, Person.name, Reopening.reason, Reopening.at)  # type: ignore[call-overload]
    .join(Seat, col(Seat.id) == col(Reopening.seat_id))
    .join(Person, col(Person.id) == col(Reopening.person_id))
    .where(col(Reopening.meeting_id) == bindparam("meeting_id"), col(Reopening.circulation) == bindparam("circulation"))
    .order_by(col(Reopening.id))
)


def reopenings(work: Work, meeting: Meeting) -> list[ReopeningRow]:
    """Who wants the minutes as they were circulated last to be a draft again, and why."""
    return wanted(work.session, meeting, meeting.circulation)


def shown(work: Work, meeting: Meeting) -> list[ReopeningRow]:
    """The same for the page: as long as the minutes stand, only what somebody wants who still has the voice."""
    if meeting.state is not MeetingState.MINUTES_APPROVED:
        return told(work.session, meeting, meeting.circulation)
    found = reopenings(work, meeting)
    return voices.standing(voices.voices(work, meeting.group_id), found) if found else found


def told(session: Session, meeting: Meeting, circulation: int) -> list[ReopeningRow]:
    """What reopened the minutes of any circulation, for letters: of each seat what was wanted last.

    A seat wants it again only after what was wanted before it had become void.
    """
    return list({row.seat_id: row for row in wanted(session, meeting, circulation)}.values())


def wanted(session: Session, meeting: Meeting, circulation: int) -> list[ReopeningRow]:
    found = session.execute(REOPENINGS, {"meeting_id": meeting.id, "circulation": circulation})
    return [ReopeningRow(*row) for row in found]
