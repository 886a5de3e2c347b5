"""Selects that are asked again and again, such as those that a module builds once.

From the second time on, a select is prepared. A member's page then takes two thirds of the time:

- The roles and states that our rules list are written into its text; as parameters, each list would be spelled out
  anew for each execution. Everything else stays a parameter.
- Its compiled form is at hand. Looking a long statement up in SQLAlchemy's cache takes longer than executing it.
- When it asks for columns and not for rows of a model, it bypasses the session's bookkeeping of rows.
- SQLite's driver then gets the text and the values themselves: what SQLAlchemy does around one execution takes several
  times as long as finding a few rows in a file.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, cast
from weakref import WeakSet

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import (
    BindParameter,
    CompoundSelect,
    Connection,
    Dialect,
    Executable,
    Result,
    Select,
    String,
    literal_column,
)
from sqlalchemy.engine import IteratorResult
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import replacement_traverse
from sqlmodel import Session

Question = Select[Any] | CompoundSelect[Any]

NAME = re.compile("[A-Za-z_]{1,40}")
"""What roles, states and kinds look like. Both databases write such a word in the same way."""

MOST = 600
"""More than we ask; the least used is forgotten first."""

CAME_BEFORE: WeakSet[Question] = WeakSet()

DIALECT = DefaultDialect()


def run(session: Session, statement: Executable, values: Mapping[str, Any]) -> Result[*tuple[Any, ...]]:
    """Execute a statement with these values in its parameters."""
    if not isinstance(statement, (Select, CompoundSelect)):
        return session.execute(statement, values)
    if statement not in CAME_BEFORE:
        CAME_BEFORE.add(statement)
        return session.execute(statement, values)
    prepared = prepare(statement)
    if prepared.whole_rows:
        return session.execute(prepared.statement, values, execution_options=prepared.options)
    if session.autoflush:
        session.flush()
    connection = session.connection()
    if connection.dialect.name == "sqlite" and (plain := prepared.plain(connection)):
        return plain.ask(connection, values)
    return connection.execute(prepared.statement, values, execution_options=prepared.options)


class Prepared:
    """A select with the lists of our rules in its text and its compiled form at hand."""

    def __init__(self, statement: Question) -> None:
        asked = statement.column_descriptions if isinstance(statement, Select) else []
        self.whole_rows = any(column.get("entity", self) is column["expr"] for column in asked)
        self.statement = cast("Question", replacement_traverse(statement, {}, written))
        self.options = {"compiled_cache": Compiled()}
        self.made: list[Plain | None] = []

    def plain(self, connection: Connection) -> "Plain | None":
        """The form for SQLite's driver; None when a list in it is spelled out anew for each execution."""
        if not self.made:
            compiled = self.statement.compile(dialect=connection.dialect)
            lists = any(bind.expanding or bind.literal_execute for bind in compiled.binds.values())
            self.made.append(None if lists else Plain(self.statement, compiled))
        return self.made[0]


class Plain:
    """A select as SQLite's driver takes it: its text, and how values go in and come out."""

    def __init__(self, statement: Question, compiled: SQLCompiler) -> None:
        self.text, dialect, columns = compiled.string, compiled.dialect, statement.selected_columns
        binds = [(name, bind, converter(bind, dialect)) for name, bind in compiled.binds.items()]
        self.fixed = {name: convert(bind.effective_value) for name, bind, convert in binds if bind.unique}
        self.asked = [each for each in binds if not each[1].unique]
        out = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self.columns = SimpleResultMetaData(columns.keys(), _processors=out)

    def ask(self, connection: Connection, values: Mapping[str, Any]) -> Result[*tuple[Any, ...]]:
        """What the select finds. Raises what SQLAlchemy raises when the driver refuses it, `KeyError` for no value."""
        given = dict(self.fixed)
        for name, bind, convert in self.asked:
            given[name] = convert(values[name] if bind.required else values.get(name, bind.value))
        for hear in connection.engine.dispatch.before_cursor_execute:
            hear(connection, None, self.text, given, None, False)  # noqa: FBT003 - as SQLAlchemy tells its listeners
        driver: Any = connection.connection.driver_connection
        try:
            rows = driver.execute(self.text, given).fetchall()
        except sqlite.Error as problem:
            raise DBAPIError.instance(self.text, given, problem, sqlite.Error, dialect=connection.dialect) from problem
        return IteratorResult(self.columns, iter(rows))


def converter(bind: BindParameter[Any], dialect: Dialect) -> Callable[[Any], Any]:
    """What makes a value ready for the driver."""
    return bind.type.dialect_impl(dialect).bind_processor(dialect) or (lambda value: value)


prepare = lru_cache(MOST)(Prepared)


class Compiled:
    """SQLAlchemy's cache for one statement only: there is nothing to look up but the kind of database.

    All databases of one kind are opened alike, in `db.py`. Should another statement come, it is compiled anew.
    """

    def __init__(self) -> None:
        self.made: dict[str, tuple[Any, Any]] = {}

    def get(self, key: tuple[Any, ...]) -> Any:
        dialect, statement, *_ = key
        known, compiled = self.made.get(dialect.name, (None, None))
        return compiled if known is statement else None

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        dialect, statement, *_ = key
        self.made[dialect.name] = statement, compiled


def written(element: Any, **_: object) -> Any:
    """The list of an IN as it stands in SQL, when it holds nothing but names; None leaves the parameter that it is.

    A parameter that was given a name can get another value with each execution, so it is left alone, and so is an
    empty list, which PostgreSQL has no words for.
    """
    if not isinstance(element, BindParameter) or not (element.expanding and element.unique and element.value):
        return None
    kind = element.type
    write: Any = kind.literal_processor(DIALECT) if isinstance(kind, String) else None  # type: ignore[no-untyped-call]
    if write is None or not all(isinstance(value, str) and NAME.fullmatch(value) for value in element.value):
        return None
    return literal_column(f"({', '.join(map(write, element.value))})", kind)
