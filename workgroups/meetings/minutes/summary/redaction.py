"""Names of people at the table become the words for whom they speak. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from workgroups.core.differences import Segment, side
from workgroups.core.languages import gettext, gettext_noop, using
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
"""Parts of a name with fewer letters are too many other words."""

BEFORE = r"(?:(?:Dre?|Mrs?|Ms|Mme|Mlle|M|Prof)\b\.?\s+|[A-Z]\.\s*)*"
"""Titles and initials before a name go with it."""

MAIL = r"(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"


class Somebody(NamedTuple):
    """A person at the table, and for whom she speaks."""

    id: int
    name: str
    speaks_for: StakeholderType | None


class Redacted(NamedTuple):
    """A text with the names in it removed; `segments` shows each of them beside the words in its place."""

    segments: list[Segment]
    people: list[int]
    """Whose names were found, once for each place; who cannot be told apart is not among them."""

    @property
    def text(self) -> str:
        return side(self.segments, "new")

    @property
    def places(self) -> int:
        return sum(segment.kind == "removed" for segment in self.segments)


def folded(text: str) -> str:
    """The text without accents and with straight apostrophes, letter for letter."""
    letters = (unicodedata.normalize("NFD", letter)[0] for letter in text)
    return "".join("'" if letter == "’" else letter for letter in letters)


def forms(name: str) -> set[str]:
    """How a person may be called: the whole name, without the first one, its first and its last part."""
    parts = folded(unicodedata.normalize("NFC", name)).split()
    called = {" ".join(parts), " ".join(parts[1:]), parts[0], parts[-1]}
    return {form.casefold() for form in called if len(form) >= SHORTEST}


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
            found += [meant[0].id] if len(meant) == 1 else []
            at = end
    segments.append(Segment("same", text[at:]))
    return Redacted([segment for segment in segments if segment.text], found)


def pattern(called: Mapping[str, object]) -> re.Pattern[str]:
    """What finds mail addresses and names, the longest first."""
    longest = sorted(called, key=len, reverse=True)
    names = "|".join(r"\s+".join(re.escape(part) for part in form.split()) for form in longest)
    either = rf"{MAIL}|(?<!\w){BEFORE}(?P<name>(?i:{names}))(?!\w)" if names else MAIL
    return re.compile(either)


def meant_by(match: re.Match[str], called: Mapping[str, Sequence[Somebody]]) -> Sequence[Somebody] | None:
    """Who is meant: nobody at all for a mail address, None when it is no name after all."""
    if match["mail"]:
        return []
    form = " ".join(match["name"].split()).casefold()
    return called[form] if " " in form or match["name"][0].isupper() else None


def words(meant: Sequence[Somebody]) -> str:
    """For whom they speak, in the language in force."""
    sides = {person.speaks_for for person in meant}
    known = sides.pop() if len(sides) == 1 else None
    return lower(WORDS[known] if known else SOMEBODY)


def lower(msgid: str) -> str:
    said = gettext(msgid)
    return said[0].lower() + said[1:]
