from collections.abc import Sequence
from datetime import date, datetime
from itertools import takewhile
from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.actions import policy
from workgroups.actions.models import TONES, UNFINISHED, WORDS, Action, ActionState, ActionUpdate, EarlierDueDate
from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.groups.models import Seat
from workgroups.groups.policy import MINE
from workgroups.groups.queries import SeatView
from workgroups.links.models import Link, Relation
from workgroups.meetings.agenda import queries as items
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.agenda.promised import SOURCES, Promised
from workgroups.meetings.models import Meeting
from workgroups.people.models import Organisation, Person

MOVED = select(func.count()).where(col(EarlierDueDate.action_id) == col(Action.id)).correlate(Action).scalar_subquery()


class ActionView(NamedTuple):
    """An action in a list."""

    id: int
    title: str
    due_on: date
    state: ActionState
    reason: str
    seat: LanguageMap
    holder: str | None
    moved: int
    mine: bool

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED


ACTIONS = (
    select(  # type: ignore[call-overload]
        Action.id, Action.title, Action.due_on, Action.state, Action.reason, Seat.label, Person.name, MOVED, MINE
    )
    .join(Seat, col(Seat.id) == col(Action.seat_id))
    .outerjoin(Person, col(Person.id) == col(Seat.holder_id))
    .where(policy.see(), col(Action.group_id) == bindparam("group_id"))
    .order_by(col(Action.state).not_in(UNFINISHED), col(Action.due_on), col(Action.id))
)
SHOWN = {
    "unfinished": ACTIONS.where(col(Action.state).in_(UNFINISHED)),
    "mine": ACTIONS.where(MINE, col(Action.state).in_(UNFINISHED)),
    "finished": ACTIONS.where(col(Action.state).not_in(UNFINISHED)),
    "all": ACTIONS,
}
"""The lists one can ask for, by name."""


def actions(work: Work, group_id: int, shown: str = "unfinished") -> list[ActionView]:
    """The actions of a group, what is due first."""
    return [ActionView(*row) for row in work.rows(SHOWN[shown], group_id=group_id)]


TAKEN, ITEM = aliased(Link), aliased(AgendaItem)
AT_MEETING = (
    ACTIONS.add_columns(col(ITEM.id))
    .join(TAKEN, and_(col(TAKEN.from_kind) == Action.__name__, col(TAKEN.from_id) == col(Action.id)))
    .join(ITEM, and_(col(TAKEN.to_kind) == AgendaItem.__name__, col(TAKEN.to_id) == col(ITEM.id)))
    .where(col(TAKEN.relation) == Relation.TAKEN_IN, col(ITEM.meeting_id) == bindparam("meeting_id"))
)


def by_item(work: Work, meeting: Meeting) -> dict[int, list[Promised]]:
    """What was promised at a meeting, by agenda item: one query."""
    found: dict[int, list[Promised]] = {}
    for *columns, item in work.rows(AT_MEETING, group_id=meeting.group_id, meeting_id=meeting.id):
        action = ActionView(*columns)
        found.setdefault(item, []).append(
            Promised(
                f"/actions/{action.id}", action.title, action.seat, action.holder, action.due_on, action.is_unfinished,
                WORDS[action.state], TONES[action.state],
            )
        )  # fmt: skip
    return found


SOURCES.append(by_item)


class UpdateView(NamedTuple):
    person: str
    state: ActionState
    text: str
    at: datetime


def updates(work: Work, action: Action) -> list[UpdateView]:
    """What was said of an action, first things first."""
    found = select(Person.name, ActionUpdate.state, ActionUpdate.text, ActionUpdate.at)  # type: ignore[call-overload]
    found = found.join(Person, col(Person.id) == col(ActionUpdate.person_id))
    found = found.where(col(ActionUpdate.action_id) == action.id).order_by(col(ActionUpdate.id))
    return [UpdateView(*row) for row in work.rows(found)]


def stands_since(updates: Sequence[UpdateView]) -> datetime | None:
    """Since when an action is in its state; nothing before the first update."""
    last = list(takewhile(lambda update: update.state is updates[-1].state, reversed(updates)))
    return last[-1].at if last else None


def earlier_due_dates(work: Work, action: Action) -> Sequence[date]:
    """The dates it was promised for before."""
    found = select(col(EarlierDueDate.due_on)).where(col(EarlierDueDate.action_id) == action.id)
    return work.rows(found.order_by(col(EarlierDueDate.id))).scalars().all()


class OwnerView(NamedTuple):
    """The seat that promised, and who sits there now."""

    label: LanguageMap
    organisation: LanguageMap | None
    holder: str | None


def owner(work: Work, action: Action) -> OwnerView:
    found = select(Seat.label, Organisation.name, Person.name)  # type: ignore[call-overload]
    found = found.outerjoin(Organisation, col(Organisation.id) == col(Seat.organisation_id))
    found = found.outerjoin(Person, col(Person.id) == col(Seat.holder_id)).where(col(Seat.id) == action.seat_id)
    return OwnerView(*work.rows(found).one())


def seats_for(work: Work, item: AgendaItem) -> list[SeatView]:
    """The seats that can promise something under an item: somebody sits there who sees it."""
    named = items.named_seats(work, item)
    return [
        seat
        for seat in groups.seats(work, item.group_id)
        if seat.holder_id and (not item.in_camera or seat.id in named)
    ]
