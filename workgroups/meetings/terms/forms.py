from collections.abc import Iterator
from datetime import time

from pydantic import Field

from workgroups.core.forms import Form, Problem
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

    def problems(self) -> Iterator[Problem]:
        numbers = (self.cadence_months, self.items_called, self.papers_asked, self.agenda_closes)
        if not all(isinstance(number, int) for number in numbers):
            return  # nothing to compare yet
        if self.items_called > days_between(self.cadence_months):
            yield Problem("items_called", gettext_noop("This is longer than the time between two meetings."))
        if self.papers_asked >= self.items_called:
            yield Problem("papers_asked", gettext_noop("Choose fewer days than for the call for items."))
        if self.agenda_closes > self.papers_asked:
            yield Problem("agenda_closes", gettext_noop("Choose no more days than for the reminder of papers."))
