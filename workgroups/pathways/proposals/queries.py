from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, select
from sqlmodel import col

from workgroups.core.languages import LanguageMap, current
from workgroups.core.policy import ME
from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.groups.models import Group, GroupState, Seat
from workgroups.links.models import Link, Relation
from workgroups.meetings.decisions import policy as decision_policy
from workgroups.meetings.decisions.models import Decision
from workgroups.pathways import document as documents
from workgroups.pathways.barriers.models import Barrier
from workgroups.pathways.models import Pathway
from workgroups.pathways.operations import apply, read
from workgroups.pathways.proposals import policy
from workgroups.pathways.proposals.answers.policy import answers_for
from workgroups.pathways.proposals.forwarding.models import Forwarding
from workgroups.pathways.proposals.models import (
    UNDECIDED,
    Baseline,
    Proposal,
    ProposalState,
    Rendition,
    ResponsibleBody,
)
from workgroups.people.models import Organisation, Person

ORDER = {
    state: place
    for place, state in enumerate(
        (
            ProposalState.POSITIONS_CALLED,
            ProposalState.OPEN,
            ProposalState.DRAFT,
            ProposalState.DEFERRED,
            ProposalState.RECOMMENDED,
            ProposalState.NOT_RECOMMENDED,
            ProposalState.WITHDRAWN,
        )
    )
}


class ProposalView(NamedTuple):
    """A proposal in a list."""

    id: int
    number: str
    title: LanguageMap
    state: ProposalState
    drafted_at: datetime
    deadline_on: date | None
    deferred_until: date | None
    settled_at: datetime | None
    adopted_at: datetime | None
    effective_on: date | None
    reached: str
    """A key of `models.REACHED_WORDS`."""
    proposer: LanguageMap | None
    pathway_id: int
    pathway: LanguageMap


PROPOSALS = (
    select(  # type: ignore[call-overload,misc]
        Proposal.id,
        Proposal.number,
        Proposal.title,
        Proposal.state,
        Proposal.drafted_at,
        Proposal.deadline_on,
        Proposal.deferred_until,
        Proposal.settled_at,
        Proposal.adopted_at,
        Proposal.effective_on,
        policy.REACHED,
        Seat.label,
        Pathway.id,
        Pathway.title,
    )
    .join(Pathway, col(Pathway.id) == col(Proposal.pathway_id))
    .outerjoin(Seat, col(Seat.id) == col(Proposal.proposer_seat_id))
    .where(policy.see(), col(Proposal.group_id) == bindparam("group_id"))
    .order_by(case(ORDER, value=col(Proposal.state)), col(Proposal.drafted_at).desc(), col(Proposal.id))
)


def proposals(work: Work, group_id: int) -> list[ProposalView]:
    """The proposals of a group: those that ask for something first, those that ended last."""
    return [ProposalView(*row) for row in work.rows(PROPOSALS, group_id=group_id)]


def changeable(work: Work, group_id: int) -> Sequence[Pathway]:
    """The pathways of a group that I may propose to change, the oldest first."""
    found = select(Pathway).where(policy.change(), col(Pathway.group_id) == group_id).order_by(col(Pathway.id))
    return work.rows(found).scalars().all()


class BodyView(NamedTuple):
    """A body whose answer a proposal needs; its key is that of the organisation."""

    id: int
    name: LanguageMap
    asked_at: datetime | None
    may_record: bool
    """I may record its answer once the proposal is recommended."""


BODY = (
    col(ResponsibleBody.organisation_id),
    col(Organisation.name),
    col(ResponsibleBody.asked_at),
    answers_for(col(ResponsibleBody.group_id), col(ResponsibleBody.organisation_id), ME),
)


