from datetime import datetime, time, timedelta
from typing import Any

from pydantic_core import PydanticCustomError
from sqlalchemy import select
from sqlmodel import col

from workgroups.core import clock
from workgroups.core.errors import Invalid, WrongState
from workgroups.core.forms import Nothing
from workgroups.core.languages import format_day, gettext, gettext_noop
from workgroups.core.work import Work, command, reacts_to
from workgroups.groups import policy as group_policy
from workgroups.groups import queries as groups
from workgroups.groups.events import GroupClosed
from workgroups.groups.models import Group, Seat
from workgroups.meetings import events, policy
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda import queries as items
from workgroups.meetings.agenda.models import ItemState
from workgroups.meetings.attendance import queries as attendance
from workgroups.meetings.forms import Attending, Cancelling, Planning
from workgroups.meetings.minutes import queries as minutes
from workgroups.meetings.models import UPCOMING, Attendance, Meeting, MeetingState, Presence
from workgroups.meetings.rhythm import commands as rhythm

FARTHEST = timedelta(days=3660)
"""How far from today a meeting can lie; a year typed wrongly is farther."""


def planned(work: Work, group: Group, planning: Planning) -> dict[str, Any]:
    """When and where, and everything that follows from the date, as columns of a meeting. Raises `Invalid`."""
    if abs(planning.day - clock.today(work.now, group.timezone)) > FARTHEST:
        raise Invalid(day=clock.FAR)
    try:
        starts_at = clock.local(planning.day, planning.at, group.timezone)
    except PydanticCustomError as refusal:
        raise Invalid(at=refusal.message_template) from refusal
    return dated(starts_at, group.timezone) | {
        "minutes_long": planning.minutes_long,
        "place": planning.place or "",
        "video_url": planning.video_url or "",
        "dial_in": planning.dial_in or "",
        "is_public": planning.is_public,
    }


def dated(starts_at: datetime, zone: str) -> dict[str, Any]:
    """What follows from the moment when a meeting starts, as columns of it."""
    day = clock.today(starts_at, zone)
    return {
        "title": {"en": f"Meeting of {format_day(day, 'en')}", "fr": f"Réunion du {format_day(day, 'fr')}"},
        "starts_at": starts_at,
        "day_starts_at": clock.local(day, time.min, zone),
        "day_ends_at": clock.local(day + timedelta(days=1), time.min, zone),
    }


@command(group_policy.arrange)
def convene(work: Work, group: Group, planning: Planning) -> Meeting:
    """Draft a meeting with its standing items; nobody hears of it yet."""
    columns = planned(work, group, planning)
    meeting = work.add(Meeting(group_id=group.id, **columns))
    agenda.place_standing(work, meeting)
    rhythm.follow(work, meeting)
    work.record(events.MeetingDrafted(meeting.starts_at), about=meeting)
    return meeting


@command(policy.change)
def change(work: Work, meeting: Meeting, planning: Planning) -> None:
    """Change when and where. Once it was called, everybody and their calendars are told."""
    group = groups.group_of(work, meeting.group_id)
    before, was_public = told(meeting), meeting.is_public
    for name, value in planned(work, group, planning).items():
        setattr(meeting, name, value)
    if told(meeting) == before and meeting.is_public == was_public:
        return
    rhythm.follow(work, meeting)
    if meeting.state is MeetingState.CALLED and told(meeting) != before:
        tell_of_move(work, meeting)
    else:
        work.record(events.MeetingChanged(meeting.starts_at), about=meeting)


def tell_of_move(work: Work, meeting: Meeting) -> None:
    meeting.sequence += 1
    work.record(events.MeetingMoved(meeting.starts_at, meeting.sequence), about=meeting)


def told(meeting: Meeting) -> tuple[object, ...]:
    """What an invitation says."""
    return meeting.starts_at, meeting.minutes_long, meeting.place, meeting.video_url, meeting.dial_in


@command(policy.call)
def call(work: Work, meeting: Meeting, _: Nothing) -> None:
    """Announce the meeting: everybody at the table is invited by mail, with an entry for the calendar."""
    meeting.state, meeting.called_at = MeetingState.CALLED, work.now
    rhythm.cover(work, meeting)
    work.record(events.MeetingCalled(meeting.starts_at), about=meeting)


