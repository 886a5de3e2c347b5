from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import col

from workgroups.core.languages import LanguageMap, gettext_noop
from workgroups.core.work import Work
from workgroups.groups.models import Profession, Seat
from workgroups.groups.queries import group_of
from workgroups.outcomes import policy, words
from workgroups.outcomes.models import Outcome, OutcomeKind
from workgroups.pathways.models import Pathway
from workgroups.pathways.proposals.models import Proposal
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
