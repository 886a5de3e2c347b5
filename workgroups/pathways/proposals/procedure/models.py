"""What is proposed to be done with a proposal. A later one takes the place of an earlier one, which is kept."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from workgroups.core.db import Row, UtcDateTime, enum_type


class Way(StrEnum):
    BY_CONSENT = "by_consent"
    DISCUSS = "discuss"
    IN_WRITING = "in_writing"
    AMENDMENTS_FIRST = "amendments_first"
    DEFER = "defer"


class Procedure(Row, table=True):
    """One way to deal with a proposal, as somebody who arranges the group's work proposed it."""

    __tablename__ = "proposed_procedure"

    proposal_id: int = Field(foreign_key="proposal.id", index=True)
    group_id: int = Field(foreign_key="work_group.id", index=True)
    way: Way = Field(sa_type=enum_type(Way, "way"))
    text: str = ""
    deadline_on: date | None = None
    """Until when positions should be called for."""
    shown_on: date
    shown_at: datetime = Field(sa_type=UtcDateTime)
    """The beginning of that day in the group's zone; until then only those who arrange the work see it."""
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
