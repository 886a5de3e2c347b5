import re
import unicodedata
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from workgroups.careers import events, policy, queries
from workgroups.careers.forms import Declining, Describing, Introducing, Proposing
from workgroups.careers.models import Career, CareerList, CareerState
from workgroups.core.errors import Invalid
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop, language_map
from workgroups.core.work import Work, command
from workgroups.groups import queries as groups
from workgroups.groups.models import Group, Profession

LONGEST_KEY = 50
TITLES = {"en": "Alternative careers: %s", "fr": "Autres carrières : %s"}
"""What a list is called until somebody says it better. It is content, so both languages are stored."""


def keep_list(work: Work, group: Group, profession_id: int) -> CareerList:
    """The list that a group keeps for one of its professions, begun when there is none.

    Raises `Invalid` for a profession that the group does not serve.
    """
    served = {profession.id: profession for profession in groups.professions_of(work, group.id)}
    if profession_id not in served:
        raise Invalid(profession=gettext_noop("Choose a profession that this group serves."))
    kept = queries.list_for(work, group.id, profession_id)
    if kept is None:
        name = served[profession_id].name
        title = {lang: TITLES[lang] % words for lang, words in name.items()}
        kept = work.add(CareerList(group_id=group.id, profession_id=profession_id, title=title))
    return kept


def free_key(work: Work, career_list: CareerList, title: str) -> str:
    """A place in public addresses that no other career of the list has, made of the English title."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_KEY].rstrip("-") or "career"
    taken = set(work.rows(select(col(Career.key)).where(col(Career.list_id) == career_list.id)).scalars())
    return next(key for key in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if key not in taken)


def described(work: Work, describing: Describing) -> dict[str, Any]:
    """The columns of a career as typed. Raises `Invalid` for an unknown profession."""
    if describing.leads_to is not None and work.session.get(Profession, describing.leads_to) is None:
        raise Invalid(leads_to=gettext_noop("Choose a profession."))
    return describing.columns()


def new(work: Work, group: Group, proposing: Proposing, state: CareerState) -> Career:
    kept = keep_list(work, group, proposing.profession)
    seat = groups.own_seat(work, group.id)
    key = free_key(work, kept, proposing.title_en)
    return work.add(
        Career(
            list_id=kept.id,
            group_id=group.id,
            seat_id=seat.id if seat else None,
            state=state,
            key=key,
            **described(work, proposing),
        )
    )


@command(policy.propose)
def propose(work: Work, group: Group, proposing: Proposing) -> Career:
    """Propose an alternative career; the co-chairs or the secretary accept it."""
    career = new(work, group, proposing, CareerState.PROPOSED)
    work.record(events.CareerProposed(list_id=career.list_id), about=career)
    return career


@command(policy.add)
def add(work: Work, group: Group, proposing: Proposing) -> Career:
    """Put an alternative career straight onto the working draft."""
    career = new(work, group, proposing, CareerState.ACCEPTED)
    work.record(events.CareerAdded(list_id=career.list_id), about=career)
    return career


@command(policy.edit)
def describe(work: Work, career: Career, describing: Describing) -> Career:
    """Change what is said of an alternative career; its key stays."""
    for name, value in described(work, describing).items():
        setattr(career, name, value)
    work.record(events.CareerChanged(), about=career)
    return career


@command(policy.accept)
def accept(work: Work, career: Career, _: Nothing) -> None:
    """It comes onto the working draft, also when it was declined before."""
    career.state, career.reason = CareerState.ACCEPTED, ""
    work.record(events.CareerAccepted(), about=career)


@command(policy.decline)
def decline(work: Work, career: Career, declining: Declining) -> None:
    """It does not come onto the working draft, or leaves it, for a reason."""
    career.state, career.reason = CareerState.DECLINED, declining.reason
    work.record(events.CareerDeclined(), about=career)


@command(policy.introduce)
def introduce(work: Work, career_list: CareerList, introducing: Introducing) -> CareerList:
    """Change title and introduction of the list."""
    career_list.title = language_map(en=introducing.title_en, fr=introducing.title_fr)
    career_list.intro = language_map(en=introducing.intro_en, fr=introducing.intro_fr)
    work.record(events.CareerListChanged(), about=career_list)
    return career_list
