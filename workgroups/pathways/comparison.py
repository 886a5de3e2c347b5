"""Pathways side by side: which of their steps answer each other, and what each of them says of such a step.

Two steps stand in one row when they have the same key, or when they are of the same type and their titles, in one of
the languages, share more than half of the longer words of the shorter title; of several, the one that shares most.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from workgroups.core.languages import LANGUAGES, LanguageMap, format_list, gettext, pick
from workgroups.groups.models import JURISDICTIONS
from workgroups.pathways.document import Pathway, Step
from workgroups.pathways.drawing import needed, numbered, voice_of
from workgroups.pathways.measures import Measure, measures
from workgroups.pathways.phrases import Voice
from workgroups.pathways.queries import Draft, Head

WORD = re.compile(r"\w{4,}")
"""Shorter words say little."""

Row = dict[int, Step]
"""Steps that answer each other, by the places of their pathways."""


def align(documents: Sequence[Pathway]) -> list[Row]:
    """Every step of every pathway in the order of the first; what it lacks stands behind what it stands behind."""
    rows: list[Row] = []
    for column, document in enumerate(documents):
        steps, place = in_order(document), 0
        homes = paired(rows, steps)
        for step in steps:
            row = homes.get(step.key)
            if row is None:
                row = {}
                rows.insert(place, row)
            row[column] = step
            place = next(at for at, other in enumerate(rows, 1) if other is row)
    return rows


def in_order(document: Pathway) -> list[Step]:
    """The steps as the drawing numbers them: by stage, and last those whose stage is unknown."""
    staged = [step for _, steps in document.staged() for step in steps]
    known = {stage.key for stage in document.stages}
    return staged + [step for step in document.steps if step.stage not in known]


def paired(rows: Sequence[Row], steps: Sequence[Step]) -> dict[str, Row]:
    """The row of each step that has one: by its key first, then by what is most alike."""
    by_key = {step.key: place for place, row in enumerate(rows) for step in row.values()}
    homes: dict[str, int] = {}
    taken: set[int] = set()

    def settle(key: str, place: int) -> None:
        if key not in homes and place not in taken:
            homes[key] = place
            taken.add(place)

    for step in steps:
        if step.key in by_key:
            settle(step.key, by_key[step.key])
    told = [(place, step.type, words_of(step)) for place, row in enumerate(rows) for step in row.values()]
    near = []
    for order, step in enumerate(steps):
        if step.key not in homes:
            words = words_of(step)
            for place, kind, others in told:
                if kind == step.type and (shared := alike(words, others)):
                    near.append((shared, -order, -place))
    for _, order, place in sorted(near, reverse=True):
        settle(steps[-order].key, -place)
    return {key: rows[place] for key, place in homes.items()}


def words_of(step: Step) -> list[set[str]]:
    return [set(WORD.findall(step.title.get(lang, "").casefold())) for lang in LANGUAGES]


def alike(one: list[set[str]], other: list[set[str]]) -> tuple[float, int] | tuple[()]:
    """How much of the shorter title the longer one has and how many words that is, in the language in which it is most.

    Nothing up to one half.
    """
    best: tuple[float, int] | tuple[()] = ()
    for first, second in zip(one, other, strict=True):
        shared, shorter = len(first & second), min(len(first), len(second))
        if 2 * shared > shorter:
            best = max(best, (shared / shorter, shared))
    return best


class Column(NamedTuple):
    """One of the pathways that stand side by side."""

    head: Head
    name: str
    """Where it leads and in which province, in one line."""
    measures: list[Measure]


class Cell(NamedTuple):
    """What one pathway says of a step."""

    id: int
    number: int
    title: LanguageMap
    facts: list[tuple[str, str]]


class Line(NamedTuple):
    """Steps that answer each other, and in words how they differ."""

    title: LanguageMap
    cells: list[Cell | None]
    lacking: str
    """The names of the pathways that have no such step."""
    differing: str
    """What is not the same where there are several."""


class Comparison(NamedTuple):
    columns: list[Column]
    lines: list[Line]


def comparison(sides: Sequence[tuple[Head, Draft, dict[int, LanguageMap]]]) -> Comparison:
    """Pathways with their steps and the names of their bodies side by side, in the language in force."""
    columns = [Column(head, name_of(head), measures(draft.document)) for head, draft, _ in sides]
    voices = [voice_of(draft.document, bodies) for _, draft, bodies in sides]
    numbers = [numbered(in_order(draft.document)) for _, draft, _ in sides]
    lines = []
    for row in align([draft.document for _, draft, _ in sides]):
        cells = [
            Cell(draft.ids[step.key], numbers[at][step.key], step.title, [*facts(step, voices[at], numbers[at])])
            if (step := row.get(at))
            else None
            for at, (_, draft, _) in enumerate(sides)
        ]
        lines.append(line(cells, columns))
    return Comparison(columns, lines)


def line(cells: list[Cell | None], columns: Sequence[Column]) -> Line:
    said = zip(*(cell.facts for cell in cells if cell), strict=True)
    kept = [values for values in said if any(value for _, value in values)]
    told = iter(zip(*kept, strict=True))
    cells = [
        cell and cell._replace(facts=[(label, value or unsaid()) for label, value in next(told)]) for cell in cells
    ]
    there = [cell for cell in cells if cell]
    lacking = [column.name for cell, column in zip(cells, columns, strict=True) if cell is None]
    differing = [values[0][0].lower() for values in kept if len(set(values)) > 1]
    return Line(there[0].title, cells, listed(lacking), listed(differing))


def listed(words: Sequence[str]) -> str:
    return format_list(list(words)) if words else ""


def name_of(head: Head) -> str:
    return f"{pick(head.destination or head.title)[0]}, {gettext(JURISDICTIONS[head.jurisdiction])}"


def facts(step: Step, voice: Voice, numbers: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The same facts of every step, so that they stand beside each other; "" for what is not stated."""
    yield voice.label("designation"), voice.value("designation", step.designation)
    yield voice.label("who"), text_of(step.who, voice) or (voice.value("body", step.body) if step.body else "")
    for name in ("weeks", "cost", "from_abroad"):
        yield voice.label(name), ways(step, name, voice) or unsaid()
    yield voice.label("conditions"), needed(step, numbers) if step.after else ""
    for name in ("delivery", "languages"):
        value = getattr(step, name)
        yield voice.label(name), voice.value(name, value) if value else ""
    yield voice.label("documents"), voice.listed(map(voice.text, step.documents))
    yield voice.label("exemptions"), text_of(step.exemptions, voice)


def text_of(text: LanguageMap | None, voice: Voice) -> str:
    return voice.text(text) if text else ""


def unsaid() -> str:
    return gettext("not stated")


def ways(step: Step, name: str, voice: Voice) -> str:
    """A figure of a step, or those of its options where they say something else; nothing is added up."""
    own: Any = getattr(step, name)
    values = [getattr(option, name) or own for option in step.options] or [own]
    return voice.listed(dict.fromkeys(voice.value(name, value) for value in values if value), "or")
