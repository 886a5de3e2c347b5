from dataclasses import dataclass
from datetime import datetime

from workgroups.core.events import Fact


@dataclass(frozen=True)
class ProfessionAdded(Fact): ...


@dataclass(frozen=True)
class GroupFounded(Fact): ...


@dataclass(frozen=True)
class GroupChanged(Fact):
    state: str


@dataclass(frozen=True)
class GroupClosed(Fact):
    """For good; without a successor what it published stays as it is and is maintained by nobody."""

    successor_id: int | None


@dataclass(frozen=True)
class CoordinatorNamed(Fact):
    coordinator_id: int


@dataclass(frozen=True)
class SeatAdded(Fact):
    role: str


@dataclass(frozen=True)
class SeatFilled(Fact):
    holder_id: int


@dataclass(frozen=True)
class SeatVacated(Fact):
    holder_id: int | None


@dataclass(frozen=True)
class AlternateNamed(Fact):
    alternate_id: int | None


@dataclass(frozen=True)
class ChairNominated(Fact):
    seat_id: int
    nominee_id: int


@dataclass(frozen=True)
class ChairAgreed(Fact):
    seat_id: int
    nominee_id: int


@dataclass(frozen=True)
class NominationDeclined(Fact):
    seat_id: int


@dataclass(frozen=True)
class DeputyProposed(Fact):
    chair_seat_id: int
    deputy_seat_id: int


@dataclass(frozen=True)
class DeputyAgreed(Fact):
    chair_seat_id: int
    deputy_seat_id: int


@dataclass(frozen=True)
class DeputyActs(Fact):
    chair_seat_id: int
    deputy_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class DeputyActsNoMore(Fact):
    """Before the end that was declared: the agreement with the deputy or with the chair is over."""

    chair_seat_id: int
    deputy_id: int
