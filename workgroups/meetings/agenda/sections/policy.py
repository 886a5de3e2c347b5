from sqlalchemy import ColumnElement, exists
from sqlmodel import col

from workgroups.core.policy import Who, apart, rule
from workgroups.groups.policy import arranges, in_room
from workgroups.meetings.agenda.sections.models import Section
from workgroups.meetings.models import UPCOMING, Meeting


def upcoming() -> ColumnElement[bool]:
    """Its meeting has not ended."""
    meeting = apart(Meeting)
    found = exists().where(meeting.c.id == col(Section.meeting_id), meeting.c.state.in_(UPCOMING))
    return found.correlate_except(meeting)


@rule(on=Section)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(Section.group_id), me)


@rule(on=Section, see=see, when=upcoming())
def change(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator, until the meeting ends."""
    return arranges(col(Section.group_id), me)
