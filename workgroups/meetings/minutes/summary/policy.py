from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import col

from workgroups.core.policy import Who, rule
from workgroups.groups.policy import arranges, in_room
from workgroups.meetings.agenda import policy as agenda
from workgroups.meetings.agenda.models import ON_AGENDA, AgendaItem
from workgroups.meetings.minutes.summary.models import Summary
from workgroups.meetings.models import HELD, Meeting
from workgroups.meetings.policy import see as see_meeting


@rule(on=Summary)
def see(me: Who) -> ColumnElement[bool]:
    """Whoever sees the item."""
    return exists().where(col(AgendaItem.id) == col(Summary.item_id), agenda.see(me)).correlate_except(AgendaItem)


CAN_BE_PUBLIC = and_(~col(AgendaItem.in_camera), col(AgendaItem.state).in_(ON_AGENDA))
"""What is in camera is never public."""

IN_THE_OPEN = (
    exists()
    .where(col(AgendaItem.id) == col(Summary.item_id), CAN_BE_PUBLIC, agenda.in_meeting(HELD))
    .correlate_except(AgendaItem)
)


@rule(on=Summary, see=see, when=IN_THE_OPEN)
def summarise(me: Who) -> ColumnElement[bool]:
    """Say what the public reads of an item: co-chairs, secretary, coordinator, after the meeting; never in camera."""
    return arranges(col(Summary.group_id), me)


@rule(on=Meeting, see=see_meeting, when=col(Meeting.state).in_(HELD))
def prepare(me: Who) -> ColumnElement[bool]:
    """The public summary of a meeting: co-chairs, secretary, coordinator, after it ended."""
    return arranges(col(Meeting.group_id), me)


@rule(on=Meeting)
def see_summary(me: Who) -> ColumnElement[bool]:
    """Everybody at the table, when something of the meeting was written for the public."""
    written = exists().where(
        col(AgendaItem.meeting_id) == col(Meeting.id),
        col(Summary.item_id) == col(AgendaItem.id),
        col(Summary.public),
        col(Summary.written_at).is_not(None),
        CAN_BE_PUBLIC,
    )
    return and_(
        in_room(col(Meeting.group_id), me), col(Meeting.state).in_(HELD), written.correlate_except(AgendaItem, Summary)
    )
