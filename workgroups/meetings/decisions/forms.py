from pydantic import Field

from workgroups.core.forms import Form, RowId
from workgroups.core.text import Prose


class Deciding(Form):
    """What the group resolved, in words."""

    text: Prose = Field(max_length=4000)


class CorrectingMinutes(Deciding):
    """What the group resolved about an error in approved minutes, and under which item of a later meeting."""

    item: RowId
