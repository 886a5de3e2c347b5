from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class PathwayBegun(Fact):
    profession_id: int


@dataclass(frozen=True)
class PathwayChanged(Fact):
    """Its title, summary, destination or stages, or the order of its steps."""


@dataclass(frozen=True)
class PathwayRemoved(Fact):
    """Nothing hung on it."""

    profession_id: int


@dataclass(frozen=True)
class StepAdded(Fact):
    pathway_id: int


@dataclass(frozen=True)
class StepChanged(Fact):
    digest: str


@dataclass(frozen=True)
class StepRemoved(Fact):
    step_id: int


@dataclass(frozen=True)
class StepConfirmed(Fact):
    organisation_id: int
    digest: str
    state: str
