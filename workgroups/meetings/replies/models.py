"""Who comes to a meeting: one answer per seat, which may change until the meeting is over."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from workgroups.core.db import Row, UtcDateTime, enum_type


class Answer(StrEnum):
    """Who of a seat comes: whoever holds it, its alternate in her place, perhaps somebody, nobody."""

    ACCEPTED = "accepted"
    ALTERNATE = "alternate"
    TENTATIVE = "tentative"
    DECLINED = "declined"


class Reply(Row, table=True):
    """What a seat last answered, who said so, and for which date: after a move it is asked again."""

    __table_args__ = (UniqueConstraint("meeting_id", "seat_id"),)

    group_id: int = Field(foreign_key="work_group.id", index=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    seat_id: int = Field(foreign_key="seat.id", index=True)
    answer: Answer = Field(sa_type=enum_type(Answer, "answer"))
    alternate_id: int | None = Field(default=None, foreign_key="person.id")
    """Who comes in the place of whoever holds the seat."""
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
    starts_at: datetime = Field(sa_type=UtcDateTime)
    """When the meeting was to begin as the answer was given."""
