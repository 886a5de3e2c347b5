from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class ConsentOffered(Fact):
    """The item is to be taken by consent."""


@dataclass(frozen=True)
class DiscussionAsked(Fact):
    """Somebody wants to discuss an item that was to be taken by consent; nobody is asked why."""


@dataclass(frozen=True)
class ConsentTaken(Fact):
    """What nobody wanted to discuss was resolved at once."""

    item_ids: tuple[int, ...]
