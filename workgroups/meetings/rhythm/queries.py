from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, select
from sqlmodel import Session, col

from workgroups.core.work import Work
from workgroups.groups.policy import speaks_for
from workgroups.links.papers.models import Paper
from workgroups.meetings.agenda.models import ON_AGENDA, AgendaItem
from workgroups.meetings.models import AHEAD, Meeting, MeetingState
from workgroups.meetings.rhythm.models import BEFORE, MeetingStep, StepKind
from workgroups.people.models import Person


class StepState(StrEnum):
    """How a step stands."""

    DONE = "done"
    LATE = "late"
    NEXT = "next"
    AHEAD = "ahead"


class StepView(NamedTuple):
    """A step in the timeline of a meeting."""

    id: int
    meeting_id: int
    kind: StepKind
    due_on: date
    done_at: datetime | None
    state: StepState


STEPS: Any = (
    select(MeetingStep, Meeting.state)  # type: ignore[call-overload]
    .join(Meeting, col(Meeting.id) == col(MeetingStep.meeting_id))
    .where(col(Meeting.id).in_(bindparam("meetings", expanding=True)), col(Meeting.state) != MeetingState.CANCELLED)
    .order_by(col(MeetingStep.due_at), col(MeetingStep.id))
)


def timeline(work: Work, *meetings: int) -> list[StepView]:
    """The steps of meetings that I see in the order of their days: one query.

    What should have prepared a meeting and did not happen is left out once the meeting has begun.
    """
    views: list[StepView] = []
    for step, state in work.rows(STEPS, meetings=list(meetings)):
        if step.done_at is None and step.kind in BEFORE and state not in AHEAD:
            continue
        stands = StepState.AHEAD
        if step.done_at:
            stands = StepState.DONE
        elif step.due_at <= work.now:
            stands = StepState.LATE
        elif all(view.state is not StepState.NEXT for view in views):
            stands = StepState.NEXT
        views.append(StepView(step.id, step.meeting_id, step.kind, step.due_on, step.done_at, stands))
    return views


def of_meeting(work: Work, meeting_id: int) -> Sequence[MeetingStep]:
    """The steps of a meeting, for commands."""
    return work.rows(select(MeetingStep).where(col(MeetingStep.meeting_id) == meeting_id)).scalars().all()


HAS_PAPERS = exists().where(
    col(Paper.kind) == AgendaItem.__name__, col(Paper.about) == col(AgendaItem.id), col(Paper.removed_at).is_(None)
)
PRESENTERS = (
    select(Person, AgendaItem)
    .join(AgendaItem, speaks_for(col(AgendaItem.presenter_seat_id), col(Person.id)))
    .where(
        col(AgendaItem.meeting_id) == bindparam("meeting_id"),
        col(AgendaItem.state).in_(ON_AGENDA),
        ~col(AgendaItem.in_camera),
        ~HAS_PAPERS,
        col(Person.disabled_at).is_(None),
    )
    .order_by(col(Person.id), col(AgendaItem.position), col(AgendaItem.id))
)


def presenters(session: Session, meeting_id: int) -> list[tuple[Person, list[AgendaItem]]]:
    """Who presents which items that have no papers yet; what is in camera is in no letter."""
    found: dict[int, tuple[Person, list[AgendaItem]]] = {}
    for person, item in session.execute(PRESENTERS, {"meeting_id": meeting_id}):
        found.setdefault(person.id, (person, []))[1].append(item)
    return list(found.values())
