from collections.abc import Iterator

from pydantic import Field

from workgroups.core.forms import Form, Problem
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

    def problems(self) -> Iterator[Problem]:
        if self.state is CorrectionState.OPEN:
            yield Problem("state", gettext_noop("Accept the correction or decline it."))
        if self.state is CorrectionState.DECLINED and not self.answer:
            yield Problem("answer", gettext_noop("Say why it is declined. Whoever proposed it reads this."))
