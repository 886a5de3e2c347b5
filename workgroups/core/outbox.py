"""What leaves by mail: facts wait here after the commit until the worker has told everyone who should hear.

A notice is a function from an event to letters. Letters are made again on each try and never stored, so that text and
one-time secrets live nowhere but in the mail; a delivery row per (event, address) remembers who has been told.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from enum import StrEnum
from typing import Any, NamedTuple

import structlog
from sqlalchemy import UniqueConstraint, insert
from sqlalchemy.exc import OperationalError
from sqlmodel import Field, Session, col, select

from workgroups.core import mail
from workgroups.core.db import Database, Row, UtcDateTime, enum_type
from workgroups.core.events import PLATFORM, Event, Fact, Recorded, Written, write
from workgroups.core.settings import Settings

log = structlog.get_logger()

LEASE = timedelta(minutes=5)
"""Renewed after each letter, so longer than one can take: nine answers of a server, each in `mail.TIMEOUT_SECONDS`."""

LAST_TRY = 10
"""After the tenth temporary failure (about a day and a half) a letter counts as failed."""


class Letter(NamedTuple):
    """What one person is told: a template below `templates/` and the words it needs."""

    to: str
    language: str
    template: str
    context: dict[str, Any]
    group_id: int | None = None
    calendar: Callable[[Settings], bytes] | None = None
    """Makes the entry for calendars: it holds the public address, which only the worker knows."""
    calendar_method: str = "REQUEST"


class Outbox(Row, table=True):
    """An event that somebody may have to hear of."""

    event_id: int = Field(foreign_key="event.id", unique=True)
    due_at: datetime = Field(sa_type=UtcDateTime, index=True)
    tries: int = 0
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    problem: str | None = None


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class Delivery(Row, table=True):
    """One letter to one address; its Message-ID stays the same over all tries."""

    __table_args__ = (UniqueConstraint("event_id", "address"),)

    event_id: int = Field(foreign_key="event.id")
    group_id: int | None = Field(default=None, index=True)
    address: str
    state: DeliveryState = Field(default=DeliveryState.WAITING, sa_type=enum_type(DeliveryState, "state"))
    at: datetime = Field(sa_type=UtcDateTime)
    problem: str | None = None


@dataclass(frozen=True)
class LetterFailed(Fact):
    """A letter could not be delivered, and is not tried again. About its delivery."""


Notice = Callable[[Session, Event, datetime], Iterable[Letter]]
NOTICES: dict[str, Notice] = {}


def notice(fact: type[Fact]) -> Callable[[Notice], Notice]:
    """Register who hears of `fact`, in what words: ``@notice(ActionAssigned)``."""

    def register(tell: Notice) -> Notice:
        if fact.__name__ in NOTICES:
            raise ValueError(f"two notices for {fact.__name__}")
        NOTICES[fact.__name__] = tell
        return tell

    return register


def enqueue(session: Session, written: Iterable[Written]) -> None:
    waiting = [{"event_id": event.id, "due_at": event.at, "tries": 0} for event in written if event.fact in NOTICES]
    if waiting:
        session.connection().execute(insert(Outbox), waiting)


Render = Callable[[Letter], tuple[str, str]]
"""Makes (subject, text) of a letter; the web floor owns the templates."""

Job = Callable[[Database, datetime], None]
"""Scheduled work; it acts as nobody and is called often, so it looks first whether there is anything to do."""


@dataclass
class Worker:
    """Sends what waits. Several may run: a row is leased to one of them at a time."""

    database: Database
    settings: Settings
    render: Render
    clock: Callable[[], datetime]
    jobs: list[Job] = field(default_factory=list)

    def run_once(self) -> int:
        """Do the scheduled work, then everything that is due; returns how many events were handled.

        What breaks is written down and holds up nothing else. Raises `OperationalError` when the database is away.
        """
        for job in self.jobs:
            try:
                job(self.database, self.clock())
            except OperationalError:
                raise
            except Exception:
                log.exception("worker.job_broke", job=job.__qualname__)
        return sum(1 for _ in self.handled())

    def handled(self) -> Iterator[int]:
        while (key := self.lease()) is not None:
            try:
                self.handle(key)
            except OperationalError:
                raise
            except Exception as problem:
                log.exception("worker.notice_broke", outbox=key)
                self.close(key, f"{type(problem).__name__}: {problem}", is_broken=True)
            yield key

    def lease(self) -> int | None:
        """Take the next due row for the time of one letter; `handle` renews that."""
        now = self.clock()
        due = select(Outbox).where(col(Outbox.done_at).is_(None), col(Outbox.due_at) <= now)
        with self.database.read() as session:  # most looks find nothing: they need no write lock
            if session.exec(due.limit(1)).first() is None:
                return None
        with self.database.write() as session:
            row = session.exec(due.order_by(col(Outbox.due_at)).limit(1).with_for_update(skip_locked=True)).first()
            if row is None:
                return None
            row.due_at = now + LEASE
            row.tries += 1
            return row.id

    def handle(self, key: int) -> None:
        problem = None
        for delivery, message in self.letters(key):
            state, problem = self.send(message)
            with self.database.write() as session:
                row = session.get_one(Delivery, delivery)
                row.state, row.at, row.problem = state, self.clock(), problem
                if state is DeliveryState.FAILED:
                    tell_of_failure(session, row)
                session.get_one(Outbox, key).due_at = self.clock() + LEASE
        self.close(key, problem)

    def letters(self, key: int) -> list[tuple[int, EmailMessage]]:
        """The messages that still have to go out for this event, each with its delivery.

        A letter that can never become a message has failed with the reason; the others go out.
        """
        with self.database.write() as session:
            event = session.get_one(Event, session.get_one(Outbox, key).event_id)
            rows = session.exec(select(Delivery).where(col(Delivery.event_id) == event.id))
            known = {row.address: row for row in rows}
            letters = [
                letter
                for letter in NOTICES[event.fact](session, event, self.clock())
                if letter.to not in known or known[letter.to].state is DeliveryState.WAITING
            ]
            for letter in letters:
                if letter.to not in known:
                    known[letter.to] = Delivery(
                        event_id=event.id, group_id=letter.group_id, address=letter.to, at=self.clock()
                    )
                    session.add(known[letter.to])
            session.flush()
            messages = []
            for letter in letters:
                delivery = known[letter.to]
                try:
                    messages.append((delivery.id, self.message(event, delivery, letter)))
                except mail.Permanent as problem:
                    log.error("mail.failed", to=letter.to, problem=str(problem))
                    delivery.state, delivery.at, delivery.problem = DeliveryState.FAILED, self.clock(), str(problem)
                    tell_of_failure(session, delivery)
            return messages

    def message(self, event: Event, delivery: Delivery, letter: Letter) -> EmailMessage:
        """The letter as it is handed over. The ledger's hash keeps its Message-ID apart from another database's."""
        subject, text = self.render(letter)
        return mail.compose(
            self.settings,
            key=f"delivery-{delivery.id}-{event.hash[:16]}",
            to=letter.to,
            subject=subject,
            text=text,
            calendar=letter.calendar(self.settings) if letter.calendar else None,
            calendar_method=letter.calendar_method,
        )

    def send(self, message: EmailMessage) -> tuple[DeliveryState, str | None]:
        try:
            mail.send(self.settings, message)
        except mail.Temporary as problem:
            log.warning("mail.waits", to=message["To"], problem=str(problem))
            return DeliveryState.WAITING, str(problem)
        except mail.Permanent as problem:
            log.error("mail.failed", to=message["To"], problem=str(problem))
            return DeliveryState.FAILED, str(problem)
        return DeliveryState.SENT, None

    def close(self, key: int, problem: str | None, *, is_broken: bool = False) -> None:
        """Done when every letter went out or failed for good; otherwise again later, each time twice as late.

        A broken notice has perhaps not come to its letters, so it waits although none of them does.
        """
        with self.database.write() as session:
            row = session.get_one(Outbox, key)
            waiting = select(Delivery).where(
                col(Delivery.event_id) == row.event_id, col(Delivery.state) == DeliveryState.WAITING
            )
            rows = session.exec(waiting).all()
            row.problem = problem
            if (rows or is_broken) and row.tries < LAST_TRY:
                row.due_at = self.clock() + timedelta(minutes=2**row.tries)
                return
            for delivery in rows:
                delivery.state, delivery.at = DeliveryState.FAILED, self.clock()
                tell_of_failure(session, delivery)
            row.done_at = self.clock()


def tell_of_failure(session: Session, delivery: Delivery) -> None:
    """Put it on the ledger, so that the pages that show what did not arrive are not the same any more."""
    failed = Recorded(LetterFailed(), delivery, delivery.group_id or PLATFORM)
    write(session, [failed], None, delivery.at, lambda *_: None)
