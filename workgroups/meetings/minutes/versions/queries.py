from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import col

from workgroups.core import differences
from workgroups.core.work import Work
from workgroups.meetings.minutes.models import Minutes, MinutesVersion
from workgroups.people.models import Person


class VersionRow(NamedTuple):
    """What the minutes of an item said after somebody had saved them; versions are numbered from the first one."""

    number: int
    id: int
    text: str
    by: str | None
    begun_at: datetime
    at: datetime
    restored_id: int | None


VERSIONS = (
    select(  # type: ignore[call-overload]
        MinutesVersion.id,
        MinutesVersion.text,
        Person.name,
        MinutesVersion.begun_at,
        MinutesVersion.at,
        MinutesVersion.restored_id,
    )
    .outerjoin(Person, col(Person.id) == col(MinutesVersion.by_id))
    .where(col(MinutesVersion.item_id) == bindparam("item_id"))
    .order_by(col(MinutesVersion.id))
)


def versions(work: Work, minutes: Minutes) -> list[VersionRow]:
    """The versions of the minutes of an item, latest first."""
    found = work.rows(VERSIONS, item_id=minutes.id)
    return [VersionRow(number, *row) for number, row in enumerate(found, 1)][::-1]


class Compared(NamedTuple):
    """Two versions beside each other, the older one first, with the words that differ."""

    old: VersionRow
    new: VersionRow

    @property
    def segments(self) -> list[differences.Segment]:
        return differences.words(self.old.text, self.new.text)


def compared(versions: Sequence[VersionRow], asked: tuple[str | None, str | None]) -> Compared | None:
    """The two versions whose numbers were asked for; the latest two when they are no two versions."""
    both = differences.two({str(version.number): version for version in versions}, asked)
    return Compared(*both) if both else None
