from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class DecisionRecorded(Fact):
    number: str
    item_id: int


@dataclass(frozen=True)
class DecisionReworded(Fact): ...
