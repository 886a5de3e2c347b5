"""The outcomes of a group: those that the published reports tell of, and those of the demonstration's own year."""

from functools import partial
from typing import Any

from workgroups.core.languages import LANGUAGES
from workgroups.core.work import Work
from workgroups.demo.cast import content
from workgroups.demo.year import SECRETARY, Told, Year
from workgroups.links.commands import link
from workgroups.links.models import Relation
from workgroups.outcomes import commands, queries
from workgroups.outcomes.forms import Describing, Recording
from workgroups.outcomes.models import Outcome


def stage(year: Year) -> None:
    """Put every outcome into the acts; those of the reports are recorded the day before they are submitted."""
    submitted = {row["output"]: row["submitted"]["day"] for row in year.told["edition"]}
    professions = [profession.slug for profession in year.professions]
    for order, row in enumerate(content("outcomes.toml")["outcome"]):
        key = f"outcome:{row['key']}"
        if row["profession"] in professions and row["published"]:
            year.make(year.at(submitted[key] - 1, 11, order), SECRETARY, key, partial(record, year, row))
    for order, row in enumerate(year.told["outcome"]):
        key = f"outcome:{row['key']}"
        year.tie(key, Relation.CONCERNS, row["links"])
        year.make(year.at(row["day"], 11, order), SECRETARY, key, partial(record, year, row))
        if "counted_day" in row:
            year.act(year.at(row["counted_day"], 11, order), SECRETARY, partial(take_in, year, row))


def record(year: Year, row: Told, work: Work) -> Outcome:
    """Record an outcome, of the first proposal or barrier that it is linked with when there is one."""
    recording = Recording(
        profession=year.cast.professions[row["profession"]].id if "profession" in row else year.professions[0].id,
        **described(year, row),
    )
    proposals, barriers = (
        [key for key in row.get("links", ()) if key.startswith(kind)] for kind in ("proposal:", "barrier:")
    )
    if proposals:
        outcome = commands.record_of_proposal(work, year.made[proposals[0]].id, recording)
        for barrier in barriers:
            link(work, outcome, Relation.ANSWERS, year.made[barrier])
        return outcome
    if barriers:
        return commands.record_of_barrier(work, year.made[barriers[0]].id, recording)
    return commands.record(work, year.group.slug, recording)


def take_in(year: Year, row: Told, work: Work) -> None:
    """What was counted since the change holds goes into its outcome."""
    outcome = year.made[f"outcome:{row['key']}"]
    marks = [figure.mark for figure in queries.counted(work, outcome)]
    commands.describe(work, outcome.id, Describing(**described(year, row), counted=marks))


def described(year: Year, row: Told) -> dict[str, Any]:
    """What a row of a file says of an outcome, as the form wants it."""
    return {
        "kind": row["kind"],
        **{f"{name}_{lang}": row.get(name, {}).get(lang) for name in ("what", "why", "reported") for lang in LANGUAGES},
        f"evidence_{row.get('language', 'en')}": row.get("evidence"),
        "on_day": year.day(row["day"]) if "day" in row else None,
        "reached": row.get("reached"),
    }
