"""Who is who in a group. Every feature builds its rules of these conditions."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.policy import ME, NOW, Who, anybody, apart, rule
from workgroups.groups.models import (
    CHAIRS,
    SPEAKERS,
    Acting,
    Coordination,
    Group,
    GroupState,
    Nomination,
    Profession,
    Seat,
    SeatRole,
)
from workgroups.people import queries as people
from workgroups.people.models import Person
from workgroups.people.policy import is_administrator

MINE = or_(col(Seat.holder_id) == ME, col(Seat.alternate_id) == ME)
"""Of the seats that a statement reads, those that I hold or whose alternate I am."""


def holds(group_id: Any, me: Who, *roles: SeatRole) -> ColumnElement[bool]:
    """I hold a seat of this group myself, in one of these roles."""
    seat = apart(Seat)
    return (
        exists()
        .where(seat.c.group_id == group_id, seat.c.holder_id == me, seat.c.role.in_(roles))
        .correlate_except(seat)
    )


def seated(group_id: Any, me: Who, *roles: SeatRole) -> ColumnElement[bool]:
    """I hold a seat of this group or am its alternate; the alternate acts for the seat in everything but approval."""
    seat = apart(Seat)
    sits = or_(seat.c.holder_id == me, seat.c.alternate_id == me)
    return (
        exists()
        .where(seat.c.group_id == group_id, sits, seat.c.role.in_(roles or tuple(SeatRole)))
        .correlate_except(seat)
    )


def speaks_for(seat_id: Any, me: Who) -> ColumnElement[bool]:
    """I hold this seat or am its alternate."""
    seat = apart(Seat)
    return (
        exists()
        .where(seat.c.id == seat_id, or_(seat.c.holder_id == me, seat.c.alternate_id == me))
        .correlate_except(seat)
    )


def sits_for_body(group_id: Any, organisation_id: Any, me: Who) -> ColumnElement[bool]:
    """I sit in this group for this organisation, and do not only observe."""
    seat = apart(Seat)
    sits = and_(or_(seat.c.holder_id == me, seat.c.alternate_id == me), seat.c.role.in_(SPEAKERS))
    there = exists().where(seat.c.group_id == group_id, seat.c.organisation_id == organisation_id, sits)
    return and_(is_open(group_id), there.correlate_except(seat))


def acts_as_chair(group_id: Any, me: Who) -> ColumnElement[bool]:
    """I am the acting deputy of a co-chair now."""
    acting = apart(Acting)
    return exists().where(acting.c.group_id == group_id, acts(acting, me)).correlate_except(acting)


def acts(acting: Any, me: Who) -> ColumnElement[bool]:
    """It is I who act now, and I still hold a seat of my own in the group."""
    seat = apart(Seat)
    sits = exists().where(seat.c.group_id == acting.c.group_id, seat.c.holder_id == me).correlate_except(seat)
    return and_(acting.c.person_id == me, acting.c.starts_at <= NOW, acting.c.ends_at > NOW, sits)


def coordinates(group_id: Any, me: Who) -> ColumnElement[bool]:
    coordination = apart(Coordination)
    return (
        exists()
        .where(coordination.c.group_id == group_id, coordination.c.person_id == me)
        .correlate_except(coordination)
    )


def keeps_records(group_id: Any, me: Who) -> ColumnElement[bool]:
    """I am the secretary, or a coordinator."""
    return or_(seated(group_id, me, SeatRole.SECRETARY), coordinates(group_id, me))


def approves(group_id: Any, me: Who) -> ColumnElement[bool]:
    """I hold a co-chair seat or act for one: never an alternate, a secretary or an administrator."""
    deputises = and_(acts_as_chair(group_id, me), ~keeps_records(group_id, me))
    return and_(is_open(group_id), or_(holds(group_id, me, *CHAIRS), deputises))


def is_open(group_id: Any) -> ColumnElement[bool]:
    """The group is not closed. In a closed one everybody reads what they read before, and nobody goes on."""
    group = apart(Group)
    return exists().where(group.c.id == group_id, group.c.state != GroupState.CLOSED).correlate_except(group)


def chaired(group_id: Any, me: Who) -> ColumnElement[bool]:
    """Co-chair, her alternate or acting deputy, also when the group is closed."""
    return or_(seated(group_id, me, *CHAIRS), acts_as_chair(group_id, me))


def chairs(group_id: Any, me: Who) -> ColumnElement[bool]:
    """Co-chair, her alternate or acting deputy, in everything but approval."""
    return and_(is_open(group_id), chaired(group_id, me))


def arranges(group_id: Any, me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator."""
    return and_(is_open(group_id), or_(chaired(group_id, me), keeps_records(group_id, me)))


