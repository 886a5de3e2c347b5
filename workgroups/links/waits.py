"""What waits for somebody: each feature registers a condition beside its rules, the desk shows them all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col

from workgroups.core.db import Row
from workgroups.core.events import Event, Fact
from workgroups.core.policy import Who
from workgroups.links.kinds import Kind
from workgroups.web.urls import url


@dataclass(frozen=True)
class Wait:
    """One reason why a thing waits for a person.

    `words` is a msgid with `%(title)s`; `condition` is about the kind's model and a person; `group_id` says whose table
    it is on; `since` is the moment from which it waits, or None for what waits on its day only; `due` is a date
    column, or None; `route` names the page where it is done, when that is not the kind's own, `part` the part of it;
    `now` says that it goes on right now, so that it stands before everything else.
    """

    kind: Kind
    words: str
    condition: Callable[[Who], ColumnElement[bool]]
    group_id: Any
    since: Any
    due: Any = None
    route: str = ""
    part: str = ""
    now: bool = False

    def href(self, key: int) -> str:
        return url(self.route or self.kind.route, key=key) + (f"#{self.part}" if self.part else "")


WAITS: list[Wait] = []


def recorded(fact: type[Fact], model: type[Row]) -> Any:
    """When a fact about the row was put on the ledger the last time: for rows that hold no such moment themselves."""
    found = select(func.max(col(Event.at))).where(
        col(Event.fact) == fact.__name__, col(Event.kind) == model.__name__, col(Event.about) == col(model.id)
    )
    return found.correlate(model).scalar_subquery()


def register(wait: Wait) -> Wait:
    WAITS.append(wait)
    return wait
