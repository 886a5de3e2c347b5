from datetime import date

from pydantic import Field

from workgroups.core.forms import Form
from workgroups.core.text import OptionalProse


class Writing(Form):
    """The minutes of one item, in Markdown."""

    text: OptionalProse = None


class Circulating(Form):
    """The last day on which corrections are taken."""

    until: date


class Approving(Form):
    """The digest of what the co-chair had before her."""

    digest: str = Field(pattern=r"^[0-9a-f]{64}$")
