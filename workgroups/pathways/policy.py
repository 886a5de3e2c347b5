from sqlalchemy import ColumnElement
from sqlmodel import col

from workgroups.core.policy import Who, rule
from workgroups.groups.models import Group
from workgroups.groups.policy import arranges, in_room
from workgroups.groups.policy import see as see_group
from workgroups.pathways.models import Pathway


@rule(on=Group, see=see_group)
def begin(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator: the working draft of the group's pathway."""
    return arranges(col(Group.id), me)


@rule(on=Pathway)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(Pathway.group_id), me)


@rule(on=Pathway, see=see)
def edit(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator."""
    return arranges(col(Pathway.group_id), me)
