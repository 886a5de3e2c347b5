"""Amendments: changes to what a proposal changes, which the seats that propose it accept or reject."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from workgroups.core.db import Document, UtcDateTime, Versioned, enum_type
from workgroups.core.languages import LanguageMap, gettext_noop


class AmendmentState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


WORDS = {
    AmendmentState.DRAFT: gettext_noop("draft amendment"),
    AmendmentState.OPEN: gettext_noop("waits for an answer"),
    AmendmentState.ACCEPTED: gettext_noop("amendment accepted"),
    AmendmentState.REJECTED: gettext_noop("amendment rejected"),
    AmendmentState.WITHDRAWN: gettext_noop("amendment withdrawn"),
    AmendmentState.LAPSED: gettext_noop("lapsed with its proposal"),
}


class Amendment(Versioned, table=True):
    """A change to what a proposal changes: operations on the pathway as the proposal would have it, and the reason."""

    __table_args__ = (UniqueConstraint("proposal_id", "number"),)

    proposal_id: int = Field(foreign_key="proposal.id")
    group_id: int = Field(foreign_key="work_group.id", index=True)
    number: int
    """Counted per proposal."""
    seat_id: int | None = Field(default=None, foreign_key="seat.id", index=True)
    author_id: int = Field(foreign_key="person.id")
    reason: str
    state: AmendmentState = Field(default=AmendmentState.DRAFT, sa_type=enum_type(AmendmentState, "state"))
    operations: list[dict[str, Any]] = Field(default_factory=list, sa_type=Document)
    document: dict[str, Any] = Field(sa_type=Document)
    """What the operations were made against: the pathway as the proposal would have it then."""
    told: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    """What it changes, by language, as `renditions.rendition` tells it."""
    summary: LanguageMap = Field(default_factory=dict, sa_type=Document)
    """The first sentence of that."""
    digest: str = Field(default="", max_length=64)
    """Of the operations and the reason: an answer names the one it is about."""
    drafted_at: datetime = Field(sa_type=UtcDateTime)
    opened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it was accepted, rejected or withdrawn, or lapsed."""
    answer: str = ""
    """What the seats that propose said of it."""
    answered_by_id: int | None = Field(default=None, foreign_key="person.id")
