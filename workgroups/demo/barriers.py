"""The barriers of a year, from the report to what became of them."""

from functools import partial

from workgroups.core.forms import Nothing
from workgroups.core.work import Work
from workgroups.demo.year import Told, Year
from workgroups.pathways.barriers import commands
from workgroups.pathways.barriers.forms import Closing, Reasoning, Reporting
from workgroups.pathways.barriers.models import Barrier
from workgroups.pathways.barriers.reports import commands as reports
from workgroups.pathways.barriers.reports import queries
from workgroups.pathways.barriers.reports.forms import Telling


def stage(year: Year) -> None:
    """Put every barrier of the year into the acts."""
    for order, row in enumerate(year.told["barrier"]):
        key = f"barrier:{row['key']}"
        at = year.at(row["day"], 8, order)
        if "reported_by" in row:
            year.make(at, row["reported_by"], key, partial(report, year, row), row.get("language", "en"))
        else:
            year.pass_by(at, partial(tell, year, row, key))
        for change in row["history"]:
            year.act(year.at(change["day"], 9, order), change["by"], partial(bring, year, key, change))


def report(year: Year, row: Told, work: Work) -> Barrier:
    reporting = Reporting(
        **{name: row[name] for name in ("title", "text", "affects", "evidence")},
        name_withheld=row.get("name_withheld", False),
    )
    return commands.report(work, year.group.slug, reporting)


def tell(year: Year, row: Told, key: str, work: Work) -> None:
    """Somebody who reads the public pages says what is in the way."""
    telling = Telling(title=row["title"], text=row["text"])
    secret = reports.tell.do(work, telling, slug=year.professions[0].slug, province="ns")
    year.put(work, key, queries.course(work, secret).barrier)


def bring(year: Year, key: str, change: Told, work: Work) -> None:
    """Bring a barrier into the state that the file tells of."""
    barrier: Barrier = year.made[key]
    match change["to"]:
        case "confirmed":
            commands.confirm(work, barrier.id, Nothing())
        case "in_work":
            commands.take_up(work, barrier.id, Nothing())
        case "not_a_barrier":
            commands.reject(work, barrier.id, Reasoning(reason=change["reason"]))
        case state:
            commands.close(work, barrier.id, Closing(state=state, reason=change["reason"]))
