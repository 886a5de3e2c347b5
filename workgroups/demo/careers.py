"""The lists of alternative careers, written down before their first edition."""

from functools import partial
from typing import Any

from workgroups.careers import commands
from workgroups.careers.forms import DIVIDER, Introducing, Proposing
from workgroups.careers.models import CareerList
from workgroups.core.languages import LANGUAGES
from workgroups.core.work import Work
from workgroups.demo.cast import content
from workgroups.demo.year import SECRETARY, Told, Year

KEY = "careers"
BEFORE = 19
"""How many days before it is submitted a list is written."""


def stage(year: Year) -> None:
    """Put the list of the group's first profession into the acts."""
    profession = year.professions[0]
    told = next(row for row in content("careers.toml")["list"] if row["profession"] == profession.slug)
    edition = next(row for row in year.told["edition"] if row["output"] == KEY)
    day = edition["submitted"]["day"] - BEFORE
    for order, row in enumerate(told["career"]):
        year.act(year.at(day, 14, order), SECRETARY, partial(add, year, row))
    year.make(year.at(day, 16), SECRETARY, KEY, partial(introduce, year, told))


def add(year: Year, row: Told, work: Work) -> None:
    commands.add(work, year.group.slug, Proposing(profession=year.professions[0].id, **typed(year, row)))


def typed(year: Year, row: Told) -> dict[str, Any]:
    """A career as its form is filled in: lists are lines, in both languages."""
    values = {
        name: row[name] for name in ("relation", "horizon", "skills_use", "upgrading", "basis", "stages") if name in row
    }
    values["leads_to"] = year.cast.professions[row["leads_to"]].id if "leads_to" in row else None
    values["regulation"] = [f"{where}:{ruled}" for where, ruled in row.get("regulation", {}).items()]
    for lang in LANGUAGES:
        for name in ("title", "why", "note"):
            values[f"{name}_{lang}"] = row.get(name, {}).get(lang)
        values[f"shared_{lang}"] = "\n".join(text[lang] for text in row["shared"])
        gaps = ([gap["what"][lang], *([gap["closes"][lang]] if "closes" in gap else [])] for gap in row["missing"])
        values[f"missing_{lang}"] = "\n".join(f" {DIVIDER} ".join(gap) for gap in gaps)
    return values


def introduce(year: Year, told: Told, work: Work) -> CareerList:
    kept = commands.keep_list(work, year.group, year.professions[0].id)
    words = {f"{name}_{lang}": told[name][lang] for name in ("title", "intro") for lang in LANGUAGES}
    return commands.introduce(work, kept.id, Introducing(**words))
