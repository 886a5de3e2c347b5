"""Professions, the work groups that serve them, and the seats at their tables."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field

from workgroups.core.db import Document, Row, UtcDateTime, Versioned, enum_type
from workgroups.core.languages import LanguageMap, gettext_noop
from workgroups.people.models import StakeholderType

JURISDICTIONS = {
    "CA": gettext_noop("Canada"),
    "CA-NS": gettext_noop("Nova Scotia"),
    "CA-NB": gettext_noop("New Brunswick"),
    "CA-PE": gettext_noop("Prince Edward Island"),
    "CA-NL": gettext_noop("Newfoundland and Labrador"),
    "CA-QC": gettext_noop("Quebec"),
    "CA-ON": gettext_noop("Ontario"),
    "CA-MB": gettext_noop("Manitoba"),
    "CA-SK": gettext_noop("Saskatchewan"),
    "CA-AB": gettext_noop("Alberta"),
    "CA-BC": gettext_noop("British Columbia"),
    "CA-YT": gettext_noop("Yukon"),
    "CA-NT": gettext_noop("Northwest Territories"),
    "CA-NU": gettext_noop("Nunavut"),
}
"""Where a group can be, and what a pathway can be for: provinces and territories (ISO 3166-2), and the country."""


class Profession(Versioned, table=True):
    """A regulated occupation: NOC 2021 unit groups, other titles, how each jurisdiction regulates it."""

    KEY: ClassVar[str] = "slug"

    slug: str = Field(max_length=60, unique=True)
    name: LanguageMap = Field(sa_type=Document)
    noc: list[str] = Field(default_factory=list, sa_type=Document)
    noc_verified: bool = False
    other_titles: list[LanguageMap] = Field(default_factory=list, sa_type=Document)
    regulation: dict[str, str] = Field(default_factory=dict, sa_type=Document)
    responsible_bodies: list[LanguageMap] = Field(default_factory=list, sa_type=Document)
    associations: list[LanguageMap] = Field(default_factory=list, sa_type=Document)
    close_to: list[str] = Field(default_factory=list, sa_type=Document)
    facts: list[LanguageMap] = Field(default_factory=list, sa_type=Document)


class GroupState(StrEnum):
    FORMING = "forming"
    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"


class PositionsShown(StrEnum):
    """When members see what the other seats said on a proposal."""

    AFTER_DEADLINE = "after_deadline"
    AT_ONCE = "at_once"


class Group(Versioned, table=True):
    """A work group: one table, for one or more professions in one jurisdiction."""

    __tablename__ = "work_group"
    KEY: ClassVar[str] = "slug"

    slug: str = Field(max_length=60, unique=True)
    name: LanguageMap = Field(sa_type=Document)
    profile: LanguageMap = Field(default_factory=dict, sa_type=Document)
    jurisdiction: str = Field(default="CA-NS", max_length=6)
    state: GroupState = Field(default=GroupState.FORMING, sa_type=enum_type(GroupState, "state"))
    decision_prefix: str = Field(max_length=10)
    timezone: str = Field(default="America/Halifax", max_length=60)
    positions_shown: PositionsShown = Field(
        default=PositionsShown.AFTER_DEADLINE, sa_type=enum_type(PositionsShown, "positions_shown")
    )
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    successor_id: int | None = Field(default=None, foreign_key="work_group.id")
    """The group that goes on with what this one kept, once it is closed."""


class GroupProfession(Row, table=True):
    """A profession that a group serves; the first is the one whose pathway it keeps."""

    __tablename__ = "group_profession"

    group_id: int = Field(foreign_key="work_group.id", index=True)
    profession_id: int = Field(foreign_key="profession.id", index=True)
    position: int = 0


class SeatRole(StrEnum):
    CO_CHAIR_HOST = "co_chair_host"
    CO_CHAIR_PROFESSION = "co_chair_profession"
    SECRETARY = "secretary"
    MEMBER = "member"
    OBSERVER = "observer"


CHAIRS = (SeatRole.CO_CHAIR_HOST, SeatRole.CO_CHAIR_PROFESSION)
SPEAKERS = (*CHAIRS, SeatRole.SECRETARY, SeatRole.MEMBER)
HEARD = (*CHAIRS, SeatRole.MEMBER)
"""The seats that take positions."""


class Seat(Versioned, table=True):
    """A place at the table. What a seat owns stays with it when the person changes."""

    group_id: int = Field(foreign_key="work_group.id", index=True)
    place: int = 0
    """Order around the table."""
    label: LanguageMap = Field(sa_type=Document)
    role: SeatRole = Field(sa_type=enum_type(SeatRole, "role"))
    stakeholder_type: StakeholderType = Field(sa_type=enum_type(StakeholderType, "stakeholder_type"))
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    holder_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    alternate_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    term_starts: date | None = None
    term_ends: date | None = None
    vacant_since: date | None = None
    deputy_of_id: int | None = Field(default=None, foreign_key="seat.id")
    """The co-chair seat whose deputy the holder of this seat is."""

    @property
    def is_chair(self) -> bool:
        return self.role in CHAIRS


class Acting(Row, table=True):
    """A deputy acts for a co-chair seat, from one moment to another."""

    group_id: int = Field(foreign_key="work_group.id", index=True)
    chair_seat_id: int = Field(foreign_key="seat.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    reason: str = Field(max_length=500)


class Nomination(Row, table=True):
    """Somebody is to fill a co-chair seat, or to deputise for it from her own seat; the other chair has to agree."""

    group_id: int = Field(foreign_key="work_group.id", index=True)
    seat_id: int = Field(foreign_key="seat.id")
    person_id: int = Field(foreign_key="person.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    deputy_seat_id: int | None = Field(default=None, foreign_key="seat.id")
    by_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
    agreed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    declined_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Coordination(Row, table=True):
    """A coordinator holds the secretary's rights in this group."""

    group_id: int = Field(foreign_key="work_group.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
