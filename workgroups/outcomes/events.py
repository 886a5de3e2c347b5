from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class OutcomeRecorded(Fact):
    kind: str


@dataclass(frozen=True)
class OutcomeChanged(Fact): ...
