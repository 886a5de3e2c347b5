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
    Change,
    ChangeConditions,
    MoveStep,
    Operation,
    RemoveOption,
    RemoveStep,
    apply,
    keys_of,
    value,
)
from workgroups.pathways.operations import Conflict as Unfit
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
    """Apply operations to the working draft, date and link the steps they touch; returns what did not fit."""
    pathway = pathways.locked(work, proposal.pathway_id)
    before = drafts.document(work, pathway.id)
    after, unfit = apply(before, operations)
    stuck = {conflict.step for conflict in unfit}
    touched = {key for key in keys_of(operations) if key not in stuck or before.step(key) != after.step(key)}
    rows = pathways.store(work, pathway, dated(after, touched, effective_on), proposal.id)
    for key in sorted(touched & rows.keys()):
        connect(work, rows[key], proposal)
    return list(unfit)


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
        case _:
            return None
    return operation.model_copy(update=now)
