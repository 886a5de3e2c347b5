from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import col

from workgroups.core.work import Work
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.procedure.models import Procedure, Way
from workgroups.pathways.proposals.procedure.policy import see
from workgroups.people.models import Person


class ProcedureView(NamedTuple):
    """How a proposal should be dealt with."""

    id: int
    way: Way
    text: str
    deadline_on: date | None
    shown_on: date
    shown_at: datetime
    person: str
    at: datetime


class Procedures(NamedTuple):
    """What counts of what was proposed, and what something else has taken the place of."""

    standing: Sequence[ProcedureView]
    """The last one that is shown, and before its day a later one that I see."""
    earlier: Sequence[ProcedureView]


PROCEDURES = (
    select(  # type: ignore[call-overload]
        *(
            Procedure.id,
            Procedure.way,
            Procedure.text,
            Procedure.deadline_on,
            Procedure.shown_on,
            Procedure.shown_at,
            Person.name,
            Procedure.at,
        )
    )
    .join(Person, col(Person.id) == col(Procedure.person_id))
    .where(col(Procedure.proposal_id) == bindparam("key"), see())
    .order_by(col(Procedure.id))
)


def procedures(work: Work, proposal: Proposal) -> Procedures:
    """What was proposed, as far as I see it."""
    found = [ProcedureView(*row) for row in work.rows(PROCEDURES, key=proposal.id)]
    shown = [place for place, view in enumerate(found) if view.shown_at <= work.now]
    counting = found[shown[-1] if shown else 0 :]
    standing = [counting[0], *counting[1:][-1:]] if counting else []
    return Procedures(standing, [view for view in found if view not in standing])


def prepared(work: Work, proposal: Proposal, today: date) -> ProcedureView | None:
    """What was proposed last of what I see, when it says until which day to come positions should be called for."""
    view = next(reversed(procedures(work, proposal).standing), None)
    return view if view and view.deadline_on and view.deadline_on >= today else None


def last(work: Work, proposal: Proposal) -> Procedure | None:
    """What was proposed last, whoever sees it."""
    found = select(Procedure).where(col(Procedure.proposal_id) == proposal.id).order_by(col(Procedure.id).desc())
    return work.rows(found.limit(1)).scalar_one_or_none()
