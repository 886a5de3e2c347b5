from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class SummaryWritten(Fact):
    item_id: int
    public: bool


@dataclass(frozen=True)
class NamesRedacted(Fact):
    """Names of people at the table were replaced in what is to be public: how many, and whose."""

    item_id: int
    places: int
    people: tuple[int, ...]
