from dataclasses import dataclass
from datetime import date

from workgroups.core.events import Fact


@dataclass(frozen=True)
class BodyAnswered(Fact):
    proposal_id: int
    organisation_id: int
    answer: str
    on_day: date


@dataclass(frozen=True)
class BodyEntryTakenBack(Fact):
    proposal_id: int


@dataclass(frozen=True)
class AdoptionConfirmed(Fact):
    entry_id: int
    effective_on: date
    conflicts: int


@dataclass(frozen=True)
class ConflictResolved(Fact):
    conflict_id: int
    taken: bool


@dataclass(frozen=True)
class BodyAskedAgain(Fact):
    """A responsible body owes an answer, and is reminded of it. About the proposal."""

    organisation_id: int
