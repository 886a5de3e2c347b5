"""Who is told: the people for whom a rule holds, found by the rule itself."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from workgroups.core.db import Row
from workgroups.core.policy import Rule
from workgroups.people.models import Person


def people(
    session: Session, rule: Rule, row: Row, now: datetime, *conditions: Any, besides: int | None = None
) -> Iterable[Person]:
    """Everybody for whom `rule` holds on `row` now, except the person `besides`."""
    found = select(Person).join(rule.on, col(rule.on.id) == row.id)
    found = found.where(rule(col(Person.id)), col(Person.disabled_at).is_(None), *conditions)
    found = found.where(col(Person.id) != (besides or 0)).order_by(col(Person.id))
    return session.execute(found, {"me": 0, "now": now}).scalars().all()
