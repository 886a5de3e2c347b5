from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from workgroups.core.forms import Day, Form, Problem, RowId
from workgroups.core.languages import gettext_noop
from workgroups.core.text import Line, OptionalLine, OptionalProse, Url
from workgroups.links.papers.formats import Kept
from workgroups.pathways.proposals.answers.models import ADOPTIONS, EntryKind

WORDS = {
    EntryKind.SENT: gettext_noop("sent"),
    EntryKind.ACKNOWLEDGED: gettext_noop("acknowledged"),
    EntryKind.UNDER_STUDY: gettext_noop("under study"),
    EntryKind.ADOPTED: gettext_noop("adopted"),
    EntryKind.ADOPTED_IN_PART: gettext_noop("adopted in part"),
    EntryKind.DECLINED: gettext_noop("declined"),
    EntryKind.NO_REPLY: gettext_noop("no reply"),
}

Place = Annotated[int, Field(ge=0, le=1000)]


class Recording(Form):
    """A dated entry; an adoption says from when and shows the document."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    body: RowId | None = None
    """Whose answer it is; asked where I can record those of several bodies."""
    kind: EntryKind
    on_day: Day
    note: OptionalProse = None
    promised_on: Day | None = None
    effective_on: Day | None = None
    document_title: OptionalLine = None
    document_url: Url | None = None
    document_text: OptionalProse = None
    file: Kept | None = None
    operations: list[Place] = Field(default_factory=list)

    def problems(self) -> Iterator[Problem]:
        adopted = self.kind in ADOPTIONS
        shown = self.document_url or self.document_text or self.file
        for name, missing, message in (
            ("note", self.kind is EntryKind.DECLINED and not self.note, NEEDS_REASON),
            ("promised_on", self.kind is EntryKind.UNDER_STUDY and not self.promised_on, NEEDS_PROMISE),
            ("effective_on", adopted and not self.effective_on, NEEDS_DATE),
            ("document_title", adopted and not self.document_title and not self.file, NEEDS_TITLE),
            ("file", adopted and not shown, NEEDS_DOCUMENT),
            ("operations", self.kind is EntryKind.ADOPTED_IN_PART and not self.operations, NEEDS_PARTS),
        ):
            if missing:
                yield Problem(name, message)


NEEDS_REASON = gettext_noop("Say the reason that the body gave.")
NEEDS_PROMISE = gettext_noop("Say for which day the answer is promised.")
NEEDS_DATE = gettext_noop("Say from which day it holds.")
NEEDS_TITLE = gettext_noop("Say what the document is called.")
NEEDS_DOCUMENT = gettext_noop("Attach the document, or give its web address or its words.")
NEEDS_PARTS = gettext_noop("Choose what was adopted.")


class Confirming(Form):
    """Which files it was read with: an adoption, or a position from a letter."""

    papers: OptionalLine = None


class TakingBack(Form):
    """What is wrong with an entry."""

    reason: Line


class Resolving(Form):
    """What becomes of a part that did not fit: it is left out, taken over, or put in by hand."""

    choice: Literal["keep", "take", "by_hand"]
