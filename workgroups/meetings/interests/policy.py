from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import col

from workgroups.core.policy import Who, apart, rule
from workgroups.groups.models import Group
from workgroups.groups.policy import arranges, in_room, speaks, speaks_for
from workgroups.groups.policy import see as see_group
from workgroups.meetings.agenda import policy as agenda
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.interests.models import Interest
from workgroups.meetings.models import AGREED, AHEAD, WRITING, Meeting


@rule(on=Group, see=see_group)
def declare(me: Who) -> ColumnElement[bool]:
    """For a year: everybody at the table but observers, for a seat of theirs; who arranges, for any."""
    return or_(speaks(col(Group.id), me), arranges(col(Group.id), me))


@rule(on=AgendaItem, see=agenda.see, when=agenda.in_meeting((*AHEAD, *WRITING)))
def declare_at(me: Who) -> ColumnElement[bool]:
    """At an item, until its minutes are circulated: as for a year."""
    return or_(speaks(col(AgendaItem.group_id), me), arranges(col(AgendaItem.group_id), me))


def item_is_seen(me: Who) -> ColumnElement[bool]:
    return exists().where(col(AgendaItem.id) == col(Interest.item_id), agenda.see(me)).correlate_except(AgendaItem)


@rule(on=Interest)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table; at an item, whoever sees the item."""
    return and_(in_room(col(Interest.group_id), me), or_(col(Interest.item_id).is_(None), item_is_seen(me)))


def is_in_minutes() -> ColumnElement[bool]:
    """It was declared at an item whose minutes went round."""
    item, meeting = apart(AgendaItem), apart(Meeting)
    found = exists().where(
        item.c.id == col(Interest.item_id), meeting.c.id == item.c.meeting_id, meeting.c.state.in_(AGREED)
    )
    return found.correlate_except(item, meeting)


@rule(on=Interest, see=see, when=and_(col(Interest.taken_back_at).is_(None), ~is_in_minutes()))
def take_back(me: Who) -> ColumnElement[bool]:
    """The seat itself, and whoever arranges the group's work; not what circulated minutes say."""
    return or_(speaks_for(col(Interest.seat_id), me), arranges(col(Interest.group_id), me))
