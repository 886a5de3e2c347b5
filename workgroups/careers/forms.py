from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from workgroups.careers.models import (
    Basis,
    Career,
    CareerRelation,
    Horizon,
    Moment,
    Regulation,
    SkillsUse,
    Upgrading,
)
from workgroups.core.forms import Form, Problem, RowId
from workgroups.core.languages import LANGUAGES, LanguageMap, gettext_noop, language_map
from workgroups.core.text import Line, OptionalLine, OptionalProse, Typed, blank_is_none
from workgroups.groups.models import JURISDICTIONS

LONGEST_LINE = 200
MOST_LINES = 40
DIVIDER = "|"
"""Stands between what a person may lack and what closes the gap."""

RULED = rf"^({'|'.join(JURISDICTIONS)}):({'|'.join(Regulation)})$"

Text = Annotated[str, Typed(max_length=2000, many_lines=True)]
"""A few sentences."""

OptionalText = Annotated[Text | None, BeforeValidator(blank_is_none)]


def lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def halves(line: str) -> tuple[str, str | None]:
    """What stands before and after the divider."""
    what, _, closes = line.partition(DIVIDER)
    return what.strip(), closes.strip() or None


class Describing(Form):
    """An alternative career. Lists are typed as one line per entry, the French lines in the English order."""

    title_en: Line = Field(max_length=120)
    title_fr: OptionalLine = Field(default=None, max_length=120)
    leads_to: RowId | None = None
    relation: CareerRelation | None = None
    horizon: Horizon | None = None
    skills_use: SkillsUse | None = None
    regulation: list[Annotated[str, StringConstraints(pattern=RULED)]] = Field(default_factory=list)
    """"CA-NS:regulated", one per jurisdiction of which it is known."""
    upgrading: Upgrading | None = None
    basis: Basis | None = None
    why_en: OptionalText = None
    why_fr: OptionalText = None
    shared_en: OptionalProse = None
    shared_fr: OptionalProse = None
    missing_en: OptionalProse = None
    missing_fr: OptionalProse = None
    stages: list[Moment] = Field(default_factory=list)
    note_en: OptionalText = None
    note_fr: OptionalText = None

    def problems(self) -> Iterator[Problem]:
        for name in ("shared_en", "shared_fr", "missing_en", "missing_fr"):
            typed = lines(getattr(self, name))
            if len(typed) > MOST_LINES:
                yield Problem(name, gettext_noop("Keep it to %(most)d lines."), {"most": MOST_LINES})
            if any(len(line) > LONGEST_LINE for line in typed):
                words = gettext_noop("Keep each line to %(longest)d characters.")
                yield Problem(name, words, {"longest": LONGEST_LINE})
            if name.startswith("missing") and not all(halves(line)[0] for line in typed):
                words = gettext_noop("Say what is missing before the “|”, and what closes it after.")
                yield Problem(name, words)
        for name in ("shared", "missing"):
            english, french = self.typed(name)
            if french and len(french) != len(english):
                words = gettext_noop(
                    "Write one French line for each English line, in the same order: "
                    "English has %(english)d, French has %(french)d."
                )
                yield Problem(f"{name}_fr", words, {"english": len(english), "french": len(french)})

    def typed(self, name: str) -> tuple[list[str], list[str]]:
        return lines(getattr(self, f"{name}_en")), lines(getattr(self, f"{name}_fr"))

    def pairs(self, name: str) -> list[tuple[str, str]]:
        """Each English line with its French one, "" when the list is not translated."""
        english, french = self.typed(name)
        return list(zip(english, french or [""] * len(english), strict=True))

    def columns(self) -> dict[str, Any]:
        """The values of the columns of `Career` that people describe."""
        return {
            "title": language_map(en=self.title_en, fr=self.title_fr),
            "leads_to_id": self.leads_to,
            "relation": self.relation,
            "horizon": self.horizon,
            "skills_use": self.skills_use,
            "regulation": dict(ruled.split(":") for ruled in self.regulation),
            "upgrading": self.upgrading,
            "basis": self.basis,
            "why": language_map(en=self.why_en, fr=self.why_fr),
            "shared": [language_map(en=english, fr=french) for english, french in self.pairs("shared")],
            "missing": [gap(halves(english), halves(french)) for english, french in self.pairs("missing")],
            "stages": [moment.value for moment in Moment if moment in self.stages],
            "note": language_map(en=self.note_en, fr=self.note_fr),
        }


def gap(english: tuple[str, str | None], french: tuple[str, str | None]) -> dict[str, LanguageMap | None]:
    what, closes = (language_map(en=en, fr=fr) for en, fr in zip(english, french, strict=True))
    return {"what": what, "closes": closes or None}


class Proposing(Describing):
    """A new one, for one of the professions that the group serves."""

    profession: RowId


class Declining(Form):
    reason: Line


class Introducing(Form):
    title_en: Line = Field(max_length=120)
    title_fr: OptionalLine = Field(default=None, max_length=120)
    intro_en: OptionalText = None
    intro_fr: OptionalText = None


def typed(career: Career) -> dict[str, Any]:
    """What the form starts with, where a column is not a field: its lists, one line per entry."""
    values: dict[str, Any] = {
        "leads_to": career.leads_to_id,
        "regulation": [f"{where}:{ruled}" for where, ruled in career.regulation.items()],
    }
    for lang in LANGUAGES:
        values[f"shared_{lang}"] = "\n".join(text.get(lang, "") for text in career.shared).strip()
        values[f"missing_{lang}"] = "\n".join(
            f" {DIVIDER} ".join(text[lang] for text in (gap["what"], gap["closes"] or {}) if text.get(lang))
            for gap in career.missing
        ).strip()
    return values
