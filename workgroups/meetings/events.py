from dataclasses import dataclass
from datetime import datetime

from workgroups.core.events import Fact


@dataclass(frozen=True)
class MeetingDrafted(Fact):
    starts_at: datetime


@dataclass(frozen=True)
class MeetingChanged(Fact):
    """A draft was changed, or what the public may know; nobody is told of it."""

    starts_at: datetime


@dataclass(frozen=True)
class MeetingCalled(Fact):
    starts_at: datetime


@dataclass(frozen=True)
class MeetingMoved(Fact):
    """Date, length or place of a called meeting changed; calendars are told."""

    starts_at: datetime
    sequence: int


@dataclass(frozen=True)
class MeetingCancelled(Fact):
    was_called: bool


@dataclass(frozen=True)
class MeetingOpened(Fact): ...


@dataclass(frozen=True)
class MeetingRecorded(Fact):
    """A meeting that took place already is written down; nobody was invited by mail."""


@dataclass(frozen=True)
class AttendanceRecorded(Fact):
    seat_id: int
    presence: str


@dataclass(frozen=True)
class MeetingClosed(Fact):
    """The meeting ended. Whoever holds things that go on may carry their threads now."""
