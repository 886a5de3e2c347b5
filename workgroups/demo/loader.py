"""Loads the demonstration once, by living through its year; loading it again changes nothing.

The public pages are made afterwards, as at each deployment: they say whose data it is when the ledger says it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import col

from workgroups.core import clock, events
from workgroups.core.clock import utc_now
from workgroups.core.db import Database
from workgroups.core.events import Fact, happened
from workgroups.core.languages import pick
from workgroups.core.outbox import Outbox
from workgroups.core.settings import Settings
from workgroups.core.work import Work, reading, writing
from workgroups.demo import (
    actions,
    amendments,
    barriers,
    careers,
    cast,
    closing,
    comments,
    editions,
    forwarding,
    founding,
    guests,
    initiatives,
    interests,
    meetings,
    outcomes,
    papers,
    pathways,
    proposals,
    sign_ins,
)
from workgroups.demo.cast import Cast, content
from workgroups.demo.year import Director, Year
from workgroups.groups.models import GroupState
from workgroups.people.models import Person
from workgroups.publishing import pages

AREAS = (
    meetings,
    barriers,
    pathways,
    proposals,
    amendments,
    forwarding,
    actions,
    careers,
    initiatives,
    outcomes,
    editions,
    comments,
    papers,
    interests,
    guests,
)
"""What a year consists of. Meetings come first, because what is tied to them follows them."""


@dataclass(frozen=True)
class DemonstrationLoaded(Fact): ...


class InUse(Exception):
    """People are here who are not the cast: neither may the cast join them, nor its door let anybody in as them."""


def load(database: Database, settings: Settings, now: datetime) -> None:
    """Load everything, unless it is there already. Raises `InUse` for the database of a real platform."""
    with writing(database, 0, now) as work:
        if happened(work.session, "DemonstrationLoaded"):
            return
        if work.rows(select(col(Person.id)).limit(1)).first():
            raise InUse
        before = events.latest(work.session)
        today = clock.today(now, cast.ZONE)
        made = cast.load(work.session, today)
        told = [act for year in years(made, settings, now) for act in year.acts]
        begun = [*founding.stage(made, today), *sign_ins.stage(made, told, today), *closing.stage(made, today)]
        with pages.holding_back():
            Director(work.session).play([*begun, *told])
        let_go(work, before)
        work.record(DemonstrationLoaded(), about=made.groups["pharmacy"], group_id=events.PLATFORM)


def years(made: Cast, settings: Settings, now: datetime) -> Iterator[Year]:
    """The year of each living group, with its acts."""
    for row in content("groups.toml")["group"]:
        if row["state"] != GroupState.ACTIVE:
            continue
        professions = [made.professions[slug] for slug in row["professions"]]
        year = Year(made, made.groups[row["slug"]], professions, content(f"year/{row['slug']}.toml"), settings, now)
        for area in AREAS:
            area.stage(year)
        yield year


def let_go(work: Work, before: int) -> None:
    """No letter leaves for what lies in the past: everything after this row of the ledger counts as sent."""
    work.session.flush()
    passed = update(Outbox).where(col(Outbox.event_id) > before, col(Outbox.done_at).is_(None))
    work.session.execute(passed.values(done_at=col(Outbox.due_at)).execution_options(synchronize_session=False))


def cast_lines(database: Database) -> list[str]:
    """The cast in words, for the terminal."""
    with reading(database, 0, utc_now()) as work:
        doors = cast.doors(work)
    return [f"{door.name:28} {door.role:24} {pick(door.group, 'en')[0]}" for door in doors]
