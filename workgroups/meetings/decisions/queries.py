from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.languages import LanguageMap
from workgroups.core.text import holds
from workgroups.core.work import Work
from workgroups.links.models import Link, Relation
from workgroups.meetings.agenda.models import AgendaItem, Standing
from workgroups.meetings.agenda.policy import see as see_item
from workgroups.meetings.decisions import policy
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
    year: int


DECISIONS: Any = (
    select(  # type: ignore[call-overload]
        Decision.id,
        Decision.number,
        Decision.text,
        Decision.item_id,
        AgendaItem.title,
        Decision.meeting_id,
        Meeting.starts_at,
        Decision.year,
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


class Register(NamedTuple):
    """A page of a group's register, and what it is a page of."""

    decisions: Sequence[DecisionRow]
    found: int
    years: Sequence[int]
    """In which the group decided anything, latest first."""
    pages: int


PER_PAGE = 30


def register(work: Work, group_id: int, words: str = "", year: int | None = None, page: int = 1) -> Register:
    """The register of a group, latest decision first: what holds all these words, of a year or of all.

    A group decides a few dozen things a year, so the words are looked for here and not in the database; accents and
    capitals do not matter. They may stand in the decision, its number or the title of its item, in either language.
    """
    rows = [DecisionRow(*row) for row in work.rows(OF_GROUP, group_id=group_id)]
    found = [row for row in rows if year in (None, row.year) and holds(words, row.number, row.text, *row.item.values())]
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Register(shown, len(found), sorted({row.year for row in rows}, reverse=True), -(-len(found) // PER_PAGE))


OLD = aliased(AgendaItem)
CORRECTED: Any = (
    DECISIONS.add_columns(col(Link.to_id))
    .join(
        Link,
        and_(
            col(Link.from_kind) == "Decision",
            col(Link.from_id) == col(Decision.id),
            col(Link.relation) == Relation.CORRECTS,
            col(Link.to_kind) == "AgendaItem",
        ),
    )
    .join(OLD, col(OLD.id) == col(Link.to_id))
    .where(col(OLD.meeting_id) == bindparam("meeting_id"))
    .order_by(col(Decision.year), col(Decision.serial))
)


def corrections(work: Work, meeting_id: int) -> dict[int, list[DecisionRow]]:
    """The later decisions that correct what the minutes of a meeting say, by the item that they correct."""
    found: dict[int, list[DecisionRow]] = {}
    for *row, item_id in work.rows(CORRECTED, meeting_id=meeting_id):
        found.setdefault(item_id, []).append(DecisionRow(*row))
    return found


class Target(NamedTuple):
    """An item of a later meeting under which a correcting decision can be taken."""

    id: int
    title: LanguageMap
    meeting: LanguageMap
    standing: Standing | None


def where_to_correct(work: Work, item: AgendaItem) -> list[Target]:
    """The items of later meetings under which approved minutes can be corrected now, what is about minutes first."""
    earlier = select(col(Meeting.starts_at)).where(col(Meeting.id) == item.meeting_id).scalar_subquery()
    later = aliased(Meeting)
    found: Any = (
        select(AgendaItem.id, AgendaItem.title, later.title, AgendaItem.standing)  # type: ignore[call-overload]
        .join(later, col(later.id) == col(AgendaItem.meeting_id))
        .where(policy.decide(), col(later.group_id) == item.group_id, col(later.starts_at) > earlier)
        .order_by(
            case((col(AgendaItem.standing) == Standing.MINUTES, 0), else_=1),
            col(later.starts_at), col(AgendaItem.position), col(AgendaItem.id),
        )
    )  # fmt: skip
    return [Target(*row) for row in work.rows(found)]
