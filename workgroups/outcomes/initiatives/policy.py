from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import Who, rule
from workgroups.groups.models import Group
from workgroups.groups.policy import arranges, chairs, in_room, is_open, speaks, speaks_for
from workgroups.groups.policy import see as see_group
from workgroups.links import kinds
from workgroups.outcomes.initiatives import words
from workgroups.outcomes.initiatives.models import UNFINISHED, Initiative, InitiativeState

IS_UNFINISHED = col(Initiative.state).in_(UNFINISHED)


@rule(on=Group, see=see_group)
def propose(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(Group.id), me)


@rule(on=Initiative)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(Initiative.group_id), me)


def brought(me: Who) -> ColumnElement[bool]:
    """I speak for the seat that proposed it, or proposed it myself."""
    return or_(speaks_for(col(Initiative.seat_id), me), col(Initiative.person_id) == me)


@rule(on=Initiative, see=see)
def comment(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(Initiative.group_id), me)


@rule(on=Initiative, see=see)
def edit(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator; while it is an idea, the seat that proposed it too."""
    own = and_(
        is_open(col(Initiative.group_id)),
        col(Initiative.state) == InitiativeState.IDEA,
        speaks_for(col(Initiative.seat_id), me),
    )
    return or_(own, arranges(col(Initiative.group_id), me))


@rule(on=Initiative, see=see, when=IS_UNFINISHED)
def move(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator, until it is completed or given up."""
    return arranges(col(Initiative.group_id), me)


@rule(on=Initiative, see=see, when=IS_UNFINISHED)
def put_on_agenda(me: Who) -> ColumnElement[bool]:
    """Either co-chair, on the agenda of the next meeting."""
    return chairs(col(Initiative.group_id), me)


KIND = kinds.register(
    kinds.Kind(
        Initiative,
        gettext_noop("initiative"),
        col(Initiative.title),
        "initiatives:show",
        see=see,
        comment=comment,
        is_topic=True,
        bilingual=True,
        state=col(Initiative.state),
        states=words.STATE,
    )
)
