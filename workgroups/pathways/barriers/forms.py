from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from workgroups.core.forms import Form
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
    name_withheld: bool = False


class Reasoning(Form):
    reason: Prose


class Closing(Form):
    """What became of a barrier; that it stands needs a reason."""

    state: Literal[BarrierState.REMOVED, BarrierState.EASED, BarrierState.STANDS]
    reason: OptionalProse = None

    @model_validator(mode="after")
    def _reasoned(self) -> Self:
        if self.state is BarrierState.STANDS and not self.reason:
            raise PydanticCustomError(
                "reason_missing", gettext_noop("Say why the barrier stands."), {"field": "reason"}
            )
        return self
