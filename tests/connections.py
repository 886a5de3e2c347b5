"""A thread of the application holds one connection to the database at a time.

Threads that hold one and wait for a second wait for each other, as soon as there are as many of them as connections.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident
from traceback import format_stack

from sqlalchemy import event

from workgroups.core.db import Database


@contextmanager
def one_each(database: Database) -> Iterator[None]:
    """Fails in the end when a thread took a connection while it had another."""
    holders: dict[object, int] = {}
    twice: list[str] = []

    def taken(_connection: object, record: object, _proxy: object) -> None:
        if get_ident() in holders.values():
            twice.append("".join(format_stack()))
        holders[record] = get_ident()

    def given_back(_connection: object, record: object) -> None:
        holders.pop(record, None)

    for pool in {database.reader.pool, database.writer.pool}:
        event.listen(pool, "checkout", taken)
        event.listen(pool, "checkin", given_back)
    yield
    assert not twice, f"a second connection was taken here:\n{twice[0]}"
