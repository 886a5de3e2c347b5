"""Who decides for the co-chair seats now, and which of the things decided still stand.

Publishing, minutes and proposals need two voices: two people, from two seats, of two organisations. A person has the
voice of a co-chair seat while she holds it, or acts for it from a seat of her own and keeps none of the group's
records. What she gave stands as long as she has that voice.
"""

from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, literal, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.db import Row
from workgroups.core.errors import NotAllowed, WrongState
from workgroups.core.languages import LanguageMap, gettext_noop
from workgroups.core.policy import Who, apart
from workgroups.core.work import Work
from workgroups.groups.models import CHAIRS, Acting, Seat, SeatRole
from workgroups.groups.policy import acts, keeps_records
from workgroups.people.models import Person


def has_voice(seat_id: Any, group_id: Any, who: Who) -> ColumnElement[bool]:
    """The person decides for this co-chair seat now, and her account is open."""
    seat, acting, person = apart(Seat), apart(Acting), apart(Person)
    held = exists().where(seat.c.id == seat_id, seat.c.role.in_(CHAIRS), seat.c.holder_id == who)
    acted = exists().where(acting.c.chair_seat_id == seat_id, acts(acting, who))
    there = exists().where(person.c.id == who, person.c.disabled_at.is_(None))
    return and_(
        there.correlate_except(person),
        or_(
            held.correlate_except(seat),
            and_(acted.correlate_except(acting), ~keeps_records(group_id, who)),
        ),
    )


def is_asked(group_id: Any, me: Who, model: type[Row], about: Callable[[Any], Any]) -> ColumnElement[bool]:
    """I have the voice of a co-chair seat from which nothing stands yet, and nothing of mine stands either.

    `model` is what is given, with a `seat_id` and a `person_id`; `about` says which of its rows are meant.
    """
    seat, by_seat, by_me = apart(Seat), apart(model), apart(model)
    given = exists().where(
        about(by_seat), by_seat.c.seat_id == seat.c.id, has_voice(seat.c.id, group_id, by_seat.c.person_id)
    )
    missing = exists().where(
        seat.c.group_id == group_id,
        seat.c.role.in_(CHAIRS),
        has_voice(seat.c.id, group_id, me),
        ~given.correlate_except(by_seat),
    )
    mine = exists().where(about(by_me), by_me.c.person_id == me, has_voice(by_me.c.seat_id, group_id, me))
    return and_(missing.correlate_except(seat), ~mine.correlate_except(by_me))


class Voice(NamedTuple):
    """Somebody who decides for a co-chair seat now; a deputy's organisation is her own seat's."""

    seat_id: int
    role: SeatRole
    label: LanguageMap
    organisation_id: int | None
    person_id: int
    name: str
    as_deputy: bool


OWN = aliased(Seat)


def speaking(seat: type[Seat], *, as_deputy: bool) -> Any:
    """Select: everybody with the voice of a co-chair seat, as a `Voice`; `seat` is the one that she holds herself."""
    return (
        select(
            col(Seat.id),
            col(Seat.role),
            col(Seat.label),
            col(seat.organisation_id),
            col(Person.id),
            col(Person.name),
            literal(value=as_deputy),
        )
        .where(
            col(Seat.group_id) == bindparam("group_id"),
            col(Seat.role).in_(CHAIRS),
            has_voice(col(Seat.id), col(Seat.group_id), col(Person.id)),
        )
        .order_by(col(Seat.role))
    )


HOLDERS = speaking(Seat, as_deputy=False).join(Person, col(Person.id) == col(Seat.holder_id))
DEPUTIES = (
    speaking(OWN, as_deputy=True)
    .join_from(Seat, Acting, col(Acting.chair_seat_id) == col(Seat.id))
    .join(Person, col(Person.id) == col(Acting.person_id))
    .join(OWN, and_(col(OWN.holder_id) == col(Person.id), col(OWN.group_id) == col(Seat.group_id)))
    .order_by(case((col(OWN.deputy_of_id) == col(Seat.id), 0), else_=1), col(OWN.id))
)


def voices(work: Work, group_id: int, *, lock: bool = False) -> list[Voice]:
    """Who decides now: the holders of the co-chair seats, then their acting deputies, each once for a seat.

    `lock` keeps the seats as they are until the transaction ends.
    """
    if lock:
        seats = select(col(Seat.id)).where(col(Seat.group_id) == group_id, col(Seat.role).in_(CHAIRS))
        work.session.execute(seats.order_by(col(Seat.id)).with_for_update()).all()
    found: dict[tuple[int, int], Voice] = {}
    for statement in (HOLDERS, DEPUTIES):
        for row in work.rows(statement, group_id=group_id):
            voice = Voice(*row)
            found.setdefault((voice.seat_id, voice.person_id), voice)
    return list(found.values())


class Given(Protocol):
    """An approval or a verdict: from which seat, and by whom."""

    @property
    def seat_id(self) -> int: ...

    @property
    def person_id(self) -> int: ...


G = TypeVar("G", bound=Given)


def standing(able: Iterable[Voice], given: Iterable[G]) -> list[G]:
    """What was given by somebody who still has the voice of that seat."""
    now = {(voice.seat_id, voice.person_id) for voice in able}
    return [each for each in given if (each.seat_id, each.person_id) in now]


def own(work: Work, able: Iterable[Voice], given: Iterable[Given]) -> Voice:
    """My voice: of the seat from which I spoke, of one from which nobody did, the one I hold before one I act for.

    Raises `NotAllowed` when I have none any more.
    """
    mine = [voice for voice in able if voice.person_id == work.me]
    if not mine:
        raise NotAllowed
    spoke = {(each.seat_id, each.person_id) for each in given}
    taken = {seat_id for seat_id, _ in spoke}
    return min(
        mine,
        key=lambda voice: (
            (voice.seat_id, voice.person_id) not in spoke,
            voice.seat_id in taken,
            voice.as_deputy,
        ),
    )


def are_two(one: Voice, other: Voice) -> bool:
    """Do two people speak, from two seats, for two organisations?"""
    bodies = one.organisation_id is None or one.organisation_id != other.organisation_id
    return one.seat_id != other.seat_id and one.person_id != other.person_id and bodies


def together(able: Iterable[Voice], given: Iterable[Given]) -> bool:
    """Do two voices that count together stand among what was given?"""
    spoke = {(each.seat_id, each.person_id) for each in given}
    stand = [voice for voice in able if (voice.seat_id, voice.person_id) in spoke]
    return any(are_two(one, other) for one, other in combinations(stand, 2))


def other(able: Iterable[Voice], given: Iterable[G], mine: Voice) -> G | None:
    """What another person of another organisation gave from the other seat; `given` are those that stand.

    Raises `WrongState` when there is only something of my own organisation.
    """
    speak = {(voice.seat_id, voice.person_id): voice for voice in able}
    others = [each for each in given if each.seat_id != mine.seat_id and each.person_id != mine.person_id]
    for each in others:
        if are_two(speak[each.seat_id, each.person_id], mine):
            return each
    if others:
        raise WrongState(gettext_noop("Both chairs would speak for one organisation. They have to come from two."))
    return None
