"""The outcomes of a group: those that the published reports tell of, and those of the demonstration's own year."""

from functools import partial

from workgroups.core.languages import LANGUAGES
from workgroups.core.work import Work
from workgroups.demo.cast import content
from workgroups.demo.year import SECRETARY, Told, Year
from workgroups.links.models import Relation
from workgroups.outcomes import commands
from workgroups.outcomes.forms import Recording
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


def record(year: Year, row: Told, work: Work) -> Outcome:
    """Record an outcome, of the first barrier that it is linked with when there is one."""
    language = row.get("language", "en")
    recording = Recording(
        profession=year.cast.professions[row["profession"]].id if "profession" in row else year.professions[0].id,
        kind=row["kind"],
        **{f"{name}_{lang}": row.get(name, {}).get(lang) for name in ("what", "why", "reported") for lang in LANGUAGES},
        **{f"evidence_{language}": row.get("evidence")},
        on_day=year.day(row["day"]) if "day" in row else None,
        reached=row.get("reached"),
    )
    barriers = [key for key in row.get("links", ()) if key.startswith("barrier:")]
    if barriers:
        return commands.record_of_barrier(work, year.made[barriers[0]].id, recording)
    return commands.record(work, year.group.slug, recording)
