from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from workgroups.core.forms import Form, Problem
from workgroups.core.languages import gettext_noop
from workgroups.pathways.imports.plan import MOST_BYTES, TOO_LONG, Way


class Importing(Form):
    """Steps as a text, typed or in a file; `confirmed` is the seal of the preview that was read."""

    way: Way
    text: str | None = None
    file: str | None = None
    confirmed: Annotated[str, Field(max_length=200)] | None = None

    @property
    def given(self) -> str:
        return self.file or self.text or ""

    def problems(self) -> Iterator[Problem]:
        if self.text and self.file:
            yield Problem("text", gettext_noop("Choose a file or paste a text here: one of both is imported."))
        elif not self.given:
            yield Problem("text", gettext_noop("Choose a file, or paste its text here."))
        elif len(self.given.encode(errors="replace")) > MOST_BYTES:
            yield Problem("text", TOO_LONG)
