"""Scheduled: the steps of called meetings happen when their moment has come, and late minutes are asked for."""

from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlmodel import col

from workgroups.core.db import Database
from workgroups.core.policy import NOW
from workgroups.core.work import Work, when_due
from workgroups.meetings.models import MeetingState
from workgroups.meetings.rhythm import policy
from workgroups.meetings.rhythm.commands import happen, remind
from workgroups.meetings.rhythm.models import MeetingStep, StepKind

LATE = and_(
    col(MeetingStep.kind) == StepKind.MINUTES_DUE,
    col(MeetingStep.reminded_at).is_(None),
    policy.in_meeting([MeetingState.MINUTES_DRAFT]),
)
DUE = (
    select(MeetingStep)
    .where(policy.IS_OPEN, col(MeetingStep.due_at) <= NOW, or_(policy.CAN_HAPPEN, LATE))
    .order_by(col(MeetingStep.due_at), col(MeetingStep.id))
)


def keep_time(database: Database, now: datetime) -> None:
    """Let happen what is due, when there is anything."""
    when_due(database, now, DUE, tick)


def tick(work: Work) -> None:
    """Let everything happen that is due now, each once."""
    for step in work.rows(DUE.with_for_update(of=MeetingStep)).scalars().all():
        if step.kind is StepKind.MINUTES_DUE:
            remind(work, step)
        else:
            happen(work, step)
