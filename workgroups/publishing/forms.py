from collections.abc import Iterator

from pydantic import Field

from workgroups.core.forms import Form, Problem
from workgroups.core.languages import gettext_noop
from workgroups.core.text import Line, OptionalLine, OptionalProse, Prose
from workgroups.publishing.models import Significance


class Submitting(Form):
    """What changed and why, as the public reads it."""

    significance: Significance
    reason_en: OptionalProse = None
    reason_fr: OptionalProse = None
    french_unreviewed: bool


class Approving(Form):
    """Which text is approved: the digest of what the page showed."""

    digest: Line = Field(pattern=r"^[0-9a-f]{64}$")


class SendingBack(Form):
    reason: Prose


class Overriding(Form):
    reason: Prose


class Marking(Form):
    """A part that is being checked, with the note that the public reads."""

    part: OptionalLine = None
    """None is the whole."""
    note_en: OptionalProse = None
    note_fr: OptionalProse = None


class Withdrawing(Form):
    """Why, as the public reads it; one language is enough on a Friday night."""

    reason_en: OptionalProse = None
    reason_fr: OptionalProse = None

    def problems(self) -> Iterator[Problem]:
        if not self.reason_en and not self.reason_fr:
            yield Problem("reason_en", gettext_noop("Say why, in one of the languages at least."))
