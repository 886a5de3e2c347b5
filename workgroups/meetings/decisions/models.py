"""What the group resolved."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from workgroups.core.db import UtcDateTime, Versioned


class Decision(Versioned, table=True):
    """A decision in words, numbered per group and year."""

    __table_args__ = (UniqueConstraint("group_id", "year", "serial"),)

    group_id: int = Field(foreign_key="work_group.id")
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    item_id: int = Field(foreign_key="agenda_item.id", index=True)
    year: int
    serial: int
    number: str = Field(max_length=30, index=True)
    """"PHARM-2026-07": the group's prefix, the year of the meeting, the serial number."""
    text: str
    at: datetime = Field(sa_type=UtcDateTime)
    by_id: int | None = Field(default=None, foreign_key="person.id")
