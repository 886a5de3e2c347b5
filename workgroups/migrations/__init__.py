"""Migrations that keep rows on both databases; run by `workgroups migrate` and by the tests.

Alembic takes 10 MB, and a process that serves asks only whether the database is at the newest revision.
"""

from pathlib import Path

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import make_url

from workgroups.core.db import Database

HERE = Path(__file__).parent
NEWEST = max(path.name.partition("_")[0] for path in (HERE / "versions").glob("[0-9]*.py"))
"""The newest revision: their files are called after them."""


def upgrade(url: str, to: str = "head") -> None:
    """Bring a database to a revision, in one transaction.

    SQLite rebuilds tables: with foreign keys on, that would delete the children of every row, so this engine has them
    off and checks them afterwards. Raises `RuntimeError` when a foreign key points nowhere after the migration.
    """
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(HERE))
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(url, module=sqlite, connect_args={"isolation_level": None})
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys=OFF"))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    else:
        engine = create_engine(parsed.set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        if parsed.get_backend_name() == "sqlite":
            lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if lost:
                raise RuntimeError(f"foreign keys point nowhere after the migration: {lost[:5]}")
    engine.dispose()


def is_current(database: Database) -> bool:
    """Is the database at the newest revision?"""
    with database.reader.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [NEWEST]
