from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from workgroups.core.forms import Day, Form, Problem, RowId
from workgroups.core.languages import gettext_noop
from workgroups.core.text import Prose
from workgroups.pathways.proposals.verdicts.models import VerdictValue


class Deciding(Form):
    """A decision with its reason, on the version whose digest the page showed."""

    digest: Annotated[str, Field(max_length=64)]
    value: VerdictValue
    until: Day | None = None
    reason: Prose
    decision: RowId | None = None

    def problems(self) -> Iterator[Problem]:
        if self.value is VerdictValue.DEFERRED and self.until is None:
            yield Problem("until", gettext_noop("Say until when it is deferred."))
