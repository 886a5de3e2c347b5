from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import ME, NOW, Who, rule
from workgroups.groups.models import HEARD, Seat
from workgroups.groups.policy import chairs, in_room, is_open, keeps_records, seated, speaks_for
from workgroups.links import kinds, waits
from workgroups.pathways.proposals import policy as proposals
from workgroups.pathways.proposals.models import Proposal, ProposalState
from workgroups.pathways.proposals.positions.models import CONCERNED, ConcernAnswer, Position

OPEN_CONCERN = and_(col(Position.value).in_(CONCERNED), col(Position.superseded_at).is_(None))


def shown(me: Who = ME) -> ColumnElement[bool]:
    """A position is seen by its own seat and whoever recorded it at once, by others when the deadline has passed."""
    proposal = aliased(Proposal)
    passed = exists().where(
        col(proposal.id) == col(Position.proposal_id),
        or_(col(proposal.positions_shown_at) <= NOW, col(Position.at) < col(proposal.called_at)),
    )
    return or_(passed, speaks_for(col(Position.seat_id), me), recorded(me))


def recorded(me: Who) -> ColumnElement[bool]:
    """I recorded it from a letter."""
    return and_(col(Position.correct_until).is_not(None), col(Position.person_id) == me)


def called(proposal_id: Any) -> ColumnElement[bool]:
    proposal = aliased(Proposal)
    state = col(proposal.state) == ProposalState.POSITIONS_CALLED
    return exists().where(col(proposal.id) == proposal_id, state)


def answered(position: Any) -> ColumnElement[bool]:
    return exists().where(col(ConcernAnswer.position_id) == col(position.id))


def unjudged(position: Any) -> ColumnElement[bool]:
    return exists().where(col(ConcernAnswer.position_id) == col(position.id), col(ConcernAnswer.met).is_(None))


@rule(on=Proposal, see=proposals.see, when=proposals.CALLED)
def state(me: Who) -> ColumnElement[bool]:
    """Members and co-chairs, and their alternates, for the seat; never the secretary or an observer."""
    return and_(is_open(col(Proposal.group_id)), seated(col(Proposal.group_id), me, *HEARD))


@rule(on=Proposal, see=proposals.see)
def speak(me: Who) -> ColumnElement[bool]:
    """Members and co-chairs, and their alternates: the page with the form, whatever the state."""
    return and_(is_open(col(Proposal.group_id)), seated(col(Proposal.group_id), me, *HEARD))


@rule(on=Proposal, see=proposals.see, when=proposals.CALLED)
def transcribe(me: Who) -> ColumnElement[bool]:
    """Secretary and coordinator, from a letter of the seat's organisation; the seat is told, and can correct it."""
    return and_(is_open(col(Proposal.group_id)), keeps_records(col(Proposal.group_id), me))


@rule(on=Proposal, see=proposals.see)
def take_letter(me: Who) -> ColumnElement[bool]:
    """Secretary and coordinator: the page with the form, whatever the state."""
    return and_(is_open(col(Proposal.group_id)), keeps_records(col(Proposal.group_id), me))


