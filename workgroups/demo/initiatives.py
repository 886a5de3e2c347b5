"""The initiatives of a year, from the idea to how far each has come."""

from functools import partial

from workgroups.core.languages import LANGUAGES
from workgroups.core.work import Work
from workgroups.demo.year import Told, Year
from workgroups.links.models import Relation
from workgroups.outcomes.initiatives import commands
from workgroups.outcomes.initiatives.forms import Moving, Proposing
from workgroups.outcomes.initiatives.models import Initiative


def stage(year: Year) -> None:
    """Put every initiative of the year into the acts."""
    for order, row in enumerate(year.told["initiative"]):
        key = f"initiative:{row['key']}"
        year.tie(key, Relation.CONCERNS, row["links"])
        year.make(year.at(row["day"], 10, order), row["by"], key, partial(propose, year, row))
        for change in row["history"]:
            year.act(year.at(change["day"], 10, order), change["by"], partial(bring, year, key, change))


def propose(year: Year, row: Told, work: Work) -> Initiative:
    title = {f"title_{lang}": row["title"].get(lang) for lang in LANGUAGES}
    said = {name: row.get(name) for name in ("kind", "text", "partners", "funding", "url")}
    return commands.propose(work, year.group.slug, Proposing(**title, **said, state=row.get("begins", "idea")))


def bring(year: Year, key: str, change: Told, work: Work) -> None:
    """Bring an initiative into the state that the file tells of."""
    commands.move(work, year.made[key].id, Moving(state=change["to"], reason=change.get("reason")))
