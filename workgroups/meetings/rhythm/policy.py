from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import NOW, Who, rule
from workgroups.groups.policy import arranges, in_room
from workgroups.links import waits
from workgroups.meetings.models import AHEAD, UPCOMING, Meeting, MeetingState
from workgroups.meetings.policy import KIND as MEETING
from workgroups.meetings.policy import call
from workgroups.meetings.rhythm.models import BEFORE, MeetingStep, StepKind, items_called_at


def in_meeting(states: Sequence[MeetingState], *, ahead: bool = False) -> ColumnElement[bool]:
    """The step belongs to a meeting in one of these states, and, when `ahead`, one that has not begun."""
    meeting = aliased(Meeting)
    found = exists().where(col(meeting.id) == col(MeetingStep.meeting_id), col(meeting.state).in_(states))
    return found.where(col(meeting.starts_at) > NOW) if ahead else found


PREPARES = col(MeetingStep.kind).in_(BEFORE)
IS_OPEN = col(MeetingStep.done_at).is_(None)
CAN_HAPPEN = and_(PREPARES, in_meeting([MeetingState.CALLED], ahead=True))
"""A draft sends nothing, and what should have prepared a meeting that has begun is past."""

MINUTES_OPEN = and_(col(MeetingStep.kind) == StepKind.MINUTES_DUE, in_meeting((*UPCOMING, MeetingState.MINUTES_DRAFT)))


@rule(on=MeetingStep)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(MeetingStep.group_id), me)


@rule(on=MeetingStep, see=see, when=and_(IS_OPEN, or_(and_(PREPARES, in_meeting(AHEAD)), MINUTES_OPEN)))
def move(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator, until it has happened."""
    return arranges(col(MeetingStep.group_id), me)


@rule(on=MeetingStep, see=see, when=and_(IS_OPEN, CAN_HAPPEN))
def hasten(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator, once the meeting was called and until it begins."""
    return arranges(col(MeetingStep.group_id), me)


def waits_for_call(me: Who) -> ColumnElement[bool]:
    """The day of the call for items has come, and the meeting is a draft that sends nothing."""
    return and_(call(me), items_called_at <= NOW)


waits.register(
    waits.Wait(
        kind=MEETING, words=gettext_noop("Call the meeting, and with it for items: %(title)s"),
        condition=waits_for_call, group_id=col(Meeting.group_id), since=items_called_at, route="meetings:calling",
    )
)  # fmt: skip
