from dataclasses import dataclass
from typing import ClassVar

from workgroups.core.events import Fact


@dataclass(frozen=True)
class BarrierReported(Fact): ...


@dataclass(frozen=True)
class BarrierReportedInConfidence(Fact):
    """Reported with the name withheld: the ledger does not know it either."""

    NAMELESS: ClassVar[bool] = True


@dataclass(frozen=True)
class BarrierReportedByPublic(Fact):
    """Reported beside the public pages, where nobody is asked who they are, whether signed in or not."""

    NAMELESS: ClassVar[bool] = True


@dataclass(frozen=True)
class BarrierCorrected(Fact): ...


@dataclass(frozen=True)
class BarrierChanged(Fact):
    state: str
