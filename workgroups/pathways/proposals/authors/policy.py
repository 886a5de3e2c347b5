from sqlalchemy import ColumnElement, and_

from workgroups.core.policy import Who, rule
from workgroups.groups.policy import is_open
from workgroups.pathways.proposals.models import UNDECIDED, Proposal
from workgroups.pathways.proposals.policy import GROUP, STATE, co_authors, drafted, see


@rule(on=Proposal, see=see, when=STATE.in_(UNDECIDED))
def name_author(me: Who) -> ColumnElement[bool]:
    """The seat that drafted it, until it is decided."""
    return and_(is_open(GROUP), drafted(me))


@rule(on=Proposal, see=see, when=STATE.in_(UNDECIDED))
def leave(me: Who) -> ColumnElement[bool]:
    """Each co-author for its own seat, until it is decided."""
    return and_(is_open(GROUP), co_authors(me))
