from datetime import date

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from workgroups.actions.models import ActionState
from workgroups.core.forms import Form, RowId
from workgroups.core.languages import gettext_noop
from workgroups.core.text import Line, OptionalLine, OptionalProse


class Promising(Form):
    title: Line
    detail: OptionalProse = None
    due_on: date


class Assigning(Promising):
    seat: RowId


class AssigningFromItem(Assigning):
    """Out of an agenda item, perhaps to carry out a decision that was taken under it."""

    decision: RowId | None = None


class Updating(Form):
    """How an action stands now. Who blocks or drops it says why; who is blocked says what would help."""

    state: ActionState
    text: OptionalProse = None
    unblocked_by: OptionalLine = None
    due_on: date

    @model_validator(mode="after")
    def reasoned(self) -> "Updating":
        if self.state in (ActionState.BLOCKED, ActionState.DROPPED) and not self.text:
            raise PydanticCustomError("reason_missing", gettext_noop("Say why."), {"field": "text"})
        if self.state is ActionState.BLOCKED and not self.unblocked_by:
            raise PydanticCustomError(
                "help_missing", gettext_noop("Say what would unblock it."), {"field": "unblocked_by"}
            )
        return self
