from collections.abc import Iterator
from typing import Literal

from pydantic import ConfigDict

from workgroups.core.forms import Day, Form, Problem, RowId
from workgroups.core.languages import gettext_noop
from workgroups.core.text import OptionalLine, OptionalProse, Prose
from workgroups.links.papers.formats import Kept
from workgroups.pathways.proposals.positions.models import CONCERNED, WITH_REASON, PositionValue

WORDS = {
    PositionValue.SUPPORT: gettext_noop("Support"),
    PositionValue.SUPPORT_WITH_CONDITIONS: gettext_noop("Support with conditions"),
    PositionValue.NO_OBJECTION: gettext_noop("No objection"),
    PositionValue.CONCERN: gettext_noop("Concern"),
    PositionValue.OBJECT: gettext_noop("Objection"),
    PositionValue.RESERVED: gettext_noop("Reserved"),
    PositionValue.WITH_OUR_BODY: gettext_noop("With our body"),
    PositionValue.RECUSED: gettext_noop("Recused"),
}


class Stating(Form):
    """What a seat says; a personal view, or mandated by its organisation on a day."""

    seat: RowId | None = None
    value: PositionValue
    reason: OptionalProse = None
    resolved_by: OptionalProse = None
    mandate: Literal["personal", "mandated"] = "personal"
    mandated_on: Day | None = None
    answer_by: Day | None = None
    digest: OptionalLine = None
    """Of the proposal as it was read."""

    def problems(self) -> Iterator[Problem]:
        for name, missing, message in (
            (
                "reason",
                self.value in WITH_REASON and not self.reason,
                NEEDS_REASON[self.value is PositionValue.RECUSED],
            ),
            ("resolved_by", self.value in CONCERNED and not self.resolved_by, NEEDS_WAY_OUT),
            ("answer_by", self.value is PositionValue.WITH_OUR_BODY and not self.answer_by, NEEDS_DAY),
            ("mandated_on", self.mandate == "mandated" and not self.mandated_on, NEEDS_MANDATE),
        ):
            if missing:
                yield Problem(name, message)


class Transcribing(Stating):
    """What a letter says for a seat, with the letter."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    seat: RowId
    file: Kept


NEEDS_REASON = (
    gettext_noop("Say why: conditions, a concern or an objection need their reason."),
    gettext_noop("Say which interest your seat has in it."),
)
"""Of what it thinks, and of staying out."""
NEEDS_WAY_OUT = gettext_noop("Say what would resolve it.")
NEEDS_DAY = gettext_noop("Say by which day your body will answer.")
NEEDS_MANDATE = gettext_noop("Say on which day your organisation resolved it.")


class Answering(Form):
    text: Prose


class Judging(Form):
    """Whether the answer to a concern meets it."""

    met: Literal["yes", "no"]
