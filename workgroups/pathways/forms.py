from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from workgroups.core.forms import Form
from workgroups.core.languages import gettext_noop
from workgroups.core.text import OptionalLine, Typed, blank_is_none
from workgroups.pathways.problems import LONGEST_TEXT

Paragraphs = Annotated[str, Typed(max_length=LONGEST_TEXT, many_lines=True)]
OptionalParagraphs = Annotated[Paragraphs | None, BeforeValidator(blank_is_none)]
"""What one text of a pathway may say in one language."""

StageKey = Annotated[str, Field(max_length=60)]


def named(form: Form, name: str) -> None:
    """Raises a validation error beside the English field when a title is given in neither language."""
    if not (getattr(form, f"{name}_en") or getattr(form, f"{name}_fr")):
        raise PydanticCustomError(
            "title_missing", gettext_noop("Fill this in, in English or French."), {"field": f"{name}_en"}
        )


class Titling(Form):
    """What a pathway is called, and where it leads."""

    title_en: OptionalLine = None
    title_fr: OptionalLine = None
    summary_en: OptionalParagraphs = None
    summary_fr: OptionalParagraphs = None
    destination_en: OptionalLine = None
    destination_fr: OptionalLine = None

    @model_validator(mode="after")
    def _titled(self) -> Self:
        named(self, "title")
        return self


class Beginning(Titling):
    """A pathway begins with one stage; more can follow."""

    stage_en: OptionalLine = None
    stage_fr: OptionalLine = None

    @model_validator(mode="after")
    def _staged(self) -> Self:
        named(self, "stage")
        return self


class AddingStage(Form):
    title_en: OptionalLine = None
    title_fr: OptionalLine = None

    @model_validator(mode="after")
    def _titled(self) -> Self:
        named(self, "title")
        return self


class NamingStage(AddingStage):
    stage: StageKey


class MovingStage(Form):
    stage: StageKey
    to: Literal["up", "down"]


class RemovingStage(Form):
    stage: StageKey


class PuttingOnAgenda(Form):
    """A decision item of the next meeting; the length is in minutes."""

    minutes: int = Field(default=20, ge=5, le=240)
