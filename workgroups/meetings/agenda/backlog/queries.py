from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, or_, select
from sqlmodel import col

from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.meetings.agenda import policy
from workgroups.meetings.agenda.models import AgendaItem, ItemState
from workgroups.meetings.agenda.queries import IN_ORDER, PROPOSER


class Taker(NamedTuple):
    """An item into which another one can go."""

    id: int
    title: LanguageMap


TAKERS: Any = (
    select(AgendaItem.id, AgendaItem.title)  # type: ignore[call-overload]
    .where(
        col(AgendaItem.group_id) == bindparam("group_id"),
        col(AgendaItem.id) != bindparam("item_id"),
        or_(
            and_(
                col(AgendaItem.meeting_id) == bindparam("meeting_id"),
                col(AgendaItem.state).in_((ItemState.ACCEPTED, ItemState.PROPOSED)),
            ),
            policy.IN_BACKLOG,
        ),
        # Whoever proposed the one must be able to read the other.
        ~col(AgendaItem.in_camera),
        policy.see(),
    )
    .order_by(col(AgendaItem.meeting_id).is_(None), *IN_ORDER)
)


def takers(work: Work, item: AgendaItem) -> list[Taker]:
    """The items of its agenda and of the backlog into which a proposed item can go.

    One in camera goes into none: the other would tell what it is about.
    """
    if item.in_camera:
        return []
    found = work.rows(TAKERS, group_id=item.group_id, item_id=item.id, meeting_id=item.meeting_id)
    return [Taker(*row) for row in found]


class MergedRow(NamedTuple):
    """An item that went into another one."""

    id: int
    title: LanguageMap
    text: str
    proposer: LanguageMap | None


MERGED: Any = (
    select(AgendaItem.id, AgendaItem.title, AgendaItem.text, PROPOSER.label)  # type: ignore[call-overload]
    .outerjoin(PROPOSER, col(PROPOSER.id) == col(AgendaItem.proposer_seat_id))
    .where(col(AgendaItem.merged_into_id) == bindparam("item_id"), policy.see())
    .order_by(col(AgendaItem.id))
)


def merged(work: Work, item: AgendaItem) -> Sequence[MergedRow]:
    """What went into this item, as far as I may see it."""
    return [MergedRow(*row) for row in work.rows(MERGED, item_id=item.id)]


def taker(work: Work, item: AgendaItem) -> AgendaItem | None:
    """The item into which this one went, if I may see it now."""
    found = select(AgendaItem).where(col(AgendaItem.id) == item.merged_into_id, policy.see())
    return work.rows(found).scalar_one_or_none() if item.merged_into_id else None
