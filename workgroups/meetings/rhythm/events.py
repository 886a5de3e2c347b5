from dataclasses import dataclass
from datetime import date

from workgroups.core.events import Fact


@dataclass(frozen=True)
class StepMoved(Fact):
    """Somebody chose another day for a step of the meeting."""

    step: str
    due_on: date


@dataclass(frozen=True)
class ItemsCalled(Fact):
    """Everybody who speaks at the table is asked what should come on the agenda."""


@dataclass(frozen=True)
class PapersAsked(Fact):
    """Whoever presents an item without papers is reminded of them."""


@dataclass(frozen=True)
class AgendaClosed(Fact):
    """Members can no longer propose items; the agenda goes out."""


@dataclass(frozen=True)
class MinutesLate(Fact):
    """The minutes were not circulated by their day."""
