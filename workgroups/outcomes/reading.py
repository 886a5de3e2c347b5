"""A frozen outcome as readers see it, in the language in force. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from workgroups.core.languages import LanguageMap, format_day, gettext
from workgroups.outcomes import words


class Reading(NamedTuple):
    """One outcome; it has a day, or words for when it was reported."""

    kind: str
    what: LanguageMap
    why: LanguageMap
    day: str | None
    reported: LanguageMap
    reached: int | None
    evidence: LanguageMap
    checking: list[LanguageMap]
    """Notes of what is being checked in it."""


def view(frozen: dict[str, Any], marks: Sequence[Any] = ()) -> Reading:
    """What the template shows of a frozen snapshot; `marks` say that it is being checked."""
    document = frozen["document"]
    day = document.get("on")
    return Reading(
        kind=gettext(words.KIND[document["kind"]]),
        what=document["what"],
        why=document["why"],
        day=format_day(date.fromisoformat(day)) if day else None,
        reported=document.get("reported", {}),
        reached=document["reached"],
        evidence=document["evidence"],
        checking=[mark.note for mark in marks],
    )
