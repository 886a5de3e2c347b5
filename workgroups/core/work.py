"""One request, one `Work`, one transaction: who asks, when, and the only way to load a governed row."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy import Executable, Result, Select, bindparam, select
from sqlmodel import Session, col

from workgroups.core import events, outbox
from workgroups.core.db import Database, Row, Versioned
from workgroups.core.errors import NotAllowed, NotFound, Stale, WrongState
from workgroups.core.events import PLATFORM, Event, Fact, PayloadErased, Recorded
from workgroups.core.policy import KEY, Rule
from workgroups.core.statements import run

R = TypeVar("R", bound=Row)
F = TypeVar("F", bound=Fact)
P = ParamSpec("P")
T = TypeVar("T")

Reactor = Callable[["Work", Any, Any], None]
REACTORS: dict[type[Fact], list[Reactor]] = defaultdict(list)

seat_finders: list[events.SeatFinder] = []
"""The function that tells in which seat a person acts in a group; the groups feature puts it here."""


@dataclass
class Work:
    """One transaction by one person at one moment.

    `me` is the person's id, 0 for a visitor who is not signed in and for scheduled work.
    """

    session: Session
    me: int
    now: datetime
    recorded: list[Recorded] = field(default_factory=list)

    @cached_property
    def ledger(self) -> int:
        """How long the ledger is. While it does not grow, nothing changes within a step of time."""
        return events.length(self.session)

    @property
    def step(self) -> int:
        """The number of this moment's five minutes. Deadlines fall on whole steps."""
        return int(self.now.timestamp()) // 300

    def take(self, key: int | str, rule: Rule, version: int | None = None, *, lock: bool = False) -> Any:
        """The row with this key, if the rule holds for me now.

        `key` is an id, or the text that the model's URL uses. `version` is what an edit started from.
        Raises `NotFound` to whoever may not see it, `NotAllowed` to whoever may not do it, `WrongState` when its state
        does not allow it and `Stale` when somebody saved since.
        """
        statement = rule.by_id if isinstance(key, int) else rule.by_key
        if lock:
            statement = locked(statement, rule.on)
        found = self.rows(statement, key=key).first()
        if found is None or not found.seen:
            raise NotFound
        if not found.may:
            raise NotAllowed
        row = found[0]
        if version is not None and isinstance(row, Versioned) and row.version != version:
            raise Stale(row.model_dump(), row.version)
        if not found.when:
            raise WrongState
        return row

    def rows(self, statement: Executable, **values: object) -> Result[*tuple[Any, ...]]:
        """Execute a select in which `ME` and `NOW` stand for me and now."""
        return run(self.session, statement, {"me": self.me, "now": self.now, **values})

    def list(self, rule: Rule, *conditions: Any, order: Sequence[Any] = ()) -> Iterable[Any]:
        """The rows for which the rule holds for me now."""
        return self.rows(select(rule.on).where(rule(), *conditions).order_by(*order)).scalars().all()

    def permits(self, rows: Iterable[Row], *rules: Rule) -> dict[int, set[str]]:
        """Which verbs of these rules hold for each row: one query for any number of rows."""
        keys = [row.id for row in rows]
        if not keys:
            return {}
        held = self.rows(permissions(rules, of_many=True), keys=keys)
        return {key: {rule.verb for rule, yes in zip(rules, answers, strict=True) if yes} for key, *answers in held}

    def may(self, row: Row, *rules: Rule) -> set[str]:
        """Which verbs of these rules hold for this row."""
        _, *answers = self.rows(permissions(rules), key=row.id).one()
        return {rule.verb for rule, yes in zip(rules, answers, strict=True) if yes}

    def add(self, row: R) -> R:
        """Store a new row, so that it has its id."""
        self.session.add(row)
        self.session.flush()
        return row

    def record(self, fact: Fact, about: Row, group_id: int | None = None) -> None:
        """Put a fact on the ledger at the end of this transaction, and let upper features react now.

        The chain is the group's: `group_id`, or the row's own, or the platform's when there is none.
        """
        chain = group_id or getattr(about, "group_id", None) or PLATFORM
        self.recorded.append(Recorded(fact, about, chain))
        for react in REACTORS[type(fact)]:
            react(self, fact, about)

    def erase(self, event: Event) -> None:
        """Remove what a row of the ledger says: the chain still verifies, and the erasure is on it."""
        event.payload = event.salt = None
        self.record(PayloadErased(), about=event, group_id=event.chain)

    def finish(self) -> None:
        """Write the ledger and the outbox; called once, before the commit."""
        if self.recorded:
            self.session.flush()
            written = events.write(self.session, self.recorded, self.me or None, self.now, seat_finders[0])
            outbox.enqueue(self.session, written)
            self.recorded.clear()


