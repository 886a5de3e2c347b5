"""What members wrote about the things of the year."""

from functools import partial

from workgroups.core.work import Work
from workgroups.demo.year import Told, Year
from workgroups.links.commands import commenting_on
from workgroups.links.forms import Commenting
from workgroups.links.kinds import KINDS


def stage(year: Year) -> None:
    """Put every comment of the year into the acts."""
    for order, row in enumerate(year.told["comment"]):
        act = partial(comment, year, row)
        year.act(year.at(row["day"], 20, order), row["by"], act, row.get("language", "en"))


def comment(year: Year, row: Told, work: Work) -> None:
    about = year.made[row["on"]]
    commenting_on(KINDS[type(about).__name__])(work, about.id, Commenting(text=row["text"]))
