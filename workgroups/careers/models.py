"""Alternative careers: what else a person can do with what she knows, beside the pathway and at its level."""

from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from workgroups.core.db import Document, Versioned, enum_type
from workgroups.core.languages import LanguageMap


class CareerRelation(StrEnum):
    """How an alternative career stands to the profession."""

    SIMILAR_SCOPE = "similar_scope"
    SAME_FIELD = "same_field"
    RELATED_FIELD = "related_field"
    OTHER_FIELD = "other_field"


class Horizon(StrEnum):
    INTERIM = "interim"
    STEPPING_STONE = "stepping_stone"
    END_GOAL = "end_goal"


class SkillsUse(StrEnum):
    """How much of a person's skill it uses."""

    MOST = "most"
    SOME = "some"
    FEW = "few"
    NONE = "none"


class Regulation(StrEnum):
    REGULATED = "regulated"
    VOLUNTARY = "voluntary"
    NOT_REGULATED = "not_regulated"


class Upgrading(StrEnum):
    NONE = "none"
    SHORT_COURSE = "short_course"
    SUBSTANTIAL = "substantial"
    FULL_PROGRAMME = "full_programme"


class Moment(StrEnum):
    """When a reader needs to know of it."""

    BEFORE_ARRIVAL = "before_arrival"
    BEFORE_ASSESSMENT = "before_assessment"
    AFTER_ASSESSMENT = "after_assessment"
    LICENSED = "licensed"


class Basis(StrEnum):
    """Who named it."""

    CONTACT = "contact"
    SERVICES = "services"
    PEOPLE = "people"
    STUDY = "study"
    GROUP_SAMPLE = "group_sample"


class CareerState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class CareerList(Versioned, table=True):
    """The working draft of the alternative careers of one profession, kept by one group."""

    __tablename__ = "career_list"
    __table_args__ = (UniqueConstraint("group_id", "profession_id"),)

    group_id: int = Field(foreign_key="work_group.id")
    profession_id: int = Field(foreign_key="profession.id")
    title: LanguageMap = Field(sa_type=Document)
    intro: LanguageMap = Field(default_factory=dict, sa_type=Document)


class Career(Versioned, table=True):
    """One alternative career. What nobody has said about it is None and stays unsaid."""

    __table_args__ = (UniqueConstraint("list_id", "key"),)

    list_id: int = Field(foreign_key="career_list.id")
    group_id: int = Field(foreign_key="work_group.id", index=True)
    seat_id: int | None = Field(default=None, foreign_key="seat.id")
    """The seat that proposed it; None when somebody without a seat did."""
    state: CareerState = Field(default=CareerState.PROPOSED, sa_type=enum_type(CareerState, "state"))
    reason: str = ""
    """Why it was declined."""
    key: str = Field(max_length=60)
    """Its place in public addresses; it stays when the title changes."""
    title: LanguageMap = Field(sa_type=Document)
    leads_to_id: int | None = Field(default=None, foreign_key="profession.id")
    """The profession that it is, when it is one that the platform knows."""
    relation: CareerRelation | None = Field(default=None, sa_type=enum_type(CareerRelation, "relation"))
    horizon: Horizon | None = Field(default=None, sa_type=enum_type(Horizon, "horizon"))
    skills_use: SkillsUse | None = Field(default=None, sa_type=enum_type(SkillsUse, "skills_use"))
    regulation: dict[str, str] = Field(default_factory=dict, sa_type=Document)
    """Jurisdiction to a value of `Regulation`."""
    upgrading: Upgrading | None = Field(default=None, sa_type=enum_type(Upgrading, "upgrading"))
    basis: Basis | None = Field(default=None, sa_type=enum_type(Basis, "basis"))
    why: LanguageMap = Field(default_factory=dict, sa_type=Document)
    shared: list[LanguageMap] = Field(default_factory=list, sa_type=Document)
    """Competencies that both have."""
    missing: list[dict[str, Any]] = Field(default_factory=list, sa_type=Document)
    """What a person may lack: `{"what": map, "closes": map or None}`."""
    stages: list[str] = Field(default_factory=list, sa_type=Document)
    """Values of `Moment`."""
    note: LanguageMap = Field(default_factory=dict, sa_type=Document)
