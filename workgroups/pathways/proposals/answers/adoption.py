"""Adopted operations reach the working draft; what no longer fits waits for a hand."""

from datetime import date
from typing import Any

from workgroups.core.errors import WrongState
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work
from workgroups.links import queries as links
from workgroups.links.commands import link
from workgroups.links.models import Relation
from workgroups.pathways import commands as pathways
from workgroups.pathways import queries as drafts
from workgroups.pathways.document import Pathway, find, previous, replaced
from workgroups.pathways.models import Step
from workgroups.pathways.operations import (
    AddOption,
    AddStep,
    Change,
    ChangeConditions,
    MoveStep,
    Operation,
    RemoveOption,
    RemoveStep,
    apply,
    keys_of,
    read,
    value,
)
from workgroups.pathways.operations import Conflict as Unfit
from workgroups.pathways.problems import Told, broken, told
from workgroups.pathways.proposals.answers.models import Conflict
from workgroups.pathways.proposals.models import Proposal


def dated(document: Pathway, keys: set[str], effective_on: date) -> Pathway:
    """The document in which these steps hold from a day."""
    for step in document.steps:
        if step.key in keys:
            holding = step.model_copy(update={"valid_from": effective_on})
            document = document.having(replaced(document.steps, holding))
    return document


def put_in(work: Work, proposal: Proposal, operations: list[Operation], effective_on: date) -> list[Unfit]:
    """Apply operations to the working draft, date and link the steps they touch; returns what did not fit.

    What would keep readers from following the pathway does not fit either.
    """
    pathway = pathways.locked(work, proposal.pathway_id)
    before = drafts.document(work, pathway.id)
    kept, breaking = sound(before, operations)
    after, unfit = apply(before, kept)
    unfit += tuple(conflict for operation in breaking for conflict in operation.held(after, "breaks"))
    stuck = {conflict.step for conflict in unfit}
    touched = {key for key in keys_of(operations) if key not in stuck or before.step(key) != after.step(key)}
    rows = pathways.store(work, pathway, dated(after, touched, effective_on), proposal.id)
    for key in sorted(touched & rows.keys()):
        connect(work, rows[key], proposal)
    return list(unfit)


def sound(before: Pathway, operations: list[Operation]) -> tuple[list[Operation], list[Operation]]:
    """The operations that break nothing, in their order, and those that would break the structure of the pathway.

    One that does so by itself may be sound together with others.
    """

    def breaks(places: set[int]) -> bool:
        return bool(broken(before, apply(before, [operations[place] for place in sorted(places)]).document))

    left, kept = set(range(len(operations))), set[int]()
    if not breaks(left):
        return operations, []
    grown = True
    while grown:
        grown = False
        for place in sorted(left):
            if not breaks(kept | {place}):
                grown = True
                kept.add(place)
                left.remove(place)
    return [operations[place] for place in sorted(kept)], [operations[place] for place in sorted(left)]


def wrong(document: Pathway, conflict: Conflict) -> list[Told]:
    """What would be wrong in the working draft with a part that did not fit: the step, and the words for it."""
    again = renewed(document, read([conflict.operation])[0], conflict.field.rpartition(".")[2])
    after = apply(document, [again] if again else []).document
    return told(after, broken(document, after))


def is_as_found(work: Work, conflict: Conflict) -> bool:
    """Does the working draft still say what was found there instead of what was expected?"""
    document = drafts.document(work, conflict.pathway_id)
    now = apply(document, read([conflict.operation])).conflicts
    return any((each.field, each.found) == (conflict.field, conflict.found) for each in now)


def connect(work: Work, step: Step, proposal: Proposal) -> None:
    if not links.between(work, step, proposal):
        link(work, step, Relation.FOLLOWS_FROM, proposal)


def take(work: Work, proposal: Proposal, conflict: Conflict, operation: Operation) -> None:
    """Put in what was proposed, whatever stands there now. Raises `WrongState` when it still does not fit."""
    document = drafts.document(work, proposal.pathway_id)
    again = renewed(document, operation, conflict.field.rpartition(".")[2])
    if again is None or put_in(work, proposal, [again], conflict.effective_on):
        raise WrongState(gettext_noop("This cannot be put in by itself any more. Edit the step by hand."))


def renewed(document: Pathway, operation: Operation, field: str) -> Operation | None:
    """The part of an operation that did not fit, made against the document as it is; None when it cannot be."""
    step = document.step(getattr(operation, "key", ""))
    now: dict[str, Any] = {}
    match operation:
        case Change(fields=fields):
            option = getattr(operation, "option", None)
            part = step.option(option) if step and option else step if hasattr(operation, "key") else document
            if part is None or field not in fields:
                return None
            now = {"fields": {field: fields[field]}, "before": {field: value(part, field)}}
        case ChangeConditions() if step:
            now = {"before": step.conditions}
        case MoveStep(key=key) if step:
            now = {"before": previous(document.steps, key)}
        case RemoveStep(step=gone) if found := document.step(gone.key):
            now = {"step": found}
        case RemoveOption(option=gone) if step and (left := find(step.options, gone.key)):
            now = {"option": left}
        case AddStep(step=new) if document.step(new.key) is None:
            pass
        case AddOption(option=new) if step and step.option(new.key) is None:
            pass
        case _:
            return None
    return operation.model_copy(update=now)
