"""What waits for somebody: each feature registers a condition beside its rules, the desk shows them all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from workgroups.core.policy import Who
from workgroups.links.kinds import Kind


@dataclass(frozen=True)
class Wait:
    """One reason why a thing waits for a person.

    `words` is a msgid with `%(title)s`; `condition` is about the kind's model and a person; `group_id` says whose table
    it is on; `due` is a date column, or None.
    """

    kind: Kind
    words: str
    condition: Callable[[Who], ColumnElement[bool]]
    group_id: Any
    due: Any = None


WAITS: list[Wait] = []


def register(wait: Wait) -> Wait:
    WAITS.append(wait)
    return wait
