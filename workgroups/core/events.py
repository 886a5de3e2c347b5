"""The ledger: one row per fact, chained by hashes, never updated.

There is one chain per group and one for the platform (chain 0). A row's hash covers its predecessor's hash, who, what,
when, and sha256(salt ‖ canonical payload): erasing payload and salt leaves the chain intact, and is a fact of its own.
The chain's head holds the number of rows, so that a cut end is noticed too.
"""

import json
import secrets
from collections.abc import Callable, Container, Iterable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import Column, UniqueConstraint, bindparam, func, insert, update
from sqlmodel import Field, Session, SQLModel, col, select

from workgroups.core import canonical
from workgroups.core.db import Document, Row, UtcDateTime
from workgroups.core.statements import run

PLATFORM = 0
"""The chain of what belongs to no group."""

GENESIS = "0" * 64


@dataclass(frozen=True)
class Fact:
    """Something that happened, in the past tense. Holds ids, dates and verbs, never typed text."""

    KINDS: ClassVar[dict[str, type["Fact"]]] = {}
    NAMELESS: ClassVar[bool] = False
    """Whether the ledger leaves out who it was, because the person asked for her name to be withheld."""

    def __init_subclass__(cls) -> None:
        if (
            Fact.KINDS.setdefault(cls.__name__, cls) is not cls
            and cls.__module__ != Fact.KINDS[cls.__name__].__module__
        ):
            raise ValueError(f"two facts are called {cls.__name__}")


@dataclass(frozen=True)
class PayloadErased(Fact):
    """What a row of the ledger said was erased, as the law asked; it is about that row."""


class Event(Row, table=True):
    """A row of the ledger."""

    __table_args__ = (UniqueConstraint("chain", "number"),)

    chain: int = Field(index=False)
    number: int
    at: datetime = Field(sa_type=UtcDateTime)
    person_id: int | None = Field(default=None, index=True)
    seat_id: int | None = None
    fact: str = Field(max_length=60, index=True)
    kind: str = Field(max_length=40)
    about: int
    payload: dict[str, Any] | None = Field(default=None, sa_column=Column(Document))
    salt: str | None = Field(default=None, max_length=32)
    payload_digest: str = Field(max_length=64)
    hash: str = Field(max_length=64)


class ChainHead(SQLModel, table=True):
    """The end of one chain: how many rows it has and the hash of the last."""

    __tablename__ = "chain_head"

    chain: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    count: int
    hash: str = Field(max_length=64)


@dataclass(frozen=True)
class Recorded:
    """A fact that waits in the `Work` for the end of the transaction."""

    fact: Fact
    about: Row
    chain: int


SeatFinder = Callable[[Session, int, int], int | None]


def payload_digest(salt: str, payload: dict[str, Any]) -> str:
    return sha256(salt.encode() + canonical.dumps(payload)).hexdigest()


class Entry(NamedTuple):
    """A row of the ledger before it is written: all that its hash covers, and its payload."""

    chain: int
    number: int
    at: datetime
    person_id: int | None
    seat_id: int | None
    fact: str
    kind: str
    about: int
    payload: dict[str, Any]
    salt: str
    payload_digest: str


class Written(NamedTuple):
    """What the outbox needs to know of a row of the ledger."""

    id: int
    fact: str
    at: datetime


def chain_hash(event: Event | Entry, previous: str) -> str:
    """SHA-256 over the row (without its payload) and its predecessor's hash."""
    covered = [previous, event.chain, event.number, event.at.isoformat(), event.person_id, event.seat_id, event.fact]
    return sha256(canonical.dumps([*covered, event.kind, event.about, event.payload_digest])).hexdigest()


HEAD = (
    select(col(ChainHead.count), col(ChainHead.hash)).where(col(ChainHead.chain) == bindparam("of")).with_for_update()
)
# Plain inserts: every change passes here, and the session's bookkeeping of rows would double what that takes.
BEGIN = insert(ChainHead)
MOVE = update(ChainHead).where(col(ChainHead.chain) == bindparam("of"))
APPEND = insert(Event)


def write(
    session: Session, facts: Iterable[Recorded], person_id: int | None, now: datetime, seat_of: SeatFinder
) -> list[Written]:
    """Append facts to their chains; heads are locked in the order of their keys, so that writers cannot deadlock."""
    facts = list(facts)
    heads = {chain: lock_head(session, chain) for chain in sorted({recorded.chain for recorded in facts})}
    seats = {chain: seat_of(session, person_id, chain) for chain in heads if person_id and chain}
    connection = session.connection()
    written = []
    for recorded in facts:
        end = heads[recorded.chain]
        payload = json.loads(canonical.dumps(asdict(recorded.fact)))
        salt = secrets.token_hex(16)
        nameless = recorded.fact.NAMELESS
        entry = Entry(
            chain=recorded.chain,
            number=end.number + 1,
            at=now,
            person_id=None if nameless else person_id,
            seat_id=None if nameless else seats.get(recorded.chain),
            fact=type(recorded.fact).__name__,
            kind=recorded.about.__class__.__name__,
            about=recorded.about.id,
            payload=payload,
            salt=salt,
            payload_digest=payload_digest(salt, payload),
        )
        heads[recorded.chain] = Head(entry.number, chain_hash(entry, end.hash))
        appended = connection.execute(APPEND, entry._asdict() | {"hash": heads[recorded.chain].hash})
        key: Any = appended.inserted_primary_key
        written.append(Written(key.id, entry.fact, now))
    for chain, end in heads.items():
        connection.execute(MOVE, {"of": chain, "count": end.number, "hash": end.hash})
    return written


