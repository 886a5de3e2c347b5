from sqlalchemy import ColumnElement, and_
from sqlmodel import col

from workgroups.core.policy import Who, rule
from workgroups.meetings.agenda import policy as agenda
from workgroups.meetings.agenda.models import ON_AGENDA, AgendaItem
from workgroups.meetings.models import Meeting, MeetingState
from workgroups.meetings.policy import arranging
from workgroups.meetings.policy import see as see_meeting


@rule(on=Meeting, see=see_meeting, when=col(Meeting.state) == MeetingState.IN_SESSION)
def take_pen(me: Who) -> ColumnElement[bool]:
    """Write the minutes in place of whoever did: co-chairs, secretary, coordinator, while it is in session."""
    return arranging(me)


@rule(on=Meeting, see=see_meeting, when=col(Meeting.state) == MeetingState.IN_SESSION)
def pause(me: Who) -> ColumnElement[bool]:
    """Be at no item for a while: co-chairs, secretary, coordinator, while the meeting is in session."""
    return arranging(me)


@rule(
    on=AgendaItem,
    see=agenda.see,
    when=and_(col(AgendaItem.state).in_(ON_AGENDA), agenda.in_meeting((MeetingState.IN_SESSION,))),
)
def turn_to(me: Who) -> ColumnElement[bool]:
    """Make an item the current one: co-chairs, secretary, coordinator, while the meeting is in session."""
    return agenda.arranging(me)
