"""What differs between two snapshots, place by place and language by language, in words. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from workgroups.core import differences
from workgroups.core.languages import LANGUAGES, format_day, gettext, gettext_noop, pick
from workgroups.publishing.kinds import ORDER, Called, OutputKind, Place, Snapshot
from workgroups.publishing.snapshots import NAMES, is_keyed, is_map, name_of, parts_of, trail, within

FRAME = {
    "reason": gettext_noop("What changed and why"),
    "significance": gettext_noop("Size of the change"),
    "unreviewed": gettext_noop("Not yet read by a reviewer of the language"),
    "group": gettext_noop("The group"),
}
"""What a frozen snapshot holds beside the document of its kind."""

WORDS = {
    "en": gettext_noop("English"),
    "fr": gettext_noop("French"),
    "minor": gettext_noop("minor: a slip or a link"),
    "major": gettext_noop("major: the meaning"),
}

SEPARATOR = " · "
DAY = re.compile(r"\d{4}-\d\d-\d\d")
"""How a snapshot holds a day."""
NUMBERS = re.compile(r"(\.\d+)+$")


class Change(NamedTuple):
    """One place that differs. `lang` is the language of both texts, None for what has none."""

    place: Place
    label: str
    lang: str | None
    old: str
    new: str

    @property
    def segments(self) -> list[differences.Segment]:
        """The words that differ."""
        return differences.words(self.old, self.new)


def changes(kind: OutputKind, old: Snapshot, new: Snapshot, called: Called) -> list[Change]:
    """What differs between the documents of two frozen snapshots of one output, inside named items first.

    `called` names the rows outside them to which they point.
    """
    before, after = old["document"], new["document"]
    names = {name: {key: pick(text)[0] for key, text in rows.items()} for name, rows in called.items()}
    names |= {name: titles(before, inside) | titles(after, inside) for name, inside in kind.refers.items()}
    found = Comparison(kind.label, kind.tell, names).compare(before, after)
    return sorted(found, key=lambda change: SEPARATOR not in change.label)


def titles(value: Any, name: str) -> dict[str, str]:
    """What the items of the lists of this name are called, by their keys."""
    found: dict[str, str] = {}
    for key, part in parts_of(value):
        if key == name and is_keyed(part):
            found |= {item["key"]: pick(name_of(item))[0] for item in part}
        found |= titles(part, name)
    return found


def all_changes(kind: OutputKind, old: Snapshot, new: Snapshot, called: Called) -> list[Change]:
    """What differs in whatever the chairs approve: the document, and the reason and the like beside it."""
    before, after = ({name: side[name] for name in FRAME} for side in (old, new))
    return [*changes(kind, old, new, called), *Comparison(frame_label, frame_told).compare(before, after)]


def frame_label(place: Place) -> str:
    return gettext(FRAME[place.partition(".")[0]])


def frame_told(place: Place, value: Any) -> str | None:
    if place == "significance":
        return gettext(WORDS[value])
    return ", ".join(gettext(WORDS[lang]) for lang in value) if place == "unreviewed" else None


def where(kind: OutputKind, document: Snapshot, place: Place) -> str:
    """A place in words: "Complete the internship · Where it takes place"."""
    names = [pick(name)[0] for name in trail(document, place)]
    return joined(names, kind.label(NUMBERS.sub("", place)))


def joined(names: Sequence[str], label: str) -> str:
    return SEPARATOR.join(filter(None, (*names, label)))


@dataclass(frozen=True)
class Comparison:
    """Compares two values; `label` and `tell` are a kind's words for places and values.

    `called` has what items are called by their keys, for each field that holds such keys or has them as its own.
    """

    label: Callable[[Place], str]
    tell: Callable[[Place, Any], str | None]
    called: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def compare(self, old: Any, new: Any, place: Place = "", names: Sequence[str] = ()) -> Iterator[Change]:
        """The changes between two values at one place, `names` being what the items around it are called."""
        if old == new:
            return
        if is_keyed(old or new) and is_keyed(new or old):
            yield from self.compare_items(old or [], new or [], place, names)
        elif self.is_open(old, place) and self.is_open(new, place):
            called = self.called.get(place.rpartition(".")[2], {})
            for key in [*old, *(key for key in new if key not in old)]:
                inside = [*names, called[key]] if key in called else names
                yield from self.compare(old.get(key), new.get(key), within(place, key), inside)
        else:
            yield from self.rows(old, new, place, joined(names, self.label(place)))

    def rows(self, old: Any, new: Any, place: Place, label: str) -> Iterator[Change]:
        """One change for each language in which two values differ, or one when they are no texts."""
        told = any(value is not None and self.tell(place, value) is not None for value in (old, new))
        for lang in LANGUAGES if not told and (speaks(old) or speaks(new)) else (None,):
            before, after = self.text(old, place, lang), self.text(new, place, lang)
            if before != after:
                yield Change(place, label, lang, before, after)

    def compare_items(self, old: list[Any], new: list[Any], place: Place, names: Sequence[str]) -> Iterator[Change]:
        """The changes between two lists: item by item, then the order of what both have."""
        before, after = ({item["key"]: item for item in items} for items in (old, new))
        for key in [*after, *(key for key in before if key not in after)]:
            inside = [*names, pick(name_of(after.get(key) or before[key]))[0]]
            if key not in before or key not in after:
                what = gettext("removed") if key in before else gettext("new")
                yield from self.rows(before.get(key), after.get(key), within(place, key), joined(inside, what))
            else:
                yield from self.compare(before[key], after[key], within(place, key), inside)
        orders = [[key for key in items if key in before and key in after] for items in (before, after)]
        if orders[0] != orders[1]:
            called = ["\n".join(pick(name_of(after[key]))[0] for key in order) for order in orders]
            label = joined([*names, self.label(place)], gettext("Order"))
            yield Change(within(place, ORDER), label, None, *called)

    def is_open(self, value: Any, place: Place) -> bool:
        """Is this compared field by field?"""
        return isinstance(value, dict) and not is_map(value) and self.tell(place, value) is None

    def text(self, value: Any, place: Place, lang: str | None) -> str:
        """A value in words; what has fields as one line for each."""
        told = None if value is None else self.tell(place, value)
        if value is None or told is not None:
            return told or ""
        if is_map(value):
            return value.get(lang or "", "")
        if isinstance(value, dict):
            named_first = sorted(value.items(), key=lambda field: field[0] not in NAMES)
            fields = ((within(place, key), part) for key, part in named_first if key != "key")
            lines = ((self.label(at), self.text(part, at, lang)) for at, part in fields)
            own = {"", self.label(place)}
            return "\n".join(
                text if label in own else gettext("%(label)s: %(text)s", label=label, text=text)
                for label, text in lines
                if text
            )
        if isinstance(value, list):
            at = place if not is_keyed(value) else None
            texts = (self.text(part, at or within(place, part["key"]), lang) for part in value)
            return "\n".join(filter(None, texts))
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        return self.word(str(value), place)

    def word(self, value: str, place: Place) -> str:
        """A single value: the name of the item whose key it is, a day, or as it is."""
        called = self.called.get(place.rpartition(".")[2], {})
        if value in called:
            return called[value]
        return format_day(date.fromisoformat(value)) if DAY.fullmatch(value) else value


def speaks(value: Any) -> bool:
    """Is any of this text for readers?"""
    return is_map(value) or any(speaks(part) for _, part in parts_of(value))
