from pydantic import Field

from workgroups.core.forms import Form
from workgroups.core.text import OptionalLine, Prose


class Commenting(Form):
    """A comment; a new one says which part of the thing it is about, unless it is the whole."""

    text: Prose
    part: OptionalLine = Field(default=None, max_length=60)
