from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class MinutesWritten(Fact):
    item_id: int


@dataclass(frozen=True)
class MinutesCirculated(Fact):
    circulation: int
    digest: str


@dataclass(frozen=True)
class MinutesReturned(Fact):
    """Back to a draft; approvals of this circulation are void."""

    circulation: int


@dataclass(frozen=True)
class MinutesApproved(Fact):
    """One co-chair seat approved; `complete` when the other one had before."""

    circulation: int
    seat_id: int
    digest: str
    complete: bool
