"""Creates that arrive twice count once: the key that the form carried, and where the first result stands."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import Field, Session, SQLModel, col, delete

from workgroups.core.db import Database, UtcDateTime
from workgroups.core.errors import Repeated
from workgroups.core.statements import run

KEPT = timedelta(days=2)


class Once(SQLModel, table=True):
    """A create that was done."""

    key: str = Field(primary_key=True, max_length=80)
    location: str | None = None
    at: datetime = Field(sa_type=UtcDateTime, index=True)


BEFORE = select(col(Once.location)).where(col(Once.key) == bindparam("key"))
CLAIM = insert(Once)
DONE = update(Once).where(col(Once.key) == bindparam("claimed")).values(location=bindparam("location"))


def claim(session: Session, key: str, now: datetime) -> None:
    """Reserve a key for this transaction.

    A second sender waits here for the first, then fails on the unique key. Raises `Repeated` when the first is done.
    """
    before = run(session, BEFORE, {"key": key}).first()
    if before is not None:
        raise Repeated(before.location or "/desk")
    session.connection().execute(CLAIM, {"key": key, "location": None, "at": now})


def done(session: Session, key: str, location: str) -> None:
    """Remember where the result of a claimed key stands."""
    session.connection().execute(DONE, {"claimed": key, "location": location})


def forget_old(database: Database, now: datetime) -> None:
    """Scheduled: remove keys that no browser will send again."""
    old = col(Once.at) < now - KEPT
    with database.read() as session:
        found = session.execute(select(col(Once.key)).where(old).limit(1)).first()
    if found:
        with database.write() as session:
            session.exec(delete(Once).where(old))
