from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class ItemProposed(Fact):
    meeting_id: int


@dataclass(frozen=True)
class ItemPlaced(Fact):
    meeting_id: int


@dataclass(frozen=True)
class ItemAccepted(Fact): ...


@dataclass(frozen=True)
class ItemDeclined(Fact): ...


@dataclass(frozen=True)
class ItemMerged(Fact):
    into_item_id: int


@dataclass(frozen=True)
class ItemSuggested(Fact): ...


@dataclass(frozen=True)
class ItemRetired(Fact):
    thread_id: int


@dataclass(frozen=True)
class ItemChanged(Fact): ...


@dataclass(frozen=True)
class ItemTakenOff(Fact):
    """It left a coming agenda because its thread has ended."""


@dataclass(frozen=True)
class ItemWithdrawn(Fact): ...


@dataclass(frozen=True)
class ItemParked(Fact):
    meeting_id: int | None


@dataclass(frozen=True)
class ItemPutOff(Fact):
    """Its meeting ended before it was accepted or declined."""

    meeting_id: int | None


@dataclass(frozen=True)
class ItemTakenUp(Fact):
    meeting_id: int


@dataclass(frozen=True)
class AgendaReordered(Fact):
    item_id: int | None
    """What was moved: an item, or else a section."""
    section_id: int | None = None


@dataclass(frozen=True)
class ItemMarked(Fact):
    state: str


@dataclass(frozen=True)
class ItemCarried(Fact):
    from_item_id: int
    meeting_id: int | None


@dataclass(frozen=True)
class ThreadClosed(Fact):
    thread_id: int
