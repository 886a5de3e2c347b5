from typing import Any

from sqlalchemy import ColumnElement, and_, exists
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import Who, apart, rule
from workgroups.groups.chairs import voices
from workgroups.groups.policy import approves
from workgroups.links import waits
from workgroups.meetings.minutes.reopening.models import Reopening
from workgroups.meetings.models import Meeting, MeetingState
from workgroups.meetings.policy import KIND as MEETING
from workgroups.meetings.policy import see as see_meeting


def next_has_begun() -> ColumnElement[bool]:
    """A later meeting of the group is in session, or was."""
    later = apart(Meeting)
    found = exists().where(
        later.c.group_id == col(Meeting.group_id),
        later.c.starts_at > col(Meeting.starts_at),
        later.c.opened_at.is_not(None),
    )
    return found.correlate_except(later)


@rule(
    on=Meeting,
    see=see_meeting,
    when=and_(col(Meeting.state) == MeetingState.MINUTES_APPROVED, ~next_has_begun()),
)
def reopen(me: Who) -> ColumnElement[bool]:
    """Both co-chairs, with a reason, until the next meeting is in session; never an alternate."""
    return approves(col(Meeting.group_id), me)


def of_this(asked: Any) -> ColumnElement[bool]:
    """It is about the minutes as they were circulated last."""
    return and_(asked.c.meeting_id == col(Meeting.id), asked.c.circulation == col(Meeting.circulation))


def waits_for_agreement(me: Who) -> ColumnElement[bool]:
    """The other co-chair wants to reopen the minutes, and my seat has not said anything."""
    asked = apart(Reopening)
    wanted = (
        exists()
        .where(of_this(asked), voices.has_voice(asked.c.seat_id, col(Meeting.group_id), asked.c.person_id))
        .correlate_except(asked)
    )
    return and_(reopen(me), wanted, voices.is_asked(col(Meeting.group_id), me, Reopening, of_this))


waits.register(
    waits.Wait(
        kind=MEETING, words=gettext_noop("The other co-chair wants to reopen the minutes: %(title)s"),
        condition=waits_for_agreement, group_id=col(Meeting.group_id), since=col(Meeting.approved_at),
        route="minutes:show",
    )
)  # fmt: skip
