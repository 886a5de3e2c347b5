"""What a proposal changes, told in one language: sentences, rows, the route, figures before and after."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from workgroups.core.languages import LanguageMap, current, gettext
from workgroups.pathways import drawing
from workgroups.pathways.document import Pathway
from workgroups.pathways.measures import compared
from workgroups.pathways.operations import Change, Operation, anchors, apply, data
from workgroups.pathways.rows import ChangedStep, in_order, new_or_gone, rows, without_options
from workgroups.pathways.sentences import LONG, Speaker

Bodies = Mapping[int, LanguageMap]


def rendition(base: Pathway, operations: Sequence[Operation], bodies: Bodies) -> dict[str, Any]:
    """The words in the language in force, as JSON values.

    `operations` are the sentences of each operation, `sentences` all of them; `steps` the changed steps by key with
    their rows, each side as [kind, text] pairs; `stages` the route with removed and new stations; `measures` are
    [label, before, after].
    """
    target = apply(base, operations).document
    told = by_operation(base, operations, bodies)
    changed = rows(base, operations, current(), gettext, bodies)
    return {
        "operations": told,
        "anchors": anchors(data(operations)),
        "sentences": summed_up(base, operations, bodies),
        "steps": {step.key: listed(step, whole_options(base, target, step.key)) for step in changed},
        "stages": route(base, target, changed),
        "measures": [list(figure) for figure in compared(base, target)],
    }


def by_operation(base: Pathway, operations: Sequence[Operation], bodies: Bodies) -> list[list[str]]:
    """The sentences of each operation, in the language in force."""
    speaker = speaker_of(base, operations, bodies)
    return [list(speaker.tell(operation)) for operation in operations]


def summed_up(base: Pathway, operations: Sequence[Operation], bodies: Bodies) -> list[str]:
    """All sentences: first what they say by themselves, then the texts that they only name."""
    speaker = speaker_of(base, operations, bodies)
    parts = [part for operation in operations for part in by_field(operation)]
    parts.sort(key=lambda part: isinstance(part, Change) and part.fields.keys() <= LONG)
    return [sentence for part in parts for sentence in speaker.tell(part)]


def by_field(operation: Operation) -> Iterator[Operation]:
    """A change of several fields as changes of one field each."""
    if not isinstance(operation, Change):
        yield operation
        return
    for name in operation.fields:
        one = {"fields": {name: operation.fields[name]}, "before": {name: operation.before[name]}}
        yield operation.model_copy(update=one)


def speaker_of(base: Pathway, operations: Sequence[Operation], bodies: Bodies) -> Speaker:
    return Speaker(current(), gettext, [base, apply(base, operations).document], bodies)


def whole_options(base: Pathway, target: Pathway, key: str) -> set[str]:
    """The options of a step that are new or gone: the route draws them as they are, so that they need no rows."""
    return new_or_gone(base.step(key), target.step(key))


def listed(step: ChangedStep, drawn: Collection[str]) -> dict[str, Any]:
    """A changed step with its rows, without those of options that are `drawn`."""
    fields = [
        {
            "label": field.label,
            "language": field.language,
            "now": [list(segment) for segment in field.now],
            "proposed": [list(segment) for segment in field.proposed],
        }
        for field in without_options(step.fields, drawn)
    ]
    return {"title": step.title, "change": step.change, "fields": fields}


def route(base: Pathway, target: Pathway, changed: Sequence[ChangedStep]) -> list[dict[str, Any]]:
    """Both pathways as one line: what is removed stands where it stood."""
    steps = {step.key: step for document in (base, target) for step in document.steps}
    union = target.having(tuple(steps[key] for key in in_order(base, target)))
    words = {"removed": True, "added": True, "changed": gettext("Would change")}
    marks: dict[str, dict[str, Any]] = {}
    for step in changed:
        if step.key:
            marks[step.key] = {step.change: words[step.change]}
        now = target.step(step.key)
        if step.change == "changed" and now and whole_options(base, target, step.key):
            described = drawing.described(now, drawing.voice_of(target), drawing.voice_of(target).text, {})
            marks[step.key] |= {name: described[name] for name in ("options", "rule_label")}
    return drawing.stages(union, marks, detailed=[step.key for step in changed if step.change == "added"])
