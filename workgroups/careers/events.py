from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class CareerListChanged(Fact): ...


@dataclass(frozen=True)
class CareerProposed(Fact):
    list_id: int


@dataclass(frozen=True)
class CareerAdded(Fact):
    list_id: int


@dataclass(frozen=True)
class CareerChanged(Fact): ...


@dataclass(frozen=True)
class CareerAccepted(Fact): ...


@dataclass(frozen=True)
class CareerDeclined(Fact): ...
