from collections.abc import Iterator
from typing import Any, Literal

from workgroups.core.forms import Form, Problem
from workgroups.core.languages import language_map
from workgroups.core.text import OptionalLine, OptionalProse, Prose
from workgroups.meetings.forms import OptionalUrl
from workgroups.outcomes.forms import OptionalSentences
from workgroups.outcomes.initiatives.models import InitiativeKind, InitiativeState
from workgroups.pathways.forms import named


class Describing(Form):
    """What somebody wants to do or does, for whom, with whom, and who pays."""

    kind: InitiativeKind
    title_en: OptionalLine = None
    title_fr: OptionalLine = None
    text: Prose
    partners: OptionalSentences = None
    funding: OptionalSentences = None
    url: OptionalUrl = None

    def problems(self) -> Iterator[Problem]:
        return named(self, "title")

    def columns(self) -> dict[str, Any]:
        """The values of the columns of `Initiative` that people describe."""
        return {
            "kind": self.kind,
            "title": language_map(en=self.title_en, fr=self.title_fr),
            "text": self.text,
            "partners": self.partners or "",
            "funding": self.funding or "",
            "url": self.url,
        }


class Proposing(Describing):
    """A new one; a project that the group advises may have come some way already."""

    state: Literal[InitiativeState.IDEA, InitiativeState.PROPOSED, InitiativeState.FUNDED, InitiativeState.RUNNING]


class Moving(Form):
    """Where it goes; whatever does not lead on needs a reason, and an end says what came of it."""

    state: InitiativeState
    reason: OptionalProse = None
