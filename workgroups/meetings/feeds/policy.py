from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from workgroups.core.policy import Who, anybody, rule
from workgroups.meetings.models import Meeting, MeetingState
from workgroups.meetings.policy import see
from workgroups.people.models import Person

ANNOUNCED = and_(
    col(Meeting.state) != MeetingState.DRAFT,
    or_(col(Meeting.state) != MeetingState.CANCELLED, col(Meeting.called_at).is_not(None)),
)
"""People were told of the meeting. One that is cancelled then stays, crossed out, and does not just vanish."""


@rule(on=Meeting, see=see, when=ANNOUNCED)
def see_in_calendar(me: Who) -> ColumnElement[bool]:
    """Everybody at the table, from its call on."""
    return anybody(me)


@rule(on=Meeting, when=and_(ANNOUNCED, col(Meeting.is_public)))
def see_publicly(me: Who) -> ColumnElement[bool]:
    """Everyone, from its call on, when it is marked public: when and where, never the agenda or the way in."""
    return anybody(me)


@rule(on=Person)
def subscribe(me: Who) -> ColumnElement[bool]:
    """Whoever is signed in, about her own calendar; calendars come with an address that only she knows."""
    return and_(col(Person.id) == me, col(Person.disabled_at).is_(None))
