"""Selects that are asked again and again, such as those that a module builds once.

The second time a select comes, it is prepared:

- The constants of our rules, such as roles and states, are written into its text. Databases plan with what they read:
  the count of what waits for a person takes a quarter of the time. What a request brings stays a parameter.
- It keeps its compiled form at hand. Looking a long statement up in SQLAlchemy's cache takes longer than executing it.
- When it asks for columns and not for rows of a model, it bypasses the session's bookkeeping of rows.
"""

import re
from collections.abc import Mapping
from typing import Any, cast
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, CompoundSelect, Executable, Integer, Result, Select, String, literal_column
from sqlalchemy.sql.visitors import replacement_traverse
from sqlmodel import Session

Question = Select[Any] | CompoundSelect[Any]

NAME = re.compile("[A-Za-z_]{1,40}")
"""What roles, states and kinds look like."""

SEEN: "WeakKeyDictionary[Question, Prepared | None]" = WeakKeyDictionary()
"""Selects that came before, for as long as somebody holds them; None after the first time."""


def run(session: Session, statement: Executable, values: Mapping[str, Any]) -> Result[*tuple[Any, ...]]:
    """Execute a statement with these values in its parameters."""
    if not isinstance(statement, (Select, CompoundSelect)):
        return session.execute(statement, values)
    prepared = SEEN.get(statement)
    if prepared is None:
        SEEN[statement] = Prepared(statement) if statement in SEEN else None
        return session.execute(statement, values)
    if prepared.whole_rows:
        return session.execute(prepared.statement, values, execution_options=prepared.options)
    session.flush()
    return session.connection().execute(prepared.statement, values, execution_options=prepared.options)


class Prepared:
    """A select with its constants in its text and its compiled form at hand."""

    def __init__(self, statement: Question) -> None:
        rows = statement.column_descriptions if isinstance(statement, Select) else []
        self.whole_rows = any(column["entity"] is not None and column["expr"] is column["entity"] for column in rows)
        self.statement = cast("Question", replacement_traverse(statement, {}, written))
        self.options = {"compiled_cache": Compiled()}


class Compiled:
    """SQLAlchemy's cache for one statement only: there is nothing to look up but the kind of database."""

    def __init__(self) -> None:
        self.made: dict[str, Any] = {}

    def get(self, key: tuple[Any, ...]) -> Any:
        return self.made.get(key[0].name)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        self.made[key[0].name] = compiled


def written(element: Any, **_: object) -> Any:
    """The words and numbers of our own rules; None leaves an element the parameter that it is.

    A value is written only when it cannot be anything but a name of ours or a number; a list, when all its values are.
    """
    if type(element) is not BindParameter or element.required or element.callable:
        return None
    values: Any = element.value if element.expanding else [element.value]
    texts = [text_of(value, element.type) for value in values]
    if not all(texts):
        return None
    return literal_column(f"({', '.join(map(str, texts))})" if element.expanding else str(texts[0]), element.type)


def text_of(value: Any, kind: Any) -> str | None:
    """A name or a number as it stands in SQL; None for anything else."""
    if isinstance(kind, String) and isinstance(value, str) and NAME.fullmatch(value):
        return f"'{value!s}'"
    if isinstance(kind, Integer) and type(value) is int:
        return str(value)
    return None
