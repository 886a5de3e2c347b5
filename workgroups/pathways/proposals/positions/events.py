from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class PositionStated(Fact):
    """Never what was said: positions may be hidden."""

    proposal_id: int
    for_seat_id: int


@dataclass(frozen=True)
class PositionStatedByLink(Fact):
    """With the link of a letter: whoever has the letter can use it, so that the person whom it names is told."""

    proposal_id: int


@dataclass(frozen=True)
class PositionRecorded(Fact):
    """From a letter of the seat's organisation; never what it says, as positions may be hidden."""

    proposal_id: int
    for_seat_id: int


@dataclass(frozen=True)
class PositionAgreed(Fact):
    """The seat says that what was recorded is what its letter says."""

    proposal_id: int


@dataclass(frozen=True)
class ConcernAnswered(Fact):
    proposal_id: int
    answer_id: int


@dataclass(frozen=True)
class ConcernJudged(Fact):
    """The one who raised a concern says whether the answer meets it."""

    proposal_id: int
    answer_id: int
    met: bool
