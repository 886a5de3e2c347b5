from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from workgroups.core.db import Row, UtcDateTime, Versioned, enum_type
from workgroups.core.languages import gettext_noop


class ActionState(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE = "done"
    DROPPED = "dropped"


WORDS = {
    ActionState.OPEN: gettext_noop("open"),
    ActionState.IN_PROGRESS: gettext_noop("in progress"),
    ActionState.BLOCKED: gettext_noop("blocked"),
    ActionState.DONE: gettext_noop("done"),
    ActionState.DROPPED: gettext_noop("dropped"),
}
TONES = {
    ActionState.OPEN: "wait",
    ActionState.IN_PROGRESS: "now",
    ActionState.BLOCKED: "bad",
    ActionState.DONE: "good",
    ActionState.DROPPED: "gone",
}

UNFINISHED = (ActionState.OPEN, ActionState.IN_PROGRESS, ActionState.BLOCKED)


class Action(Versioned, table=True):
    """One promise. It belongs to a seat and stays with it when the person changes."""

    group_id: int = Field(foreign_key="work_group.id", index=True)
    seat_id: int = Field(foreign_key="seat.id", index=True)
    title: str = Field(max_length=200)
    detail: str = ""
    due_on: date
    state: ActionState = Field(default=ActionState.OPEN, sa_type=enum_type(ActionState, "state"))
    reason: str = ""
    """Why it is blocked or was dropped."""
    unblocked_by: str = ""
    """What would unblock it."""
    added_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED


class ActionUpdate(Row, table=True):
    """What somebody said of an action, and the state she left it in."""

    __tablename__ = "action_update"

    action_id: int = Field(foreign_key="action.id", index=True)
    person_id: int = Field(foreign_key="person.id")
    state: ActionState = Field(sa_type=enum_type(ActionState, "state"))
    text: str = ""
    at: datetime = Field(sa_type=UtcDateTime)


class EarlierDueDate(Row, table=True):
    """A due date that was moved."""

    __tablename__ = "earlier_due_date"

    action_id: int = Field(foreign_key="action.id", index=True)
    due_on: date
    moved_at: datetime = Field(sa_type=UtcDateTime)
