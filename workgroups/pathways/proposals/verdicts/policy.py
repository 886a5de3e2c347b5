from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import NOW, Who, apart, rule
from workgroups.groups.chairs import voices
from workgroups.groups.models import Seat
from workgroups.groups.policy import approves
from workgroups.links import waits
from workgroups.pathways.proposals import policy as proposals
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.positions.models import Position, PositionValue
from workgroups.pathways.proposals.verdicts.models import Verdict

SHOWN_AT_ONCE = col(Proposal.positions_shown_at) == col(Proposal.called_at)
DECIDABLE = and_(proposals.SHOWN, or_(SHOWN_AT_ONCE, col(Proposal.deadline_at) <= NOW))
"""More time closes a decision again until the new deadline, unless the group shows positions at once."""


def recused(me: Who, since: Any = None) -> ColumnElement[bool]:
    """A seat that I hold has declared an interest in it and stays out; or did so `since`, if only for a while."""
    position, seat = apart(Position), apart(Seat)
    holds = position.c.superseded_at.is_(None) if since is None else position.c.at >= since
    stays_out = and_(position.c.value == PositionValue.RECUSED, holds)
    mine = exists().where(
        position.c.proposal_id == col(Proposal.id), stays_out, seat.c.id == position.c.seat_id, seat.c.holder_id == me
    )
    return mine.correlate_except(position, seat)


@rule(on=Proposal, see=proposals.see, when=DECIDABLE)
def decide(me: Who) -> ColumnElement[bool]:
    """Both co-chairs, each for one seat, once positions are shown and the deadline has passed; never an alternate,
    and nobody who has recused herself: her deputy does when she lets her act.

    A group that shows positions at once is in one sitting, so its co-chairs need not wait for the deadline.
    """
    return and_(approves(col(Proposal.group_id), me), ~recused(me))


@rule(on=Proposal, see=proposals.see)
def consider(me: Who) -> ColumnElement[bool]:
    """Both co-chairs: the page with the form, whatever the state."""
    return approves(col(Proposal.group_id), me)


def on_this(given: Any) -> ColumnElement[bool]:
    """A decision was given on this version, since positions were called for, and none has taken its place.

    One given before recusing oneself does not count any more, also when the recusal is taken back.
    """
    version = and_(given.c.digest == col(Proposal.digest), given.c.at >= col(Proposal.called_at))
    counts = and_(given.c.superseded_at.is_(None), ~recused(given.c.person_id, since=given.c.at))
    return and_(given.c.proposal_id == col(Proposal.id), counts, version)


PASSED = col(Proposal.deadline_at) <= NOW
GIVEN = apart(Verdict)
BEGUN_AT = select(func.min(GIVEN.c.at)).where(on_this(GIVEN)).correlate(Proposal).scalar_subquery()


def waits_for_verdict(me: Who) -> ColumnElement[bool]:
    """The deadline has passed or one chair has decided; neither for my co-chair seat nor of mine anything stands."""
    asked = voices.is_asked(col(Proposal.group_id), me, Verdict, on_this)
    return and_(decide(me), or_(PASSED, BEGUN_AT.is_not(None)), asked)


waits.register(
    waits.Wait(
        proposals.KIND,
        gettext_noop("Decide on %(title)s"),
        waits_for_verdict,
        group_id=col(Proposal.group_id),
        since=case((PASSED, col(Proposal.deadline_at)), else_=BEGUN_AT),
    )
)
