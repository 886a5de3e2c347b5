from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class GuestInvited(Fact):
    item_id: int


@dataclass(frozen=True)
class GuestAccessEnded(Fact):
    item_id: int


@dataclass(frozen=True)
class GuestItemLeft(Fact):
    """Her item left the agenda, and her access ended with it."""

    item_id: int


@dataclass(frozen=True)
class GuestMeetingMoved(Fact): ...


@dataclass(frozen=True)
class GuestMeetingCancelled(Fact): ...
