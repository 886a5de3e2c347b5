from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class SeatReplied(Fact):
    """A seat answered an invitation. About the meeting; `before` is what it had answered, "" for the first time."""

    seat_id: int
    answer: str
    before: str
