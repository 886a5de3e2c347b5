from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import col

from workgroups.core.errors import NotFound
from workgroups.core.work import Work
from workgroups.meetings.agenda.models import AgendaItem, ItemState
from workgroups.meetings.agenda.policy import see as see_item
from workgroups.meetings.agenda.queries import ItemRow
from workgroups.meetings.models import Meeting, MeetingState
from workgroups.meetings.session.models import Pen, Turn
from workgroups.people.models import Person


class Writer(NamedTuple):
    """Who writes the minutes, and since when."""

    id: int
    name: str
    at: datetime


class Sitting(NamedTuple):
    """Where a meeting in session is, as far as I see it."""

    current: ItemRow | None
    """None between two items, while it is at one that I do not see, and when it is over."""
    last: ItemRow | None
    """The last one at which I saw it: the current one, or the one before a pause."""
    upcoming: ItemRow | None
    """The next one after it with which nobody has dealt."""
    spent: dict[int, int]
    """Whole minutes that were spent on each item, by its id; empty for a meeting written down afterwards."""
    writer: Writer | None


def open_turn(work: Work, meeting_id: int) -> Turn | None:
    """The turn of the current item, for commands."""
    found = select(Turn).where(col(Turn.meeting_id) == meeting_id, col(Turn.ended_at).is_(None))
    turn: Turn | None = work.rows(found).scalar_one_or_none()
    return turn


TURNS: Any = (
    select(col(Turn.item_id), col(Turn.began_at), col(Turn.ended_at))
    .join(AgendaItem, col(AgendaItem.id) == col(Turn.item_id))
    .where(col(Turn.meeting_id) == bindparam("meeting_id"), see_item())
    .order_by(col(Turn.id))
)
WRITER: Any = (
    select(col(Pen.person_id), col(Person.name), col(Pen.at))
    .join(Person, col(Person.id) == col(Pen.person_id))
    .where(col(Pen.id) == bindparam("meeting_id"))
)


def sitting(work: Work, meeting: Meeting, items: Sequence[ItemRow]) -> Sitting:
    """Where a meeting is on this agenda of its items that I see: two queries."""
    turns = work.rows(TURNS, meeting_id=meeting.id).all()
    writer = work.rows(WRITER, meeting_id=meeting.id).first()
    places = {item.id: place for place, item in enumerate(items)}
    been = [(places[item], ended_at) for item, _, ended_at in turns if item in places]
    last, ended_at = been[-1] if been else (None, None)
    return Sitting(
        items[last] if last is not None and ended_at is None else None,
        None if last is None else items[last],
        following(items, last) if meeting.state is MeetingState.IN_SESSION else None,
        spent(turns, work.now) if meeting.called_at else {},
        Writer(*writer) if writer else None,
    )


def on(items: Sequence[ItemRow], item_id: int) -> ItemRow:
    """The item with this id on an agenda. Raises `NotFound` when it does not stand on it."""
    for item in items:
        if item.id == item_id:
            return item
    raise NotFound


def following(items: Sequence[ItemRow], place: int | None) -> ItemRow | None:
    """The next item after the one in this place with which nobody has dealt."""
    after = items[0 if place is None else place + 1 :]
    return next((item for item in after if item.state is ItemState.ACCEPTED), None)


def spent(turns: Sequence[tuple[int, datetime, datetime | None]], now: datetime) -> dict[int, int]:
    """Whole minutes of all turns of each item, the one that lasts included."""
    seconds: dict[int, timedelta] = defaultdict(timedelta)
    for item, began_at, ended_at in turns:
        seconds[item] += (ended_at or now) - began_at
    return {item: int(time.total_seconds()) // 60 for item, time in seconds.items()}
