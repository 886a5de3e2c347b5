from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import NOW, Who, apart, rule
from workgroups.groups.chairs import voices
from workgroups.groups.policy import approves
from workgroups.links import waits
from workgroups.pathways.proposals import policy as proposals
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.verdicts.models import Verdict

SHOWN_AT_ONCE = col(Proposal.positions_shown_at) == col(Proposal.called_at)
DECIDABLE = and_(proposals.SHOWN, or_(SHOWN_AT_ONCE, col(Proposal.deadline_at) <= NOW))
"""More time closes a decision again until the new deadline, unless the group shows positions at once."""


@rule(on=Proposal, see=proposals.see, when=DECIDABLE)
def decide(me: Who) -> ColumnElement[bool]:
    """Both co-chairs, each for one seat, once positions are shown and the deadline has passed; never an alternate.

    A group that shows positions at once is in one sitting, so its co-chairs need not wait for the deadline.
    """
    return approves(col(Proposal.group_id), me)


@rule(on=Proposal, see=proposals.see)
def consider(me: Who) -> ColumnElement[bool]:
    """Both co-chairs: the page with the form, whatever the state."""
    return approves(col(Proposal.group_id), me)


def on_this(given: Any) -> ColumnElement[bool]:
    """A decision was given on this version, since positions were called for, and none has taken its place."""
    version = and_(given.c.digest == col(Proposal.digest), given.c.at >= col(Proposal.called_at))
    return and_(given.c.proposal_id == col(Proposal.id), given.c.superseded_at.is_(None), version)


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
