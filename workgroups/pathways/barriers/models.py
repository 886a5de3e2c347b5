"""Barriers: what keeps qualified people out, and what became of each."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from workgroups.core.db import Row, UtcDateTime, Versioned, enum_type
from workgroups.core.languages import gettext_noop


class BarrierState(StrEnum):
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    IN_WORK = "in_work"
    REMOVED = "removed"
    EASED = "eased"
    STANDS = "stands"
    NOT_A_BARRIER = "not_a_barrier"


WORDS = {
    BarrierState.REPORTED: gettext_noop("reported"),
    BarrierState.CONFIRMED: gettext_noop("confirmed"),
    BarrierState.IN_WORK: gettext_noop("in work"),
    BarrierState.REMOVED: gettext_noop("removed"),
    BarrierState.EASED: gettext_noop("eased"),
    BarrierState.STANDS: gettext_noop("stands"),
    BarrierState.NOT_A_BARRIER: gettext_noop("not a barrier"),
}

STANDING = (BarrierState.REPORTED, BarrierState.CONFIRMED, BarrierState.IN_WORK)
"""The states in which something can still be done about a barrier."""


class Barrier(Versioned, table=True):
    """A requirement or practice that keeps qualified people out, whom it affects, and the evidence."""

    group_id: int = Field(foreign_key="work_group.id", index=True)
    title: str = Field(max_length=200)
    text: str
    """The requirement or practice, in Markdown."""
    affects: str
    evidence: str = ""
    state: BarrierState = Field(default=BarrierState.REPORTED, sa_type=enum_type(BarrierState, "state"))
    reporter_id: int | None = Field(default=None, foreign_key="person.id")
    """None when it came from the public pages, where nobody is asked who they are."""
    seat_id: int | None = Field(default=None, foreign_key="seat.id")
    """The seat in which it was reported."""
    name_withheld: bool = False
    """Reported through the host co-chair, the only other person who learns who reported it."""
    reported_at: datetime = Field(sa_type=UtcDateTime)
    token_hash: str | None = Field(default=None, max_length=64, unique=True)
    """Of the link that shows somebody of the public what becomes of it."""

    @property
    def is_from_public(self) -> bool:
        return self.reporter_id is None

    @property
    def is_standing(self) -> bool:
        return self.state in STANDING


class BarrierChange(Row, table=True):
    """A barrier went from one state to another."""

    __tablename__ = "barrier_change"

    barrier_id: int = Field(foreign_key="barrier.id", index=True)
    state: BarrierState = Field(sa_type=enum_type(BarrierState, "state"))
    reason: str = ""
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
