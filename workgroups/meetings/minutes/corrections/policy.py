from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import NOW, Who, apart, rule
from workgroups.groups.policy import arranges, in_room, keeps_records, speaks
from workgroups.links import policy as comments
from workgroups.links import waits
from workgroups.links.models import Comment
from workgroups.meetings.agenda import policy as agenda
from workgroups.meetings.agenda.models import ON_AGENDA, AgendaItem
from workgroups.meetings.minutes.corrections.models import Correction, CorrectionState
from workgroups.meetings.models import Meeting, MeetingState
from workgroups.meetings.policy import KIND as MEETING


@rule(on=Correction)
def see(me: Who) -> ColumnElement[bool]:
    """Whoever sees the item."""
    return exists().where(col(AgendaItem.id) == col(Correction.item_id), agenda.see(me)).correlate_except(AgendaItem)


def taking_corrections() -> ColumnElement[bool]:
    """The minutes of the item were circulated, and the time for corrections has not ended."""
    meeting = apart(Meeting)
    return (
        exists()
        .where(
            meeting.c.id == col(AgendaItem.meeting_id),
            meeting.c.state == MeetingState.MINUTES_CIRCULATED,
            or_(meeting.c.corrections_end_at.is_(None), meeting.c.corrections_end_at > NOW),
        )
        .correlate_except(meeting)
    )


@rule(on=AgendaItem, see=agenda.see, when=and_(col(AgendaItem.state).in_(ON_AGENDA), taking_corrections()))
def correct(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers, until the time for corrections ends."""
    return speaks(col(AgendaItem.group_id), me)


def of_meeting(states: tuple[MeetingState, ...]) -> ColumnElement[bool]:
    meeting = apart(Meeting)
    found = exists().where(meeting.c.id == col(Correction.meeting_id), meeting.c.state.in_(states))
    return found.correlate_except(meeting)


ANSWERABLE = (MeetingState.MINUTES_CIRCULATED, MeetingState.MINUTES_DRAFT)


@rule(on=Correction, see=see, when=and_(col(Correction.state) == CorrectionState.OPEN, of_meeting(ANSWERABLE)))
def answer(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator, until the minutes are adopted."""
    return arranges(col(Correction.group_id), me)


comments.STANDING_STILL.append(
    exists()
    .where(col(Correction.comment_id) == col(Comment.id), col(Correction.state) != CorrectionState.OPEN)
    .correlate_except(Correction)
)


def is_open() -> ColumnElement[bool]:
    """Something that somebody said against these minutes has no answer yet."""
    correction = apart(Correction)
    found = exists().where(correction.c.meeting_id == col(Meeting.id), correction.c.state == CorrectionState.OPEN)
    return found.correlate_except(correction)


def waits_for_answer(me: Who) -> ColumnElement[bool]:
    """The secretary's and the coordinator's: corrections without an answer; in camera, all of those who may answer.

    Whoever keeps the records may be none of those who know of an item in camera.
    """
    quiet = exists().where(col(AgendaItem.id) == col(Correction.item_id), col(AgendaItem.in_camera))
    mine = or_(keeps_records(col(Meeting.group_id), me), quiet.correlate_except(AgendaItem))
    open_one = exists().where(col(Correction.meeting_id) == col(Meeting.id), answer(me), mine)
    return and_(in_room(col(Meeting.group_id), me), open_one.correlate_except(Correction))


waits.register(
    waits.Wait(
        kind=MEETING, words=gettext_noop("Answer corrections of the minutes: %(title)s"), condition=waits_for_answer,
        group_id=col(Meeting.group_id), since=col(Meeting.circulated_at),
        due=col(Meeting.corrections_on), route="minutes:show",
    )
)  # fmt: skip
