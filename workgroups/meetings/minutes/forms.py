from collections.abc import Iterator

from pydantic import Field

from workgroups.core.forms import Day, Form, Problem, RowId
from workgroups.core.languages import gettext_noop
from workgroups.core.text import OptionalProse


class Writing(Form):
    """The minutes of one item, in Markdown."""

    text: OptionalProse = None


class Circulating(Form):
    """The last day on which corrections are taken."""

    until: Day


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

    def problems(self) -> Iterator[Problem]:
        if self.submission is not None and not self.summary_digest:
            yield Problem("summary_digest", gettext_noop("The public summary was not shown. Read this page again."))
