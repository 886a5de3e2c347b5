"""A part of a change that does not fit, in words: what was expected, what stands there, what is wanted."""

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from workgroups.core.languages import LanguageMap, gettext
from workgroups.pathways import drawing
from workgroups.pathways.document import Conditions, Option, Pathway, Step
from workgroups.pathways.operations import CHANGEABLE, typed
from workgroups.pathways.phrases import LABELS, Voice


class Unfit(Protocol):
    """As `operations.Conflict` has it, and what is stored of one."""

    @property
    def code(self) -> str: ...
    @property
    def step(self) -> str | None: ...
    @property
    def field(self) -> str: ...
    @property
    def expected(self) -> Any: ...
    @property
    def found(self) -> Any: ...
    @property
    def wanted(self) -> Any: ...


class Sides(NamedTuple):
    """Where it is, and the three texts; "" where there is nothing."""

    step: str
    field: str
    expected: str
    found: str
    wanted: str
    can_take: bool
    """Whether what was proposed can be put in as it is."""


def sides(document: Pathway, conflict: Unfit, bodies: Mapping[int, LanguageMap]) -> Sides:
    voice = drawing.voice_of(document, bodies)
    name = conflict.field.rpartition(".")[2]
    label = LABELS.get(name)
    values = (conflict.expected, conflict.found, conflict.wanted)
    expected, found, wanted = (said(voice, conflict, value) for value in values)
    step = voice.steps.get(conflict.step or "", conflict.step or gettext("The pathway"))
    field = gettext(label) if label else gettext("the whole step")
    return Sides(step, field, expected, found, wanted, can_take=conflict.code in {"changed", "breaks"})


def said(voice: Voice, conflict: Unfit, value: Any) -> str:
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
    of = Option if "." in conflict.field else Step if conflict.step else Pathway
    if name not in CHANGEABLE[of]:
        return str(value)
    held = typed(of, name, value)
    return "; ".join(voice.text(text) for text in held) if name == "documents" else voice.value(name, held)
