"""Guests: somebody without an account, to whom a link shows one agenda item and its papers."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from workgroups.core.db import Row, UtcDateTime, enum_type
from workgroups.people.models import Language


class Guest(Row, table=True):
    """Somebody who was asked to come for one item at one meeting. Inviting the same address again changes the row."""

    __table_args__ = (UniqueConstraint("item_id", "email"),)

    group_id: int = Field(foreign_key="work_group.id", index=True)
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    """The meeting for which she was invited: on another agenda the item is not shown to her."""
    item_id: int = Field(foreign_key="agenda_item.id")
    name: str = Field(max_length=120)
    email: str = Field(max_length=254)
    language: Language = Field(sa_type=enum_type(Language, "language"))
    token_hash: str | None = Field(default=None, max_length=64, unique=True)
    """Of the link in the latest letter; none until the letter is written."""
    person_id: int = Field(foreign_key="person.id")
    """Who invited her."""
    at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
