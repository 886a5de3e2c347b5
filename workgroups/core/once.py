"""Creates that arrive twice count once: the key that the form carried, and where the first result stands."""

from datetime import datetime, timedelta

from sqlmodel import Field, Session, SQLModel, col, delete, select

from workgroups.core.db import Database, UtcDateTime
from workgroups.core.errors import Repeated

KEPT = timedelta(days=2)


class Once(SQLModel, table=True):
    """A create that was done."""

    key: str = Field(primary_key=True, max_length=80)
    location: str | None = None
    at: datetime = Field(sa_type=UtcDateTime, index=True)


def claim(session: Session, key: str, now: datetime) -> Once:
    """Reserve a key for this transaction.

    A second sender waits here for the first, then fails on the unique key. Raises `Repeated` when the first is done.
    """
    before = session.get(Once, key)
    if before is not None:
        raise Repeated(before.location or "/desk")
    once = Once(key=key, at=now)
    session.add(once)
    session.flush()
    return once


def forget_old(database: Database, now: datetime) -> None:
    """Scheduled: remove keys that no browser will send again."""
    old = col(Once.at) < now - KEPT
    with database.read() as session:
        found = session.exec(select(Once.key).where(old).limit(1)).first()
    if found:
        with database.write() as session:
            session.exec(delete(Once).where(old))
