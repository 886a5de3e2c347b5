"""Saying what something changes: each verb makes another target, and the operations follow from it.

A proposal is edited in this way, and an amendment of one.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from workgroups.core.errors import Invalid
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.core.policy import Rule
from workgroups.core.work import Command, Work, command
from workgroups.pathways import queries as pathways
from workgroups.pathways.document import Pathway
from workgroups.pathways.operations import ChangeConditions, Operation, RemoveStep, apply, read
from workgroups.pathways.problems import Problem, fresh
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals import policy, queries
from workgroups.pathways.proposals.forms import AddingStep, Dropping, Placing
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.steps import changes
from workgroups.pathways.steps.commands import refuse_unknown
from workgroups.pathways.steps.forms import Describing, Offering


class Edited(NamedTuple):
    """What something changes, as it is being edited."""

    base: Pathway
    """The document that its operations were made against."""
    operations: list[Operation]
    group_id: int

    @property
    def target(self) -> Pathway:
        """The pathway as it would have it."""
        return apply(self.base, self.operations).document

    @property
    def broken(self) -> list[Problem]:
        """What would be wrong in that pathway, and is not in the one it was made against."""
        return fresh(self.base, self.target)

    @property
    def removed(self) -> changes.Titles:
        """The steps that it removes."""
        kept = set(self.target.keys)
        return {step.key: step.title for step in self.base.steps if step.key not in kept}


def change_step(work: Work, edited: Edited, describing: Describing, step: str) -> Pathway:
    """Change what differs from the step as it is."""
    refuse_unknown(work, edited.group_id, describing)
    return changes.edited(edited.target, step, describing, edited.removed)


def add_step(work: Work, edited: Edited, adding: AddingStep) -> Pathway:
    """Add a step."""
    refuse_unknown(work, edited.group_id, adding)
    return changes.added(edited.target, adding, adding.behind, edited.removed)[0]


def remove_step(_work: Work, edited: Edited, _: Nothing, step: str) -> Pathway:
    """Remove a step; those that waited for it wait for what came before it."""
    return changes.bridged(edited.target, step)


def move_step(_work: Work, edited: Edited, placing: Placing, step: str) -> Pathway:
    """Put a step behind another one."""
    return changes.placed(edited.target, step, placing.behind)


def add_option(_work: Work, edited: Edited, offering: Offering, step: str) -> Pathway:
    """Add a way of doing a step."""
    return changes.offered(edited.target, step, offering)


def change_option(_work: Work, edited: Edited, offering: Offering, step: str, option: str) -> Pathway:
    """Change what differs from a way of doing a step as it is."""
    return changes.offered(edited.target, step, offering, option)


def remove_option(_work: Work, edited: Edited, _: Nothing, step: str, option: str) -> Pathway:
    """Remove a way of doing a step."""
    return changes.withdrawn(edited.target, step, option)


def comes_with(operation: Operation, removal: Operation, base: Pathway) -> bool:
    """Does it only say what a step that waited for a removed one waits for instead?"""
    if not isinstance(operation, ChangeConditions) or not isinstance(removal, RemoveStep):
        return False
    step = base.step(operation.key)
    return step is not None and changes.closed(step, removal.step).conditions == operation.conditions


def drop(_work: Work, edited: Edited, dropping: Dropping) -> Pathway:
    """Take one operation out. Raises `Invalid` when another one depends on it."""
    operations = [*edited.operations]
    if dropping.operation >= len(operations):
        raise Invalid(operation=gettext_noop("This change is not in it any more."))
    gone = operations.pop(dropping.operation)
    operations = [operation for operation in operations if not comes_with(operation, gone, edited.base)]
    applied = apply(edited.base, operations)
    if applied.conflicts or fresh(edited.target, applied.document):
        raise Invalid(operation=gettext_noop("Another change depends on this one. Take that out first."))
    return applied.document


class Subject(NamedTuple):
    """A kind of thing that changes a pathway."""

    edit: Rule
    base: Callable[[Work, Any], Pathway]
    """The document that its operations were made against."""
    now: Callable[[Work, Any], Pathway]
    """That document as it stands now."""
    revise: Callable[[Work, Any, Pathway], None]
    """Makes it lead from its base to another document."""

    def edited(self, work: Work, row: Any) -> Edited:
        return Edited(self.base(work, row), read(row.operations), row.group_id)


class Editor(NamedTuple):
    """The commands by which one says what a kind of thing changes."""

    of: Subject
    change_step: Command[Any, Any]
    add_step: Command[Any, Any]
    remove_step: Command[Any, Any]
    move_step: Command[Any, Any]
    add_option: Command[Any, Any]
    change_option: Command[Any, Any]
    remove_option: Command[Any, Any]
    drop: Command[Any, Any]


def editor(of: Subject) -> Editor:
    verbs = (change_step, add_step, remove_step, move_step, add_option, change_option, remove_option, drop)
    return Editor(of, *(declared(of, verb) for verb in verbs))


def declared(of: Subject, verb: Callable[..., Pathway]) -> Command[Any, Any]:
    """The command that does this to a thing of this kind."""

    def do(work: Work, row: Any, /, given: Any, **named: Any) -> None:
        of.revise(work, row, verb(work, of.edited(work, row), given, **named))

    do.__module__, do.__name__ = of.revise.__module__, verb.__name__
    return command(of.edit)(do)


def draft_of(work: Work, proposal: Proposal) -> Pathway:
    """The working draft as it stands now."""
    return pathways.document(work, proposal.pathway_id)


PROPOSALS = editor(Subject(policy.edit, queries.baseline, draft_of, proposals.revise))
