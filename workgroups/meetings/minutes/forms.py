from datetime import date

from pydantic import Field

from workgroups.core.forms import Form, RowId
from workgroups.core.text import OptionalProse


class Writing(Form):
    """The minutes of one item, in Markdown."""

    text: OptionalProse = None


class Circulating(Form):
    """The last day on which corrections are taken."""

    until: date


DIGEST = r"^[0-9a-f]{64}$"


class Adopting(Form):
    """The minutes of which meeting are adopted, and the digest of what was read."""

    meeting: RowId
    adopted: str = Field(pattern=DIGEST)


class Approving(Form):
    """The digest of what the co-chair had before her; with it that of the public summary, when she approves both."""

    digest: str = Field(pattern=DIGEST)
    submission: RowId | None = None
    summary_digest: str | None = Field(default=None, pattern=DIGEST)
