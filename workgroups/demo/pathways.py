"""The pathways of a group: the first as it was before its first edition, with what bodies say of its steps; others."""

from functools import partial
from typing import Any

from workgroups.core.work import Work
from workgroups.demo.cast import content
from workgroups.demo.year import PROFESSION, SECRETARY, Told, Year
from workgroups.pathways import commands, queries
from workgroups.pathways.document import Option, Pathway, Step
from workgroups.pathways.forms import Titling
from workgroups.pathways.models import Pathway as Draft
from workgroups.pathways.steps import commands as steps
from workgroups.pathways.steps.forms import Confirming, Counting

KEY = "pathway"
BEFORE = 2
"""How many days before its first use the working draft is there."""


def stage(year: Year) -> None:
    """Put the group's pathways and the confirmations of the steps of the first into the acts."""
    profession = year.professions[0].slug
    told, *others = (row for row in content("pathways.toml")["pathway"] if row["profession"] == profession)
    figures = year.told.get("figure", [])
    uses = [row["day"] for row in (*year.told["proposal"], *year.told["confirmation"], *figures)]
    uses += [row["submitted"]["day"] for row in year.told["edition"] if row["output"] == KEY]
    year.make(year.at(min(uses) - BEFORE, 11), SECRETARY, KEY, partial(begin, year, told | told.get("first", {})))
    if "first" in told:
        year.act(year.at(min(uses) - BEFORE + 1, 11), PROFESSION, partial(put_right, year, told))
    for row in others:
        year.make(year.at(row["begun"], 11), SECRETARY, f"{KEY}:{row['key']}", partial(begin, year, row))
    for order, row in enumerate(year.told["confirmation"]):
        year.act(year.at(row["day"], 16, order), row["by"], partial(confirm, year, row))
    for order, row in enumerate(figures):
        year.act(year.at(row["day"], 17, order), SECRETARY, partial(count, year, row))


def begin(year: Year, told: Told, work: Work) -> Draft:
    return commands.draft(work, year.group, year.professions[0].id, document(year, told), told["jurisdiction"])


def put_right(year: Year, told: Told, work: Work) -> None:
    """Say in title and summary what the pathway says from then on."""
    texts = {
        f"{name}_{language}": text
        for name in ("title", "summary", "destination")
        for language, text in told[name].items()
    }
    commands.describe(work, year.made[KEY].id, Titling(**texts))


def confirm(year: Year, row: Told, work: Work) -> None:
    step = queries.draft(work, year.made[KEY].id).ids[row["step"]]
    steps.confirm(work, step, Confirming(state=row["kind"], note=row["note"]))


def count(year: Year, row: Told, work: Work) -> None:
    step = queries.draft(work, year.made[KEY].id).ids[row["step"]]
    source = {f"source_{language}": text for language, text in row["source"].items()}
    steps.count(work, step, Counting(kind=row["kind"], on=year.day(row["on"]), value=row["value"], **source))


def document(year: Year, told: Told) -> Pathway:
    """A pathway of the file as a document."""
    return Pathway(
        title=told["title"],
        summary=told["summary"],
        destination=told["destination"],
        stages=told["stage"],
        steps=tuple(step(year, row) for row in told["step"]),
    )


def step(year: Year, told: Told) -> Step:
    values = fields(year, {name: value for name, value in told.items() if name != "option"})
    return Step(**values, options=tuple(option(year, row) for row in told.get("option", ())))


def option(year: Year, told: Told) -> Option:
    return Option(**fields(year, told))


def fields(year: Year, told: Told) -> dict[str, Any]:
    """Fields of a step or option, named and measured as documents have them."""
    found = dict(told)
    if "cost" in found:
        cost = found["cost"]
        found["cost"] = {"currency": cost["currency"]} | {f"{end}_cents": cost[end] * 100 for end in ("min", "max")}
        if "until" in cost:
            found["cost"]["valid_until"] = year.day(cost["until"])
    if "documents_needed" in found:
        found["documents"] = found.pop("documents_needed")
    if "body" in found:
        found["body"] = year.cast.organisations[found["body"]].id
    if "source" in found:
        found["source"] = found["source"] | {"checked": year.day(found["source"]["checked"])}
    if "valid_from" in found:
        found["valid_from"] = year.day(found["valid_from"])
    if "facts" in found:
        found["facts"] = [fact | {"on": year.day(fact["on"])} for fact in found["facts"]]
    return found
