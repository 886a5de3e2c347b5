from collections.abc import Iterator
from typing import Literal

from workgroups.core.forms import Form, Problem, RowId
from workgroups.core.languages import gettext_noop
from workgroups.core.text import Line, OptionalProse, Prose
from workgroups.pathways.barriers.models import BarrierState


class Correcting(Form):
    """What stands in somebody's way."""

    title: Line
    text: Prose
    affects: Prose
    evidence: OptionalProse = None


class Reporting(Correcting):
    step: RowId | None = None
    """The step at which it stands, for a link."""
    name_withheld: bool = False


class Reasoning(Form):
    reason: Prose


class Closing(Form):
    """What became of a barrier; that it stands needs a reason."""

    state: Literal[BarrierState.REMOVED, BarrierState.EASED, BarrierState.STANDS]
    reason: OptionalProse = None

    def problems(self) -> Iterator[Problem]:
        if self.state is BarrierState.STANDS and not self.reason:
            yield Problem("reason", gettext_noop("Say why the barrier stands."))
