"""Corrections of circulated minutes: comments on an item that get an answer."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from workgroups.core.db import UtcDateTime, Versioned, enum_type


class CorrectionState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Correction(Versioned, table=True):
    """One comment that says what is wrong in the minutes of an item, and what became of it."""

    group_id: int = Field(foreign_key="work_group.id", index=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    item_id: int = Field(foreign_key="agenda_item.id", index=True)
    comment_id: int = Field(foreign_key="comment.id", unique=True)
    circulation: int
    """Of which circulation of the minutes it speaks."""
    state: CorrectionState = Field(default=CorrectionState.OPEN, sa_type=enum_type(CorrectionState, "state"))
    answer: str = ""
    answered_by_id: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
