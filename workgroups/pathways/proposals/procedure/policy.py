from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.policy import NOW, Who, rule
from workgroups.groups.policy import arranges, in_room
from workgroups.pathways.proposals.models import Proposal, ProposalState
from workgroups.pathways.proposals.policy import GROUP, STATE
from workgroups.pathways.proposals.policy import see as see_proposal
from workgroups.pathways.proposals.procedure.models import Procedure

BEFORE_THE_GROUP = (ProposalState.OPEN, ProposalState.POSITIONS_CALLED, ProposalState.DEFERRED)


@rule(on=Proposal, see=see_proposal, when=STATE.in_(BEFORE_THE_GROUP))
def lay_down(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator: how the proposal should be dealt with, until it is decided."""
    return arranges(GROUP, me)


LATER = aliased(Procedure)
REPLACED_BEFORE = (
    select(LATER.id)  # type: ignore[call-overload]
    .where(
        col(LATER.proposal_id) == col(Procedure.proposal_id),
        col(LATER.id) > col(Procedure.id),
        col(LATER.at) <= col(Procedure.shown_at),
    )
    .correlate(Procedure)
    .exists()
)


@rule(on=Procedure)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table, from its day on; until then, and when another took its place before that day, only
    co-chairs, secretary and coordinator.
    """
    shown = and_(col(Procedure.shown_at) <= NOW, ~REPLACED_BEFORE)
    return and_(in_room(col(Procedure.group_id), me), or_(shown, arranges(col(Procedure.group_id), me)))
