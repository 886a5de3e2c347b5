"""What another group reads of a proposal: its text as it was decided, and nothing that was said of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, cast

from pydantic import BaseModel, model_validator

from workgroups.core import canonical, clock
from workgroups.core.languages import LANGUAGES, LanguageMap, current, gettext, using
from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.groups.models import Profession
from workgroups.pathways.document import Pathway
from workgroups.pathways.models import Pathway as Draft
from workgroups.pathways.operations import Operation, apply
from workgroups.pathways.proposals import queries as proposals
from workgroups.pathways.proposals.answers import queries as answers
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.renditions import listed, summed_up
from workgroups.pathways.rows import rows

Outcome = Literal["recommended", "adopted", "adopted_in_part"]


class Snapshot(BaseModel):
    """Kept with a forwarding; names are those of the day on which it was made."""

    title: LanguageMap
    reason: str
    group: LanguageMap
    profession: LanguageMap
    bodies: list[LanguageMap]
    """The responsible bodies, to which it was recommended."""
    outcome: Outcome
    settled_on: date
    effective_on: date | None
    told: dict[str, dict[str, Any]]
    """By language: `sentences`, and `steps`, the changed ones with their rows; of the adopted part, if there is one."""
    rest: dict[str, dict[str, Any]] = {}
    """The same of what is recommended only, where a part was adopted."""

    @model_validator(mode="before")
    @classmethod
    def _bodies(cls, values: dict[str, Any]) -> dict[str, Any]:
        """What was forwarded when a proposal had one body names that one."""
        return values if "bodies" in values else values | {"bodies": [values["body"]]}

    @property
    def sentences(self) -> list[str]:
        """What it changes, in the language in force."""
        found: list[str] = self.told[current()]["sentences"]
        return found

    @property
    def proposed(self) -> list[str]:
        """What else it would change if the rest were adopted, in the language in force."""
        found: list[str] = self.rest[current()]["sentences"] if self.rest else []
        return found

    @property
    def digest(self) -> str:
        return canonical.digest(self.data())

    def data(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


def taken(work: Work, proposal: Proposal) -> Snapshot:
    """The snapshot of a decided proposal as it stands now."""
    group, about = groups.group_of(work, proposal.group_id), proposals.about(work, proposal)
    pathway = work.session.get_one(Draft, proposal.pathway_id)
    base = proposals.baseline(work, proposal)
    adopted, others = answers.parts(proposal, answers.adopted_places(work, proposal))
    rest = told(work, apply(base, adopted).document, others) if adopted and others else {}
    return Snapshot(
        title=proposal.title,
        reason=proposal.reason,
        group=group.name,
        profession=work.session.get_one(Profession, pathway.profession_id).name,
        bodies=[view.name for view in about.bodies],
        outcome=cast("Outcome", about.reached) if proposal.adopted_at else "recommended",
        settled_on=clock.today(proposal.settled_at or work.now, group.timezone),
        effective_on=proposal.effective_on,
        told=told(work, base, adopted or others),
        rest=rest,
    )


def told(work: Work, base: Pathway, operations: Sequence[Operation]) -> dict[str, dict[str, Any]]:
    """What it changes in every language: the changed steps alone, as the rest of the route is the group's own."""
    bodies = proposals.body_names(work, base, apply(base, operations).document)
    said: dict[str, dict[str, Any]] = {}
    for language in LANGUAGES:
        with using(language):
            changed = rows(base, operations, language, gettext, bodies)
            said[language] = {
                "sentences": summed_up(base, operations, bodies),
                "steps": [listed(step, ()) for step in changed],
            }
    return said