class Head(NamedTuple):
    """The end of a chain: the number of its last row, and its hash."""

    number: int
    hash: str


def lock_head(session: Session, chain: int) -> Head:
    """The head of a chain, locked. A group's chain begins in the transaction that makes the group."""
    found = run(session, HEAD, {"of": chain}).first()
    if found:
        return Head(*found)
    head = Head(0, GENESIS)
    session.connection().execute(BEGIN, {"chain": chain, "count": head.number, "hash": head.hash})
    return head


class Break(NamedTuple):
    """Where a chain does not verify; `number` is None when rows are missing at its end."""

    chain: int
    number: int | None
    why: str


def verify(session: Session) -> list[Break]:
    """The first break of each chain; empty when the whole ledger verifies."""
    breaks = []
    heads = {head.chain: head for head in session.exec(select(ChainHead))}
    chains = set(session.exec(select(Event.chain).distinct())) | set(heads)
    erased = set(session.exec(select(Event.about).where(col(Event.fact) == PayloadErased.__name__)))
    for chain in sorted(chains):
        broken = verify_chain(session, chain, heads.get(chain), erased)
        if broken:
            breaks.append(broken)
    return breaks


def verify_chain(session: Session, chain: int, head: ChainHead | None, erased: Container[int]) -> Break | None:
    """The first break of one chain; `erased` are the ids of the rows that the ledger says were erased."""
    previous, number = GENESIS, 0
    rows = select(Event).where(col(Event.chain) == chain).order_by(col(Event.number)).execution_options(yield_per=500)
    with closing(session.exec(rows)) as found:
        for event in found:
            number += 1
            if event.number != number:
                return Break(chain, number, "a row is missing or out of order")
            if changed := payload_changed(event, erased):
                return Break(chain, number, changed)
            if event.hash != chain_hash(event, previous):
                return Break(chain, number, "the row was changed")
            previous = event.hash
    if head is None:
        return Break(chain, None, "the chain has no head")
    if (head.count, head.hash) != (number, previous):
        return Break(chain, None, "rows are missing at the end")
    return None


def happened(session: Session, fact: str) -> bool:
    """Is a fact of this name on the ledger?"""
    return session.exec(select(Event.id).where(col(Event.fact) == fact).limit(1)).first() is not None


def payload_changed(event: Event, erased: Container[int]) -> str | None:
    """What is wrong with the payload of a row, if anything."""
    if event.payload is None:
        return None if event.id in erased else "the payload is gone, and nothing says that it was erased"
    is_as_written = payload_digest(event.salt or "", event.payload) == event.payload_digest
    return None if is_as_written else "the payload was changed"


def row(session: Session, chain: int, number: int) -> Event | None:
    """One row of a chain."""
    found = select(Event).where(col(Event.chain) == chain, col(Event.number) == number)
    return session.exec(found).first()


def origin(session: Session, about: Row) -> str:
    """The hash of the first row of the ledger about a row: no other has it, in this database or in another."""
    found = select(Event.hash).where(col(Event.kind) == type(about).__name__, col(Event.about) == about.id)
    return session.exec(found.order_by(col(Event.id)).limit(1)).one()


def latest(session: Session) -> int:
    """The id of the newest row of the ledger."""
    return session.execute(select(func.max(col(Event.id)))).scalar_one() or 0


LENGTH = select(func.sum(col(ChainHead.count)))


def length(session: Session) -> int:
    """How many rows the ledger has: it grows with every change, in the order in which they become visible."""
    return run(session, LENGTH, {}).scalar_one() or 0


LENGTH_OF = select(col(ChainHead.count)).where(col(ChainHead.chain) == bindparam("of"))


def length_of(session: Session, chain: int) -> int:
    """How many rows one chain has."""
    return run(session, LENGTH_OF, {"of": chain}).scalar_one_or_none() or 0


def heads(session: Session) -> list[dict[str, Any]]:
    """The end of every chain, to be kept outside the database as a checkpoint."""
    found = session.exec(select(ChainHead).order_by(col(ChainHead.chain)))
    return [{"chain": head.chain, "count": head.count, "hash": head.hash} for head in found]


def compare(session: Session, checkpoints: Iterable[dict[str, Any]]) -> list[Break]:
    """Where the ledger no longer agrees with heads that were written down before."""
    breaks = []
    for point in checkpoints:
        if not point["count"]:
            continue
        row = select(Event.hash).where(col(Event.chain) == point["chain"], col(Event.number) == point["count"])
        if session.exec(row).first() != point["hash"]:
            breaks.append(Break(point["chain"], point["count"], "the row is not the one of the checkpoint"))
    return breaks
