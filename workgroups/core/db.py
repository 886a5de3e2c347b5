"""Two databases, one behaviour: engines, column types and the base of every table."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar

import pysqlite3.dbapi2 as sqlite
from pydantic_core import from_json
from sqlalchemy import JSON, DateTime, Engine, create_engine, event
from sqlalchemy import Enum as EnumType
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.orm import declared_attr
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, Session, SQLModel

if TYPE_CHECKING:  # with SQLite nobody needs it, and it takes nine megabytes
    import psycopg

POOL_SIZE = 6
"""Connections per engine, and threads per process: more of either only adds waiting."""

SAFE_SQLITE = (3, 51, 3)
"""Older versions can lose committed writes in WAL mode with several connections."""

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC moment; naive values are refused because nobody can tell what they mean."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Document = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""Column type of language maps and other small documents."""


def enum_type(values: type[Enum], name: str) -> EnumType:
    """Column type that stores the value of a `StrEnum` and checks it in the database."""
    return EnumType(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


class Row(SQLModel):
    """A table row with a number. `KEY` is the column its URL uses."""

    KEY: ClassVar[str] = "id"
    id: int = Field(default=None, primary_key=True)


class Versioned(Row):
    """A row that people edit: a save that started from an older version is refused."""

    version: int = Field(default=1, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


class Database:
    """A database with a side that reads and a side that writes.

    Readers cannot write, whatever the code does: SQLite connections are opened with `query_only`, PostgreSQL
    transactions are read-only. Writers on SQLite begin immediately, so that they queue instead of failing.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_local = self.url.get_backend_name() == "sqlite"
        if self.is_local:
            if sqlite.sqlite_version_info < SAFE_SQLITE:
                raise RuntimeError(f"SQLite {sqlite.sqlite_version} can lose writes; 3.51.3 or newer is needed")
            self.reader = sqlite_engine(url, "BEGIN", "PRAGMA query_only=ON")
            self.writer = sqlite_engine(url, "BEGIN IMMEDIATE", "PRAGMA synchronous=FULL")
        else:
            url = self.url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
            self.writer = postgres_engine(url)
            self.reader = self.writer.execution_options(postgresql_readonly=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that cannot change anything."""
        with Session(self.reader, expire_on_commit=False, autoflush=False) as session:
            yield session
            session.commit()  # after a rollback the driver would let PostgreSQL plan every statement anew

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that commits on return and rolls back on an exception."""
        with Session(self.writer, expire_on_commit=False) as session, session.begin():
            yield session

    def dispose(self) -> None:
        self.reader.dispose()
        self.writer.dispose()


PREPARED = 1000
"""Statements that a connection to PostgreSQL keeps planned: more than there are. With the driver's hundred they would
push each other out, and planning a page's rules takes twenty times as long as asking them."""


def postgres_engine(url: str) -> Engine:
    """An engine whose connections plan a statement once, when it comes for the second time."""
    engine = create_engine(url, json_deserializer=from_json, pool_size=POOL_SIZE, max_overflow=2, pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: "psycopg.Connection", _record: object) -> None:
        connection.prepare_threshold, connection.prepared_max = 1, PREPARED

    return engine


def sqlite_engine(url: str, begin: str, *pragmas: str) -> Engine:
    """An engine whose transactions start with the statement `begin`."""
    engine = create_engine(
        url,
        module=sqlite,
        json_deserializer=from_json,
        paramstyle="named",  # each value is converted once, however often a rule names me and now
        pool_size=POOL_SIZE,
        max_overflow=2,
        connect_args={"isolation_level": None, "timeout": 30, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite.Connection, _record: object) -> None:
        for pragma in ("PRAGMA journal_mode=WAL", "PRAGMA foreign_keys=ON", *pragmas):
            connection.execute(pragma)

    # An event would do it too, but each page would take five per cent longer.
    engine.dialect.do_begin = lambda connection: connection.execute(begin)  # type: ignore[assignment, method-assign]
    return engine
