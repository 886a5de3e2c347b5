from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import col

from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.groups.chairs import voices
from workgroups.groups.models import Seat
from workgroups.pathways.proposals.models import Proposal
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


def current(work: Work, proposal: Proposal) -> list[VerdictView]:
    """What was decided on this version, since positions were last called for."""
    return [view for view in verdicts(work, proposal.id) if view.is_current(proposal)]


def standing(work: Work, proposal: Proposal) -> list[VerdictView]:
    """What of that still counts: it was decided by somebody who has the voice of that seat."""
    return voices.standing(voices.voices(work, proposal.group_id), current(work, proposal))
