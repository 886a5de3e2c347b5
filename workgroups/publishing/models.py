"""Outputs, their submissions and approvals, and the editions that the public reads."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from workgroups.core.db import Document, Row, UtcDateTime, enum_type
from workgroups.core.languages import LanguageMap


class Output(Row, table=True):
    """Something a group can publish: which row of which kind. The row stays with its own feature."""

    __table_args__ = (UniqueConstraint("kind", "subject_id"),)

    group_id: int = Field(foreign_key="work_group.id", index=True)
    kind: str = Field(max_length=40)
    subject_id: int
    title: LanguageMap = Field(sa_type=Document)
    """As last submitted."""


class Significance(StrEnum):
    MINOR = "minor"
    MAJOR = "major"


class SubmissionState(StrEnum):
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REPLACED = "replaced"
    PUBLISHED = "published"


OPEN = text("state = 'submitted'")


class Submission(Row, table=True):
    """A frozen snapshot that waits for the two chairs. What is approved is its digest; it never changes."""

    __table_args__ = (
        UniqueConstraint("output_id", "number"),
        Index("uq_submission_open", "output_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )

    output_id: int = Field(foreign_key="output.id", index=True)
    group_id: int = Field(foreign_key="work_group.id", index=True)
    number: int
    title: LanguageMap = Field(sa_type=Document)
    snapshot: dict[str, Any] = Field(sa_type=Document)
    digest: str = Field(max_length=64)
    state: SubmissionState = Field(default=SubmissionState.SUBMITTED, sa_type=enum_type(SubmissionState, "state"))
    significance: Significance = Field(sa_type=enum_type(Significance, "significance"))
    person_id: int = Field(foreign_key="person.id")
    seat_id: int | None = Field(default=None, foreign_key="seat.id")
    at: datetime = Field(sa_type=UtcDateTime)
    findings: list[dict[str, Any]] = Field(default_factory=list, sa_type=Document)
    """What the wording check said when it was submitted."""
    uncovered: list[str] = Field(default_factory=list, sa_type=Document)
    """Places that differ from the edition before without an adopted proposal that says so."""
    blocked: bool = False
    """A finding of the wording check has to be overridden first."""
    overridden_by_id: int | None = Field(default=None, foreign_key="person.id")
    override_reason: str = ""
    overridden_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    return_reason: str = ""
    closed_by_id: int | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def is_open(self) -> bool:
        return self.state is SubmissionState.SUBMITTED

    @property
    def is_held_up(self) -> bool:
        """Does the wording check stand in the way?"""
        return self.blocked and self.overridden_at is None


class Approval(Row, table=True):
    """One chair's approval of one digest. It stays on record when it becomes void."""

    __table_args__ = (UniqueConstraint("submission_id", "seat_id", "person_id"),)

    submission_id: int = Field(foreign_key="submission.id", index=True)
    group_id: int = Field(foreign_key="work_group.id", index=True)
    digest: str = Field(max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True)
    seat_id: int = Field(foreign_key="seat.id")
    as_deputy: bool = False
    at: datetime = Field(sa_type=UtcDateTime)
    voided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class EditionState(StrEnum):
    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


CURRENT = text("state = 'current'")


class Edition(Row, table=True):
    """One published version of an output: never changed, only superseded, marked or withdrawn."""

    __table_args__ = (
        UniqueConstraint("output_id", "number"),
        Index("uq_edition_current", "output_id", unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT),
    )

    output_id: int = Field(foreign_key="output.id", index=True)
    group_id: int = Field(foreign_key="work_group.id", index=True)
    submission_id: int = Field(foreign_key="submission.id", unique=True)
    number: int
    title: LanguageMap = Field(sa_type=Document)
    snapshot: dict[str, Any] = Field(sa_type=Document)
    digest: str = Field(max_length=64)
    approvals: list[dict[str, Any]] = Field(sa_type=Document)
    """Who approved it from which seat, as it was called then: name, seat (a language map), as_deputy, at."""
    published_at: datetime = Field(sa_type=UtcDateTime, index=True)
    state: EditionState = Field(default=EditionState.CURRENT, sa_type=enum_type(EditionState, "state"))
    reason: LanguageMap = Field(default_factory=dict, sa_type=Document)
    """Why it was withdrawn, as the public reads it."""
    closed_by_id: int | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Mark(Row, table=True):
    """A part of an edition that is being checked; the public reads the note. It lasts until it is lifted."""

    edition_id: int = Field(foreign_key="edition.id", index=True)
    output_id: int = Field(foreign_key="output.id", index=True)
    group_id: int = Field(foreign_key="work_group.id", index=True)
    part: str = Field(default="", max_length=300)
    """The place that is being checked; "" is the whole."""
    note: LanguageMap = Field(default_factory=dict, sa_type=Document)
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
    lifted_by_id: int | None = Field(default=None, foreign_key="person.id")
    lifted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Generation(SQLModel, table=True):
    """How often the public pages have changed: one row, which is locked by whoever changes them."""

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int


class PublicPage(SQLModel, table=True):
    """The bytes of one public page, made of editions alone."""

    __tablename__ = "public_page"

    path: str = Field(primary_key=True, max_length=300)
    media_type: str = Field(max_length=80)
    body: bytes
    compressed: bytes
    """The body in brotli, made once, so squeezed hard."""
    generation: int = Field(index=True)
    """When it last changed."""
