"""What every meeting of a group begins with."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from workgroups.core.db import Document, Versioned, enum_type
from workgroups.core.languages import LanguageMap
from workgroups.meetings.agenda.models import LAST, STANDING, STEP, ItemKind, Standing


class StandingItem(Versioned, table=True):
    """One item of a group's template. Every group has each of them from its founding on; one that is off stays."""

    __tablename__ = "standing_item"
    __table_args__ = (UniqueConstraint("group_id", "standing"),)

    group_id: int = Field(foreign_key="work_group.id")
    standing: Standing = Field(sa_type=enum_type(Standing, "standing"))
    position: int
    title: LanguageMap = Field(sa_type=Document)
    kind: ItemKind = Field(sa_type=enum_type(ItemKind, "kind"))
    minutes_long: int
    section: LanguageMap = Field(default_factory=dict, sa_type=Document)
    """The heading that begins with it; empty when none does."""
    is_on: bool = True
    at_end: bool = False
    """What members put on the agenda comes before it."""


def usual(group_id: int) -> list[StandingItem]:
    """The template with which a group starts."""
    return [
        StandingItem(
            group_id=group_id, standing=standing, position=number * STEP, title=title, kind=kind, minutes_long=minutes,
            at_end=standing in LAST,
        )
        for number, (standing, (title, kind, minutes)) in enumerate(STANDING.items(), 1)
    ]  # fmt: skip
