"""Who is told: the people for whom a rule holds, found by the rule itself."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from workgroups.core.db import Row
from workgroups.core.policy import Rule
from workgroups.groups.queries import SeatView
from workgroups.people.models import Person, StakeholderType


def people(
    session: Session, rule: Rule, row: Row, now: datetime, *conditions: Any, besides: int | None = None
) -> Iterable[Person]:
    """Everybody for whom `rule` holds on `row` now, except the person `besides`."""
    found = select(Person).join(rule.on, col(rule.on.id) == row.id)
    found = found.where(rule(col(Person.id)), col(Person.disabled_at).is_(None), *conditions)
    found = found.where(col(Person.id) != (besides or 0)).order_by(col(Person.id))
    return session.execute(found, {"me": 0, "now": now}).scalars().all()


def by_type(seats: Iterable[SeatView], people: Iterable[Person]) -> list[tuple[StakeholderType, list[str]]]:
    """The names of people at a table by the stakeholder type of their seat, in the order of the table."""
    types: dict[int | None, StakeholderType] = {}
    for seat in seats:
        types.setdefault(seat.holder_id, seat.stakeholder_type)
        types.setdefault(seat.alternate_id, seat.stakeholder_type)
    ordered = list(dict.fromkeys(types.values()))
    named = {kind: [person.name for person in people if types.get(person.id) is kind] for kind in ordered}
    return [(kind, names) for kind, names in named.items() if names]
