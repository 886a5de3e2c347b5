from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class InterestDeclared(Fact):
    for_seat_id: int
    item_id: int | None


@dataclass(frozen=True)
class InterestTakenBack(Fact): ...
