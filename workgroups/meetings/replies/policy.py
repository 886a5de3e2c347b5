from sqlalchemy import ColumnElement, and_, exists, func
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import NOW, Who, apart, rule
from workgroups.groups.models import Seat
from workgroups.groups.policy import seated, see_seat, speaks_for
from workgroups.links import waits
from workgroups.meetings.models import Meeting, MeetingState
from workgroups.meetings.policy import KIND, see
from workgroups.meetings.replies.models import Reply

AWAITED = and_(col(Meeting.state).in_((MeetingState.CALLED, MeetingState.IN_SESSION)), col(Meeting.day_ends_at) > NOW)
"""The meeting was called and is not over: it can still matter who comes."""


@rule(on=Meeting, see=see, when=AWAITED)
def reply(me: Who) -> ColumnElement[bool]:
    """Whoever has a seat or is its alternate, from the call until the meeting is closed or its day ends."""
    return seated(col(Meeting.group_id), me)


@rule(on=Seat, see=see_seat)
def answer_for(me: Who) -> ColumnElement[bool]:
    """Whoever holds the seat, or is its alternate."""
    return speaks_for(col(Seat.id), me)


def is_asked(me: Who) -> ColumnElement[bool]:
    """A seat of mine has not answered for this date. While somebody holds it, its alternate is not asked."""
    seat, given = apart(Seat), apart(Reply)
    answered = (
        exists()
        .where(
            given.c.meeting_id == col(Meeting.id),
            given.c.seat_id == seat.c.id,
            given.c.starts_at == col(Meeting.starts_at),
        )
        .correlate_except(given)
    )
    silent = (
        exists()
        .where(
            seat.c.group_id == col(Meeting.group_id),
            func.coalesce(seat.c.holder_id, seat.c.alternate_id) == me,
            ~answered,
        )
        .correlate_except(seat)
    )
    return and_(reply(me), silent)


waits.register(
    waits.Wait(
        kind=KIND, words=gettext_noop("Will you come? %(title)s"), condition=is_asked, group_id=col(Meeting.group_id),
        since=col(Meeting.called_at),
    )
)  # fmt: skip
