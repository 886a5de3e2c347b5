from sqlalchemy import ColumnElement, and_, exists
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import NOW, Who, rule
from workgroups.groups.policy import approves
from workgroups.links import waits
from workgroups.pathways.proposals import policy as proposals
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.verdicts.models import Verdict


@rule(on=Proposal, see=proposals.see, when=proposals.SHOWN)
def decide(me: Who) -> ColumnElement[bool]:
    """Both co-chairs, each for one seat, once positions are shown; never an alternate."""
    return approves(col(Proposal.group_id), me)


@rule(on=Proposal, see=proposals.see)
def consider(me: Who) -> ColumnElement[bool]:
    """Both co-chairs: the page with the form, whatever the state."""
    return approves(col(Proposal.group_id), me)


def waits_for_verdict(me: Who) -> ColumnElement[bool]:
    """The deadline has passed, and I have not decided on this version."""
    given = aliased(Verdict)
    decided = (
        exists()
        .where(
            col(given.proposal_id) == col(Proposal.id),
            col(given.digest) == col(Proposal.digest),
            col(given.at) >= col(Proposal.called_at),
            col(given.person_id) == me,
        )
        .correlate_except(given)
    )
    passed = col(Proposal.deadline_at) <= NOW
    return and_(proposals.SHOWN, passed, approves(col(Proposal.group_id), me), ~decided)


waits.register(
    waits.Wait(
        proposals.KIND,
        gettext_noop("Decide on %(title)s"),
        waits_for_verdict,
        group_id=col(Proposal.group_id),
        since=col(Proposal.deadline_at),
    )
)
