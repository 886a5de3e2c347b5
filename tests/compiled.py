"""What SQLAlchemy compiled for the database of one test serves that of the next, as in a process that lives long.

It keeps a compiled statement by the engine's dialect, of which each engine has its own, and compiling takes a fifth of
our tests. All databases of one kind are opened alike, in `db.py`; migrations open theirs with other parameters.
"""

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache

KEPT = LRUCache(5000)


def kind(dialect: DefaultDialect) -> tuple[type, str]:
    return type(dialect), dialect.paramstyle


DefaultDialect.__hash__ = lambda dialect: hash(kind(dialect))
DefaultDialect.__eq__ = lambda dialect, other: isinstance(other, DefaultDialect) and kind(dialect) == kind(other)


@event.listens_for(Engine, "engine_connect")
def keep(connection: Connection) -> None:
    connection.execution_options(compiled_cache=KEPT)
