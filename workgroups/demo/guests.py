"""Who was invited for one item. The letters are not sent, so inviting somebody again is the way to a link."""

from functools import partial

from workgroups.core.forms import Nothing
from workgroups.core.work import Work
from workgroups.demo.year import SECRETARY, Told, Year
from workgroups.meetings.guests import commands
from workgroups.meetings.guests.forms import Inviting
from workgroups.meetings.guests.models import Guest


def stage(year: Year) -> None:
    """Put every invitation of the year into the acts, and where an access was ended."""
    for order, row in enumerate(year.told.get("guest", ())):
        key = f"guest:{order}"
        year.make(year.at(row["day"], 11, order), SECRETARY, key, partial(invite, year, row))
        if "ended_day" in row:
            year.act(year.at(row["ended_day"], 11, order), SECRETARY, partial(end, year, key))


def invite(year: Year, row: Told, work: Work) -> Guest:
    inviting = Inviting(name=row["name"], email=row["email"], language=row["language"])
    return commands.invite(work, year.made[f"item:{row['item']}"].id, inviting)


def end(year: Year, key: str, work: Work) -> None:
    commands.end(work, year.made[key].id, Nothing())
