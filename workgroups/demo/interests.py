"""What the seats have declared: for the year, and at single items."""

from functools import partial

from workgroups.core.forms import Nothing
from workgroups.core.work import Work
from workgroups.demo.year import Told, Year
from workgroups.meetings.interests import commands
from workgroups.meetings.interests.forms import Declaring
from workgroups.meetings.interests.models import Interest


def stage(year: Year) -> None:
    """Put every declaration of the year into the acts, and that it was taken back."""
    for order, row in enumerate(year.told.get("interest", ())):
        key = f"interest:{order}"
        declaring = partial(declare, year, row)
        year.make(year.at(row["day"], 14, order), row["seat"], key, declaring, row.get("language", "en"))
        if "taken_back_day" in row:
            year.act(year.at(row["taken_back_day"], 14, order), row["seat"], partial(take_back, year, key))


def declare(year: Year, row: Told, work: Work) -> Interest:
    declaring = Declaring(seat=year.seat(row["seat"]).id, text=row["text"])
    if "item" in row:
        return commands.declare_at(work, year.made[f"item:{row['item']}"].id, declaring)
    return commands.declare(work, year.group.slug, declaring)


def take_back(year: Year, key: str, work: Work) -> None:
    commands.take_back(work, year.made[key].id, Nothing())
