from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, case, func, select
from sqlmodel import col

from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.groups.models import Seat
from workgroups.outcomes.initiatives import policy
from workgroups.outcomes.initiatives.models import (
    UNFINISHED,
    Initiative,
    InitiativeChange,
    InitiativeKind,
    InitiativeState,
)
from workgroups.people.models import Person

ORDER = {
    state: place
    for place, state in enumerate((*reversed(UNFINISHED), InitiativeState.COMPLETED, InitiativeState.DROPPED))
}
"""What has come farthest first, then what has ended."""


class InitiativeView(NamedTuple):
    """An initiative in a list; `since` is when it came into its state."""

    id: int
    title: LanguageMap
    kind: InitiativeKind
    state: InitiativeState
    partners: str
    since: datetime

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED


SINCE = (
    select(func.max(InitiativeChange.at))
    .where(col(InitiativeChange.initiative_id) == col(Initiative.id))
    .correlate(Initiative)
    .scalar_subquery()
)
HAS_MOVED = col(Initiative.proposed_at) < SINCE
INITIATIVES = (
    select(  # type: ignore[call-overload]
        Initiative.id, Initiative.title, Initiative.kind, Initiative.state, Initiative.partners, SINCE.label("since")
    )
    .where(policy.see(), col(Initiative.group_id) == bindparam("group_id"))
    .order_by(case(ORDER, value=col(Initiative.state)), SINCE.desc(), col(Initiative.id))
)


def initiatives(work: Work, group_id: int) -> list[InitiativeView]:
    """The initiatives of a group: what is under way first, what has ended last."""
    return [InitiativeView(*row) for row in work.rows(INITIATIVES, group_id=group_id)]


class Proposer(NamedTuple):
    """Who brought an initiative to the table, and from which seat."""

    name: str
    seat: LanguageMap | None


PROPOSER = (
    select(Person.name, Seat.label)  # type: ignore[call-overload]
    .select_from(Initiative)
    .join(Person, col(Person.id) == col(Initiative.person_id))
    .outerjoin(Seat, col(Seat.id) == col(Initiative.seat_id))
    .where(col(Initiative.id) == bindparam("key"))
)


def proposer(work: Work, initiative: Initiative) -> Proposer:
    return Proposer(*work.rows(PROPOSER, key=initiative.id).one())


class ChangeView(NamedTuple):
    """One step of an initiative's way."""

    state: InitiativeState
    reason: str
    person: str
    at: datetime


CHANGES = (
    select(InitiativeChange.state, InitiativeChange.reason, Person.name, InitiativeChange.at)  # type: ignore[call-overload]
    .join(Person, col(Person.id) == col(InitiativeChange.person_id))
    .where(col(InitiativeChange.initiative_id) == bindparam("key"))
    .order_by(col(InitiativeChange.id))
)


def changes(work: Work, initiative: Initiative) -> list[ChangeView]:
    """How the initiative came to its state, first things first."""
    return [ChangeView(*row) for row in work.rows(CHANGES, key=initiative.id)]


def change_at(work: Work, initiative: Initiative, moment: datetime) -> ChangeView:
    """The step of its way that it went at a moment."""
    return next(change for change in reversed(changes(work, initiative)) if change.at <= moment)
