"""What changed in minutes from one circulation to the next, in words."""

from collections.abc import Collection, Mapping
from typing import Any

from workgroups.core.languages import LanguageMap, gettext, gettext_noop
from workgroups.meetings.agenda.models import ItemState
from workgroups.meetings.models import Presence
from workgroups.publishing.differences import Change, Comparison

LABELS = {
    "minutes": gettext_noop("Minutes"),
    "state": gettext_noop("What became of it"),
    "title": gettext_noop("Title"),
    "text": gettext_noop("What the group resolved"),
    "presence": gettext_noop("Attendance"),
    "items": gettext_noop("Items"),
}
VALUES: dict[str, dict[str, str]] = {
    "state": {
        ItemState.ACCEPTED: gettext_noop("on the agenda"),
        ItemState.DISCUSSED: gettext_noop("discussed"),
        ItemState.NOT_REACHED: gettext_noop("not reached"),
        ItemState.CONTINUES: gettext_noop("continues"),
        ItemState.CLOSED: gettext_noop("closed"),
    },
    "presence": {
        Presence.PRESENT: gettext_noop("present"),
        Presence.ALTERNATE: gettext_noop("alternate"),
        Presence.APOLOGIES: gettext_noop("apologies"),
        Presence.ABSENT: gettext_noop("absent"),
    },
}


def label(place: str) -> str:
    """The words for the field at the end of a place."""
    known = LABELS.get(place.rpartition(".")[2])
    return gettext(known) if known else ""


def tell(place: str, value: Any) -> str | None:
    """A value in words, None for what needs none."""
    words = VALUES.get(place.rpartition(".")[2])
    return gettext(words[value]) if words and value in words else None


def changes(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    items: Collection[int],
    decisions: Collection[str],
    seats: Mapping[int, LanguageMap],
) -> list[Change]:
    """What differs between two documents of `minutes.queries.document`, as far as I see items and decisions.

    `seats` is what seats are called, by id.
    """
    old, new = (comparable(document, items, decisions, seats) for document in (before, after))
    return list(Comparison(label, tell).compare(old, new))


def comparable(
    document: Mapping[str, Any],
    items: Collection[int],
    decisions: Collection[str],
    seats: Mapping[int, LanguageMap],
) -> dict[str, Any]:
    """A document with a key and a name for each part, without what I may not see."""
    return {
        "items": [
            {"key": str(item["id"]), **{name: item[name] for name in ("title", "state", "minutes")}}
            for item in document["items"]
            if item["id"] in items
        ],
        "decisions": [
            {"key": one["number"], "name": {"en": one["number"], "fr": one["number"]}, "text": one["text"]}
            for one in document["decisions"]
            if one["number"] in decisions
        ],
        "attendance": [
            {"key": str(seat), "label": seats[seat], "presence": presence}
            for seat, presence, _ in document["attendance"]
            if seat in seats
        ],
    }
