"""What was said under each item, and who approved it."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from workgroups.core.db import Document, Row, UtcDateTime, Versioned


class Minutes(Versioned, table=True):
    """The minutes of one agenda item, whose number it shares.

    They have a row of their own so that moving an item never conflicts with somebody who writes.
    """

    id: int = Field(primary_key=True, foreign_key="agenda_item.id")
    group_id: int = Field(foreign_key="work_group.id", index=True)
    text: str = ""
    """Markdown."""
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class MinutesVersion(Row, table=True):
    """What the minutes of an item said after somebody had saved them.

    In session the quick saves of one writer are one version: `begun_at` is the first of them, `at` the last.
    """

    __tablename__ = "minutes_version"

    group_id: int = Field(foreign_key="work_group.id", index=True)
    item_id: int = Field(foreign_key="agenda_item.id", index=True)
    text: str
    by_id: int | None = Field(default=None, foreign_key="person.id")
    begun_at: datetime = Field(sa_type=UtcDateTime)
    at: datetime = Field(sa_type=UtcDateTime)
    restored_id: int | None = Field(default=None, foreign_key="minutes_version.id")
    """The older version that was brought back."""


class Circulation(Row, table=True):
    """What was sent round: everything that co-chairs approve, as it was."""

    __tablename__ = "minutes_circulation"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    group_id: int = Field(foreign_key="work_group.id", index=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    number: int
    digest: str = Field(max_length=64)
    document: dict[str, Any] = Field(sa_type=Document)
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


class MinutesApproval(Row, table=True):
    """One co-chair seat approves one circulated text."""

    __tablename__ = "minutes_approval"
    __table_args__ = (UniqueConstraint("meeting_id", "circulation", "seat_id", "person_id"),)

    group_id: int = Field(foreign_key="work_group.id", index=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    circulation: int
    digest: str = Field(max_length=64)
    seat_id: int = Field(foreign_key="seat.id")
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
    lapsed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the minutes were adopted without it, because whoever gave it had no voice any more."""
