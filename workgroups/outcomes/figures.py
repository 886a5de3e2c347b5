"""What was counted for a step before and after a change: an outcome keeps the figures that somebody took into it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from workgroups.core import canonical
from workgroups.core.errors import Invalid
from workgroups.core.languages import LanguageMap, current, gettext, gettext_noop
from workgroups.pathways import facts
from workgroups.pathways.document import Fact, Part, Step
from workgroups.pathways.facts import Series
from workgroups.pathways.phrases import Voice


class Figure(Part):
    """The last figure of a kind before a change of a step holds, and the last one since; both with day and source."""

    key: str
    """Of the step and the kind of figure."""
    title: LanguageMap
    """The title of the step."""
    since: date
    """The day from which the change holds."""
    before: Fact
    after: Fact

    @property
    def mark(self) -> str:
        """Stands for exactly these numbers in a form."""
        return canonical.digest(self.data())[:16]

    @property
    def series(self) -> Series:
        """Both as a small chart, in the language in force."""
        return facts.line((self.before, self.after), self.since, voice())

    @property
    def told(self) -> str:
        """Both in one line: "15 weeks on 3 May 2026, Survey; since then 5 weeks on 8 November 2026, Survey"."""
        say = voice().dated
        return gettext("%(before)s; since then %(after)s", before=say(self.before), after=say(self.after))


def voice() -> Voice:
    """What says figures in the language in force."""
    return Voice(current(), gettext, (), None)


def of_step(step: Step, since: date) -> Iterator[Figure]:
    """The figures of a step that tell what a change did: of each kind that was counted before and since."""
    for kind, counted in groupby(step.facts, lambda fact: fact.kind):
        series = [*counted]
        before = [fact for fact in series if fact.on < since]
        after = [fact for fact in series if fact.on >= since]
        if before and after:
            yield Figure(key=f"{step.key}-{kind}", title=step.title, since=since, before=before[-1], after=after[-1])


def read(data: Iterable[Any]) -> list[Figure]:
    """What an outcome or a snapshot keeps."""
    return [Figure.model_validate(figure) for figure in data]


def take(known: Sequence[Figure], chosen: Sequence[str]) -> list[dict[str, Any]]:
    """The chosen ones, as an outcome keeps them.

    Raises `Invalid` when one does not stand like this any more, and for two of one kind and step.
    """
    taken = [figure for figure in known if figure.mark in chosen]
    if {figure.mark for figure in taken} != set(chosen):
        raise Invalid(counted=gettext_noop("A figure has changed since you opened this page. Please choose again."))
    if len({figure.key for figure in taken}) < len(taken):
        raise Invalid(counted=gettext_noop("Two of these count the same thing. Choose one of them."))
    return [figure.data() for figure in taken]


def overtaken(kept: Sequence[Figure], now: Sequence[Figure]) -> list[Figure]:
    """How the kept figures stand at their steps now, where that is not the same."""
    keys = {figure.key for figure in kept}
    return [figure for figure in now if figure.key in keys and figure not in kept]
