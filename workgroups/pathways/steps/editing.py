"""What the pages with the form of a step show in it, for the working draft and for proposals alike."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from workgroups.core.db import Row
from workgroups.core.languages import pick
from workgroups.core.work import Command
from workgroups.pathways import drawing
from workgroups.pathways.document import Option, Pathway, Step
from workgroups.pathways.phrases import LABELS, WORDS
from workgroups.pathways.steps.changes import Titles, replaceable
from workgroups.pathways.steps.forms import values
from workgroups.people import queries as people
from workgroups.web.forms import FormState
from workgroups.web.visits import Visit

CHOICES = {
    *("stage", "type", "designation", "body", "from_abroad", "moment", "delivery", "languages"),
    *("after", "after_rule", "rule", "counts_towards", "replaces"),
}
"""The fields that are chosen and not typed: after a conflict what was saved is said in words."""

LISTED = ("languages", "replaces")
"""Those of which several are chosen."""


class Choices(NamedTuple):
    """What the fields of a step are chosen from, as (value, words)."""

    stage: list[tuple[str, str]]
    steps: list[tuple[str, str]]
    """The other steps."""
    replaced: list[tuple[str, str]]
    """The steps whose place this one can take: those that are gone stand first."""
    body: list[tuple[int, str]]
    words: Mapping[str, Mapping[str, str]] = WORDS
    labels: Mapping[str, str] = LABELS


def choices(visit: Visit, document: Pathway, removed: Titles, key: str | None = None) -> Choices:
    """For the form of the step with this key, or of a new one; `removed` are the steps that are gone."""
    replaced = replaceable(document, document.step(key) if key else None, removed)
    return Choices(
        [(stage.key, pick(stage.title)[0]) for stage in document.stages],
        [(step.key, pick(step.title)[0]) for step in document.steps if step.key != key],
        [(former, pick(title)[0]) for former, title in replaced.items()],
        [(body.id, pick(body.name)[0]) for body in people.organisations(visit.work)],
    )


def form_of(visit: Visit, command: Command[Any, Any], row: Row, part: Step | Option | None) -> FormState:
    """The form of a part of the document: as it failed, or with the part's values; empty for a new part.

    After a conflict `saved` holds what stands now, for the fields that are typed.
    """
    form = visit.form(command, row)
    now = values(part) if part else {}
    if form is not visit.failed:
        return replace(form, values=now)
    if form.saved:
        form.saved = {name: now.get(name) for name in form.values if name not in CHOICES}
    return form


def meanwhile(visit: Visit, form: FormState, document: Pathway, now: Step) -> dict[str, str]:
    """After a conflict: what somebody else chose meanwhile, in words, by field."""
    if not form.saved:
        return {}
    voice = drawing.voice_of(document, {body.id: body.name for body in people.organisations(visit.work)})
    found = {}
    for name in CHOICES - {"after", "after_rule", "rule", *LISTED}:
        value = getattr(now, name)
        if str(value or "") != str(form.value(name)):
            found[name] = voice.value(name, value) or "–"
    chosen = values(now)
    several = ("after", voice.conditions(now)), *((name, voice.value(name, getattr(now, name))) for name in LISTED)
    for name, words in several:
        typed = form.values.get(name, [])
        if set(chosen[name]) != set(typed if isinstance(typed, list) else [typed]):
            found[name] = words or "–"
    return found
