from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class AuthorNamed(Fact):
    """A seat proposes it together with the one that drafted it."""

    seat_id: int


@dataclass(frozen=True)
class AuthorRemoved(Fact):
    """It was taken off again, or left by itself."""

    seat_id: int
