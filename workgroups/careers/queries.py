from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import col

from workgroups.careers import policy, words
from workgroups.careers.models import Career, CareerList, CareerState
from workgroups.core.languages import LanguageMap, gettext_noop
from workgroups.core.text import alphabetical
from workgroups.core.work import Work
from workgroups.groups.models import Group, Profession, Seat
from workgroups.people.models import Person
from workgroups.publishing import kinds


def list_for(work: Work, group_id: int, profession_id: int) -> CareerList | None:
    """The list that a group keeps for a profession."""
    found = select(CareerList).where(
        col(CareerList.group_id) == group_id, col(CareerList.profession_id) == profession_id
    )
    return work.rows(found).scalar_one_or_none()


def list_of(work: Work, career: Career) -> CareerList:
    return work.session.get_one(CareerList, career.list_id)


def careers(work: Work, list_id: int) -> list[Career]:
    """Every alternative career of a list, in the reader's alphabetical order, which ranks nothing."""
    found = work.list(policy.see, col(Career.list_id) == list_id)
    return sorted(found, key=lambda career: (alphabetical(career.title), career.id))


def served_by(work: Work, career_list: CareerList) -> Profession:
    """The profession whose alternatives a list holds."""
    return work.session.get_one(Profession, career_list.profession_id)


class Proposer(NamedTuple):
    """The seat that proposed a career, and who sits there now."""

    label: LanguageMap
    holder: str | None


def proposer(work: Work, career: Career) -> Proposer | None:
    """None when somebody without a seat proposed it."""
    found = select(Seat.label, Person.name).outerjoin(Person, col(Person.id) == col(Seat.holder_id))  # type: ignore[call-overload]
    seat = work.rows(found.where(col(Seat.id) == career.seat_id)).one_or_none()
    return Proposer(*seat) if seat else None


def profession_of(work: Work, career: Career) -> Profession | None:
    """The profession that this alternative career is, when it is a known one."""
    return None if career.leads_to_id is None else work.session.get_one(Profession, career.leads_to_id)


def told(career: Career) -> dict[str, Any]:
    """A career as a snapshot holds it."""
    return {
        "key": career.key,
        "title": career.title,
        "relation": career.relation,
        "horizon": career.horizon,
        "skills_use": career.skills_use,
        "regulation": career.regulation,
        "upgrading": career.upgrading,
        "why": career.why,
        "shared": career.shared,
        "missing": career.missing,
        "stages": career.stages,
        "note": career.note,
    }


def snapshot(work: Work, career_list: CareerList) -> dict[str, Any]:
    """The list as it is published: only what was accepted, in the order of the keys, which ranks nothing."""
    group = work.session.get_one(Group, career_list.group_id)
    accepted = select(Career).where(col(Career.list_id) == career_list.id, col(Career.state) == CareerState.ACCEPTED)
    return {
        "profession": work.session.get_one(Profession, career_list.profession_id).slug,
        "jurisdiction": group.jurisdiction,
        "group": group.slug,
        "title": career_list.title,
        "intro": career_list.intro,
        "careers": [told(career) for career in work.rows(accepted.order_by(col(Career.key))).scalars()],
    }


KIND = kinds.register_kind(
    kinds.OutputKind(
        name="careers",
        word=gettext_noop("alternative careers"),
        place=2,
        model=CareerList,
        snapshot=snapshot,
        template="public/_careers.html",
        title=lambda document: document["title"],
        label=words.label,
        tell=words.told,
    )
)
