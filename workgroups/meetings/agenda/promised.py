"""What was promised under the items of a meeting, for its pages. A feature above knows it and tells it here."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.meetings.models import Meeting


class Promised(NamedTuple):
    """A promise under an item."""

    href: str
    title: str
    seat: LanguageMap
    holder: str | None
    due_on: date
    is_unfinished: bool
    word: str
    """Its state, as a message."""
    tone: str


SOURCES: list[Callable[[Work, Meeting], Mapping[int, Sequence[Promised]]]] = []
"""Each tells what was promised at a meeting, by the id of the item: one query each."""


def promised(work: Work, meeting: Meeting) -> dict[int, list[Promised]]:
    """What was promised at a meeting and I may see, by the id of the item."""
    found: dict[int, list[Promised]] = {}
    for source in SOURCES:
        for item, promises in source(work, meeting).items():
            found.setdefault(item, []).extend(promises)
    return found
