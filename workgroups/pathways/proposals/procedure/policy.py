from sqlalchemy import ColumnElement, and_, or_
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


@rule(on=Procedure)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table, from its day on; until then only co-chairs, secretary and coordinator."""
    shown = or_(col(Procedure.shown_at) <= NOW, arranges(col(Procedure.group_id), me))
    return and_(in_room(col(Procedure.group_id), me), shown)
