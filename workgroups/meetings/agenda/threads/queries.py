"""Threads: where what an item is about has been, where it goes on, and what closing a meeting carries."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import false, or_, select
from sqlmodel import col

from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.meetings.agenda import policy
from workgroups.meetings.agenda.models import GOING_ON, PENDING, AgendaItem, ItemState, Thread
from workgroups.meetings.agenda.queries import IN_ORDER
from workgroups.meetings.models import Meeting


class ThreadRow(NamedTuple):
    """One appearance of a thread."""

    item_id: int
    state: ItemState
    meeting_id: int | None
    meeting: LanguageMap | None
    starts_at: datetime | None


def history(work: Work, item: AgendaItem) -> list[ThreadRow]:
    """Where the thread of an item has been and where it is now, first appearance first."""
    found: Any = (
        select(AgendaItem.id, AgendaItem.state, Meeting.id, Meeting.title, Meeting.starts_at)  # type: ignore[call-overload]
        .outerjoin(Meeting, col(Meeting.id) == col(AgendaItem.meeting_id))
        .where(col(AgendaItem.thread_id) == item.thread_id, policy.see())
        .order_by(col(AgendaItem.id))
    )
    return [ThreadRow(*row) for row in work.rows(found)]


def thread_of(work: Work, item: AgendaItem) -> Thread:
    return work.session.get_one(Thread, item.thread_id)


def live(work: Work, item: AgendaItem) -> AgendaItem | None:
    """The item in which the thread goes on after this one, when it was carried already."""
    found = select(AgendaItem).where(
        col(AgendaItem.thread_id) == item.thread_id, col(AgendaItem.id) > item.id, col(AgendaItem.state).in_(PENDING)
    )
    return work.rows(found.limit(1)).scalar_one_or_none()


class CarriedRow(NamedTuple):
    """What would be carried, and as what it would leave this agenda: not reached, continues, or discussed."""

    id: int
    title: LanguageMap
    left: ItemState


def to_be_carried(work: Work, meeting_id: int, written: set[int]) -> list[CarriedRow]:
    """What closing the meeting now would carry, as far as I may see it; `written` are the items with minutes."""
    here = (col(AgendaItem.meeting_id) == meeting_id, col(AgendaItem.standing).is_(None))
    open_things = or_(false(), *policy.HELD_OPEN)
    held = {item.id for item in work.list(policy.see, *here, policy.thread_is_open(), open_things)}
    found = []
    for item in work.list(policy.see, *here, order=IN_ORDER):
        left = item.outcome(written=item.id in written)
        if left in GOING_ON or (left is ItemState.DISCUSSED and item.id in held):
            found.append(CarriedRow(item.id, item.title, left))
    return found
