from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from workgroups.core.forms import Form, Problem, RowId
from workgroups.core.languages import gettext_noop
from workgroups.core.text import OptionalLine, Typed, blank_is_none
from workgroups.groups.models import JURISDICTIONS
from workgroups.pathways.document import Key
from workgroups.pathways.problems import LONGEST_TEXT

Paragraphs = Annotated[str, Typed(max_length=LONGEST_TEXT, many_lines=True)]
OptionalParagraphs = Annotated[Paragraphs | None, BeforeValidator(blank_is_none)]
"""What one text of a pathway may say in one language."""


def named(form: Form, name: str) -> Iterator[Problem]:
    """It is wrong, beside the English field, when a title is given in neither language."""
    if not (getattr(form, f"{name}_en") or getattr(form, f"{name}_fr")):
        yield Problem(f"{name}_en", gettext_noop("Fill this in, in English or French."))


class Titling(Form):
    """What a pathway is called, and where it leads."""

    title_en: OptionalLine = None
    title_fr: OptionalLine = None
    summary_en: OptionalParagraphs = None
    summary_fr: OptionalParagraphs = None
    destination_en: OptionalLine = None
    destination_fr: OptionalLine = None

    def problems(self) -> Iterator[Problem]:
        return named(self, "title")


class Beginning(Titling):
    """A pathway begins with one stage; more can follow.

    Its profession is asked when the group serves several; its jurisdiction is the group's unless another is chosen.
    """

    profession: RowId | None = None
    jurisdiction: Annotated[str | None, BeforeValidator(blank_is_none)] = None
    stage_en: OptionalLine = None
    stage_fr: OptionalLine = None

    def problems(self) -> Iterator[Problem]:
        yield from super().problems()
        yield from named(self, "stage")
        if self.jurisdiction is not None and self.jurisdiction not in JURISDICTIONS:
            yield Problem("jurisdiction", gettext_noop("Choose one of the provinces and territories."))


class AddingStage(Form):
    title_en: OptionalLine = None
    title_fr: OptionalLine = None

    def problems(self) -> Iterator[Problem]:
        return named(self, "title")


class NamingStage(AddingStage):
    stage: Key


class MovingStage(Form):
    stage: Key
    to: Literal["up", "down"]


class RemovingStage(Form):
    stage: Key


class PuttingOnAgenda(Form):
    """A decision item of the next meeting; the length is in minutes."""

    minutes: int = Field(default=20, ge=5, le=240)
