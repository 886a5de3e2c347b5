from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from workgroups.careers import events
from workgroups.careers.models import Career, CareerList, CareerState
from workgroups.core.languages import gettext_noop
from workgroups.core.policy import Who, rule
from workgroups.groups.models import Group
from workgroups.groups.policy import arranges, in_room, is_open, speaks, speaks_for
from workgroups.groups.policy import see as see_group
from workgroups.links import kinds, waits


@rule(on=Group, see=see_group)
def propose(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(Group.id), me)


@rule(on=Group, see=see_group)
def add(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator: straight onto the working draft."""
    return arranges(col(Group.id), me)


@rule(on=CareerList)
def see_list(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(CareerList.group_id), me)


@rule(on=CareerList, see=see_list)
def introduce(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator: title and introduction of the list."""
    return arranges(col(CareerList.group_id), me)


@rule(on=CareerList, see=see_list)
def comment_on_list(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(CareerList.group_id), me)


@rule(on=Career)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(Career.group_id), me)


@rule(on=Career, see=see)
def edit(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator; the seat that proposed it, until it is accepted or declined."""
    own = and_(speaks_for(col(Career.seat_id), me), col(Career.state) == CareerState.PROPOSED)
    return or_(arranges(col(Career.group_id), me), and_(is_open(col(Career.group_id)), own))


@rule(on=Career, see=see, when=col(Career.state) != CareerState.ACCEPTED)
def accept(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator: it comes onto the working draft."""
    return arranges(col(Career.group_id), me)


@rule(on=Career, see=see, when=col(Career.state) != CareerState.DECLINED)
def decline(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator, with the reason; an accepted one leaves the working draft."""
    return arranges(col(Career.group_id), me)


@rule(on=Career, see=see)
def comment(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(Career.group_id), me)


LISTS = kinds.register(
    kinds.Kind(
        CareerList,
        gettext_noop("alternative-career list"),
        col(CareerList.title),
        "careers:listed",
        see=see_list,
        comment=comment_on_list,
        bilingual=True,
    )
)
KIND = kinds.register(
    kinds.Kind(
        Career,
        gettext_noop("alternative career"),
        col(Career.title),
        "careers:show",
        see=see,
        comment=comment,
        is_topic=True,
        bilingual=True,
    )
)
waits.register(
    waits.Wait(
        KIND,
        gettext_noop("Proposed as an alternative career: %(title)s"),
        lambda me: and_(arranges(col(Career.group_id), me), col(Career.state) == CareerState.PROPOSED),
        group_id=col(Career.group_id),
        since=waits.recorded(events.CareerProposed, Career),
    )
)
