"""What was counted for a step, for readers: the latest figures, and each kind of them over time as a small chart."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from workgroups.core.languages import LanguageMap
from workgroups.pathways.document import Fact, Step
from workgroups.pathways.phrases import FACTS, Voice

WIDTH, HEIGHT, EDGE = 320, 96, 8
"""Of a chart, and of the margin within it that its dots need."""


class Point(NamedTuple):
    """A figure of a series: where its dot is, and what it says."""

    x: float
    y: float
    day: date
    kind: str
    figure: str
    source: LanguageMap
    url: str | None


class Series(NamedTuple):
    """One kind of figure over time; `turn` is where the step began to hold as it is described, if it is within."""

    label: str
    points: Sequence[Point]
    turn: float | None

    @property
    def line(self) -> str:
        """The points as SVG wants them."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


def series(step: Step, voice: Voice) -> list[Series]:
    """The figures of a step by kind, each in the order of its days."""
    return [line([*facts], step.valid_from, voice) for _, facts in groupby(step.facts, lambda fact: fact.kind)]


def line(facts: Sequence[Fact], since: date | None, voice: Voice) -> Series:
    """Figures of one kind, in the order of their days; `since` is the day from which a change holds."""
    first, last, kind = facts[0].on, facts[-1].on, facts[0].kind
    most = 100 if kind == "pass_rate" else max(fact.value for fact in facts)
    points = [Point(across(fact.on, first, last), up(fact.value, most), *told(fact, voice)) for fact in facts]
    turn = since if since and first < since <= last else None
    return Series(voice.translate(FACTS[kind]), points, across(turn, first, last) if turn else None)


def told(fact: Fact, voice: Voice) -> tuple[date, str, str, LanguageMap, str | None]:
    return fact.on, fact.kind, voice.figure(fact), fact.source, fact.url


def across(day: date, first: date, last: date) -> float:
    """How far to the right a day is."""
    part = (day - first) / (last - first) if last > first else 0.5
    return round(EDGE + part * (WIDTH - 2 * EDGE), 1)


def up(value: int, most: int) -> float:
    """How far from the top a value is, where nothing is at the bottom."""
    return round(HEIGHT - EDGE - value / (most or 1) * (HEIGHT - 2 * EDGE), 1)


def latest(step: Step, voice: Voice) -> list[tuple[str, Any]]:
    """The last figure of each kind, with its day and source, as label and words."""
    last = {fact.kind: fact for fact in step.facts}
    return [(voice.translate(FACTS[kind]), voice.dated(fact)) for kind, fact in last.items()]