def speaks(group_id: Any, me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    there = or_(seated(group_id, me, *SPEAKERS), acts_as_chair(group_id, me), coordinates(group_id, me))
    return and_(is_open(group_id), there)


def in_room(group_id: Any, me: Who) -> ColumnElement[bool]:
    """Everybody at the table, observers and the coordinator too."""
    return or_(seated(group_id, me), acts_as_chair(group_id, me), coordinates(group_id, me))


people.privileges.append(
    lambda me: or_(
        exists().where(
            or_(col(Seat.holder_id) == me, col(Seat.alternate_id) == me),
            col(Seat.role).in_((*CHAIRS, SeatRole.SECRETARY)),
        ),
        exists().where(col(Acting.person_id) == me, col(Acting.ends_at) > NOW),
        exists().where(col(Coordination.person_id) == me),
    )
)


@rule(on=Group)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(Group.id), me)


@rule(on=Group, see=see)
def speak(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(Group.id), me)


@rule(on=Group, see=see)
def arrange(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator."""
    return arranges(col(Group.id), me)


@rule(on=Group, see=see, when=col(Group.state) != GroupState.CLOSED)
def close(me: Who) -> ColumnElement[bool]:
    """One co-chair, for good: a closed group does not open again."""
    return chaired(col(Group.id), me)


@rule(on=Group)
def administer(me: Who) -> ColumnElement[bool]:
    """Administrators; it gives no sight of the group's content."""
    return is_administrator(me)


@rule(on=Profession)
def see_profession(me: Who) -> ColumnElement[bool]:
    """Everyone."""
    return anybody(me)


@rule(on=Seat)
def see_seat(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(Seat.group_id), me)


def is_own(me: Who) -> ColumnElement[bool]:
    return or_(col(Seat.holder_id).is_not_distinct_from(me), col(Seat.alternate_id).is_not_distinct_from(me))


@rule(on=Seat, see=see_seat, when=lambda me: and_(col(Seat.role).not_in(CHAIRS), ~is_own(me)))
def change_seat(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator; never one's own seat, and never a co-chair's."""
    return arranges(col(Seat.group_id), me)


@rule(on=Seat, see=see_seat)
def name_alternate(me: Who) -> ColumnElement[bool]:
    """Whoever holds the seat."""
    return col(Seat.holder_id) == me


def is_held(seat: Any = Seat) -> ColumnElement[bool]:
    """Somebody sits in the seat whose account is open."""
    holder = aliased(Person)
    sits = exists().where(col(holder.id) == col(seat.holder_id), col(holder.disabled_at).is_(None))
    return sits.correlate_except(holder)


@rule(on=Seat, see=see_seat, when=col(Seat.role).in_(CHAIRS))
def nominate(me: Who) -> ColumnElement[bool]:
    """Whoever holds the seat; while nobody does, co-chairs, secretary, coordinator. The other chair has to agree."""
    return or_(col(Seat.holder_id) == me, and_(~is_held(), arranges(col(Seat.group_id), me)))


@rule(on=Seat, when=col(Seat.role).in_(CHAIRS))
def name_chair(me: Who) -> ColumnElement[bool]:
    """Administrators: the first co-chairs of a forming group, or both while nobody holds either of their seats."""
    other = aliased(Seat)
    both_vacant = ~exists().where(
        col(other.group_id) == col(Seat.group_id), col(other.role).in_(CHAIRS), is_held(other)
    ).correlate_except(other)
    group = aliased(Group)
    forming = exists().where(col(group.id) == col(Seat.group_id), col(group.state) == GroupState.FORMING)
    return and_(is_administrator(me), or_(both_vacant, and_(forming.correlate_except(group), ~is_held())))


@rule(on=Nomination)
def see_nomination(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(Nomination.group_id), me)


OPEN = and_(col(Nomination.agreed_at).is_(None), col(Nomination.declined_at).is_(None))
"""A nomination waits for its answer."""


@rule(on=Nomination, see=see_nomination, when=OPEN)
def agree(me: Who) -> ColumnElement[bool]:
    """The holder of the other co-chair seat."""
    other = aliased(Seat)
    return (
        exists()
        .where(
            col(other.group_id) == col(Nomination.group_id),
            col(other.role).in_(CHAIRS),
            col(other.id) != col(Nomination.seat_id),
            col(other.holder_id) == me,
        )
        .correlate_except(other)
    )


@rule(on=Seat, see=see_seat, when=col(Seat.role).in_(CHAIRS))
def propose_deputy(me: Who) -> ColumnElement[bool]:
    """The holder of the co-chair seat; the other chair then has to agree."""
    return col(Seat.holder_id) == me


@rule(on=Seat, see=see_seat, when=col(Seat.role).in_(CHAIRS))
def let_deputy_act(me: Who) -> ColumnElement[bool]:
    """The holder of the co-chair seat, who declares an absence or a recusal."""
    return col(Seat.holder_id) == me


@rule(on=Acting)
def see_acting(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(Acting.group_id), me)