@command(policy.cancel)
def cancel(work: Work, meeting: Meeting, cancelling: Cancelling) -> None:
    """The meeting does not take place; what members put on its agenda waits in the backlog."""
    was_called = meeting.state is MeetingState.CALLED
    meeting.sequence += was_called
    meeting.state, meeting.cancelled_at, meeting.reason = MeetingState.CANCELLED, work.now, cancelling.reason
    for item in items.of_meeting(work, meeting.id):
        if item.standing is None and item.state in (ItemState.PROPOSED, ItemState.ACCEPTED):
            agenda.shelve(work, item)
    work.record(events.MeetingCancelled(was_called), about=meeting)


@reacts_to(GroupClosed)
def on_group_closed(work: Work, _: GroupClosed, group: Group) -> None:
    """What is planned does not take place. Raises `WrongState` while the group meets."""
    ahead = select(Meeting).where(col(Meeting.group_id) == group.id, col(Meeting.state).in_(UPCOMING))
    for meeting in work.rows(ahead.order_by(col(Meeting.id))).scalars().all():
        if meeting.state is MeetingState.IN_SESSION:
            raise WrongState(gettext_noop("A meeting of this group is in session. Close the meeting first."))
        cancel.do(work, meeting, Cancelling(reason=gettext("The group is closed.")))


@command(policy.begin)
def begin(work: Work, meeting: Meeting, _: Nothing) -> None:
    """The meeting is in session: attendance, minutes and decisions can be written.

    One that is opened before its day is held today: it moves to this minute, and who was invited hears of the move.
    """
    if meeting.day_starts_at > work.now:
        zone = groups.group_of(work, meeting.group_id).timezone
        for name, value in dated(work.now.replace(second=0, microsecond=0), zone).items():
            setattr(meeting, name, value)
        rhythm.follow(work, meeting)
        tell_of_move(work, meeting)
    meeting.state, meeting.opened_at = MeetingState.IN_SESSION, work.now
    work.record(events.MeetingOpened(), about=meeting)


@command(policy.record)
def record(work: Work, meeting: Meeting, _: Nothing) -> None:
    """Write down a meeting that took place already; no mail leaves."""
    meeting.state, meeting.opened_at = MeetingState.IN_SESSION, meeting.starts_at
    work.record(events.MeetingRecorded(), about=meeting)


@command(policy.attend)
def attend(work: Work, meeting: Meeting, attending: Attending) -> None:
    """Say how one seat was at the meeting."""
    seat = work.session.get(Seat, attending.seat)
    if seat is None or seat.group_id != meeting.group_id:
        raise Invalid(seat=gettext_noop("Choose a seat of this group."))
    if attending.presence is Presence.ALTERNATE and seat.alternate_id is None:
        raise Invalid(presence=gettext_noop("This seat has named no alternate."))
    known = select(Attendance).where(col(Attendance.meeting_id) == meeting.id, col(Attendance.seat_id) == seat.id)
    row = work.rows(known).scalar_one_or_none()
    if row is None:
        row = Attendance(group_id=meeting.group_id, meeting_id=meeting.id, seat_id=seat.id, presence=attending.presence)
        work.session.add(row)
    elif row.presence is attending.presence:
        return
    row.presence = attending.presence
    sat = {Presence.PRESENT: seat.holder_id, Presence.ALTERNATE: seat.alternate_id}
    row.person_id = sat.get(attending.presence)
    work.record(events.AttendanceRecorded(seat.id, row.presence.value), about=meeting)


@command(policy.attend)
def excuse(work: Work, meeting: Meeting, _: Nothing) -> None:
    """Note apologies for the seats that answered that nobody comes, as far as nobody has said how they were."""
    for at in attendance.table(work, meeting).seats:
        if at.is_excused:
            apologies = Attendance(
                group_id=meeting.group_id, meeting_id=meeting.id, seat_id=at.seat.id, presence=Presence.APOLOGIES
            )
            work.session.add(apologies)
            work.record(events.AttendanceRecorded(at.seat.id, apologies.presence.value), about=meeting)


@command(policy.close)
def close(work: Work, meeting: Meeting, _: Nothing) -> None:
    """End the meeting. What was not reached, continues or was not answered goes to the next one, or to the backlog.

    An item that nobody marked was discussed when something was written under it, and was not reached otherwise.
    """
    meeting.state, meeting.closed_at = MeetingState.MINUTES_DRAFT, work.now
    written = minutes.written(work, meeting.id)
    for item in items.of_meeting(work, meeting.id):
        item.by_consent = item.by_consent and not item.is_left
        item.state = item.outcome(written=item.id in written)
        if item.goes_on:
            agenda.carry(work, item)
        elif item.state is ItemState.PROPOSED:
            agenda.put_off(work, item)
    work.record(events.MeetingClosed(), about=meeting)
