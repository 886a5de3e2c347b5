from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from workgroups.core.forms import Form
from workgroups.core.languages import gettext_noop
from workgroups.core.text import OptionalProse, Prose
from workgroups.meetings.minutes.corrections.models import CorrectionState


class Correcting(Form):
    """What is wrong in the minutes of an item, and how it should read."""

    text: Prose


class Answering(Form):
    """What becomes of a correction; a declined one says why."""

    state: CorrectionState
    answer: OptionalProse = Field(default=None, max_length=4000)

    @model_validator(mode="after")
    def answers(self) -> "Answering":
        if self.state is CorrectionState.OPEN:
            raise PydanticCustomError(
                "not_answered", gettext_noop("Accept the correction or decline it."), {"field": "state"}
            )
        if self.state is CorrectionState.DECLINED and not self.answer:
            raise PydanticCustomError(
                "reason_missing", gettext_noop("Say why it is declined. Whoever proposed it reads this."),
                {"field": "answer"},
            )  # fmt: skip
        return self
