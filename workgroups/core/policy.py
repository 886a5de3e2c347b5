"""A rule is one SQL condition about (row, me, now).

The same rule loads one row, filters a list, decides which buttons show and finds who is notified: put `Person.id`
in place of `ME`. `see` says who knows that the row exists, `may` who is allowed, `when` which state allows it; a state
that is another for some people is a condition about the person too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, column, literal, select, table, true
from sqlalchemy.orm import Mapped

from workgroups.core.db import Row, UtcDateTime

Who = ColumnElement[int] | Mapped[int] | int
"""`ME`, or a column of people: `Person.id`, which type checkers take for the number it holds."""

AnySelect = Select[*tuple[Any, ...]]
Condition = Callable[[Who], ColumnElement[bool]]

ME: ColumnElement[int] = bindparam("me", type_=Integer)
"""The person who asks. Anonymous visitors are 0, never NULL: NULL would match vacant seats."""

NOW: ColumnElement[Any] = bindparam("now", type_=UtcDateTime)
KEY: ColumnElement[Any] = bindparam("key")


def apart(model: type[Row]) -> Any:
    """The table of a model under a name of its own, for a condition within a rule: `apart(Seat).c.role`.

    A rule is made of dozens of these, and `aliased` takes six times as long to make one that knows the whole model.
    """
    return bare(model).alias()


@cache
def bare(model: type[Row]) -> Any:
    mapped = model.__table__  # type: ignore[attr-defined]
    return table(mapped.name, *(column(each.name, each.type) for each in mapped.c))


@dataclass(frozen=True, eq=False)
class Rule:
    """One verb on one kind of row. Calling it gives the whole condition for `who`."""

    name: str
    on: type[Row]
    may: Condition
    see: "Rule | None"
    when: Condition
    why: str

    def __call__(self, who: Who = ME) -> ColumnElement[bool]:
        seen = self.see(who) if self.see else true()
        return and_(seen, self.may(who), self.when(who))

    @property
    def verb(self) -> str:
        return self.name.rpartition(".")[2]

    def answers(self, column: str) -> AnySelect:
        """The row whose `column` is `KEY`, with whether it is seen, allowed and in the right state."""
        seen = self.see(ME) if self.see else self(ME)
        return select(self.on, seen.label("seen"), self.may(ME).label("may"), self.when(ME).label("when")).where(
            getattr(self.on, column) == KEY
        )

    @cached_property
    def by_id(self) -> AnySelect:
        return self.answers("id")

    @cached_property
    def by_key(self) -> AnySelect:
        return self.answers(self.on.KEY)


RULES: dict[str, Rule] = {}


def rule(
    on: type[Row], see: Rule | None = None, when: ColumnElement[bool] | Condition | None = None
) -> Callable[[Condition], Rule]:
    """Declare a rule: ``@rule(on=Action, see=see, when=Action.state == "open")``.

    `when` is about the row alone, or a function of the person like the rule itself.
    The function's docstring is the rule in words; `docs/policy.md` is made of them.
    Raises `ValueError` when two rules share a name.
    """

    def allows(who: Who) -> ColumnElement[bool]:
        if when is None:
            return true()
        return when(who) if callable(when) else when

    def declare(may: Condition) -> Rule:
        feature = may.__module__.removeprefix("workgroups.").removesuffix(".policy")
        name = f"{feature}.{may.__name__}"
        if name in RULES:
            raise ValueError(f"two rules are called {name}")
        RULES[name] = Rule(name, on, may, see, allows, " ".join((may.__doc__ or "").split()))
        return RULES[name]

    return declare


def anybody(who: Who) -> ColumnElement[bool]:  # noqa: ARG001
    """Everyone, signed in or not."""
    return literal(value=True)


ANYONE = Rule("anyone", Row, anybody, None, anybody, "Everyone, signed in or not; the route has no row.")
