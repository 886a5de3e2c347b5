from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, case, select
from sqlmodel import col

from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.groups.models import Seat
from workgroups.pathways.barriers import policy
from workgroups.pathways.barriers.models import Barrier, BarrierChange, BarrierState
from workgroups.people.models import Person

ORDER = {state: place for place, state in enumerate(BarrierState)}


class BarrierView(NamedTuple):
    """A barrier in a list."""

    id: int
    title: str
    state: BarrierState
    affects: str
    reported_at: datetime

    @property
    def is_standing(self) -> bool:
        return ORDER[self.state] < ORDER[BarrierState.REMOVED]


BARRIERS = (
    select(Barrier.id, Barrier.title, Barrier.state, Barrier.affects, Barrier.reported_at)  # type: ignore[call-overload]
    .where(policy.see(), col(Barrier.group_id) == bindparam("group_id"))
    .order_by(case(ORDER, value=col(Barrier.state)), col(Barrier.reported_at).desc(), col(Barrier.id))
)


def barriers(work: Work, group_id: int) -> list[BarrierView]:
    """The barriers of a group: what waits to be confirmed first, what was dealt with last."""
    return [BarrierView(*row) for row in work.rows(BARRIERS, group_id=group_id)]


class Reporter(NamedTuple):
    """Who reported a barrier, as far as I may know."""

    name: str | None
    seat: LanguageMap | None


REPORTER = (
    select(Person.name, Seat.label)  # type: ignore[call-overload]
    .select_from(Barrier)
    .outerjoin(Person, and_(col(Person.id) == col(Barrier.reporter_id), policy.knows_reporter()))
    .outerjoin(Seat, and_(col(Seat.id) == col(Barrier.seat_id), policy.knows_reporter()))
    .where(col(Barrier.id) == bindparam("key"))
)


def reporter(work: Work, barrier: Barrier) -> Reporter:
    """Who reported it; nobody's name when it was withheld and I am not the host co-chair."""
    return Reporter(*work.rows(REPORTER, key=barrier.id).one())


class ChangeView(NamedTuple):
    """One step of a barrier's way."""

    state: BarrierState
    reason: str
    person: str
    at: datetime


CHANGES = (
    select(BarrierChange.state, BarrierChange.reason, Person.name, BarrierChange.at)  # type: ignore[call-overload]
    .join(Person, col(Person.id) == col(BarrierChange.person_id))
    .where(col(BarrierChange.barrier_id) == bindparam("key"))
    .order_by(col(BarrierChange.id))
)


def changes(work: Work, barrier: Barrier) -> list[ChangeView]:
    """How the barrier came to its state, first things first."""
    return [ChangeView(*row) for row in work.rows(CHANGES, key=barrier.id)]
