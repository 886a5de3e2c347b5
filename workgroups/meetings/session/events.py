from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class ItemTurnedTo(Fact):
    """The meeting is at this item now."""

    meeting_id: int


@dataclass(frozen=True)
class PenTaken(Fact):
    """Somebody writes the minutes from now on; `from_id` is the person who did before."""

    from_id: int | None


@dataclass(frozen=True)
class MeetingPaused(Fact):
    """The meeting is at no item until it turns to one."""
