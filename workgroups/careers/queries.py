from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from workgroups.careers import policy
from workgroups.careers.models import Career, CareerList, CareerRelation, CareerState
from workgroups.core.languages import LanguageMap, pick
from workgroups.core.work import Work
from workgroups.groups.models import Group, Profession
from workgroups.publishing import wording

RELATIONS: tuple[CareerRelation | None, ...] = (*CareerRelation, None)
"""The order in which a list is grouped; last what nobody has said."""


def list_for(work: Work, group_id: int, profession_id: int) -> CareerList | None:
    """The list that a group keeps for a profession."""
    found = select(CareerList).where(
        col(CareerList.group_id) == group_id, col(CareerList.profession_id) == profession_id
    )
    return work.rows(found).scalar_one_or_none()


def list_of(work: Work, career: Career) -> CareerList:
    return work.session.get_one(CareerList, career.list_id)


def careers(work: Work, list_id: int) -> list[Career]:
    """Every alternative career of a list, in the alphabetical order of the reader's language, which ranks nothing."""
    found = work.list(policy.see, col(Career.list_id) == list_id)
    return sorted(found, key=lambda career: (pick(career.title)[0].casefold(), career.id))


def by_relation(found: list[Career]) -> list[tuple[CareerRelation | None, list[Career]]]:
    """The accepted ones under each relation that has any."""
    accepted = [career for career in found if career.state is CareerState.ACCEPTED]
    groups = [(relation, [career for career in accepted if career.relation is relation]) for relation in RELATIONS]
    return [(relation, members) for relation, members in groups if members]


def profession_of(work: Work, career: Career) -> Profession | None:
    """The profession that this alternative career is, when it is a known one."""
    return None if career.leads_to_id is None else work.session.get_one(Profession, career.leads_to_id)


def texts(where: str, text: LanguageMap) -> Iterator[tuple[str, str, str]]:
    yield from ((where, lang, words) for lang, words in text.items())


def career_texts(career: dict[str, Any], where: str = "") -> Iterator[tuple[str, str, str]]:
    """Everything that a reader of a career in a snapshot reads: (where, language, text)."""
    for name in ("title", "why", "note"):
        yield from texts(f"{where}{name}", career[name])
    for shared in career["shared"]:
        yield from texts(f"{where}shared", shared)
    for gap in career["missing"]:
        yield from texts(f"{where}missing", gap["what"])
        yield from texts(f"{where}missing", gap["closes"] or {})


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
    accepted = select(Career).where(
        col(Career.list_id) == career_list.id, col(Career.state) == CareerState.ACCEPTED
    )
    return {
        "profession": work.session.get_one(Profession, career_list.profession_id).slug,
        "jurisdiction": group.jurisdiction,
        "group": group.slug,
        "title": career_list.title,
        "intro": career_list.intro,
        "careers": [told(career) for career in work.rows(accepted.order_by(col(Career.key))).scalars()],
    }


def findings(career_list: CareerList, found: list[Career]) -> list[wording.Finding]:
    """What the wording check objects to in the working draft."""
    spoken = [*texts("title", career_list.title), *texts("intro", career_list.intro)]
    for career in found:
        if career.state is CareerState.ACCEPTED:
            spoken += career_texts(told(career), f"{pick(career.title)[0]}: ")
    return wording.check(spoken)
