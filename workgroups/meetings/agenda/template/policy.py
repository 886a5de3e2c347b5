from sqlalchemy import ColumnElement
from sqlmodel import col

from workgroups.core.policy import Who, rule
from workgroups.groups.policy import arranges, in_room
from workgroups.meetings.agenda.template.models import StandingItem


@rule(on=StandingItem)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(StandingItem.group_id), me)


@rule(on=StandingItem, see=see)
def change(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator."""
    return arranges(col(StandingItem.group_id), me)
