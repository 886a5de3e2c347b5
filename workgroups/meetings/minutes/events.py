from dataclasses import dataclass
from datetime import date

from workgroups.core.events import Fact


@dataclass(frozen=True)
class MinutesWritten(Fact):
    item_id: int


@dataclass(frozen=True)
class MinutesCirculated(Fact):
    """Corrections are taken until the end of a day."""

    circulation: int
    digest: str
    corrections_on: date


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


@dataclass(frozen=True)
class MinutesAdopted(Fact):
    """The minutes stand: both co-chairs approved them and nobody objected, or a meeting decided it."""

    circulation: int
    digest: str
    decision_id: int | None = None
