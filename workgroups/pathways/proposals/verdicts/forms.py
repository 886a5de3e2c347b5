from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from workgroups.core.forms import Form, RowId
from workgroups.core.languages import gettext_noop
from workgroups.core.text import Prose
from workgroups.pathways.proposals.verdicts.models import VerdictValue


class Deciding(Form):
    """A decision with its reason, on the version whose digest the page showed."""

    digest: Annotated[str, Field(max_length=64)]
    value: VerdictValue
    until: date | None = None
    reason: Prose
    decision: RowId | None = None

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if self.value is VerdictValue.DEFERRED and self.until is None:
            raise PydanticCustomError("day_missing", gettext_noop("Say until when it is deferred."), {"field": "until"})
        return self
