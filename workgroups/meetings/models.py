"""Meetings of a group, and who came."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from workgroups.core.db import Document, Row, UtcDateTime, Versioned, enum_type
from workgroups.core.languages import LanguageMap


class MeetingState(StrEnum):
    DRAFT = "draft"
    CALLED = "called"
    IN_SESSION = "in_session"
    MINUTES_DRAFT = "minutes_draft"
    MINUTES_CIRCULATED = "minutes_circulated"
    MINUTES_APPROVED = "minutes_approved"
    CANCELLED = "cancelled"


AHEAD = (MeetingState.DRAFT, MeetingState.CALLED)
"""The meeting has not begun: it can be moved and cancelled."""

UPCOMING = (*AHEAD, MeetingState.IN_SESSION)

WRITING = (MeetingState.IN_SESSION, MeetingState.MINUTES_DRAFT)
"""Minutes, decisions and attendance may change."""

AGREED = (MeetingState.MINUTES_CIRCULATED, MeetingState.MINUTES_APPROVED)
"""What the minutes say stands still."""

HELD = (MeetingState.MINUTES_DRAFT, *AGREED)


class Adoption(StrEnum):
    """How minutes become the group's."""

    BY_CHAIRS = "by_chairs"
    """Both co-chairs approve them, and nobody objects in time."""
    AT_MEETING = "at_meeting"
    """The next meeting decides."""


class Meeting(Versioned, table=True):
    """One meeting. Its title is made of its date, so that links and letters can name it."""

    agenda_closes_at: ClassVar[Any]
    minutes_due_on: ClassVar[Any]
    """They stand in the steps of the meeting (`rhythm`), which hang them here."""

    group_id: int = Field(foreign_key="work_group.id", index=True)
    state: MeetingState = Field(default=MeetingState.DRAFT, sa_type=enum_type(MeetingState, "state"))
    title: LanguageMap = Field(sa_type=Document)
    starts_at: datetime = Field(sa_type=UtcDateTime, index=True)
    minutes_long: int
    place: str = Field(default="", max_length=200)
    video_url: str = Field(default="", max_length=2000)
    dial_in: str = Field(default="", max_length=200)
    """How to join by telephone: a number, and what to type then."""
    is_public: bool = False
    """Everybody may know when and where it is, though not what is on the agenda."""
    sequence: int = 0
    """How often calendars were told of a change."""
    day_starts_at: datetime = Field(sa_type=UtcDateTime)
    day_ends_at: datetime = Field(sa_type=UtcDateTime)
    """The day of the meeting in the group's zone: on it the meeting waits on the desk."""
    reason: str = ""
    """Why it was cancelled."""
    circulation: int = 0
    """How often the minutes were circulated; approvals belong to one circulation."""
    corrections_on: date | None = None
    """The last day on which corrections to the circulated minutes are taken."""
    corrections_end_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    adoption: Adoption | None = Field(default=None, sa_type=enum_type(Adoption, "adoption"))
    """How circulated minutes are adopted: what everybody was promised, whatever the group agrees later."""
    minutes_digest: str | None = Field(default=None, max_length=64)
    called_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    opened_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    circulated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    approved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes_long)

    @property
    def is_ahead(self) -> bool:
        return self.state in AHEAD

    @property
    def is_held(self) -> bool:
        return self.state in HELD


class Presence(StrEnum):
    """How a seat was at a meeting."""

    PRESENT = "present"
    ALTERNATE = "alternate"
    APOLOGIES = "apologies"
    ABSENT = "absent"


CAME = (Presence.PRESENT, Presence.ALTERNATE)


class Attendance(Row, table=True):
    """One seat at one meeting, and the person who sat in it."""

    __table_args__ = (UniqueConstraint("meeting_id", "seat_id"),)

    group_id: int = Field(foreign_key="work_group.id", index=True)
    meeting_id: int = Field(foreign_key="meeting.id")
    seat_id: int = Field(foreign_key="seat.id", index=True)
    presence: Presence = Field(sa_type=enum_type(Presence, "presence"))
    person_id: int | None = Field(default=None, foreign_key="person.id")
