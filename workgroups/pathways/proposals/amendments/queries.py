from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.groups.models import Seat
from workgroups.pathways import document as documents
from workgroups.pathways.operations import Applied, apply, read
from workgroups.pathways.proposals import queries as proposals
from workgroups.pathways.proposals.amendments import policy
from workgroups.pathways.proposals.amendments.models import Amendment, AmendmentState
from workgroups.pathways.proposals.models import Proposal
from workgroups.people.models import Person


class AmendmentView(NamedTuple):
    """An amendment in the list of its proposal."""

    id: int
    number: int
    state: AmendmentState
    summary: LanguageMap
    drafted_at: datetime
    opened_at: datetime | None
    settled_at: datetime | None
    seat: LanguageMap | None
    author: str
    may_accept: bool
    may_answer: bool


AMENDMENTS = (
    select(  # type: ignore[call-overload]
        Amendment.id,
        Amendment.number,
        Amendment.state,
        Amendment.summary,
        Amendment.drafted_at,
        Amendment.opened_at,
        Amendment.settled_at,
        Seat.label,
        Person.name,
        policy.accept(),
        policy.answer(),
    )
    .join(Person, col(Person.id) == col(Amendment.author_id))
    .outerjoin(Seat, col(Seat.id) == col(Amendment.seat_id))
    .where(policy.see(), col(Amendment.proposal_id) == bindparam("key"))
    .order_by(col(Amendment.number))
)


def amendments(work: Work, proposal_id: int) -> list[AmendmentView]:
    """The amendments of a proposal, in their order."""
    return [AmendmentView(*row) for row in work.rows(AMENDMENTS, key=proposal_id)]


def unanswered(work: Work, proposal_id: int) -> list[AmendmentView]:
    """Those that wait for the answer of the seats that propose."""
    return [view for view in amendments(work, proposal_id) if view.state is AmendmentState.OPEN]


def next_number(work: Work, proposal: Proposal) -> int:
    found = select(func.coalesce(func.max(col(Amendment.number)), 0)).where(col(Amendment.proposal_id) == proposal.id)
    return int(work.rows(found).scalar_one()) + 1


class Behind(NamedTuple):
    """Who is behind an amendment, and who answered it."""

    seat: LanguageMap | None
    author: str
    answered_by: str | None


ANSWERER = aliased(Person)
BEHIND = (
    select(Seat.label, Person.name, ANSWERER.name)  # type: ignore[call-overload]
    .select_from(Amendment)
    .join(Person, col(Person.id) == col(Amendment.author_id))
    .outerjoin(Seat, col(Seat.id) == col(Amendment.seat_id))
    .outerjoin(ANSWERER, col(ANSWERER.id) == col(Amendment.answered_by_id))
    .where(col(Amendment.id) == bindparam("key"))
)


def behind(work: Work, amendment: Amendment) -> Behind:
    return Behind(*work.rows(BEHIND, key=amendment.id).one())


def proposal_of(work: Work, amendment: Amendment) -> Proposal:
    return work.session.get_one(Proposal, amendment.proposal_id)


def lock_proposal(work: Work, key: int) -> None:
    """Wait for the proposal before its amendment, as whoever decides or withdraws it does."""
    its = select(col(Amendment.proposal_id)).where(col(Amendment.id) == key).scalar_subquery()
    found = select(Proposal).where(col(Proposal.id) == its)
    work.rows(found.with_for_update().execution_options(populate_existing=True)).all()


def base(_: Work, amendment: Amendment) -> documents.Pathway:
    """The document that the operations were made against."""
    return documents.Pathway.model_validate(amendment.document)


def proposed(work: Work, proposal: Proposal) -> documents.Pathway:
    """The pathway as a proposal would have it now."""
    return apply(proposals.baseline(work, proposal), read(proposal.operations)).document


def now(work: Work, amendment: Amendment) -> documents.Pathway:
    """The pathway as its proposal would have it now."""
    return proposed(work, proposal_of(work, amendment))


def merged(work: Work, amendment: Amendment) -> Applied:
    """The pathway as the amended proposal would have it, and what of the amendment no longer fits the proposal."""
    return apply(now(work, amendment), read(amendment.operations))