class About(NamedTuple):
    """Whose a proposal is, who is behind it, and whose answers it needs."""

    group: groups.GroupView
    bodies: Sequence[BodyView]
    """In the order in which they were named."""
    seat: LanguageMap | None
    author: str
    pathway: LanguageMap
    pathway_digest: str
    baseline_digest: str
    reached: str
    """A key of `models.REACHED_WORDS`."""
    is_open: bool
    """The group is not closed."""
    inspired_by: int | None
    """The proposal of another group that it was made after, as it was forwarded; its title, and whose it is."""
    their_title: LanguageMap | None
    source: LanguageMap | None


ABOUT = (
    select(  # type: ignore[call-overload]
        *groups.GROUP,
        Seat.label,
        Person.name,
        Pathway.title,
        Pathway.digest,
        Baseline.digest,
        policy.REACHED,
        (col(Group.state) != GroupState.CLOSED).label("is_open"),
        Forwarding.id,
        Forwarding.title,
        Forwarding.source,
        *BODY,
    )
    .select_from(Proposal)
    .join(Group, col(Group.id) == col(Proposal.group_id))
    .join(Person, col(Person.id) == col(Proposal.author_id))
    .join(Pathway, col(Pathway.id) == col(Proposal.pathway_id))
    .join(Baseline, col(Baseline.proposal_id) == col(Proposal.id))
    .outerjoin(Seat, col(Seat.id) == col(Proposal.proposer_seat_id))
    .outerjoin(Forwarding, col(Forwarding.adapted_id) == col(Proposal.id))
    .outerjoin(ResponsibleBody, col(ResponsibleBody.proposal_id) == col(Proposal.id))
    .outerjoin(Organisation, col(Organisation.id) == col(ResponsibleBody.organisation_id))
    .where(col(Proposal.id) == bindparam("key"))
    .order_by(col(ResponsibleBody.id))
)


def about(work: Work, proposal: Proposal) -> About:
    rows = work.rows(ABOUT, key=proposal.id).all()
    (key, slug, name, timezone, *rest), many = rows[0][: -len(BODY)], [row[-len(BODY) :] for row in rows]
    bodies = [BodyView(*body) for body in many if body[0]]
    return About(groups.GroupView(key, slug, name, timezone), bodies, *rest)


def responsible(work: Work, proposal: Proposal) -> Sequence[ResponsibleBody]:
    """The bodies whose answers it needs, in the order in which they were named."""
    found = select(ResponsibleBody).where(col(ResponsibleBody.proposal_id) == proposal.id)
    return work.rows(found.order_by(col(ResponsibleBody.id))).scalars().all()


def named(work: Work, proposal: Proposal) -> list[int]:
    """The organisations whose answers it needs."""
    return [row.organisation_id for row in responsible(work, proposal)]


CONTENT = select(col(Rendition.content)).where(
    col(Rendition.proposal_id) == bindparam("key"), col(Rendition.language) == bindparam("language")
)


def content(work: Work, proposal: Proposal) -> dict[str, Any]:
    """What a proposal changes, in the language in force, as `renditions.rendition` tells it."""
    found: dict[str, Any] = work.rows(CONTENT, key=proposal.id, language=current()).scalar_one()
    return found


def baseline_row(work: Work, proposal: Proposal) -> Baseline:
    found: Baseline = work.rows(select(Baseline).where(col(Baseline.proposal_id) == proposal.id)).scalar_one()
    return found


def baseline(work: Work, proposal: Proposal) -> documents.Pathway:
    """The document that the operations were made against."""
    return documents.Pathway.model_validate(baseline_row(work, proposal).document)


def both(work: Work, proposal: Proposal) -> tuple[documents.Pathway, documents.Pathway]:
    """The pathway as a proposal would have it, and the one that it was made against."""
    base = baseline(work, proposal)
    return apply(base, read(proposal.operations)).document, base


def body_names(work: Work, *of: documents.Pathway) -> dict[int, LanguageMap]:
    """The names of the bodies that documents name."""
    keys = {step.body for document in of for step in document.steps if step.body}
    found = select(col(Organisation.id), col(Organisation.name)).where(col(Organisation.id).in_(keys))
    return {row.id: row.name for row in work.rows(found)}


