"""Proposals: structured changes to one pathway, and how far each has come."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from workgroups.core.db import Document, Row, UtcDateTime, Versioned, enum_type
from workgroups.core.languages import LanguageMap, gettext_noop
from workgroups.people.models import StakeholderType

ARGUMENT = ("evidence", "alternatives", "risks", "burden", "instrument")
"""What a proposal says beside its reason, as far as its proposer says it, in this order."""


class ProposalState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    POSITIONS_CALLED = "positions_called"
    RECOMMENDED = "recommended"
    NOT_RECOMMENDED = "not_recommended"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"


WORDS = {
    ProposalState.DRAFT: gettext_noop("draft"),
    ProposalState.OPEN: gettext_noop("open to the group"),
    ProposalState.POSITIONS_CALLED: gettext_noop("positions called for"),
    ProposalState.RECOMMENDED: gettext_noop("recommended"),
    ProposalState.NOT_RECOMMENDED: gettext_noop("not recommended"),
    ProposalState.DEFERRED: gettext_noop("deferred"),
    ProposalState.WITHDRAWN: gettext_noop("withdrawn"),
}

ADOPTED, ADOPTED_IN_PART = "adopted", "adopted_in_part"
"""Of a proposal that was recommended, how far it has come."""
REACHED_WORDS: dict[str, str] = WORDS | {
    ADOPTED: gettext_noop("adopted"),
    ADOPTED_IN_PART: gettext_noop("adopted in part"),
}

UNDECIDED = (
    ProposalState.DRAFT,
    ProposalState.OPEN,
    ProposalState.POSITIONS_CALLED,
    ProposalState.DEFERRED,
)


class Proposal(Versioned, table=True):
    """A structured change to one pathway: operations on its steps, the reason, the barrier it answers."""

    __table_args__ = (UniqueConstraint("group_id", "number"),)

    group_id: int = Field(foreign_key="work_group.id")
    pathway_id: int = Field(foreign_key="pathway.id", index=True)
    number: str = Field(max_length=12)
    """Counted per group and year: "2026-03"."""
    title: LanguageMap = Field(sa_type=Document)
    reason: str
    evidence: str = ""
    alternatives: str = ""
    """What else was considered, and why not that."""
    risks: str = ""
    """Risks to public safety, and how they are met."""
    burden: str = ""
    """What it would cost whom."""
    instrument: str = ""
    """The law, bylaw or policy that has to change for it."""
    proposer_seat_id: int | None = Field(default=None, foreign_key="seat.id", index=True)
    author_id: int = Field(foreign_key="person.id")
    state: ProposalState = Field(default=ProposalState.DRAFT, sa_type=enum_type(ProposalState, "state"))
    operations: list[dict[str, Any]] = Field(default_factory=list, sa_type=Document)
    digest: str = Field(default="", max_length=64)
    """Of everything that is decided on; positions and decisions name the one they are about."""
    drafted_at: datetime = Field(sa_type=UtcDateTime)
    opened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    called_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When positions were called for, the last time."""
    deadline_on: date | None = None
    deadline_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """The end of that day in the group's zone; a later position is late."""
    positions_shown_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """From when everybody sees the positions of this call; fixed when they are called for."""
    remind_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the seats that have not been heard are reminded next."""
    revealed: bool = False
    """The positions are no longer hidden, and the chairs have been told."""
    deferred_until: date | None = None
    returns_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When a deferred proposal is back on the desk."""
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it was decided, deferred or withdrawn."""
    settled_reason: str = ""
    """Why it was withdrawn."""
    adopted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When an adoption was confirmed and operations were applied to the working draft, the last time."""
    effective_on: date | None = None
    """From when what was adopted holds, the first of these days."""
    adopted_whole: bool = False
    """All of it was adopted, at once or in parts."""

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED

    def is_in_force(self, today: date) -> bool:
        """It was adopted, and the day from which it holds has come."""
        return self.adopted_at is not None and self.effective_on is not None and self.effective_on <= today


RESPONSIBLE = (
    StakeholderType.REGULATORY_BODY,
    StakeholderType.PROFESSIONAL_ASSOCIATION,
    StakeholderType.EDUCATIONAL_INSTITUTION,
    StakeholderType.GOVERNMENT,
)
"""Which kinds of organisations change requirements, as a rule."""


class ResponsibleBody(Row, table=True):
    """An organisation that can change the requirement, whose answer a proposal needs."""

    __tablename__ = "responsible_body"
    __table_args__ = (UniqueConstraint("proposal_id", "organisation_id"),)

    proposal_id: int = Field(foreign_key="proposal.id")
    group_id: int = Field(foreign_key="work_group.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it is asked again for its answer, while it owes one."""


class CoAuthor(Row, table=True):
    """A seat that proposes something together with the one that drafted it."""

    __tablename__ = "co_author"
    __table_args__ = (UniqueConstraint("proposal_id", "seat_id"),)

    proposal_id: int = Field(foreign_key="proposal.id")
    group_id: int = Field(foreign_key="work_group.id", index=True)
    seat_id: int = Field(foreign_key="seat.id", index=True)
    by_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


class Baseline(Row, table=True):
    """The document that a proposal's operations were made against."""

    __tablename__ = "proposal_baseline"

    proposal_id: int = Field(foreign_key="proposal.id", unique=True)
    document: dict[str, Any] = Field(sa_type=Document)
    digest: str = Field(max_length=64)


class Rendition(Row, table=True):
    """What a proposal changes, in words of one language; made when it is saved, and only read by pages."""

    __tablename__ = "proposal_rendition"
    __table_args__ = (UniqueConstraint("proposal_id", "language"),)

    proposal_id: int = Field(foreign_key="proposal.id")
    language: str = Field(max_length=2)
    content: dict[str, Any] = Field(sa_type=Document)
