"""Names of people at the table become the words for whom they speak. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from workgroups.core.differences import Segment, side
from workgroups.core.languages import gettext, gettext_noop, using
from workgroups.core.text import folded
from workgroups.people.models import StakeholderType

WORDS = {
    StakeholderType.REGULATORY_BODY: gettext_noop("Regulatory body"),
    StakeholderType.PROFESSIONAL_ASSOCIATION: gettext_noop("Professional association"),
    StakeholderType.EDUCATIONAL_INSTITUTION: gettext_noop("Educational institution"),
    StakeholderType.EMPLOYER: gettext_noop("Employer"),
    StakeholderType.UNION: gettext_noop("Union"),
    StakeholderType.SECTOR_COUNCIL: gettext_noop("Sector council"),
    StakeholderType.GOVERNMENT: gettext_noop("Government"),
    StakeholderType.SETTLEMENT_ORGANISATION: gettext_noop("Settlement organisation"),
    StakeholderType.IEP: gettext_noop("Internationally educated professional"),
}
SOMEBODY = gettext_noop("Participant")
ADDRESS = gettext_noop("Address")

SHORTEST = 3
"""Parts of a name with fewer letters are too many other words, unless a title or an initial stands before them."""

TELLING = 4
"""Parts of a name with as many letters give their owner away in the address of a page."""

BEFORE = r"(?:(?:Dre?|Mrs?|Ms|Mme|Mlle|M|Prof)\b\.?\s+|[A-Z]\.\s*)*"
"""Titles and initials before a name go with it."""

LINK = r"(?P<link>https?://[^\s()<>\]]+)"
MAIL = r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"


class Somebody(NamedTuple):
    """A person at the table, and for whom she speaks; a guest has no id."""

    id: int | None
    name: str
    speaks_for: StakeholderType | None


class Redacted(NamedTuple):
    """A text with the names in it removed; `segments` shows each of them beside the words in its place."""

    segments: list[Segment]
    people: list[int]
    """Whose names were found, once for each place; guests and who cannot be told apart are not among them."""

    @property
    def text(self) -> str:
        return side(self.segments, "new")

    @property
    def places(self) -> int:
        return sum(segment.kind == "removed" for segment in self.segments)


def forms(name: str) -> set[str]:
    """How a person may be called: the whole name, without its middle or its first part, and each part of it."""
    parts = folded(unicodedata.normalize("NFC", name)).lower().split()
    halves = [half for part in parts for half in part.split("-")]
    called = {" ".join(parts), " ".join(parts[1:]), f"{parts[0]} {parts[-1]}", *parts, *halves}
    return {form for form in called if len(form) > 1}


def redact(text: str, people: Iterable[Somebody], lang: str) -> Redacted:
    """Replace every name; single parts of a name count when they are written with a capital letter."""
    text = unicodedata.normalize("NFC", text)
    called: dict[str, list[Somebody]] = {}
    for person in people:
        for form in forms(person.name):
            called.setdefault(form, []).append(person)
    segments: list[Segment] = []
    found: list[int] = []
    at = 0
    with using(lang):
        for match in pattern(called).finditer(folded(text)):
            meant = meant_by(match, called)
            if meant is None:
                continue
            start, end = match.span()
            segments += [Segment("same", text[at:start]), Segment("removed", text[start:end])]
            segments.append(Segment("added", f"[{words(meant) if meant else lower(ADDRESS)}]"))
            found += [meant[0].id] if len(meant) == 1 and meant[0].id else []
            at = end
    segments.append(Segment("same", text[at:]))
    return Redacted([segment for segment in segments if segment.text], found)


def pattern(called: Mapping[str, object]) -> re.Pattern[str]:
    """What finds mail addresses and names, the longest first."""
    longest = sorted(called, key=len, reverse=True)
    names = "|".join(r"\s+".join(spelled(part) for part in form.split()) for form in longest)
    either = [LINK, MAIL] + ([rf"{BEGINS}{BEFORE}(?P<name>(?i:{names})){ENDS}"] if names else [])
    return re.compile("|".join(either))


BEGINS, ENDS = r"(?<![^\W_])", r"(?![^\W_])"
"""No letter stands beside a name, but the marks of Markdown may."""


def spelled(part: str) -> str:
    """A part of a name as it may be typed: Markdown takes a backslash before any mark."""
    return "".join(letter if letter.isalnum() else rf"\\?{re.escape(letter)}" for letter in part)


def meant_by(match: re.Match[str], called: Mapping[str, Sequence[Somebody]]) -> Sequence[Somebody] | None:
    """Who is meant: nobody at all for an address, None when it is no name after all."""
    if match["mail"]:
        return []
    if match["link"]:
        pieces = re.split(r"[\W_]+", match["link"].lower())
        return [] if any(piece in called and len(piece) >= TELLING for piece in pieces) else None
    form = " ".join(match["name"].replace("\\", "").lower().split())
    is_named = match["name"][0].isupper() and (len(form) >= SHORTEST or match.start() < match.start("name"))
    return called[form] if " " in form or is_named else None


def words(meant: Sequence[Somebody]) -> str:
    """For whom they speak, in the language in force."""
    sides = {person.speaks_for for person in meant}
    known = sides.pop() if len(sides) == 1 else None
    return lower(WORDS[known] if known else SOMEBODY)


def lower(msgid: str) -> str:
    said = gettext(msgid)
    return said[0].lower() + said[1:]
