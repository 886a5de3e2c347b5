from collections.abc import Iterator

from workgroups.actions.models import ActionState
from workgroups.core.forms import Day, Form, Problem, RowId
from workgroups.core.languages import gettext_noop
from workgroups.core.text import Line, OptionalLine, OptionalProse


class Promising(Form):
    title: Line
    detail: OptionalProse = None
    due_on: Day


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
    due_on: Day

    def problems(self) -> Iterator[Problem]:
        if self.state in (ActionState.BLOCKED, ActionState.DROPPED) and not self.text:
            yield Problem("text", gettext_noop("Say why."))
        if self.state is ActionState.BLOCKED and not self.unblocked_by:
            yield Problem("unblocked_by", gettext_noop("Say what would unblock it."))
