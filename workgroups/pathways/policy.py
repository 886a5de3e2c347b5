from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import Who, apart, rule
from workgroups.groups.models import Group
from workgroups.groups.policy import arranges, in_room, speaks
from workgroups.groups.policy import see as see_group
from workgroups.links import kinds
from workgroups.pathways.models import Pathway


@rule(on=Group, see=see_group)
def begin(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator: the working draft of a pathway of the group."""
    return arranges(col(Group.id), me)


def is_own() -> ColumnElement[bool]:
    """It is one of the group's own jurisdiction; others are kept for comparison only."""
    group = apart(Group)
    here = and_(group.c.id == col(Pathway.group_id), group.c.jurisdiction == col(Pathway.jurisdiction))
    return exists().where(here).correlate_except(group)


@rule(on=Pathway)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(Pathway.group_id), me)


@rule(on=Pathway, see=see)
def edit(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator."""
    return arranges(col(Pathway.group_id), me)


@rule(on=Pathway)
def publishable(me: Who) -> ColumnElement[bool]:
    """Everybody at the table, as something the group can publish: only one of its own jurisdiction."""
    return and_(in_room(col(Pathway.group_id), me), is_own())


@rule(on=Pathway, see=see)
def comment(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(Pathway.group_id), me)


KIND = kinds.register(
    kinds.Kind(
        Pathway,
        gettext_noop("pathway"),
        col(Pathway.title),
        "pathways:draft",
        see=see,
        comment=comment,
        bilingual=True,
    )
)
