from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import ME, Who, rule
from workgroups.groups.models import Group, SeatRole
from workgroups.groups.policy import chairs, holds, in_room, is_open, speaks, speaks_for
from workgroups.groups.policy import see as see_group
from workgroups.links import kinds, waits
from workgroups.pathways.barriers.models import STANDING, WORDS, Barrier, BarrierState

REPORTED = col(Barrier.state) == BarrierState.REPORTED
CONFIRMED = col(Barrier.state) == BarrierState.CONFIRMED
IN_WORK = col(Barrier.state) == BarrierState.IN_WORK


def hosts(group_id: Any, me: Who) -> ColumnElement[bool]:
    """I hold the host co-chair's seat myself."""
    return holds(group_id, me, SeatRole.CO_CHAIR_HOST)


def knows_reporter(me: Who = ME) -> ColumnElement[bool]:
    """Who may learn who reported a barrier: everybody, or the host co-chair when the name is withheld."""
    own = col(Barrier.reporter_id) == me
    return or_(~col(Barrier.name_withheld), own, hosts(col(Barrier.group_id), me))


@rule(on=Group, see=see_group)
def report(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(Group.id), me)


@rule(on=Barrier)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table; who reported it stays with the host co-chair when the name is withheld."""
    return in_room(col(Barrier.group_id), me)


@rule(on=Barrier, see=see)
def comment(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(Barrier.group_id), me)


@rule(on=Barrier, see=see, when=REPORTED)
def correct(me: Who) -> ColumnElement[bool]:
    """The seat that reported it, until it is confirmed; the host co-chair when the name is withheld; either co-chair
    what came from the public, which may name people.
    """
    withheld = col(Barrier.name_withheld)
    reported = or_(
        and_(~withheld, or_(speaks_for(col(Barrier.seat_id), me), col(Barrier.reporter_id) == me)),
        and_(withheld, hosts(col(Barrier.group_id), me)),
        and_(col(Barrier.reporter_id).is_(None), chairs(col(Barrier.group_id), me)),
    )
    return and_(is_open(col(Barrier.group_id)), reported)


@rule(on=Barrier, see=see, when=REPORTED)
def confirm(me: Who) -> ColumnElement[bool]:
    """Either co-chair."""
    return chairs(col(Barrier.group_id), me)


@rule(on=Barrier, see=see, when=REPORTED)
def reject(me: Who) -> ColumnElement[bool]:
    """Either co-chair, with a reason: it is not a barrier."""
    return chairs(col(Barrier.group_id), me)


@rule(on=Barrier, see=see, when=CONFIRMED)
def take_up(me: Who) -> ColumnElement[bool]:
    """Either co-chair: work on it has begun."""
    return chairs(col(Barrier.group_id), me)


@rule(on=Barrier, see=see, when=IN_WORK)
def close(me: Who) -> ColumnElement[bool]:
    """Either co-chair: it is removed or eased, or it stands and the group says why."""
    return chairs(col(Barrier.group_id), me)


@rule(on=Barrier, see=see, when=col(Barrier.state).in_(STANDING))
def put_on_agenda(me: Who) -> ColumnElement[bool]:
    """Either co-chair, on the agenda of the next meeting."""
    return chairs(col(Barrier.group_id), me)


KIND = kinds.register(
    kinds.Kind(
        Barrier,
        gettext_noop("barrier"),
        col(Barrier.title),
        "barriers:show",
        see=see,
        comment=comment,
        is_topic=True,
        state=col(Barrier.state),
        states=WORDS,
    )
)
waits.register(
    waits.Wait(
        KIND,
        gettext_noop("Confirm the barrier %(title)s"),
        lambda me: and_(REPORTED, chairs(col(Barrier.group_id), me)),
        group_id=col(Barrier.group_id),
        since=col(Barrier.reported_at),
    )
)
