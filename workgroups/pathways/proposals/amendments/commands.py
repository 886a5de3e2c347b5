from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import col

from workgroups.core import canonical
from workgroups.core.errors import Invalid, WrongState
from workgroups.core.forms import Nothing
from workgroups.core.languages import LANGUAGES, gettext_noop, using
from workgroups.core.work import Work, command, reacts_to
from workgroups.groups import queries as groups
from workgroups.pathways import document as documents
from workgroups.pathways.diff import diff
from workgroups.pathways.operations import Operation, apply, data
from workgroups.pathways.operations import read as operations_of
from workgroups.pathways.problems import fresh
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals import queries as proposal_queries
from workgroups.pathways.proposals.amendments import events, policy, queries
from workgroups.pathways.proposals.amendments.forms import Amending, Answering
from workgroups.pathways.proposals.amendments.models import Amendment, AmendmentState
from workgroups.pathways.proposals.events import ProposalWithdrawn
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.operations.commands import Subject, editor
from workgroups.pathways.proposals.renditions import rendition
from workgroups.pathways.proposals.verdicts.events import ProposalDecided


@command(policy.amend)
def amend(work: Work, proposal: Proposal, amending: Amending) -> Amendment:
    """Draft an amendment of a proposal; what it changes in it is said afterwards, step by step."""
    seat = groups.own_seat(work, proposal.group_id)
    document = queries.proposed(work, proposal)
    amendment = Amendment(
        proposal_id=proposal.id,
        group_id=proposal.group_id,
        number=queries.next_number(work, proposal),
        seat_id=seat.id if seat else None,
        author_id=work.me,
        reason=amending.reason,
        document=document.data(),
        drafted_at=work.now,
    )
    keep(work, amendment, document, ())
    work.add(amendment)
    work.record(events.AmendmentDrafted(proposal.id), about=amendment)
    return amendment


def keep(work: Work, amendment: Amendment, base: documents.Pathway, operations: Sequence[Operation]) -> None:
    """Store what an amendment changes, and tell it in every language."""
    amendment.operations = data(operations)
    bodies = proposal_queries.body_names(work, base, apply(base, operations).document)
    told = {}
    for language in LANGUAGES:
        with using(language):
            told[language] = rendition(base, operations, bodies)
    amendment.told = told
    amendment.summary = {
        language: content["sentences"][0] for language, content in told.items() if content["sentences"]
    }
    sign(amendment)


def sign(amendment: Amendment) -> None:
    """The digest of what is answered."""
    amendment.digest = canonical.digest({"reason": amendment.reason, "operations": amendment.operations})


def revise(work: Work, amendment: Amendment, target: documents.Pathway) -> None:
    """Make the amendment lead from its base to another pathway."""
    base = queries.base(work, amendment)
    keep(work, amendment, base, diff(base, target))
    work.record(events.AmendmentChanged(amendment.digest), about=amendment)


AMENDMENTS = editor(Subject(policy.edit, queries.base, queries.now, revise))


@command(policy.edit)
def argue(work: Work, amendment: Amendment, amending: Amending) -> None:
    """Change the reason."""
    amendment.reason = amending.reason
    sign(amendment)
    work.record(events.AmendmentChanged(amendment.digest), about=amendment)


@command(policy.edit)
def bring_up_to_date(work: Work, amendment: Amendment, _: Nothing) -> None:
    """Make it against the proposal as it stands now; what no longer fits is left out of it."""
    base, target = queries.now(work, amendment), queries.merged(work, amendment).document
    amendment.document = base.data()
    keep(work, amendment, base, diff(base, target))
    work.record(events.AmendmentChanged(amendment.digest), about=amendment)


@command(policy.open_up)
def open_up(work: Work, amendment: Amendment, _: Nothing) -> None:
    """Bring a draft to the seats that propose, and to the group."""
    if not amendment.operations:
        raise WrongState(gettext_noop("Say first what should be different: an amendment has at least one change."))
    proposals.refuse_broken(queries.base(work, amendment), operations_of(amendment.operations))
    amendment.state, amendment.opened_at = AmendmentState.OPEN, work.now
    work.record(events.AmendmentOpened(amendment.digest), about=amendment)


@command(policy.withdraw)
def withdraw(work: Work, amendment: Amendment, _: Nothing) -> None:
    """Take an amendment back."""
    amendment.state, amendment.settled_at = AmendmentState.WITHDRAWN, work.now
    work.record(events.AmendmentWithdrawn(), about=amendment)


@command(policy.answer, first=queries.lock_proposal)
def answer(work: Work, amendment: Amendment, answering: Answering) -> None:
    """Accept or reject an amendment as it was read. To accept it makes the proposal say what the amendment says.

    Raises `Invalid` when a co-chair would accept it in the place of those who propose.
    """
    proposal = queries.proposal_of(work, amendment)
    if (answering.digest, answering.proposal_digest) != (amendment.digest, proposal.digest):
        raise WrongState(
            gettext_noop("It has changed since you opened this page. This is how it reads now; please answer again.")
        )
    if answering.value == "accepted":
        if not work.may(amendment, policy.accept):
            raise Invalid(
                value=gettext_noop("Nobody stands behind the proposal any more, so it stays as it is. Reject this.")
            )
        merge(work, proposal, amendment)
    amendment.state, amendment.settled_at = AmendmentState(answering.value), work.now
    amendment.answer, amendment.answered_by_id = answering.answer, work.me
    work.record(events.AmendmentAnswered(answering.value, amendment.digest), about=amendment)


def merge(work: Work, proposal: Proposal, amendment: Amendment) -> None:
    """Make the proposal say what the amendment says. Raises `Invalid` when they do not fit together."""
    before = queries.proposed(work, proposal)
    applied = apply(before, operations_of(amendment.operations))
    if applied.conflicts:
        raise Invalid(
            value=gettext_noop("A part of it no longer fits the proposal. Whoever wrote it brings it up to date first.")
        )
    if fresh(before, applied.document):
        raise Invalid(value=gettext_noop("With what the proposal says now, the pathway could not be followed."))
    if not diff(proposal_queries.baseline(work, proposal), applied.document):
        raise Invalid(value=gettext_noop("Nothing would be left of the proposal. Withdraw it instead."))
    proposals.revise(work, proposal, applied.document)
    work.record(events.ProposalAmended(amendment.id, amendment.number), about=proposal)


@reacts_to(ProposalWithdrawn)
def on_proposal_withdrawn(work: Work, _: ProposalWithdrawn, proposal: Proposal) -> None:
    lapse(work, proposal)


@reacts_to(ProposalDecided)
def on_proposal_decided(work: Work, _: ProposalDecided, proposal: Proposal) -> None:
    if not proposal.is_undecided:  # a deferred one goes on
        lapse(work, proposal)


def lapse(work: Work, proposal: Proposal) -> None:
    """What was not answered by then is over."""
    found = select(Amendment).where(
        col(Amendment.proposal_id) == proposal.id, col(Amendment.state).in_(policy.UNSETTLED)
    )
    for amendment in work.rows(found.order_by(col(Amendment.id)).with_for_update()).scalars().all():
        amendment.state, amendment.settled_at = AmendmentState.LAPSED, work.now
        work.record(events.AmendmentLapsed(), about=amendment)
