from sqlalchemy import ColumnElement, and_
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import NOW, Who, rule
from workgroups.groups.policy import arranges, in_room, speaks
from workgroups.links import waits
from workgroups.links.kinds import Kind, register
from workgroups.meetings.models import AGREED, AHEAD, UPCOMING, WRITING, Meeting, MeetingState


@rule(on=Meeting)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(Meeting.group_id), me)


@rule(on=Meeting, see=see)
def comment(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(Meeting.group_id), me)


def arranging(me: Who) -> ColumnElement[bool]:
    return arranges(col(Meeting.group_id), me)


@rule(on=Meeting, see=see, when=col(Meeting.state).in_(AHEAD))
def change(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator, until it begins."""
    return arranging(me)


@rule(on=Meeting, see=see, when=and_(col(Meeting.state) == MeetingState.DRAFT, col(Meeting.starts_at) > NOW))
def call(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator, while it is a draft and its date is ahead."""
    return arranging(me)


@rule(on=Meeting, see=see, when=col(Meeting.state).in_(AHEAD))
def cancel(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator, until it begins."""
    return arranging(me)


@rule(on=Meeting, see=see, when=col(Meeting.state) == MeetingState.CALLED)
def begin(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator, once it was called."""
    return arranging(me)


@rule(on=Meeting, see=see, when=and_(col(Meeting.state) == MeetingState.DRAFT, col(Meeting.starts_at) <= NOW))
def record(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator: write down a meeting that took place already, without any mail."""
    return arranging(me)


@rule(on=Meeting, see=see, when=col(Meeting.state).in_(WRITING))
def attend(me: Who) -> ColumnElement[bool]:
    """Attendance: co-chairs, secretary, coordinator, in session and while the minutes are a draft."""
    return arranging(me)


@rule(on=Meeting, see=see, when=col(Meeting.state) == MeetingState.IN_SESSION)
def close(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator, while it is in session."""
    return arranging(me)


@rule(on=Meeting, see=see, when=col(Meeting.state).in_(UPCOMING))
def arrange(me: Who) -> ColumnElement[bool]:
    """The agenda: co-chairs, secretary, coordinator, until the meeting ends."""
    return arranging(me)


@rule(on=Meeting, see=see, when=col(Meeting.state).not_in((*AGREED, MeetingState.CANCELLED)))
def attach(me: Who) -> ColumnElement[bool]:
    """Papers of the whole meeting: co-chairs, secretary, coordinator, until the minutes are circulated."""
    return arranging(me)


def is_today(me: Who) -> ColumnElement[bool]:
    """The meeting is called for today, and has not begun."""
    today = and_(col(Meeting.day_starts_at) <= NOW, col(Meeting.day_ends_at) > NOW)
    return and_(see(me), col(Meeting.state) == MeetingState.CALLED, today)


def is_sitting(me: Who) -> ColumnElement[bool]:
    """The meeting is in session."""
    return and_(see(me), col(Meeting.state) == MeetingState.IN_SESSION)


KIND = register(
    Kind(
        model=Meeting, word=gettext_noop("meeting"), title=col(Meeting.title), route="meetings:show", see=see,
        comment=comment, bilingual=True, attach=attach,
    )
)  # fmt: skip

waits.register(
    waits.Wait(
        kind=KIND, words=gettext_noop("In session now: %(title)s"), condition=is_sitting,
        group_id=col(Meeting.group_id), since=None, route="session:show", now=True,
    )
)  # fmt: skip

waits.register(
    waits.Wait(
        kind=KIND, words=gettext_noop("Today: %(title)s"), condition=is_today, group_id=col(Meeting.group_id),
        since=None, now=True,
    )
)  # fmt: skip
