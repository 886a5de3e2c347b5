"""A part of an adoption that did not fit, in words: what was expected, what stands there, what is wanted."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from workgroups.core.languages import LanguageMap, gettext
from workgroups.pathways import drawing
from workgroups.pathways.document import Conditions, Option, Pathway, Step
from workgroups.pathways.operations import CHANGEABLE, typed
from workgroups.pathways.phrases import LABELS, Voice
from workgroups.pathways.proposals.answers.models import Conflict


class Sides(NamedTuple):
    """Where it is, and the three texts; "" where there is nothing."""

    step: str
    field: str
    expected: str
    found: str
    wanted: str
    can_take: bool
    """Whether what was proposed can be put in as it is."""


def sides(document: Pathway, conflict: Conflict, bodies: Mapping[int, LanguageMap]) -> Sides:
    voice = drawing.voice_of(document, bodies)
    name = conflict.field.rpartition(".")[2]
    label = LABELS.get(name)
    values = (conflict.expected, conflict.found, conflict.wanted)
    expected, found, wanted = (said(voice, conflict, value) for value in values)
    step = voice.steps.get(conflict.step_key or "", conflict.step_key or gettext("The pathway"))
    field = gettext(label) if label else gettext("the whole step")
    return Sides(step, field, expected, found, wanted, can_take=conflict.code == "changed")


def said(voice: Voice, conflict: Conflict, value: Any) -> str:
    """One of the three values in words."""
    if value is None:
        return ""
    name = conflict.field.rpartition(".")[2]
    if name == "place":
        return gettext("after %(step)s", step=voice.step(value))
    if name == "conditions":
        return voice.conditions(Conditions.model_validate(value))
    if isinstance(value, dict) and "title" in value and "key" in value:
        return voice.text(value["title"])
    of = Option if "." in conflict.field else Step if conflict.step_key else Pathway
    if name not in CHANGEABLE[of]:
        return str(value)
    held = typed(of, name, value)
    return "; ".join(voice.text(text) for text in held) if name == "documents" else voice.value(name, held)
