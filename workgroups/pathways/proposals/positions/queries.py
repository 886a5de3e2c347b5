from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, case, exists, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.languages import LanguageMap
from workgroups.core.policy import ME
from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.groups.models import HEARD, Seat
from workgroups.groups.policy import MINE
from workgroups.links.papers.queries import PaperRow, by_thing
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.positions import policy
from workgroups.pathways.proposals.positions.models import (
    CONCERNED,
    ConcernAnswer,
    Position,
    PositionValue,
)
from workgroups.people.models import Organisation, Person


class SpokenFor(NamedTuple):
    """A seat for which I can state a position."""

    id: int
    label: LanguageMap


SPOKEN_FOR = (
    select(Seat.id, Seat.label)  # type: ignore[call-overload]
    .where(
        col(Seat.group_id) == bindparam("group_id"),
        col(Seat.role).in_(HEARD),
        MINE,
    )
    .order_by(case((col(Seat.holder_id) == ME, 0), else_=1), col(Seat.id))
)


def seats_of_mine(work: Work, group_id: int) -> list[SpokenFor]:
    """The seats for which I speak and that take positions; the one I hold before those I stand in for."""
    return [SpokenFor(*row) for row in work.rows(SPOKEN_FOR, group_id=group_id)]


def seats_of_others(work: Work, group_id: int) -> list[groups.SeatView]:
    """The seats that are asked for their position and for which I do not speak."""
    seats = groups.seats(work, group_id)
    return [seat for seat in seats if seat.is_heard and work.me not in (seat.holder_id, seat.alternate_id)]


def current(work: Work, proposal_id: int, seat_id: int) -> Position | None:
    """What a seat says now."""
    found = select(Position).where(
        col(Position.proposal_id) == proposal_id,
        col(Position.seat_id) == seat_id,
        col(Position.superseded_at).is_(None),
    )
    return work.rows(found).scalar_one_or_none()


class PositionView(NamedTuple):
    """A position that I may see."""

    id: int
    seat_id: int
    seat: LanguageMap
    organisation: LanguageMap | None
    person: str
    value: PositionValue
    reason: str
    resolved_by: str
    mandated_on: date | None
    answer_by: date | None
    digest: str
    late: bool
    at: datetime
    superseded_at: datetime | None
    correct_until: datetime | None
    agreed_at: datetime | None

    @property
    def is_recorded(self) -> bool:
        """Somebody typed it from a letter; it was not the seat itself."""
        return self.correct_until is not None

    @property
    def is_concern(self) -> bool:
        return self.value in CONCERNED


POSITIONS = (
    select(  # type: ignore[call-overload, misc]
        Position.id,
        Position.seat_id,
        Seat.label,
        Organisation.name,
        Person.name,
        Position.value,
        Position.reason,
        Position.resolved_by,
        Position.mandated_on,
        Position.answer_by,
        Position.digest,
        Position.late,
        Position.at,
        Position.superseded_at,
        Position.correct_until,
        Position.agreed_at,
    )
    .join(Seat, col(Seat.id) == col(Position.seat_id))
    .join(Person, col(Person.id) == col(Position.person_id))
    .outerjoin(Organisation, col(Organisation.id) == col(Seat.organisation_id))
    .where(col(Position.proposal_id) == bindparam("key"), policy.see())
    .order_by(col(Seat.place), col(Position.id))
)


def positions(work: Work, proposal_id: int) -> list[PositionView]:
    """All positions that I may see, around the table, earlier ones of a seat before later ones."""
    return [PositionView(*row) for row in work.rows(POSITIONS, key=proposal_id)]


HEARD_SEATS = (
    select(col(Position.seat_id))
    .join(Proposal, col(Proposal.id) == col(Position.proposal_id))
    .where(
        col(Proposal.id) == bindparam("key"),
        policy.counts(Position),
    )
    .distinct()
)


def heard(work: Work, proposal_id: int) -> set[int]:
    """The seats that have said something since positions were last called for, whatever it is."""
    return set(work.rows(HEARD_SEATS, key=proposal_id).scalars())


def tally(work: Work, proposal: Proposal) -> dict[str, int]:
    """How many seats are asked, and how many of them were heard."""
    asked = {seat.id for seat in groups.seats(work, proposal.group_id) if seat.is_heard}
    return {"heard": len(asked & heard(work, proposal.id)), "asked": len(asked)}


class AnswerView(NamedTuple):
    """The written answer to a concern."""

    position_id: int
    text: str
    person: str
    at: datetime
    met: bool | None


ANSWERS = (
    select(ConcernAnswer.position_id, ConcernAnswer.text, Person.name, ConcernAnswer.at, ConcernAnswer.met)  # type: ignore[call-overload]
    .join(Position, col(Position.id) == col(ConcernAnswer.position_id))
    .join(Person, col(Person.id) == col(ConcernAnswer.person_id))
    .where(col(ConcernAnswer.proposal_id) == bindparam("key"), policy.see())
    .order_by(col(ConcernAnswer.id))
)


def answers(work: Work, proposal_id: int) -> dict[int, list[AnswerView]]:
    """The answers to the concerns that I may see, by position."""
    found: dict[int, list[AnswerView]] = {}
    for row in work.rows(ANSWERS, key=proposal_id):
        view = AnswerView(*row)
        found.setdefault(view.position_id, []).append(view)
    return found


def unjudged(work: Work, position: Position) -> Sequence[ConcernAnswer]:
    """The answers of which the one who raised the concern has not said whether they meet it."""
    found = select(ConcernAnswer).where(col(ConcernAnswer.position_id) == position.id, col(ConcernAnswer.met).is_(None))
    return work.rows(found.order_by(col(ConcernAnswer.id))).scalars().all()


def to_check(work: Work, proposal_id: int) -> Sequence[LanguageMap]:
    """The seats whose position was recorded from a letter, and that can still correct it and have not agreed."""
    found = select(col(Seat.label)).join(Position, col(Position.seat_id) == col(Seat.id))
    found = found.where(col(Position.proposal_id) == proposal_id, policy.to_check(Position)).order_by(col(Position.id))
    return work.rows(found).scalars().all()


def letters(work: Work, of: Sequence[PositionView]) -> dict[int, list[PaperRow]]:
    """The letters from which positions were recorded, by position; all of them I see."""
    return by_thing(work, policy.KIND.name, [view.id for view in of if view.is_recorded])


def unanswered(work: Work, proposal_id: int) -> Sequence[LanguageMap]:
    """The seats whose concern or objection stands without a written answer."""
    said, given = aliased(Position), aliased(ConcernAnswer)
    found = (
        select(col(Seat.label))
        .join(said, col(said.seat_id) == col(Seat.id))
        .where(
            col(said.proposal_id) == proposal_id,
            col(said.value).in_(CONCERNED),
            col(said.superseded_at).is_(None),
            ~exists().where(col(given.position_id) == col(said.id)),
        )
        .order_by(col(said.id))
    )
    return work.rows(found).scalars().all()
