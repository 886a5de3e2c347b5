from pydantic import Field

from workgroups.core.forms import Form
from workgroups.core.text import OptionalProse


class Offering(Form):
    """An item is to be taken by consent; one for decision, in these words."""

    resolution: OptionalProse = Field(default=None, max_length=4000)
