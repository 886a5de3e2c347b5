from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlmodel import col

from workgroups.core.work import Work
from workgroups.meetings.agenda.models import Standing
from workgroups.meetings.agenda.template.models import StandingItem

TEMPLATE = (
    select(StandingItem)
    .where(col(StandingItem.group_id) == bindparam("group_id"))
    .order_by(col(StandingItem.position), col(StandingItem.id))
)


def template(work: Work, group_id: int) -> Sequence[StandingItem]:
    """The standing items of a group in order, those that are off included."""
    return work.rows(TEMPLATE, group_id=group_id).scalars().all()


def last(work: Work, group_id: int) -> set[Standing]:
    """The standing items that stay at the end of an agenda."""
    return {item.standing for item in template(work, group_id) if item.at_end}
