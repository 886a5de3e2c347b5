"""Saying what a proposal changes: each verb makes another target, and the operations follow from it."""

from workgroups.core.errors import Invalid
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command
from workgroups.pathways.document import Pathway
from workgroups.pathways.operations import apply, read
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals import policy, queries
from workgroups.pathways.proposals.forms import AddingStep, Dropping, Placing
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.steps import changes
from workgroups.pathways.steps.commands import known_body
from workgroups.pathways.steps.forms import Describing, Offering


def target(work: Work, proposal: Proposal) -> Pathway:
    """The pathway as the proposal would have it."""
    return apply(queries.baseline(work, proposal), read(proposal.operations)).document


@command(policy.edit)
def change_step(work: Work, proposal: Proposal, describing: Describing, step: str) -> None:
    """Change what differs from the step as it is."""
    known_body(work, describing)
    proposals.revise(work, proposal, changes.edited(target(work, proposal), step, describing))


@command(policy.edit)
def add_step(work: Work, proposal: Proposal, adding: AddingStep) -> None:
    """Add a step."""
    known_body(work, adding)
    document, _ = changes.added(target(work, proposal), adding, adding.behind)
    proposals.revise(work, proposal, document)


@command(policy.edit)
def remove_step(work: Work, proposal: Proposal, _: Nothing, step: str) -> None:
    """Remove a step."""
    document = target(work, proposal)
    changes.found(document, step)
    proposals.revise(work, proposal, changes.removed(document, step))


@command(policy.edit)
def move_step(work: Work, proposal: Proposal, placing: Placing, step: str) -> None:
    """Put a step behind another one."""
    proposals.revise(work, proposal, changes.placed(target(work, proposal), step, placing.behind))


@command(policy.edit)
def add_option(work: Work, proposal: Proposal, offering: Offering, step: str) -> None:
    """Add a way of doing a step."""
    proposals.revise(work, proposal, changes.offered(target(work, proposal), step, offering))


@command(policy.edit)
def drop(work: Work, proposal: Proposal, dropping: Dropping) -> None:
    """Take one operation out. Raises `Invalid` when another one depends on it."""
    base, operations = queries.baseline(work, proposal), read(proposal.operations)
    if dropping.operation >= len(operations):
        raise Invalid(operation=gettext_noop("This change is not in the proposal any more."))
    del operations[dropping.operation]
    applied = apply(base, operations)
    if applied.conflicts:
        raise Invalid(operation=gettext_noop("Another change depends on this one. Take that out first."))
    proposals.revise(work, proposal, applied.document)
