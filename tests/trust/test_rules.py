"""A rule says the same of one person who asks, of everybody at once, and inside another statement.

The pages put the visitor in place of `ME`; letters put `Person.id` there, to find who hears; lists and waits put whole
rules inside of their own conditions. SQL that leans on the statement around it would then let somebody in.
"""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import ColumnElement, exists, select, true
from sqlalchemy.orm import aliased
from sqlmodel import col

from tests.trust.conftest import Room
from workgroups.core.policy import ME, RULES
from workgroups.core.work import Work
from workgroups.links.waits import WAITS
from workgroups.outcomes.initiatives.models import Initiative
from workgroups.outcomes.initiatives.policy import brought
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.positions.policy import said_of_another_version
from workgroups.people.models import Person

CONDITIONS: dict[str, tuple[type[Any], Callable[[Any], ColumnElement[bool]]]] = (
    {name: (rule.on, rule) for name, rule in RULES.items()}
    | {f"{wait.kind.name}: {wait.words}": (wait.kind.model, wait.condition) for wait in WAITS}
    | {
        "brought it": (Initiative, brought),
        "said of another version": (Proposal, said_of_another_version),
    }
)
"""Every rule, every reason why something waits, and who else hears: what it is about, and the condition on a person."""

Pairs = set[tuple[int, int]]
"""(person, row)"""


@pytest.mark.every_row
@pytest.mark.parametrize("name", CONDITIONS)
def test_one_by_one_all_at_once_and_nested_is_the_same(room: Room, name: str) -> None:
    model, condition = CONDITIONS[name]
    person: Any = aliased(Person) if model is Person else Person
    asks, row = condition(ME), col(model.id)
    with room.world.database.read() as session:
        works = [Work(session, key, room.world.now) for key in session.execute(select(col(Person.id))).scalars()]
        one_by_one = {(work.me, key) for work in works for key in work.rows(select(row).where(asks)).scalars()}
        nobody = Work(session, 0, room.world.now)
        holds = condition(col(person.id))
        together = select(col(person.id), row).join(model, true()).where(holds)
        assert {tuple(found) for found in nobody.rows(together)} == one_by_one
        for key in nobody.rows(select(row)).scalars().all():
            nested = select(col(person.id)).where(exists().where(row == key, holds).correlate(person))
            assert {(who, key) for who in nobody.rows(nested).scalars()} == {
                pair for pair in one_by_one if pair[1] == key
            }
        assert not list(nobody.rows(select(row).where(asks)).scalars()) or name in FOR_VISITORS


FOR_VISITORS = {"groups.see_profession"}
"""The rules that hold for somebody who is not signed in."""
