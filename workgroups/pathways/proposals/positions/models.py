"""What seats say of a proposal, and the answers to their concerns."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from workgroups.core.db import Row, UtcDateTime, enum_type


class PositionValue(StrEnum):
    SUPPORT = "support"
    SUPPORT_WITH_CONDITIONS = "support_with_conditions"
    NO_OBJECTION = "no_objection"
    CONCERN = "concern"
    OBJECT = "object"
    RESERVED = "reserved"
    WITH_OUR_BODY = "with_our_body"
    RECUSED = "recused"


WITH_REASON = (
    PositionValue.SUPPORT_WITH_CONDITIONS,
    PositionValue.CONCERN,
    PositionValue.OBJECT,
    PositionValue.RECUSED,
)
"""They need their reason; of a recusal it is the interest."""
CONCERNED = (PositionValue.CONCERN, PositionValue.OBJECT)
"""They say what would resolve them, and need a written answer before a proposal is recommended."""


class Position(Row, table=True):
    """What a seat said. A later position supersedes it and never replaces it."""

    proposal_id: int = Field(foreign_key="proposal.id", index=True)
    group_id: int = Field(foreign_key="work_group.id", index=True)
    seat_id: int = Field(foreign_key="seat.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    value: PositionValue = Field(sa_type=enum_type(PositionValue, "value"))
    reason: str = ""
    resolved_by: str = ""
    """What would resolve a concern or objection."""
    mandated_on: date | None = None
    """When the organisation's body resolved it; without a day it is a personal view."""
    answer_by: date | None = None
    """When the answer comes, of a seat whose body is still deciding."""
    digest: str = Field(max_length=64)
    """Of the proposal as it was then."""
    correct_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Until when the seat can correct what was recorded for it from a letter; None when it spoke itself."""
    agreed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the seat said that this is what its letter says."""
    late: bool = False
    at: datetime = Field(sa_type=UtcDateTime)
    superseded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ConcernAnswer(Row, table=True):
    """A co-chair's written answer to a concern, and whether the one who raised it says that it is met."""

    __tablename__ = "concern_answer"

    proposal_id: int = Field(foreign_key="proposal.id", index=True)
    position_id: int = Field(foreign_key="position.id", index=True)
    text: str
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
    met: bool | None = None
    """None until the one who raised it has said so."""
    met_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
