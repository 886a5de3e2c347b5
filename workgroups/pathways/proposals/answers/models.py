"""What the responsible body answers, and what of an adoption did not fit the working draft."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field

from workgroups.core.db import Document, Row, UtcDateTime, enum_type


class EntryKind(StrEnum):
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    UNDER_STUDY = "under_study"
    ADOPTED = "adopted"
    ADOPTED_IN_PART = "adopted_in_part"
    DECLINED = "declined"
    NO_REPLY = "no_reply"


ADOPTIONS = (EntryKind.ADOPTED, EntryKind.ADOPTED_IN_PART)
"""They need an effective date, a document, and a second person who confirms them."""
ENDS = (*ADOPTIONS, EntryKind.DECLINED)
"""After these the body owes nothing more."""


class BodyEntry(Row, table=True):
    """One dated entry of what a responsible body answered."""

    __tablename__ = "body_entry"

    proposal_id: int = Field(foreign_key="proposal.id", index=True)
    group_id: int = Field(foreign_key="work_group.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    kind: EntryKind = Field(sa_type=enum_type(EntryKind, "kind"))
    on_day: date
    note: str = ""
    promised_on: date | None = None
    """When a body that studies it will answer."""
    effective_on: date | None = None
    document_title: str = Field(default="", max_length=200)
    document_url: str = Field(default="", max_length=2000)
    document_text: str = ""
    operations: list[int] | None = Field(default=None, sa_type=Document)
    """Which operations were adopted, by their place; None means all."""
    recorded_by_id: int = Field(foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_by_id: int | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Taken back, because it was wrong; a confirmed adoption stands."""
    withdrawn_by_id: int | None = Field(default=None, foreign_key="person.id")
    withdrawn_reason: str = ""


class Conflict(Row, table=True):
    """A part of an adopted operation that did not fit the working draft; somebody resolves it by hand."""

    __tablename__ = "adoption_conflict"

    proposal_id: int = Field(foreign_key="proposal.id", index=True)
    group_id: int = Field(foreign_key="work_group.id", index=True)
    pathway_id: int = Field(foreign_key="pathway.id")
    code: str = Field(max_length=20)
    step_key: str | None = Field(default=None, max_length=60)
    field: str = Field(max_length=200)
    operation: dict[str, Any] = Field(sa_type=Document)
    expected: Any = Field(default=None, sa_type=Document, nullable=True)
    found: Any = Field(default=None, sa_type=Document, nullable=True)
    wanted: Any = Field(default=None, sa_type=Document, nullable=True)
    effective_on: date
    taken: bool | None = None
    """Whether the proposed value was taken; None until somebody has resolved it."""
    resolved_by_id: int | None = Field(default=None, foreign_key="person.id")
    resolved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def step(self) -> str | None:
        return self.step_key
