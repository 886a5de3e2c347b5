from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class VerdictGiven(Fact):
    chair_seat_id: int
    value: str
    digest: str


@dataclass(frozen=True)
class ChairsDiffer(Fact):
    """Both have decided, and not the same."""

    digest: str


@dataclass(frozen=True)
class ProposalDecided(Fact):
    """Both have decided the same."""

    value: str
    digest: str
