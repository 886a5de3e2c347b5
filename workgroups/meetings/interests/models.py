"""Declared interests: what might sway a seat, for a year or at one agenda item."""

from datetime import datetime

from sqlmodel import Field

from workgroups.core.db import Row, UtcDateTime


class Interest(Row, table=True):
    """One declaration. It is never changed: what no longer holds is taken back, and declared anew when it has to be."""

    group_id: int = Field(foreign_key="work_group.id", index=True)
    seat_id: int = Field(foreign_key="seat.id", index=True)
    year: int
    item_id: int | None = Field(default=None, foreign_key="agenda_item.id", index=True)
    """The item at which it was declared; none for the whole year."""
    text: str
    person_id: int = Field(foreign_key="person.id")
    """Who declared it, or wrote it down for the seat."""
    at: datetime = Field(sa_type=UtcDateTime)
    taken_back_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    taken_back_by_id: int | None = Field(default=None, foreign_key="person.id")
