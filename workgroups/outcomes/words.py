"""The words for what outcomes keep as values; msgids, translated where they are shown."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from workgroups.core.languages import format_day, gettext, gettext_noop, pick
from workgroups.outcomes import figures
from workgroups.outcomes.figures import Figure
from workgroups.outcomes.models import OutcomeKind
from workgroups.pathways.document import Fact

KIND = {
    OutcomeKind.BARRIER_REMOVED: gettext_noop("barrier removed"),
    OutcomeKind.REQUIREMENT_CHANGED: gettext_noop("requirement changed"),
    OutcomeKind.PATHWAY_CREATED: gettext_noop("pathway created"),
    OutcomeKind.PROGRAMME_LAUNCHED: gettext_noop("programme launched"),
    OutcomeKind.RECOGNITION_GRANTED: gettext_noop("recognition granted"),
    OutcomeKind.ACCESS_OPENED: gettext_noop("access opened"),
}
FIELDS = {
    "kind": gettext_noop("Kind of outcome"),
    "what": gettext_noop("What changed"),
    "why": gettext_noop("Why it matters"),
    "on": gettext_noop("Since"),
    "reported": gettext_noop("Reported"),
    "reached": gettext_noop("People reached"),
    "evidence": gettext_noop("Evidence"),
    "figures": gettext_noop("Figures before and after"),
    "profession": gettext_noop("Profession"),
    "jurisdiction": gettext_noop("Jurisdiction"),
    "group": gettext_noop("Group"),
}


FIGURE = {
    "title": gettext_noop("Step"),
    "since": gettext_noop("The change holds from"),
    "before": gettext_noop("Before"),
    "after": gettext_noop("After"),
}
"""The fields of a figure."""


def label(place: str) -> str:
    """The words for a field of a snapshot."""
    fields = FIGURE if place.startswith("figures.") else FIELDS
    field = place.rpartition(".")[2]
    return gettext(fields[field]) if field in fields else ""


def told(place: str, value: Any) -> str | None:
    """A value of a snapshot in words, None for what needs none."""
    if place == "kind" and value:
        return gettext(KIND[value])
    if place.startswith("figures.") and place.endswith((".before", ".after")):
        return figures.voice().fact(Fact.model_validate(value))
    return format_day(date.fromisoformat(value)) if place == "on" and value else None


def choices(known: Sequence[Figure]) -> list[tuple[str, str, str]]:
    """Figures that can be chosen: of which step, what was counted, and both numbers."""
    return [(figure.mark, titled(figure), figure.told) for figure in known]


def titled(figure: Figure) -> str:
    """The step, and what was counted for it."""
    return gettext("%(label)s: %(text)s", label=pick(figure.title)[0], text=figure.series.label)


def options() -> list[tuple[str, str]]:
    """The kinds, with the words in the language in force."""
    return [(kind.value, gettext(said)) for kind, said in KIND.items()]
