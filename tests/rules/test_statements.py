"""Every rule and every reason to wait means the row that it is asked about, however deep it stands."""

import pytest
from sqlalchemy import ColumnElement, select
from sqlmodel import col

import workgroups.app  # noqa: F401 - registers every rule
from tests.shadows import shadowed
from workgroups.core.db import Row
from workgroups.core.policy import ME, RULES
from workgroups.links.waits import WAITS


def statement(model: type[Row], condition: ColumnElement[bool]) -> str:
    return str(select(col(model.id)).where(condition))


def test_a_query_that_forgets_the_outer_row_is_found() -> None:
    forgets = "SELECT a FROM meeting WHERE EXISTS (SELECT * FROM seat AS s WHERE NOT EXISTS (SELECT * FROM x, meeting))"
    assert shadowed(forgets) == ["meeting"]
    assert shadowed(forgets.replace("x, meeting", "x AS y")) == []
    assert shadowed("SELECT a FROM item JOIN (SELECT id FROM item) AS n ON n.id = item.id") == []


@pytest.mark.parametrize("name", RULES)
def test_rule(name: str) -> None:
    rule = RULES[name]
    assert shadowed(statement(rule.on, rule(ME))) == []


@pytest.mark.parametrize("wait", WAITS, ids=lambda wait: wait.words)
def test_wait(wait) -> None:
    assert shadowed(statement(wait.kind.model, wait.condition(ME))) == []
