from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, case, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.languages import LanguageMap
from workgroups.core.policy import ME
from workgroups.core.work import Work
from workgroups.groups.models import Seat, SeatRole
from workgroups.groups.policy import MINE, arranges
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.interests import policy
from workgroups.meetings.interests.models import Interest
from workgroups.people.models import Person

ITEM = aliased(AgendaItem)


class InterestView(NamedTuple):
    """A declaration that stands."""

    id: int
    seat_id: int
    seat: LanguageMap
    year: int
    item_id: int | None
    item: LanguageMap | None
    text: str
    person: str
    at: datetime
    may_take_back: bool


INTERESTS = (
    select(  # type: ignore[call-overload]
        Interest.id,
        Interest.seat_id,
        Seat.label,
        Interest.year,
        Interest.item_id,
        ITEM.title,
        Interest.text,
        Person.name,
        Interest.at,
        policy.take_back(),
    )
    .join(Seat, col(Seat.id) == col(Interest.seat_id))
    .join(Person, col(Person.id) == col(Interest.person_id))
    .outerjoin(ITEM, col(ITEM.id) == col(Interest.item_id))
    .where(policy.see(), col(Interest.taken_back_at).is_(None))
    .order_by(col(Interest.year).desc(), col(Seat.place), col(Interest.id))
)
OF_GROUP = INTERESTS.where(col(Interest.group_id) == bindparam("group_id"))
OF_ITEM = INTERESTS.where(col(Interest.item_id) == bindparam("item_id"))
OF_MEETING = INTERESTS.where(col(ITEM.meeting_id) == bindparam("meeting_id"))


def of_group(work: Work, group_id: int) -> list[InterestView]:
    """What stands at a table, latest year first, around the table."""
    return [InterestView(*row) for row in work.rows(OF_GROUP, group_id=group_id)]


def of_item(work: Work, item_id: int) -> list[InterestView]:
    """What was declared at an item."""
    return [InterestView(*row) for row in work.rows(OF_ITEM, item_id=item_id)]


def by_item(work: Work, meeting_id: int) -> dict[int, list[InterestView]]:
    """What was declared at the items of a meeting, by item: one query."""
    found: dict[int, list[InterestView]] = {}
    for row in work.rows(OF_MEETING, meeting_id=meeting_id):
        view = InterestView(*row)
        found.setdefault(view.item_id or 0, []).append(view)
    return found


class Declarer(NamedTuple):
    """A seat for which I can declare."""

    id: int
    label: LanguageMap
    mine: bool


DECLARERS = (
    select(Seat.id, Seat.label, MINE)  # type: ignore[call-overload]
    .where(
        col(Seat.group_id) == bindparam("group_id"),
        col(Seat.role) != SeatRole.OBSERVER,
        or_(MINE, arranges(col(Seat.group_id), ME)),
    )
    .order_by(case((MINE, 0), else_=1), col(Seat.place), col(Seat.id))
)


def declarers(work: Work, group_id: int) -> list[Declarer]:
    """The seats for which I can declare, my own first."""
    return [Declarer(*row) for row in work.rows(DECLARERS, group_id=group_id)]
