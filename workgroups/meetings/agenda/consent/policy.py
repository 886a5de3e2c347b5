from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import col

from workgroups.core.policy import Who, apart, rule
from workgroups.groups.policy import arranges, speaks, speaks_for
from workgroups.meetings.agenda import policy as agenda
from workgroups.meetings.agenda.models import AgendaItem, ItemState
from workgroups.meetings.models import UPCOMING, Meeting, MeetingState
from workgroups.meetings.policy import see as see_meeting

LEFT = and_(col(AgendaItem.by_consent), col(AgendaItem.state) == ItemState.ACCEPTED)
"""It is to be taken by consent, and was not dealt with."""


def can_be_offered(me: Who) -> ColumnElement[bool]:
    """It stands in the open on an agenda, and nobody else has asked to discuss it."""
    return and_(
        col(AgendaItem.state) == ItemState.ACCEPTED,
        ~col(AgendaItem.in_camera),
        agenda.in_meeting(UPCOMING),
        or_(col(AgendaItem.discussed_for_id).is_(None), speaks_for(col(AgendaItem.discussed_for_id), me)),
    )


@rule(on=AgendaItem, see=agenda.see, when=can_be_offered)
def offer(me: Who) -> ColumnElement[bool]:
    """Let an item be taken by consent: co-chairs, secretary, coordinator; not once another seat asked to discuss it."""
    return arranges(col(AgendaItem.group_id), me)


@rule(on=AgendaItem, see=agenda.see, when=and_(LEFT, agenda.in_meeting(UPCOMING)))
def discuss(me: Who) -> ColumnElement[bool]:
    """Ask to discuss what was to be taken by consent, without a reason: everybody at the table but observers."""
    return speaks(col(AgendaItem.group_id), me)


def something_is_left() -> ColumnElement[bool]:
    item = apart(AgendaItem)
    found = exists().where(item.c.meeting_id == col(Meeting.id), item.c.by_consent, item.c.state == ItemState.ACCEPTED)
    return found.correlate_except(item)


@rule(
    on=Meeting,
    see=see_meeting,
    when=and_(col(Meeting.state) == MeetingState.IN_SESSION, something_is_left()),
)
def take(me: Who) -> ColumnElement[bool]:
    """Take at once what nobody wants to discuss: co-chairs, secretary, coordinator, while the meeting is in session."""
    return arranges(col(Meeting.group_id), me)