@rule(on=Position)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table, once positions are shown; until the deadline only the seat itself."""
    return and_(in_room(col(Position.group_id), me), shown(me))


def to_check(position: Any) -> ColumnElement[bool]:
    """A position that was recorded from a letter, and that its seat can still correct and has not agreed with."""
    return and_(
        col(position.correct_until) > NOW, col(position.agreed_at).is_(None), col(position.superseded_at).is_(None)
    )


@rule(on=Position, see=see, when=to_check(Position))
def agree(me: Who) -> ColumnElement[bool]:
    """The seat for which it was recorded says that this is what its letter says."""
    return and_(is_open(col(Position.group_id)), speaks_for(col(Position.seat_id), me))


@rule(on=Position, see=see, when=to_check(Position))
def attach(me: Who) -> ColumnElement[bool]:
    """The letter comes with the position. Until the seat has agreed, whoever recorded it can bring a better copy."""
    return and_(is_open(col(Position.group_id)), recorded(me))


KIND = kinds.register(
    kinds.Kind(
        Position,
        gettext_noop("position"),
        select(col(Seat.label)).where(col(Seat.id) == col(Position.seat_id)).scalar_subquery(),
        "positions:show",
        see=see,
        attach=attach,
        binds=or_(col(Position.agreed_at).is_not(None), col(Position.correct_until) <= NOW),
        bilingual=True,
    )
)


@rule(on=Position, see=see, when=and_(OPEN_CONCERN, called(col(Position.proposal_id))))
def answer(me: Who) -> ColumnElement[bool]:
    """Either co-chair, in writing."""
    return and_(chairs(col(Position.group_id), me), shown(0))


@rule(on=Position, see=see, when=and_(OPEN_CONCERN, unjudged(Position)))
def judge(me: Who) -> ColumnElement[bool]:
    """The seat that raised the concern says whether the answer meets it."""
    return and_(is_open(col(Position.group_id)), speaks_for(col(Position.seat_id), me))


def counts(said: Any) -> ColumnElement[bool]:
    """A position was stated since positions were last called for, and none has taken its place."""
    return and_(col(said.at) >= col(Proposal.called_at), col(said.superseded_at).is_(None))


def heard(seat: Any) -> ColumnElement[bool]:
    """A seat has said something, whatever it is, since positions were last called for."""
    said = aliased(Position)
    return (
        exists()
        .where(
            col(said.proposal_id) == col(Proposal.id),
            col(said.seat_id) == col(seat.id),
            counts(said),
        )
        .correlate_except(said)
    )


def waits_for_position(me: Who) -> ColumnElement[bool]:
    """I speak for a seat that is asked and has not been heard."""
    seat = aliased(Seat)
    asked = (
        exists()
        .where(
            col(seat.group_id) == col(Proposal.group_id),
            col(seat.role).in_(HEARD),
            or_(col(seat.holder_id) == me, col(seat.alternate_id) == me),
            ~heard(seat),
        )
        .correlate_except(seat)
    )
    return and_(proposals.CALLED, asked)


def said_of_another_version(me: Who) -> ColumnElement[bool]:
    """What my seat says now, it said of an earlier version of the proposal."""
    said = aliased(Position)
    stands = and_(col(said.proposal_id) == col(Proposal.id), col(said.superseded_at).is_(None))
    standing = and_(stands, or_(counts(said), col(said.value).in_(CONCERNED)), col(said.digest) != col(Proposal.digest))
    return exists().where(standing, speaks_for(col(said.seat_id), me)).correlate_except(said)


def raised_here(said: Any) -> ColumnElement[bool]:
    """A concern on this proposal that still stands."""
    return and_(
        col(said.proposal_id) == col(Proposal.id),
        col(said.value).in_(CONCERNED),
        col(said.superseded_at).is_(None),
    )


def waits_for_answer(me: Who) -> ColumnElement[bool]:
    """A concern that everybody sees has no answer yet."""
    said = aliased(Position)
    open_still = exists().where(raised_here(said), ~answered(said))
    return and_(proposals.SHOWN, chairs(col(Proposal.group_id), me), open_still)


def waits_for_judgement(me: Who) -> ColumnElement[bool]:
    """A concern of my seat was answered, and my seat has not said whether it is met."""
    said = aliased(Position)
    mine = and_(is_open(col(Proposal.group_id)), speaks_for(col(said.seat_id), me))
    return and_(proposals.SHOWN, exists().where(raised_here(said), unjudged(said), mine))


RAISED = (
    select(func.min(col(Position.at)))
    .where(raised_here(Position), ~answered(Position))
    .correlate(Proposal)
    .scalar_subquery()
)
"""When the oldest concern without an answer was stated."""

ANSWERED = (
    select(func.min(col(ConcernAnswer.at)))
    .join(Position, col(Position.id) == col(ConcernAnswer.position_id))
    .where(raised_here(Position), col(ConcernAnswer.met).is_(None), speaks_for(col(Position.seat_id), ME))
    .correlate(Proposal)
    .scalar_subquery()
)
"""When the concern of my seat was answered."""

waits.register(
    waits.Wait(
        proposals.KIND,
        gettext_noop("State your seat's position: %(title)s"),
        waits_for_position,
        group_id=col(Proposal.group_id),
        since=col(Proposal.called_at),
        due=col(Proposal.deadline_on),
    )
)
waits.register(
    waits.Wait(
        KIND,
        gettext_noop("Is this what your letter says? %(title)s"),
        agree,
        group_id=col(Position.group_id),
        since=col(Position.at),
    )
)
waits.register(
    waits.Wait(
        proposals.KIND,
        gettext_noop("Answer the concern: %(title)s"),
        waits_for_answer,
        group_id=col(Proposal.group_id),
        since=case((col(Proposal.positions_shown_at) < RAISED, RAISED), else_=col(Proposal.positions_shown_at)),
    )
)
waits.register(
    waits.Wait(
        proposals.KIND,
        gettext_noop("Is your concern met? %(title)s"),
        waits_for_judgement,
        group_id=col(Proposal.group_id),
        since=ANSWERED,
    )
)
