"""Loads the demonstration once; loading it again changes nothing."""

from dataclasses import dataclass
from datetime import datetime

from workgroups.core.db import Database
from workgroups.core.events import Fact, happened
from workgroups.core.languages import pick
from workgroups.core.work import reading, writing
from workgroups.demo import cast


@dataclass(frozen=True)
class DemonstrationLoaded(Fact): ...


def load(database: Database, now: datetime) -> None:
    """Load everything, unless it is there already."""
    with writing(database, 0, now) as work:
        if happened(work.session, "DemonstrationLoaded"):
            return
        made = cast.load(work.session, now)
        work.record(DemonstrationLoaded(), about=made.groups["pharmacy"], group_id=0)


def cast_lines(database: Database) -> list[str]:
    """The cast in words, for the terminal."""
    with reading(database, 0, datetime.min) as work:
        doors = cast.doors(work)
    return [f"{door.name:28} {door.role:24} {pick(door.group, 'en')[0]}" for door in doors]
