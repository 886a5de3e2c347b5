"""What a group has agreed about how it meets and works."""

from datetime import time, timedelta
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import column_property
from sqlmodel import Field, col

from workgroups.core.db import Versioned, enum_type
from workgroups.groups.models import Group
from workgroups.meetings.models import Adoption

MOST_CORRECTIONS = 92
"""For how many days corrections can be taken at most."""


class Terms(Versioned, table=True):
    """How a group works: one row per group, which shares its number and its address.

    Every group has one from its founding on. Whatever else a group can decide about its meetings becomes a column here.
    """

    KEY: ClassVar[str] = "slug"
    slug: ClassVar[Any]

    id: int = Field(default=None, primary_key=True, foreign_key="work_group.id")
    cadence_months: int = 3
    meets_on: int = 4
    """ISO weekday on which the group prefers to meet; 1 is Monday."""
    meets_at: time = time(13, 30)
    meets_for: int = 120
    """Minutes."""
    place: str = Field(default="", max_length=200)
    video_url: str = Field(default="", max_length=2000)
    dial_in: str = Field(default="", max_length=200)
    """How to join by telephone."""
    items_called: int = 28
    """How many days before a meeting everybody is asked for items."""
    papers_asked: int = 10
    """How many days before a meeting those who present are reminded of their papers."""
    agenda_closes: int = 7
    """How many days before a meeting members can no longer propose items, and the agenda goes out."""
    minutes_due: int = 10
    """How many days after a meeting its minutes are due."""

    corrections_taken: int = 14
    """For how many days circulated minutes take corrections, when nobody chooses another day."""
    adoption: Adoption = Field(default=Adoption.BY_CHAIRS, sa_type=enum_type(Adoption, "adoption"))
    quorum_seats: int = 0
    """How many seats have to come; 0 when the group asks for no number."""
    quorum_per_type: int = 0
    """How many seats of each stakeholder type that sits at the table have to come."""

    @property
    def group_id(self) -> int:
        return self.id

    @property
    def notice(self) -> timedelta:
        """How long before a meeting its preparation begins; nothing sooner is suggested."""
        return timedelta(days=self.items_called)


Terms.slug = column_property(
    select(col(Group.slug)).where(col(Group.id) == col(Terms.id)).correlate_except(Group).scalar_subquery()
)
