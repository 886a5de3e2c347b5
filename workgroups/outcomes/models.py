"""Outcomes: what really changed, when, for whom, and how one knows."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlmodel import Field

from workgroups.core.db import Document, Versioned, enum_type
from workgroups.core.languages import LanguageMap


class OutcomeKind(StrEnum):
    BARRIER_REMOVED = "barrier_removed"
    REQUIREMENT_CHANGED = "requirement_changed"
    PATHWAY_CREATED = "pathway_created"
    PROGRAMME_LAUNCHED = "programme_launched"
    RECOGNITION_GRANTED = "recognition_granted"
    ACCESS_OPENED = "access_opened"


class Outcome(Versioned, table=True):
    """Something that really changed. It is dated by a day, or in words where only a report tells of it."""

    group_id: int = Field(foreign_key="work_group.id", index=True)
    profession_id: int = Field(foreign_key="profession.id")
    seat_id: int | None = Field(default=None, foreign_key="seat.id")
    """The seat that recorded it; None when somebody without a seat did."""
    kind: OutcomeKind = Field(sa_type=enum_type(OutcomeKind, "kind"))
    what: LanguageMap = Field(sa_type=Document)
    why: LanguageMap = Field(default_factory=dict, sa_type=Document)
    on_day: date | None = None
    reported: LanguageMap = Field(default_factory=dict, sa_type=Document)
    """Such as "reported about 2013", when no day is known."""
    evidence: LanguageMap = Field(default_factory=dict, sa_type=Document)
    """How one knows, in Markdown."""
    reached: int | None = None
    """How many people it has reached, where that is known."""
    figures: list[dict[str, Any]] = Field(default_factory=list, sa_type=Document)
    """What was counted before and after, as `figures.Figure.data` gives it; it stays until somebody chooses again."""
