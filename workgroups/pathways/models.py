"""The working draft of a pathway as rows; `document` says what a pathway is."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from workgroups.core.db import Document, Row, UtcDateTime, Versioned, enum_type
from workgroups.core.languages import LanguageMap

ONCE = {"sqlite_autoincrement": True}
"""The number of a removed row, by which comments and links name it, is given to no other one."""


class Pathway(Versioned, table=True):
    """The working draft of one profession's pathway in one jurisdiction, to one destination.

    One for another jurisdiction than its group's is kept for comparison only.
    """

    __table_args__ = (ONCE,)

    group_id: int = Field(foreign_key="work_group.id", index=True)
    profession_id: int = Field(foreign_key="profession.id", index=True)
    jurisdiction: str = Field(max_length=6)
    title: LanguageMap = Field(sa_type=Document)
    head: dict[str, Any] = Field(sa_type=Document)
    """The document without its steps, as `document.Pathway.head` gives it."""
    digest: str = Field(max_length=64)
    """Of the whole document: what was made against another one has to be brought up to date."""


class Step(Versioned, table=True):
    """One step of a working draft. The other columns repeat what queries ask for of `content`."""

    __tablename__ = "pathway_step"
    __table_args__ = (UniqueConstraint("pathway_id", "key"), ONCE)

    pathway_id: int = Field(foreign_key="pathway.id")
    group_id: int = Field(foreign_key="work_group.id", index=True)
    key: str = Field(max_length=60)
    stage: str = Field(max_length=60)
    position: int
    title: LanguageMap = Field(sa_type=Document)
    body_id: int | None = Field(default=None, foreign_key="organisation.id")
    content: dict[str, Any] = Field(sa_type=Document)
    """The step, as `document.Step.data` gives it."""
    digest: str = Field(max_length=64)
    """Of the content without what was counted: a confirmation holds for exactly this."""


class PathwayVersion(Row, table=True):
    """A part of a working draft after somebody changed it: a step, or what the pathway says of itself.

    Kept for as long as the pathway is.
    """

    __tablename__ = "pathway_version"
    __table_args__ = (Index("ix_pathway_version_step", "pathway_id", "step_key"),)

    pathway_id: int = Field(foreign_key="pathway.id")
    group_id: int = Field(foreign_key="work_group.id", index=True)
    step_key: str = Field(max_length=60)
    """"" is the pathway itself."""
    step_id: int | None = None
    """The number of the step, which is its own again when it comes back; None for the pathway itself."""
    content: dict[str, Any] | None = Field(default=None, sa_type=Document)
    """The step, or the document without its steps, as `document` gives it; None when the step was removed."""
    person_id: int | None = Field(default=None, foreign_key="person.id")
    """Whoever changed it, or confirmed the adoption that did; None for what stood there before versions were kept."""
    proposal_id: int | None = Field(default=None, foreign_key="proposal.id")
    """The adopted proposal that changed it, if one did."""
    at: datetime = Field(sa_type=UtcDateTime)


class Confirms(StrEnum):
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"


class Confirmation(Row, table=True):
    """What a responsible body says of a step as it was then; the latest counts while nothing has changed."""

    __tablename__ = "step_confirmation"
    __table_args__ = (Index("ix_step_confirmation_step", "pathway_id", "step_key"),)

    pathway_id: int = Field(foreign_key="pathway.id")
    group_id: int = Field(foreign_key="work_group.id", index=True)
    step_key: str = Field(max_length=60)
    digest: str = Field(max_length=64)
    organisation_id: int = Field(foreign_key="organisation.id")
    state: Confirms = Field(sa_type=enum_type(Confirms, "state"))
    note: str = ""
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
