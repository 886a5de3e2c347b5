from pydantic import Field

from workgroups.core.forms import Form
from workgroups.core.text import Prose


class Deciding(Form):
    """What the group resolved, in words."""

    text: Prose = Field(max_length=4000)
