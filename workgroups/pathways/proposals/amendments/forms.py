from typing import Annotated, Literal

from pydantic import Field

from workgroups.core.forms import Form
from workgroups.core.text import Prose

Digest = Annotated[str, Field(max_length=64)]


class Amending(Form):
    """Why it is made; what it changes is said step by step."""

    reason: Prose


class Answering(Form):
    """The answer, and the versions of the amendment and of the proposal that were read."""

    value: Literal["accepted", "rejected"]
    answer: Prose
    digest: Digest
    proposal_digest: Digest
