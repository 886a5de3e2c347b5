from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from workgroups.core.forms import Day, Form, Problem, RowId
from workgroups.core.text import OptionalLine, OptionalProse, Prose
from workgroups.pathways.document import Key
from workgroups.pathways.forms import named
from workgroups.pathways.steps.forms import Describing


class Arguing(Form):
    """What a proposal is called and why it is made."""

    title_en: OptionalLine = None
    title_fr: OptionalLine = None
    reason: Prose
    evidence: OptionalProse = None
    alternatives: OptionalProse = None
    risks: OptionalProse = None
    burden: OptionalProse = None
    instrument: OptionalProse = None
    bodies: list[RowId] = Field(default_factory=list)
    """Whose answers it needs; left empty, those of the bodies of the changed steps."""
    another: RowId | None = None

    def problems(self) -> Iterator[Problem]:
        return named(self, "title")


class Grounding(Arguing):
    """The barrier it answers and the decision it follows from become links."""

    barrier: RowId | None = None
    decision: RowId | None = None


class Proposing(Grounding):
    """The earlier proposal that it takes up becomes a link, and so does the one that says the same of another pathway.

    Its pathway is asked when the group keeps several.
    """

    pathway: RowId | None = None
    earlier: RowId | None = None
    other: RowId | None = None


class AddingStep(Describing):
    """A new step, behind another one or in front of all."""

    behind: Key | None = None


class Calling(Form):
    deadline: Day


class Withdrawing(Form):
    reason: OptionalProse = None


class Dropping(Form):
    """Which operation to take out, by its place in the list."""

    operation: Annotated[int, Field(ge=0, le=1000)]


class Placing(Form):
    """Behind which step a step is to stand; nothing means first."""

    behind: Key | None = None
