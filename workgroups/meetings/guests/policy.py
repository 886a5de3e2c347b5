from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import col

from workgroups.core.policy import Who, apart, rule
from workgroups.groups.policy import arranges
from workgroups.meetings.agenda import policy as agenda
from workgroups.meetings.agenda.models import ON_AGENDA, AgendaItem
from workgroups.meetings.guests.models import Guest
from workgroups.meetings.models import AGREED, Meeting
from workgroups.meetings.replies.policy import AWAITED

CAN_BE_SHOWN = and_(~col(AgendaItem.in_camera), col(AgendaItem.state).in_(ON_AGENDA))

OPENS = and_(col(Guest.ended_at).is_(None), col(Guest.meeting_id) == col(AgendaItem.meeting_id), CAN_BE_SHOWN, AWAITED)
"""A guest's link shows her item: asked of the guest, the item and its meeting each time the link is followed."""


def is_awaited() -> ColumnElement[bool]:
    """The item stands in the open on the agenda of a meeting that was called and is not over."""
    found = exists().where(col(Meeting.id) == col(AgendaItem.meeting_id), AWAITED)
    return and_(CAN_BE_SHOWN, found.correlate_except(Meeting))


@rule(on=AgendaItem, see=agenda.see, when=is_awaited())
def invite(me: Who) -> ColumnElement[bool]:
    """A guest for one item: co-chairs, secretary, coordinator, until the called meeting is over; never in camera."""
    return arranges(col(AgendaItem.group_id), me)


@rule(on=Guest)
def see(me: Who) -> ColumnElement[bool]:
    """Whoever sees the item."""
    return exists().where(col(AgendaItem.id) == col(Guest.item_id), agenda.see(me)).correlate_except(AgendaItem)


def is_in_minutes() -> ColumnElement[bool]:
    """She was the guest of a meeting whose minutes went round."""
    meeting = apart(Meeting)
    found = exists().where(meeting.c.id == col(Guest.meeting_id), meeting.c.state.in_(AGREED))
    return found.correlate_except(meeting)


@rule(on=Guest, see=see, when=and_(col(Guest.ended_at).is_(None), ~is_in_minutes()))
def end(me: Who) -> ColumnElement[bool]:
    """Her access: co-chairs, secretary, coordinator; circulated minutes go on naming her."""
    return arranges(col(Guest.group_id), me)
