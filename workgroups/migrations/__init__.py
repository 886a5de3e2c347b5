"""Migrations that keep rows on both databases; run by `workgroups migrate` and by the tests."""

from pathlib import Path

import pysqlite3.dbapi2 as sqlite
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import make_url

from workgroups.core.db import Database


def config(connection: Connection | None = None) -> Config:
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.attributes["connection"] = connection
    return made


def upgrade(url: str, to: str = "head") -> None:
    """Bring a database to a revision, in one transaction.

    SQLite rebuilds tables: with foreign keys on, that would delete the children of every row, so this engine has them
    off and checks them afterwards. Raises `RuntimeError` when a foreign key points nowhere after the migration.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(url, module=sqlite, connect_args={"isolation_level": None})
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=OFF"))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    else:
        engine = create_engine(parsed.set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        command.upgrade(config(connection), to)
        if parsed.get_backend_name() == "sqlite":
            lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if lost:
                raise RuntimeError(f"foreign keys point nowhere after the migration: {lost[:5]}")
    engine.dispose()


def is_current(database: Database) -> bool:
    """Is the database at the newest revision?"""
    newest = ScriptDirectory.from_config(config()).get_current_head()
    with database.reader.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest
