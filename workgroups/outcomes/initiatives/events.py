from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class InitiativeProposed(Fact):
    kind: str
    state: str


@dataclass(frozen=True)
class InitiativeDescribed(Fact): ...


@dataclass(frozen=True)
class InitiativeMoved(Fact):
    state: str
