from dataclasses import dataclass
from datetime import date

from workgroups.core.events import Fact


@dataclass(frozen=True)
class ProposalDrafted(Fact):
    pathway_id: int


@dataclass(frozen=True)
class ProposalChanged(Fact):
    digest: str


@dataclass(frozen=True)
class ProposalOpened(Fact):
    digest: str


@dataclass(frozen=True)
class PositionsCalled(Fact):
    digest: str
    deadline_on: date


@dataclass(frozen=True)
class DeadlineExtended(Fact):
    deadline_on: date


@dataclass(frozen=True)
class PositionsShown(Fact):
    """The deadline has passed: positions are no longer hidden."""


@dataclass(frozen=True)
class SeatsReminded(Fact):
    """Whoever speaks for a seat that has not been heard is asked again, before the deadline or when it has passed."""

    overdue: bool


@dataclass(frozen=True)
class ProposalWithdrawn(Fact): ...
