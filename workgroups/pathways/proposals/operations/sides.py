"""A part of a change that does not fit, in words: what was expected, what stands there, what is wanted."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from workgroups.core.languages import LanguageMap, current, gettext
from workgroups.pathways.document import Conditions, Option, Pathway, Step
from workgroups.pathways.operations import CHANGEABLE, typed
from workgroups.pathways.phrases import LANGUAGE_NAMES
from workgroups.pathways.rows import Line, Lines, Said


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


class Row(NamedTuple):
    """What is expected, found and wanted of one field.

    A text is "" where nothing is said, and None where there is no step or option that could say it.
    """

    label: str
    texts: tuple[str | None, ...]


class Sides(NamedTuple):
    """Where it is, and the texts that differ."""

    step: str
    field: str
    rows: list[Row]
    is_whole: bool
    """Is it a whole step or option, and the rows what is said in it?"""
    there: list[bool]
    """On which of the three sides there is such a step or option."""
    can_take: bool
    """Whether what was proposed can be put in as it is."""

    @property
    def is_table(self) -> bool:
        return self.is_whole or len(self.rows) > 1

    def lines(self, words: Sequence[str], nothing: str, absent: str) -> list[tuple[str, str]]:
        """What is said beside the table, or in its place: a word for the side, and the text."""
        if self.is_table:
            return [(word, absent) for word, there in zip(words, self.there, strict=True) if not there]
        texts = self.rows[0].texts if self.rows else ("", "", "")
        return [(word, text or nothing) for word, text in zip(words, texts, strict=True)]


def sides(documents: Sequence[Pathway], conflict: Unfit, bodies: Mapping[int, LanguageMap]) -> Sides:
    """Steps and options are called as in the first of the documents that has them."""
    lines = Lines(current(), gettext, documents, bodies)
    path, name = place_of(conflict)
    is_whole = name in {"step", "option"}
    values = (conflict.expected, conflict.found, conflict.wanted)
    said = [told(lines, conflict, name, value) for value in values]
    if conflict.code == "missing" and not is_whole:
        said[1] = {}
    title = gettext("the whole step") if name == "step" else gettext("the whole option")
    label = title if is_whole else lines.label(name)
    return Sides(
        lines.steps.get(conflict.step or "", conflict.step or "") or gettext("The pathway"),
        gettext("%(option)s: %(field)s", option=lines.option(conflict.step or "", path), field=label)
        if path
        else label,
        differing(lines, said),
        is_whole,
        [side is not None for side in said],
        conflict.code in {"changed", "breaks"},
    )


def place_of(conflict: Unfit) -> tuple[str, str]:
    """The key of an option, or "", and the field: "step" and "option" for the whole of one."""
    if not conflict.field.startswith("options."):
        return "", conflict.field or "step"
    _, option, *name = conflict.field.split(".")
    return option, name[0] if name else "option"


def told(lines: Lines, conflict: Unfit, name: str, value: Any) -> Said | None:
    """One of the three values as lines; None where there is no such step or option."""
    if name == "step":
        return None if value is None else lines.of_step(Step.model_validate(value), None)
    if name == "option":
        return None if value is None else lines.of(Option.model_validate(value), None)
    if name == "place":
        return {(name, None): Line("", behind(lines, conflict, value))}
    if value is None:
        return {}
    if name == "conditions":
        return {(name, None): Line("", lines.conditions(Conditions.model_validate(value)))}
    of = Pathway if conflict.step is None else Option if conflict.field.startswith("options.") else Step
    return lines.of_value(name, typed(of, name, value)) if name in CHANGEABLE[of] else {}


def behind(lines: Lines, conflict: Unfit, key: str | None) -> str:
    option = conflict.field.startswith("options.")
    if key is None:
        return gettext("first of the options") if option else gettext("first in its stage")
    return gettext("after %(step)s", step=lines.option(conflict.step or "", key) if option else lines.step(key))


def differing(lines: Lines, said: Sequence[Said | None]) -> list[Row]:
    """The rows that are not the same on all sides."""
    rows = []
    for place in dict.fromkeys(place for side in said if side for place in side):
        texts = [None if side is None else side.get(place, Line()).text for side in said]
        given = [text for text in texts if text is not None]
        if any(given) and (len(given) == 1 or len(set(given)) > 1):
            label = next((side[place].label for side in said if side and place in side), "")
            rows.append(Row(in_language(lines, label, place[1]), tuple(texts)))
    return rows


def in_language(lines: Lines, label: str, language: str | None) -> str:
    """What a text is called, with its language where that is not the reader's."""
    if language in {None, lines.language}:
        return label
    return gettext("%(field)s (%(language)s)", field=label, language=gettext(LANGUAGE_NAMES[language or ""]))
