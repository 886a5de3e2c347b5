"""A frozen list of alternative careers as readers see it, in the language in force. Pure."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from workgroups.careers import words
from workgroups.core.languages import LanguageMap, gettext, pick


class Reading(NamedTuple):
    """One alternative career; what nobody has said is not among the facts."""

    key: str
    title: LanguageMap
    facts: list[tuple[str, str]]
    why: LanguageMap
    shared: list[LanguageMap]
    missing: list[dict[str, LanguageMap | None]]
    stages: list[str]
    note: LanguageMap
    checking: list[LanguageMap]
    """Notes of what is being checked in it."""


class ListReading(NamedTuple):
    """A whole list; the careers stand under their relation, None for those of which nobody has said it."""

    title: LanguageMap
    intro: LanguageMap
    relations: list[tuple[str | None, list[Reading]]]
    checking: list[LanguageMap]


def view(frozen: dict[str, Any], marks: Sequence[Any] = ()) -> ListReading:
    """What the template shows of a frozen snapshot; `marks` say which parts are being checked."""
    document = frozen["document"]
    relations = []
    for relation, said in (*words.RELATION.items(), (None, None)):
        here = [career for career in document["careers"] if career["relation"] == relation]
        here.sort(key=lambda career: pick(career["title"])[0].casefold())
        if here:
            relations.append((said and gettext(said), [reading(career, marks) for career in here]))
    whole = [mark.note for mark in marks if not mark.part.startswith("careers.")]
    return ListReading(document["title"], document["intro"], relations, whole)


def reading(career: dict[str, Any], marks: Sequence[Any] = ()) -> Reading:
    """One career of a snapshot."""
    place = f"careers.{career['key']}"
    facts = [
        (words.label(f"{place}.{field}"), gettext(words.VALUES[field][career[field]]))
        for field in ("horizon", "skills_use", "upgrading")
        if career[field]
    ]
    facts += [
        (words.label(f"{place}.regulation.{where}"), gettext(words.REGULATION[career["regulation"][where]]))
        for where in words.JURISDICTION
        if where in career["regulation"]
    ]
    return Reading(
        key=career["key"],
        title=career["title"],
        facts=facts,
        why=career["why"],
        shared=career["shared"],
        missing=career["missing"],
        stages=[gettext(words.STAGES[stage]) for stage in career["stages"]],
        note=career["note"],
        checking=[mark.note for mark in marks if f"{mark.part}.".startswith(f"{place}.")],
    )
