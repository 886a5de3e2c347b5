"""The words for what outcomes keep as values; msgids, translated where they are shown."""

from datetime import date
from typing import Any

from workgroups.core.languages import format_day, gettext, gettext_noop
from workgroups.outcomes.models import OutcomeKind

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
    "profession": gettext_noop("Profession"),
    "jurisdiction": gettext_noop("Jurisdiction"),
    "group": gettext_noop("Group"),
}


def label(place: str) -> str:
    """The words for a field of a snapshot."""
    return gettext(FIELDS[place]) if place in FIELDS else ""


def told(place: str, value: Any) -> str | None:
    """A value of a snapshot in words, None for what needs none."""
    if place == "kind" and value:
        return gettext(KIND[value])
    return format_day(date.fromisoformat(value)) if place == "on" and value else None


def options() -> list[tuple[str, str]]:
    """The kinds, with the words in the language in force."""
    return [(kind.value, gettext(said)) for kind, said in KIND.items()]
