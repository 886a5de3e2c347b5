from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import col

from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.groups.models import SPEAKERS, Seat
from workgroups.groups.policy import MINE
from workgroups.pathways.proposals.models import CoAuthor, Proposal


class Author(NamedTuple):
    """A seat that proposes something together with others, or could."""

    id: int
    label: LanguageMap


NAMED = select(col(CoAuthor.seat_id)).where(col(CoAuthor.proposal_id) == bindparam("key"))
AUTHORS = (
    select(Seat.id, Seat.label)  # type: ignore[call-overload]
    .join(CoAuthor, col(CoAuthor.seat_id) == col(Seat.id))
    .where(col(CoAuthor.proposal_id) == bindparam("key"))
    .order_by(col(CoAuthor.id))
)
CANDIDATES = (
    select(Seat.id, Seat.label)  # type: ignore[call-overload]
    .where(
        col(Seat.group_id) == bindparam("group_id"),
        col(Seat.role).in_(SPEAKERS),
        col(Seat.holder_id).is_not(None),
        col(Seat.id) != bindparam("seat_id"),
        col(Seat.id).not_in(NAMED),
    )
    .order_by(col(Seat.place), col(Seat.id))
)
MY_SHARES = (
    select(CoAuthor)
    .join(Seat, col(Seat.id) == col(CoAuthor.seat_id))
    .where(col(CoAuthor.proposal_id) == bindparam("key"), MINE)
)


def authors(work: Work, proposal: Proposal) -> list[Author]:
    """The seats that propose it together with the one that drafted it, in the order in which they were named."""
    return [Author(*row) for row in work.rows(AUTHORS, key=proposal.id)]


def candidates(work: Work, proposal: Proposal) -> list[Author]:
    """The seats that could be named: they may propose, somebody sits in them, and they do not propose it yet."""
    given = {"key": proposal.id, "group_id": proposal.group_id, "seat_id": proposal.proposer_seat_id or 0}
    return [Author(*row) for row in work.rows(CANDIDATES, **given)]


def share(work: Work, proposal: Proposal, seat_id: int) -> CoAuthor | None:
    """Where it stands that a seat proposes it too."""
    found = select(CoAuthor).where(col(CoAuthor.proposal_id) == proposal.id, col(CoAuthor.seat_id) == seat_id)
    return work.rows(found).scalar_one_or_none()


def shares_of_mine(work: Work, proposal: Proposal) -> list[CoAuthor]:
    """Where it stands that seats for which I speak propose it too."""
    return [*work.rows(MY_SHARES, key=proposal.id).scalars()]