class DecisionView(NamedTuple):
    """A decision of the register to choose from."""

    id: int
    number: str
    text: str


DECISIONS = (
    select(Decision.id, Decision.number, Decision.text)  # type: ignore[call-overload]
    .where(decision_policy.see(), col(Decision.group_id) == bindparam("group_id"))
    .order_by(col(Decision.at).desc(), col(Decision.id).desc())
    .limit(100)
)


def decisions(work: Work, group_id: int) -> Sequence[DecisionView]:
    """The latest decisions of a group that I may see."""
    return [DecisionView(*row) for row in work.rows(DECISIONS, group_id=group_id)]


class ChoiceView(NamedTuple):
    """A proposal to choose among others."""

    id: int
    number: str
    title: LanguageMap


DECIDED_STATES = (ProposalState.RECOMMENDED, ProposalState.NOT_RECOMMENDED)
CHOICES = (
    select(col(Proposal.id), col(Proposal.number), col(Proposal.title))
    .where(policy.see(), col(Proposal.group_id) == bindparam("group_id"))
    .order_by(col(Proposal.id).desc())
)
DECIDED = CHOICES.where(col(Proposal.state).in_(DECIDED_STATES))
OPEN_STILL = CHOICES.where(col(Proposal.state).in_(UNDECIDED))


def decided(work: Work, group_id: int) -> list[ChoiceView]:
    """The decided proposals of a group, the latest first."""
    return [ChoiceView(*row) for row in work.rows(DECIDED, group_id=group_id)]


def undecided(work: Work, group_id: int) -> list[ChoiceView]:
    """The proposals of a group that I see and that are not decided yet, the latest first."""
    return [ChoiceView(*row) for row in work.rows(OPEN_STILL, group_id=group_id)]


def followed(work: Work, proposal: Proposal) -> int | None:
    """The decision that a proposal follows from, the last one when there are several."""
    found = select(col(Link.to_id)).where(
        col(Link.from_kind) == Proposal.__name__,
        col(Link.from_id) == proposal.id,
        col(Link.to_kind) == Decision.__name__,
        col(Link.relation) == Relation.FOLLOWS_FROM,
    )
    return work.rows(found.order_by(col(Link.id).desc()).limit(1)).scalar_one_or_none()


BESIDE = and_(
    col(Link.from_kind) == Proposal.__name__, col(Link.to_kind) == Barrier.__name__,
    col(Link.relation) == Relation.ANSWERS,
)  # fmt: skip
IDLE = (ProposalState.DRAFT, ProposalState.NOT_RECOMMENDED, ProposalState.WITHDRAWN)


def answered(work: Work, proposal: Proposal) -> Sequence[Barrier]:
    """The barriers that a proposal answers."""
    found = select(Barrier).join(Link, col(Link.to_id) == col(Barrier.id))
    return work.rows(found.where(BESIDE, col(Link.from_id) == proposal.id).order_by(col(Barrier.id))).scalars().all()


def grounds(work: Work, proposal: Proposal) -> dict[str, int | None]:
    """The barrier that a proposal answers, and the decision that it follows from if it is one that I can choose."""
    decision = followed(work, proposal)
    known = decision in {view.id for view in decisions(work, proposal.group_id)}
    return {
        "barrier": next((barrier.id for barrier in answered(work, proposal)), None),
        "decision": decision if known else None,
    }


def is_worked_on(work: Work, barrier: Barrier) -> bool:
    """A proposal that answers it is, or was with success, before the group."""
    found = select(col(Proposal.id)).join(Link, col(Link.from_id) == col(Proposal.id))
    found = found.where(BESIDE, col(Link.to_id) == barrier.id, col(Proposal.state).not_in(IDLE))
    return work.rows(found.limit(1)).first() is not None
