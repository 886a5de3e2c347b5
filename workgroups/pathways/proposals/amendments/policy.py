from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, or_, select
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import Who, rule
from workgroups.groups.policy import chairs, in_room, is_open, speaks, speaks_for
from workgroups.links import kinds, waits
from workgroups.pathways.proposals import policy as proposals
from workgroups.pathways.proposals.amendments.models import WORDS, Amendment, AmendmentState
from workgroups.pathways.proposals.models import Proposal, ProposalState

STATE = col(Amendment.state)
GROUP = col(Amendment.group_id)
UNSETTLED = (AmendmentState.DRAFT, AmendmentState.OPEN)
AMENDABLE = (ProposalState.OPEN, ProposalState.POSITIONS_CALLED, ProposalState.DEFERRED)


@rule(on=Proposal, see=proposals.see, when=proposals.STATE.in_(AMENDABLE))
def amend(me: Who) -> ColumnElement[bool]:
    """Everybody who may propose, once it is open and until it is decided; whoever proposes it changes it instead."""
    return and_(speaks(proposals.GROUP, me), ~proposals.proposes(me))


def stands_behind(me: Who) -> ColumnElement[bool]:
    """I speak for the seat that proposes it, or wrote it myself."""
    return or_(speaks_for(col(Amendment.seat_id), me), col(Amendment.author_id) == me)


@rule(on=Amendment)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table; before it is opened to the group, and if it never was, only the seat that proposes it."""
    return and_(in_room(GROUP, me), or_(col(Amendment.opened_at).is_not(None), stands_behind(me)))


@rule(on=Amendment, see=see)
def comment(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(GROUP, me)


def amends(me: Who) -> ColumnElement[bool]:
    """I stand behind it, and the group is not closed."""
    return and_(is_open(GROUP), stands_behind(me))


@rule(on=Amendment, see=see, when=STATE.in_(UNSETTLED))
def edit(me: Who) -> ColumnElement[bool]:
    """The seat that proposes it, until it is answered."""
    return amends(me)


@rule(on=Amendment, see=see, when=STATE == AmendmentState.DRAFT)
def open_up(me: Who) -> ColumnElement[bool]:
    """The seat that proposes it."""
    return amends(me)


@rule(on=Amendment, see=see, when=STATE.in_(UNSETTLED))
def withdraw(me: Who) -> ColumnElement[bool]:
    """The seat that proposes it, until it is answered."""
    return amends(me)


def its_proposal(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Something is so of the proposal that it would amend."""
    return exists().where(col(Proposal.id) == col(Amendment.proposal_id), condition).correlate_except(Proposal)


def is_mine_to_answer(me: Who) -> ColumnElement[bool]:
    """I speak for a seat that proposes what it would amend; I chair, when nobody stands behind that any more."""
    left = and_(chairs(proposals.GROUP, me), ~proposals.has_proposer())
    return its_proposal(or_(proposals.proposes(me), left))


@rule(on=Amendment, see=see)
def consider(me: Who) -> ColumnElement[bool]:
    """Whoever answers it: the page with the form, whatever the state."""
    return is_mine_to_answer(me)


@rule(on=Amendment, see=see, when=STATE == AmendmentState.OPEN)
def answer(me: Who) -> ColumnElement[bool]:
    """The seats that propose what it would amend; either co-chair, when nobody stands behind that any more."""
    return is_mine_to_answer(me)


@rule(on=Amendment, see=see, when=STATE == AmendmentState.OPEN)
def accept(me: Who) -> ColumnElement[bool]:
    """The seats that propose what it would amend: nobody else changes what they propose."""
    return its_proposal(proposals.proposes(me))


def of_proposal(column: Any) -> Any:
    """A column of the proposal that it would amend."""
    found = select(col(column)).where(col(Proposal.id) == col(Amendment.proposal_id))
    return found.correlate_except(Proposal).scalar_subquery()


KIND = kinds.register(
    kinds.Kind(
        Amendment,
        gettext_noop("amendment"),
        of_proposal(Proposal.title),
        "amendments:show",
        see=see,
        comment=comment,
        bilingual=True,
        state=cast(STATE, String),
        states=WORDS,
    )
)
waits.register(
    waits.Wait(
        KIND,
        gettext_noop("Answer the amendment on %(title)s"),
        answer,
        group_id=GROUP,
        since=col(Amendment.opened_at),
        route="amendments:answering",
    )
)
waits.register(
    waits.Wait(
        KIND,
        gettext_noop("Open your amendment on %(title)s, or withdraw it"),
        open_up,
        group_id=GROUP,
        since=col(Amendment.drafted_at),
    )
)
