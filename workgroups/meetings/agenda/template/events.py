from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class StandingItemChanged(Fact):
    is_on: bool


@dataclass(frozen=True)
class TemplateReordered(Fact):
    standing_item_id: int
