"""What each co-chair decides; a proposal is decided when both say the same of one version of it."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from workgroups.core.db import Row, UtcDateTime, enum_type


class VerdictValue(StrEnum):
    RECOMMENDED = "recommended"
    NOT_RECOMMENDED = "not_recommended"
    DEFERRED = "deferred"


class Verdict(Row, table=True):
    """One co-chair's decision. It stands as long as the proposal is the one whose digest it names."""

    proposal_id: int = Field(foreign_key="proposal.id", index=True)
    group_id: int = Field(foreign_key="work_group.id", index=True)
    seat_id: int = Field(foreign_key="seat.id")
    person_id: int = Field(foreign_key="person.id")
    value: VerdictValue = Field(sa_type=enum_type(VerdictValue, "value"))
    until: date | None = None
    """When a deferred proposal comes back."""
    reason: str
    digest: str = Field(max_length=64)
    at: datetime = Field(sa_type=UtcDateTime)
    superseded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the same seat decided otherwise."""
