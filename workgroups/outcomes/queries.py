from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.languages import LanguageMap, gettext_noop
from workgroups.core.work import Work
from workgroups.groups.models import Profession, Seat
from workgroups.groups.queries import group_of
from workgroups.links.models import Link, Relation
from workgroups.outcomes import figures, policy, words
from workgroups.outcomes.figures import Figure
from workgroups.outcomes.models import Outcome, OutcomeKind
from workgroups.pathways.document import Step as Document
from workgroups.pathways.models import Pathway, Step
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.policy import see as see_proposal
from workgroups.people.models import Person
from workgroups.publishing import kinds


class OutcomeView(NamedTuple):
    """An outcome in a list."""

    id: int
    kind: OutcomeKind
    what: LanguageMap
    on_day: date | None
    reported: LanguageMap
    reached: int | None
    profession: LanguageMap


OUTCOMES = (
    select(  # type: ignore[call-overload]
        Outcome.id,
        Outcome.kind,
        Outcome.what,
        Outcome.on_day,
        Outcome.reported,
        Outcome.reached,
        Profession.name,
    )
    .join(Profession, col(Profession.id) == col(Outcome.profession_id))
    .where(policy.see(), col(Outcome.group_id) == bindparam("group_id"))
    .order_by(col(Outcome.on_day).desc().nulls_last(), col(Outcome.id).desc())
)


def outcomes(work: Work, group_id: int) -> list[OutcomeView]:
    """The outcomes of a group, the latest first, then those that are only reported."""
    return [OutcomeView(*row) for row in work.rows(OUTCOMES, group_id=group_id)]


class Recorder(NamedTuple):
    """The seat that recorded an outcome, and who sits there now."""

    label: LanguageMap
    holder: str | None


def recorder(work: Work, outcome: Outcome) -> Recorder | None:
    """None when somebody without a seat recorded it."""
    found = select(Seat.label, Person.name).outerjoin(Person, col(Person.id) == col(Seat.holder_id))  # type: ignore[call-overload]
    seat = work.rows(found.where(col(Seat.id) == outcome.seat_id)).one_or_none()
    return Recorder(*seat) if seat else None


def profession_of(work: Work, outcome: Outcome) -> Profession:
    return work.session.get_one(Profession, outcome.profession_id)


def changed_by(work: Work, proposal: Proposal) -> int:
    """The profession whose pathway a proposal changes."""
    return work.session.get_one(Pathway, proposal.pathway_id).profession_id


CHANGED_STEPS: Any = (
    select(col(Step.content), col(Proposal.effective_on))
    .join(Link, and_(col(Link.from_kind) == "Step", col(Link.from_id) == col(Step.id)))
    .join(Proposal, and_(col(Link.to_kind) == "Proposal", col(Proposal.id) == col(Link.to_id)))
    .where(
        see_proposal(),
        col(Link.relation) == Relation.FOLLOWS_FROM,
        col(Proposal.adopted_at).is_not(None),
        col(Proposal.effective_on).is_not(None),
    )
    .order_by(col(Proposal.effective_on), col(Step.position))
)
OF_PROPOSAL = CHANGED_STEPS.where(col(Proposal.id) == bindparam("key"))
FOLLOWED = aliased(Link)
OF_OUTCOME = CHANGED_STEPS.where(
    exists()
    .where(
        col(FOLLOWED.from_kind) == "Outcome",
        col(FOLLOWED.from_id) == bindparam("key"),
        col(FOLLOWED.to_kind) == "Proposal",
        col(FOLLOWED.to_id) == col(Proposal.id),
        col(FOLLOWED.relation) == Relation.FOLLOWS_FROM,
    )
    .correlate(Proposal)
)


def counted(work: Work, row: Proposal | Outcome) -> list[Figure]:
    """What was counted before and after for the steps that a proposal changed, or those that an outcome follows from.

    Of a step that several changed, what the last one did.
    """
    found = work.rows(OF_PROPOSAL if isinstance(row, Proposal) else OF_OUTCOME, key=row.id)
    by_key: dict[str, Figure] = {}
    for content, since in found:
        by_key |= {figure.key: figure for figure in figures.of_step(Document.model_validate(content), since)}
    return [*by_key.values()]


def choice(work: Work, outcome: Outcome) -> list[Figure]:
    """The figures that an outcome keeps, and those that it could keep."""
    kept = figures.read(outcome.figures)
    return [*kept, *(figure for figure in counted(work, outcome) if figure not in kept)]


def snapshot(work: Work, outcome: Outcome) -> dict[str, Any]:
    """An outcome as it is published."""
    group = group_of(work, outcome.group_id)
    when = {"on": outcome.on_day} if outcome.on_day else {"reported": outcome.reported}
    return {
        "profession": profession_of(work, outcome).slug,
        "jurisdiction": group.jurisdiction,
        "group": group.slug,
        "kind": outcome.kind,
        "what": outcome.what,
        "why": outcome.why,
        **when,
        "reached": outcome.reached,
        "evidence": outcome.evidence,
        **({"figures": outcome.figures} if outcome.figures else {}),
    }


KIND = kinds.register_kind(
    kinds.OutputKind(
        name="outcome",
        word=gettext_noop("outcome"),
        place=3,
        model=Outcome,
        snapshot=snapshot,
        template="public/_outcome.html",
        title=lambda document: document["what"],
        label=words.label,
        tell=words.told,
    )
)
