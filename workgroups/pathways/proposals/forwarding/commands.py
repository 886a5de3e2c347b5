from sqlalchemy import and_, select
from sqlmodel import col

from workgroups.core.errors import Invalid, WrongState
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command, reacts_to
from workgroups.groups import queries as groups
from workgroups.links.commands import link
from workgroups.links.models import Link, Relation
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals.events import ProposalOpened
from workgroups.pathways.proposals.forms import Proposing
from workgroups.pathways.proposals.forwarding import events, policy, queries, snapshot
from workgroups.pathways.proposals.forwarding.forms import Adapting, Sending, SettingAside
from workgroups.pathways.proposals.forwarding.models import Forwarding, ForwardingState
from workgroups.pathways.proposals.models import Proposal


@command(policy.forward)
def forward(work: Work, proposal: Proposal, sending: Sending) -> None:
    """Let another group read what was decided. Raises `Invalid` for a group that has it, and for one not at work."""
    if sending.group in queries.groups_that_have_it(work, proposal):
        raise Invalid(
            group=gettext_noop("This group has it already. The proposal’s page says what became of it there.")
        )
    if sending.group not in {group.id for group in queries.others_at_work(work, proposal)}:
        raise Invalid(group=gettext_noop("Choose another group that is at work."))
    taken = snapshot.taken(work, proposal)
    if sending.digest != taken.digest:
        raise WrongState(
            gettext_noop("The proposal has come further since you opened this page. This is what they would read now.")
        )
    forwarding = Forwarding(
        proposal_id=proposal.id,
        group_id=sending.group,
        title=taken.title,
        source=taken.group,
        snapshot=taken.data(),
        note=sending.note,
        by_id=work.me,
        at=work.now,
    )
    work.add(forwarding)
    work.record(events.ProposalForwarded(sending.group, taken.digest), about=proposal)
    work.record(events.ForwardingReceived(taken.digest), about=forwarding)


def answer(work: Work, forwarding: Forwarding, state: ForwardingState) -> None:
    forwarding.state, forwarding.answered_by_id, forwarding.answered_at = state, work.me, work.now


@command(policy.adapt)
def adapt(work: Work, forwarding: Forwarding, adapting: Adapting) -> Proposal:
    """Draft a proposal of one's own after it, which changes nothing yet: its operations are on another pathway."""
    group = groups.group_of(work, forwarding.group_id)
    proposal = proposals.propose(work, group.slug, Proposing(**adapting.model_dump()))
    forwarding.adapted_id = proposal.id
    link(work, proposal, Relation.FOLLOWS_FROM, forwarding)
    return proposal


@command(policy.set_aside)
def set_aside(work: Work, forwarding: Forwarding, setting: SettingAside) -> None:
    """Nothing is made of it, for a reason that stays in the room."""
    answer(work, forwarding, ForwardingState.SET_ASIDE)
    forwarding.reason = setting.reason
    work.record(events.ForwardingSetAside(), about=forwarding)


@reacts_to(ProposalOpened)
def on_proposal_opened(work: Work, _: ProposalOpened, proposal: Proposal) -> None:
    """The first proposal made after it that the group sees is its answer; a draft is its author's, and none."""
    found = (
        select(Forwarding)
        .join(Link, and_(col(Link.to_kind) == "Forwarding", col(Link.to_id) == col(Forwarding.id)))
        .where(col(Link.from_kind) == "Proposal", col(Link.from_id) == proposal.id, policy.WAITING)
    )
    for forwarding in work.rows(found.with_for_update(of=Forwarding)).scalars().all():
        answer(work, forwarding, ForwardingState.ADAPTED)
        forwarding.adapted_id = proposal.id
        work.record(events.ForwardingAdapted(proposal.id), about=forwarding)
