from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import col

from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.agenda.policy import see as see_item
from workgroups.meetings.decisions.models import Decision
from workgroups.meetings.models import Meeting


class DecisionRow(NamedTuple):
    """A decision in a list, with the item and meeting it was taken in."""

    id: int
    number: str
    text: str
    item_id: int
    item: LanguageMap
    meeting_id: int
    starts_at: datetime


DECISIONS: Any = (
    select(  # type: ignore[call-overload]
        Decision.id,
        Decision.number,
        Decision.text,
        Decision.item_id,
        AgendaItem.title,
        Decision.meeting_id,
        Meeting.starts_at,
    )
    .join(AgendaItem, col(AgendaItem.id) == col(Decision.item_id))
    .join(Meeting, col(Meeting.id) == col(Decision.meeting_id))
    .where(see_item())
)
ONE = DECISIONS.where(col(Decision.id) == bindparam("decision_id"))
OF_MEETING = DECISIONS.where(col(Decision.meeting_id) == bindparam("meeting_id")).order_by(col(Decision.serial))
OF_ITEM = DECISIONS.where(col(Decision.item_id) == bindparam("item_id")).order_by(col(Decision.serial))
OF_GROUP = DECISIONS.where(col(Decision.group_id) == bindparam("group_id")).order_by(
    col(Decision.year).desc(), col(Decision.serial).desc()
)


def one(work: Work, decision: Decision) -> DecisionRow:
    """A decision that I have taken, with the item and meeting it was taken in."""
    return DecisionRow(*work.rows(ONE, decision_id=decision.id).one())


def of_meeting(work: Work, meeting_id: int) -> list[DecisionRow]:
    """What was decided at a meeting, by number."""
    return [DecisionRow(*row) for row in work.rows(OF_MEETING, meeting_id=meeting_id)]


def by_item(work: Work, meeting_id: int) -> dict[int, list[DecisionRow]]:
    """What was decided at a meeting, by item."""
    found: dict[int, list[DecisionRow]] = {}
    for row in of_meeting(work, meeting_id):
        found.setdefault(row.item_id, []).append(row)
    return found


def of_item(work: Work, item_id: int) -> list[DecisionRow]:
    """What was decided under an item, by number."""
    return [DecisionRow(*row) for row in work.rows(OF_ITEM, item_id=item_id)]


def register(work: Work, group_id: int) -> list[DecisionRow]:
    """The register of a group, latest decision first."""
    return [DecisionRow(*row) for row in work.rows(OF_GROUP, group_id=group_id)]
