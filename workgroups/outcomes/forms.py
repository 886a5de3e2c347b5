from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from workgroups.core.forms import Day, Form, Problem, RowId
from workgroups.core.languages import gettext_noop, language_map
from workgroups.core.text import OptionalLine, Typed, blank_is_none
from workgroups.outcomes.models import OutcomeKind
from workgroups.pathways.forms import named

MOST_PEOPLE = 10_000_000

Sentences = Annotated[str, Typed(max_length=600, many_lines=True)]
"""What stands on its own, in a list or on a public page."""

Text = Annotated[str, Typed(max_length=2000, many_lines=True)]
"""A few paragraphs."""

OptionalSentences = Annotated[Sentences | None, BeforeValidator(blank_is_none)]
OptionalText = Annotated[Text | None, BeforeValidator(blank_is_none)]


class Describing(Form):
    """An outcome, dated by a day or, when none is known, by what was reported."""

    kind: OutcomeKind
    what_en: OptionalSentences = None
    what_fr: OptionalSentences = None
    why_en: OptionalText = None
    why_fr: OptionalText = None
    on_day: Day | None = None
    reported_en: OptionalLine = Field(default=None, max_length=120)
    reported_fr: OptionalLine = Field(default=None, max_length=120)
    evidence_en: OptionalText = None
    evidence_fr: OptionalText = None
    reached: int | None = Field(default=None, ge=1, le=MOST_PEOPLE)
    counted: list[Annotated[str, Field(max_length=16)]] = Field(default_factory=list, max_length=100)
    """The marks of the figures that are taken in."""

    def problems(self) -> Iterator[Problem]:
        yield from named(self, "what")
        if self.on_day is None and not (self.reported_en or self.reported_fr):
            yield Problem("on_day", gettext_noop("Give the day, or say below when it was reported."))
        if self.on_day is not None and (self.reported_en or self.reported_fr):
            field = "reported_en" if self.reported_en else "reported_fr"
            yield Problem(field, gettext_noop("There is a day above: leave this empty."))

    def columns(self) -> dict[str, Any]:
        """The values of the columns of `Outcome` that people describe."""
        return {
            "kind": self.kind,
            "what": language_map(en=self.what_en, fr=self.what_fr),
            "why": language_map(en=self.why_en, fr=self.why_fr),
            "on_day": self.on_day,
            "reported": language_map(en=self.reported_en, fr=self.reported_fr),
            "evidence": language_map(en=self.evidence_en, fr=self.evidence_fr),
            "reached": self.reached,
        }


class Recording(Describing):
    """A new one, for one of the professions that the group serves."""

    profession: RowId