@cache
def locked(statement: Select[*tuple[Any, ...]], on: type[Row]) -> Select[*tuple[Any, ...]]:
    """The same select, which waits for whoever has the row locked, locks it and reads it anew."""
    return statement.with_for_update(of=on).execution_options(populate_existing=True)


@cache
def permissions(rules: tuple[Rule, ...], *, of_many: bool = False) -> Select[*tuple[Any, ...]]:
    """The id of a row and whether each rule holds for it; built once, as building is the slow part."""
    key = col(rules[0].on.id)
    answers = [rule().label(f"rule_{number}") for number, rule in enumerate(rules)]
    asked = key.in_(bindparam("keys", expanding=True)) if of_many else key == KEY
    return select(key, *answers).where(asked)


@contextmanager
def writing(database: Database, me: int, now: datetime) -> Iterator[Work]:
    """A `Work` that may change things: commits on return, rolls back on an exception."""
    with database.write() as session:
        work = Work(session, me, now)
        yield work
        work.finish()


@contextmanager
def reading(database: Database, me: int, now: datetime) -> Iterator[Work]:
    """A `Work` that cannot change anything."""
    with database.read() as session:
        yield Work(session, me, now)


def when_due(database: Database, now: datetime, due: Select[Any], tick: Callable[[Work], None]) -> None:
    """Scheduled: let `tick` write, when the select `due` finds anything at this moment."""
    with database.read() as session:
        if session.execute(due.limit(1), {"now": now}).first() is None:
            return
    with writing(database, 0, now) as work:
        tick(work)


def reacts_to(fact: type[F]) -> Callable[[Callable[[Work, F, Any], None]], Callable[[Work, F, Any], None]]:
    """Register what must happen in the same transaction when `fact` is recorded by a lower feature."""

    def register(react: Callable[[Work, F, Any], None]) -> Callable[[Work, F, Any], None]:
        REACTORS[fact].append(react)
        return react

    return register


@dataclass(frozen=True)
class Command(Generic[P, T]):
    """A change and the rule that allows it. Calling it takes the row first."""

    name: str
    rule: Rule
    do: Callable[..., T]
    first: Callable[[Work, Any], None] | None = None

    def __call__(self, work: Work, key: int | str, *given: Any, version: int | None = None, **named: Any) -> T:
        return self.do(work, self.take(work, key, version), *given, **named)

    def take(self, work: Work, key: int | str, version: int | None = None) -> Any:
        """The row, locked after `first` locked what it is part of. Raises what `Work.take` raises."""
        if self.first:
            self.first(work, key)
        return work.take(key, self.rule, version, lock=True)


COMMANDS: dict[str, Command[Any, Any]] = {}


def command(
    rule: Rule, first: Callable[[Work, Any], None] | None = None
) -> Callable[[Callable[Concatenate[Work, Any, P], T]], Command[P, T]]:
    """Declare a change: ``@command(policy.close)`` above ``def close(work, action, closing)``."""

    def declare(do: Callable[Concatenate[Work, Any, P], T]) -> Command[P, T]:
        feature = do.__module__.removeprefix("workgroups.").removesuffix(".commands")
        name = f"{feature}.{do.__name__}"
        COMMANDS[name] = Command(name, rule, do, first)
        return COMMANDS[name]

    return declare
