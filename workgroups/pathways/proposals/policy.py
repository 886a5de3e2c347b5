from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, exists, or_
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import NOW, Who, apart, rule
from workgroups.groups.models import Group, Seat
from workgroups.groups.policy import chairs, in_room, is_open, speaks, speaks_for
from workgroups.groups.policy import see as see_group
from workgroups.links import kinds, waits
from workgroups.pathways.models import Pathway
from workgroups.pathways.operations import anchors
from workgroups.pathways.policy import is_own
from workgroups.pathways.policy import see as see_pathway
from workgroups.pathways.proposals.models import (
    ADOPTED,
    ADOPTED_IN_PART,
    REACHED_WORDS,
    UNDECIDED,
    CoAuthor,
    Proposal,
    ProposalState,
)
from workgroups.people.models import Person

STATE = col(Proposal.state)
GROUP = col(Proposal.group_id)
CALLED = STATE == ProposalState.POSITIONS_CALLED
SHOWN = and_(CALLED, col(Proposal.positions_shown_at) <= NOW)
"""Positions are called for and no longer hidden."""


def may_propose(group_id: Any, me: Who) -> ColumnElement[bool]:
    """I am at the table and no observer, and the group has a pathway of its own jurisdiction."""
    pathway, group = apart(Pathway), apart(Group)
    own = and_(pathway.c.group_id == group.c.id, pathway.c.jurisdiction == group.c.jurisdiction)
    there = exists().where(group.c.id == group_id, own).correlate_except(pathway, group)
    return and_(speaks(group_id, me), there)


@rule(on=Group, see=see_group)
def propose(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers, once the group has a pathway of its own jurisdiction."""
    return may_propose(col(Group.id), me)


@rule(on=Pathway, see=see_pathway)
def change(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers, by a proposal; one that is kept for comparison nobody."""
    return and_(speaks(col(Pathway.group_id), me), is_own())


def drafted(me: Who) -> ColumnElement[bool]:
    """I speak for the seat that drafted it, or wrote the proposal myself."""
    return or_(speaks_for(col(Proposal.proposer_seat_id), me), col(Proposal.author_id) == me)


def co_authors(me: Who) -> ColumnElement[bool]:
    """I speak for a seat that was named as a co-author."""
    share, seat = apart(CoAuthor), apart(Seat)
    sits = and_(seat.c.id == share.c.seat_id, or_(seat.c.holder_id == me, seat.c.alternate_id == me))
    return exists().where(share.c.proposal_id == col(Proposal.id), sits).correlate_except(share, seat)


def stands_behind(me: Who) -> ColumnElement[bool]:
    """I speak for the seat that drafted it or for a co-author, or wrote the proposal myself."""
    return or_(drafted(me), co_authors(me))


@rule(on=Proposal)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table; before it is opened to the group, and if it never was, only the seats that propose it."""
    return and_(in_room(GROUP, me), or_(col(Proposal.opened_at).is_not(None), stands_behind(me)))


@rule(on=Proposal, see=see)
def comment(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(GROUP, me)


def has_proposer() -> ColumnElement[bool]:
    """Somebody at the table stands behind it."""
    person = apart(Person)
    behind = and_(person.c.disabled_at.is_(None), in_room(GROUP, person.c.id), stands_behind(person.c.id))
    return exists().where(behind).correlate_except(person)


def proposes(me: Who) -> ColumnElement[bool]:
    """I stand behind it, and the group is not closed."""
    return and_(is_open(GROUP), stands_behind(me))


@rule(on=Proposal, see=see, when=STATE.in_(UNDECIDED))
def edit(me: Who) -> ColumnElement[bool]:
    """The seats that propose it, until it is decided; decisions given so far then lapse."""
    return proposes(me)


@rule(on=Proposal, see=see, when=STATE == ProposalState.DRAFT)
def open_up(me: Who) -> ColumnElement[bool]:
    """The seats that propose it."""
    return proposes(me)


@rule(on=Proposal, see=see, when=STATE.in_(UNDECIDED))
def withdraw(me: Who) -> ColumnElement[bool]:
    """The seats that propose it, until it is decided."""
    return proposes(me)


@rule(on=Proposal, see=see, when=STATE.in_((ProposalState.OPEN, ProposalState.DEFERRED)))
def call(me: Who) -> ColumnElement[bool]:
    """Either co-chair: every seat is asked for its position until a deadline."""
    return chairs(GROUP, me)


@rule(on=Proposal, see=see, when=CALLED)
def extend(me: Who) -> ColumnElement[bool]:
    """Either co-chair."""
    return chairs(GROUP, me)


@rule(on=Proposal, see=see, when=and_(STATE.in_(UNDECIDED), col(Proposal.opened_at).is_not(None)))
def put_on_agenda(me: Who) -> ColumnElement[bool]:
    """Either co-chair, on the agenda of the next meeting, once it is open to the group."""
    return chairs(GROUP, me)


REACHED: ColumnElement[str] = case(
    (col(Proposal.adopted_at).is_(None), cast(STATE, String)),
    (col(Proposal.adopted_whole), ADOPTED),
    else_=ADOPTED_IN_PART,
)
"""How far a proposal has come: its state, or that it was adopted, or in part."""
KIND = kinds.register(
    kinds.Kind(
        Proposal,
        gettext_noop("proposal"),
        col(Proposal.title),
        "proposals:show",
        see=see,
        comment=comment,
        is_topic=True,
        parts=lambda proposal: {part for named in anchors(proposal.operations) for part in named if part},
        bilingual=True,
        state=REACHED,
        states=REACHED_WORDS,
        number=col(Proposal.number),
    )
)
waits.register(
    waits.Wait(
        KIND,
        gettext_noop("Call for positions on %(title)s"),
        lambda me: and_(call(me), STATE == ProposalState.OPEN),
        group_id=GROUP,
        since=col(Proposal.opened_at),
        route="proposals:calling",
    )
)
waits.register(
    waits.Wait(
        KIND,
        gettext_noop("Back from deferral: %(title)s"),
        lambda me: and_(chairs(GROUP, me), STATE == ProposalState.DEFERRED, col(Proposal.returns_at) <= NOW),
        group_id=GROUP,
        since=col(Proposal.returns_at),
        due=col(Proposal.deferred_until),
    )
)
