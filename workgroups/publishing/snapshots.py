"""What is frozen when an output is submitted, and what can be read from it. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeGuard

from workgroups.core import canonical
from workgroups.core.languages import LANGUAGES, LanguageMap
from workgroups.publishing.kinds import Place, Snapshot

NAMES = ("title", "name", "label", "what")
"""Where an item of a list keeps what it is called."""


def frozen(
    kind: str,
    group: Mapping[str, Any],
    document: Snapshot,
    *,
    reason: LanguageMap,
    significance: str,
    unreviewed: Sequence[str] = (),
) -> Snapshot:
    """All that the chairs approve, as the JSON values that its digest covers.

    `group` says whose it is (slug, name, jurisdiction, timezone, professions), `unreviewed` in which
    languages a reviewer has not read it yet. Raises TypeError and ValueError for what has no canonical form.
    """
    whole = {
        "kind": kind,
        "group": dict(group),
        "document": document,
        "reason": reason,
        "significance": significance,
        "unreviewed": sorted(unreviewed),
    }
    return canonical_value(whole)


def canonical_value(value: Snapshot) -> Snapshot:
    """The JSON values that a digest covers: text in NFC, dates as text, nothing but JSON."""
    found: Snapshot = json.loads(canonical.dumps(value))
    return found


def is_map(value: Any) -> TypeGuard[LanguageMap]:
    """Is this one text in the languages it exists in?"""
    return isinstance(value, dict) and bool(value) and value.keys() <= set(LANGUAGES)


def is_keyed(value: Any) -> TypeGuard[list[dict[str, Any]]]:
    """Is this a list of items that are told apart by their keys?"""
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) and "key" in item for item in value)


def within(place: Place, key: str) -> Place:
    return f"{place}.{key}" if place else key


def parts_of(value: Any) -> Iterator[tuple[str, Any]]:
    """What a mapping or a list holds, each with its key; nothing inside other values."""
    if is_keyed(value):
        yield from ((item["key"], item) for item in value)
    elif isinstance(value, list):
        yield from ((str(number), item) for number, item in enumerate(value, 1))
    elif isinstance(value, dict) and not is_map(value):
        yield from value.items()


def texts(value: Any, place: Place = "") -> Iterator[tuple[Place, str, str]]:
    """Every text for readers, as (place, language, text)."""
    if is_map(value):
        yield from ((place, lang, text) for lang, text in value.items())
    for key, part in parts_of(value):
        yield from texts(part, within(place, key))


def gaps(value: Any, place: Place = "") -> Iterator[tuple[Place, str]]:
    """Where a text is missing in a language, as (place, language)."""
    if is_map(value):
        yield from ((place, lang) for lang in LANGUAGES if not value.get(lang))
    for key, part in parts_of(value):
        yield from gaps(part, within(place, key))


class Part(NamedTuple):
    """A part of a snapshot that can be marked; the whole is the place ""."""

    place: Place
    title: LanguageMap


def name_of(item: Mapping[str, Any]) -> LanguageMap:
    """What an item is called; empty when it has no name."""
    return next((item[name] for name in NAMES if is_map(item.get(name))), {})


def parts(value: Any, place: Place = "") -> Iterator[Part]:
    """The named items of a snapshot, at any depth."""
    for key, part in parts_of(value):
        if is_keyed(value) and name_of(part):
            yield Part(within(place, key), name_of(part))
        yield from parts(part, within(place, key))


def trail(document: Any, place: Place) -> list[LanguageMap]:
    """The names of the items that lead to a place, outermost first."""
    names, here = [], document
    for key in place.split("."):
        inside = dict(parts_of(here))
        if is_keyed(here) and key in inside and name_of(inside[key]):
            names.append(name_of(inside[key]))
        here = inside.get(key)
    return names
