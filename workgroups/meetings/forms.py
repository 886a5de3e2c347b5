from datetime import time
from typing import Annotated

from pydantic import BeforeValidator, Field

from workgroups.core.forms import Day, Form, RowId
from workgroups.core.text import OptionalLine, Prose, Url, blank_is_none
from workgroups.meetings.models import Presence

OptionalUrl = Annotated[Url | None, BeforeValidator(blank_is_none)]


class Planning(Form):
    """When and where a meeting takes place; the day and time are those of the group's zone."""

    day: Day
    at: time
    minutes_long: int = Field(ge=15, le=600)
    place: OptionalLine = None
    video_url: OptionalUrl = None
    dial_in: OptionalLine = None
    is_public: bool = False


class Cancelling(Form):
    reason: Prose = Field(max_length=2000)


class Attending(Form):
    """How one seat was at the meeting."""

    seat: RowId
    presence: Presence
