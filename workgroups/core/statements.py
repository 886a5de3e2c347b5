"""Selects that are asked again and again, such as those that a module builds once.

The second time a select comes, it is prepared:

- The constants of our rules, such as roles and states, are written into its text. Databases plan with what they read:
  the count of what waits for a person takes a quarter of the time. What a request brings stays a parameter.
- When it asks for columns and not for rows of a model, its text goes to the driver as it is. Finding a long statement
  again in SQLAlchemy's cache takes longer than executing it.
"""

import re
from collections.abc import Mapping
from typing import Any, cast
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, CompoundSelect, Executable, Integer, Result, Select, String, literal_column
from sqlalchemy.engine import Connection, Dialect, IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.sql.visitors import replacement_traverse
from sqlmodel import Session

Question = Select[Any] | CompoundSelect[Any]

NAME = re.compile("[A-Za-z_]{1,40}")
"""What roles, states and kinds look like."""

SEEN: "WeakKeyDictionary[Question, Prepared | None]" = WeakKeyDictionary()
"""Selects that came before, for as long as somebody holds them; None after the first time."""


def run(session: Session, statement: Executable, values: Mapping[str, Any]) -> Result[Any]:
    """Execute a statement with these values in its parameters."""
    if not isinstance(statement, (Select, CompoundSelect)):
        return session.execute(statement, values)
    prepared = SEEN.get(statement)
    if prepared is None:
        SEEN[statement] = Prepared(statement) if statement in SEEN else None
        return session.execute(statement, values)
    if prepared.needs_session:
        return session.execute(prepared.statement, values)
    session.flush()
    connection = session.connection()
    return prepared.ready(connection.dialect).ask(connection, values)


class Prepared:
    """A select with its constants in its text."""

    def __init__(self, statement: Question) -> None:
        self.statement = cast("Question", replacement_traverse(statement, {}, written))
        described = statement.column_descriptions if isinstance(statement, Select) else []
        rows = any(column["entity"] is not None and column["expr"] is column["entity"] for column in described)
        lists = any(bound.expanding for bound in self.statement.compile().binds.values())
        self.needs_session = rows or lists
        self.made: dict[str, Ready] = {}

    def ready(self, dialect: Dialect) -> "Ready":
        made = self.made.get(dialect.name)
        if made is None:
            made = self.made[dialect.name] = Ready(self.statement, dialect)
        return made


def written(element: Any, **_: object) -> Any:
    """The words and numbers of our own rules; None leaves an element the parameter that it is.

    A value is written only when it cannot be anything but a name of ours or a number.
    """
    if type(element) is not BindParameter or element.required or element.callable:
        return None
    if isinstance(element.type, String) and NAME.fullmatch(str(element.value)):
        return literal_column(f"'{element.value!s}'", element.type)
    if isinstance(element.type, Integer) and type(element.value) is int:
        return literal_column(str(element.value), element.type)
    return None


class Ready:
    """A select of columns as the driver takes it: how its values go in, and how those of its rows come out."""

    def __init__(self, statement: Question, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        asked = {name for name, bound in compiled.binds.items() if bound.required}
        state = compiled.construct_expanded_state(dict.fromkeys(asked))
        self.text, self.order = state.statement, state.positiontup
        self.into = {name: state.processors.get(name) for name in asked}
        self.fixed = {
            name: state.processors[name](value) if name in state.processors else value
            for name, value in state.parameters.items()
            if name not in asked
        }
        columns = list(statement.selected_columns)
        self.shape = SimpleResultMetaData([str(column.key) for column in columns])
        readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self.out = [(place, reader) for place, reader in enumerate(readers) if reader]

    def ask(self, connection: Connection, values: Mapping[str, Any]) -> Result[Any]:
        """The rows for these values."""
        given = dict(self.fixed)
        for name, process in self.into.items():
            given[name] = process(values[name]) if process else values[name]
        sent = tuple(given[name] for name in self.order) if self.order is not None else given
        rows: Any = connection.exec_driver_sql(self.text, sent).cursor.fetchall()
        if rows and self.out:
            columns = list(zip(*rows, strict=True))
            for place, reader in self.out:
                columns[place] = tuple(map(reader, columns[place]))
            rows = zip(*columns, strict=True)
        return IteratorResult(self.shape, iter(rows))
