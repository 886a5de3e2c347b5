from datetime import time

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from workgroups.core.forms import Form
from workgroups.core.languages import gettext_noop
from workgroups.core.text import OptionalLine
from workgroups.meetings.forms import OptionalUrl
from workgroups.meetings.models import Adoption
from workgroups.meetings.rhythm.days import days_between
from workgroups.meetings.terms.models import MOST_CORRECTIONS

FARTHEST = 120
"""Days."""


class Settling(Form):
    """How a group works. Steps before a meeting are days before it; they come in the order of the fields."""

    cadence_months: int = Field(ge=1, le=12)
    meets_on: int = Field(ge=1, le=7)
    meets_at: time
    meets_for: int = Field(ge=15, le=600)
    place: OptionalLine = None
    video_url: OptionalUrl = None
    dial_in: OptionalLine = None
    items_called: int = Field(ge=1, le=FARTHEST)
    papers_asked: int = Field(ge=1, le=FARTHEST)
    agenda_closes: int = Field(ge=1, le=FARTHEST)
    minutes_due: int = Field(ge=1, le=FARTHEST)
    quorum_seats: int = Field(default=0, ge=0, le=100)
    quorum_per_type: int = Field(default=0, ge=0, le=20)
    corrections_taken: int = Field(ge=1, le=MOST_CORRECTIONS)
    adoption: Adoption | None = None
    """None leaves it as it is: only a co-chair can change it."""

    @model_validator(mode="after")
    def ordered(self) -> "Settling":
        if self.items_called > days_between(self.cadence_months):
            raise PydanticCustomError(
                "before_last", gettext_noop("This is longer than the time between two meetings."),
                {"field": "items_called"},
            )  # fmt: skip
        if self.papers_asked >= self.items_called:
            raise PydanticCustomError(
                "before_call", gettext_noop("Choose fewer days than for the call for items."), {"field": "papers_asked"}
            )
        if self.agenda_closes > self.papers_asked:
            raise PydanticCustomError(
                "before_papers", gettext_noop("Choose no more days than for the reminder of papers."),
                {"field": "agenda_closes"},
            )  # fmt: skip
        return self
