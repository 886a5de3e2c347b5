from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class CorrectionProposed(Fact):
    item_id: int
    comment_id: int
    circulation: int


@dataclass(frozen=True)
class CorrectionAnswered(Fact):
    item_id: int
    state: str
