"""Barriers and proposals come to the table as decision items of the next meeting."""

from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import col

from workgroups.core.db import Row
from workgroups.core.errors import WrongState
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.links.models import Link
from workgroups.meetings import queries as meetings
from workgroups.meetings.agenda import commands
from workgroups.meetings.agenda.models import ON_AGENDA, AgendaItem, ItemKind, ItemState
from workgroups.meetings.models import Meeting


class NextMeeting(NamedTuple):
    """The meeting on whose agenda a thing can go, and whether it stands there already."""

    meeting: Meeting | None
    is_on: bool


def next_meeting(work: Work, row: Row) -> NextMeeting:
    """Where a thing of a group would be talked about next."""
    meeting = meetings.upcoming(work, row.group_id)  # type: ignore[attr-defined]
    return NextMeeting(meeting, meeting is not None and stands_on(work, meeting, row))


ITEM = (
    select(col(Link.id))
    .join(AgendaItem, col(AgendaItem.id) == col(Link.from_id))
    .where(
        col(Link.from_kind) == "AgendaItem",
        col(Link.to_kind) == bindparam("kind"),
        col(Link.to_id) == bindparam("key"),
        col(AgendaItem.meeting_id) == bindparam("meeting_id"),
        col(AgendaItem.state).in_((*ON_AGENDA, ItemState.PROPOSED)),
    )
    .limit(1)
)


def stands_on(work: Work, meeting: Meeting, row: Row) -> bool:
    """Is the thing on the agenda of this meeting already?"""
    found = work.rows(ITEM, kind=type(row).__name__, key=row.id, meeting_id=meeting.id)
    return found.first() is not None


def place(work: Work, row: Row, title: str, text: str, minutes: int) -> AgendaItem:
    """Put a thing of a group on the agenda of its next meeting, as a decision item.

    Raises `WrongState` when no meeting is ahead, or when it stands there already.
    """
    group_id: int = row.group_id  # type: ignore[attr-defined]
    meeting, is_on = next_meeting(work, row)
    if meeting is None:
        raise WrongState(gettext_noop("No meeting is ahead yet. Plan one first; then this can go on its agenda."))
    if is_on:
        raise WrongState(gettext_noop("This is on the agenda of the next meeting already."))
    seat = groups.own_seat(work, group_id)
    return commands.place(
        work,
        meeting,
        title=title,
        text=text,
        kind=ItemKind.DECISION,
        proposer_seat_id=seat.id if seat else None,
        minutes=minutes,
        about=row,
    )
