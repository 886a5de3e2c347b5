"""Headings of an agenda."""

from sqlmodel import Field

from workgroups.core.db import Document, Versioned
from workgroups.core.languages import LanguageMap


class Section(Versioned, table=True):
    """A heading on an agenda, in one order with its items: what follows it, up to the next, belongs to it."""

    group_id: int = Field(foreign_key="work_group.id")
    meeting_id: int = Field(foreign_key="meeting.id", index=True)
    position: int
    title: LanguageMap = Field(sa_type=Document)

    @property
    def mark(self) -> str:
        """What it is called among the headings and items of an agenda."""
        return f"s{self.id}"
