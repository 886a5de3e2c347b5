from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class ReopeningAsked(Fact):
    """One co-chair seat wants the minutes to be a draft again; the other one has not said so yet."""

    circulation: int
    seat_id: int


@dataclass(frozen=True)
class MinutesReopened(Fact):
    """Both co-chairs agreed: approved minutes are a draft again, and their approvals are void."""

    circulation: int
    seat_id: int
