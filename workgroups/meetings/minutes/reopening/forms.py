from pydantic import Field

from workgroups.core.forms import Form
from workgroups.core.text import Prose


class ReopeningFor(Form):
    """Why approved minutes have to be a draft again."""

    reason: Prose = Field(max_length=4000)
