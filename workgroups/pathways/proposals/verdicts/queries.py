from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import col

from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.groups.chairs import voices
from workgroups.groups.chairs.voices import Voice
from workgroups.groups.models import CHAIRS, Seat
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.positions.models import Position, PositionValue
from workgroups.pathways.proposals.verdicts.models import Verdict, VerdictValue
from workgroups.people.models import Person


class VerdictView(NamedTuple):
    """What a co-chair decided."""

    id: int
    seat_id: int
    seat: LanguageMap
    person_id: int
    person: str
    value: VerdictValue
    until: date | None
    reason: str
    digest: str
    at: datetime
    superseded_at: datetime | None

    def is_current(self, proposal: Proposal) -> bool:
        """Is it about this version, since positions were last called for?"""
        current = self.superseded_at is None and self.digest == proposal.digest
        return current and proposal.called_at is not None and self.at >= proposal.called_at


VERDICTS = (
    select(  # type: ignore[call-overload]
        Verdict.id,
        Verdict.seat_id,
        Seat.label,
        Verdict.person_id,
        Person.name,
        Verdict.value,
        Verdict.until,
        Verdict.reason,
        Verdict.digest,
        Verdict.at,
        Verdict.superseded_at,
    )
    .join(Seat, col(Seat.id) == col(Verdict.seat_id))
    .join(Person, col(Person.id) == col(Verdict.person_id))
    .where(col(Verdict.proposal_id) == bindparam("key"))
    .order_by(col(Verdict.id))
)


def verdicts(work: Work, proposal_id: int) -> list[VerdictView]:
    """Everything the co-chairs decided on a proposal, also what has lapsed."""
    return [VerdictView(*row) for row in work.rows(VERDICTS, key=proposal_id)]


class Recusal(NamedTuple):
    """A seat, with somebody in it, that has declared an interest in it and stays out, or did for a while."""

    id: int
    holder_id: int
    label: LanguageMap
    is_chair: bool
    at: datetime
    superseded_at: datetime | None


RECUSALS = (
    select(  # type: ignore[call-overload]
        *(Seat.id, Seat.holder_id, Seat.label, col(Seat.role).in_(CHAIRS), Position.at, Position.superseded_at)
    )
    .join(Position, col(Position.seat_id) == col(Seat.id))
    .where(
        col(Position.proposal_id) == bindparam("key"),
        col(Position.value) == PositionValue.RECUSED,
        col(Seat.holder_id).is_not(None),
    )
    .order_by(col(Seat.id))
)


def recusals(work: Work, proposal: Proposal) -> list[Recusal]:
    """Who stays out, and who did."""
    return [Recusal(*row) for row in work.rows(RECUSALS, key=proposal.id)]


def able(work: Work, proposal: Proposal, out: Sequence[Recusal], *, lock: bool = False) -> list[Voice]:
    """Who decides on it: who has the voice of a co-chair seat, and holds none that stays out."""
    holders = {seat.holder_id for seat in out if not seat.superseded_at}
    return [voice for voice in voices.voices(work, proposal.group_id, lock=lock) if voice.person_id not in holders]


def current(work: Work, proposal: Proposal, out: Sequence[Recusal]) -> list[VerdictView]:
    """What was decided on this version, since positions were last called for, and not before staying out."""
    last = {seat.holder_id: max(other.at for other in out if other.holder_id == seat.holder_id) for seat in out}
    return [
        view
        for view in verdicts(work, proposal.id)
        if view.is_current(proposal) and not (view.person_id in last and last[view.person_id] >= view.at)
    ]


def standing(work: Work, proposal: Proposal) -> list[VerdictView]:
    """What of that still counts: it was decided by somebody who has the voice of that seat."""
    out = recusals(work, proposal)
    return voices.standing(able(work, proposal, out), current(work, proposal, out))
