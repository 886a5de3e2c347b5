from dataclasses import dataclass
from datetime import date

from workgroups.core.events import Fact


@dataclass(frozen=True)
class ActionPromised(Fact):
    seat_id: int
    due_on: date


@dataclass(frozen=True)
class ActionUpdated(Fact):
    state: str


@dataclass(frozen=True)
class ActionMoved(Fact):
    due_on: date


@dataclass(frozen=True)
class ActionsHandedOut(Fact):
    """The minutes of a meeting went round, or stand: whoever promised something at it gets it by mail."""
