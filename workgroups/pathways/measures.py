"""What a pathway takes, and how much of that a proposal changes, in words of the language in force."""

from collections.abc import Sequence
from typing import NamedTuple

from workgroups.core.languages import gettext, ngettext
from workgroups.pathways.document import Cost, Pathway, Weeks
from workgroups.pathways.drawing import voice_of
from workgroups.pathways.effect import Effect, Totals, effect
from workgroups.pathways.phrases import Voice
from workgroups.pathways.problems import structure


class Measure(NamedTuple):
    """One figure of a pathway."""

    label: str
    value: str


class Compared(NamedTuple):
    """One figure before and after a change; equal when the change leaves it alone."""

    label: str
    before: str
    after: str


def measures(document: Pathway) -> list[Measure]:
    """What the pathway takes; nothing while its structure has problems: then it cannot be added up."""
    if structure(document):
        return []
    return told(effect(document), voice_of(document))


def compared(before: Pathway, after: Pathway) -> list[Compared]:
    """The figures of two pathways side by side; nothing when one of them cannot be added up."""
    pairs = zip(measures(before), measures(after), strict=False)
    return [Compared(old.label, old.value, new.value) for old, new in pairs]


def told(found: Effect, voice: Voice) -> list[Measure]:
    optional = ngettext("%(num)d optional", "%(num)d optional", found.steps_optional)
    required = ngettext("%(num)d required", "%(num)d required", found.steps_required)
    steps = f"{required}, {optional}"
    return [
        Measure(gettext("Steps"), steps),
        Measure(gettext("From abroad"), abroad(found)),
        Measure(gettext("Time, required steps"), time(found.required, voice)),
        Measure(gettext("Cost, required steps"), money(found.required, voice)),
        Measure(gettext("Time, all steps"), time(found.everything, voice)),
        Measure(gettext("Cost, all steps"), money(found.everything, voice)),
    ]


def abroad(found: Effect) -> str:
    whole = ngettext("%(num)d step", "%(num)d steps", found.from_abroad)
    if not found.from_abroad_in_part:
        return whole
    return gettext("%(steps)s, %(more)d more in part", steps=whole, more=found.from_abroad_in_part)


def time(totals: Totals, voice: Voice) -> str:
    stated = voice.weeks(Weeks(min=totals.weeks.min, max=totals.weeks.max)) if totals.weeks.max else ""
    return with_unknown(stated or gettext("nothing stated"), totals.weeks_unknown)


def money(totals: Totals, voice: Voice) -> str:
    costs = [
        voice.cost(Cost(min_cents=span.min, max_cents=span.max, currency=currency))
        for currency, span in sorted(totals.costs.items())
    ]
    return with_unknown(joined(costs) or gettext("nothing stated"), totals.costs_unknown)


def joined(costs: Sequence[str]) -> str:
    """Sums of different currencies, which are never added up."""
    return gettext(" and ").join(costs)


def with_unknown(words: str, unknown: int) -> str:
    if not unknown:
        return words
    open_steps = ngettext("%(num)d step does not say", "%(num)d steps do not say", unknown)
    return gettext("%(figure)s (%(unknown)s)", figure=words, unknown=open_steps)
