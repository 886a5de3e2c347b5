from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import NOW, Who, rule
from workgroups.groups.chairs import voices
from workgroups.groups.models import SeatRole
from workgroups.groups.policy import approves, arranges, coordinates, in_room, seated
from workgroups.links import waits
from workgroups.meetings.agenda import policy as agenda
from workgroups.meetings.agenda.models import ON_AGENDA, AgendaItem
from workgroups.meetings.minutes.corrections import policy as corrections
from workgroups.meetings.minutes.models import Minutes, MinutesApproval
from workgroups.meetings.models import WRITING, Adoption, Meeting, MeetingState
from workgroups.meetings.policy import KIND as MEETING
from workgroups.meetings.policy import arranging
from workgroups.meetings.policy import see as see_meeting
from workgroups.meetings.rhythm.models import minutes_due_on


@rule(on=Minutes)
def see(me: Who) -> ColumnElement[bool]:
    """Whoever sees the item."""
    return exists().where(col(AgendaItem.id) == col(Minutes.id), agenda.see(me)).correlate_except(AgendaItem)


@rule(
    on=Minutes,
    see=see,
    when=exists().where(col(AgendaItem.id) == col(Minutes.id), agenda.in_meeting(tuple(MeetingState))),
)
def see_history(me: Who) -> ColumnElement[bool]:
    """Everybody who sees the item, once it stands on an agenda."""
    return in_room(col(Minutes.group_id), me)


BEING_WRITTEN = exists().where(
    col(AgendaItem.id) == col(Minutes.id), col(AgendaItem.state).in_(ON_AGENDA), agenda.in_meeting(WRITING)
)


@rule(on=Minutes, see=see, when=BEING_WRITTEN)
def write(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator, in session and while the minutes are a draft."""
    return arranges(col(Minutes.group_id), me)


@rule(on=Meeting, see=see_meeting, when=col(Meeting.state) == MeetingState.MINUTES_DRAFT)
def circulate(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator, while the minutes are a draft."""
    return arranging(me)


@rule(on=Meeting, see=see_meeting, when=col(Meeting.state) == MeetingState.MINUTES_CIRCULATED)
def send_back(me: Who) -> ColumnElement[bool]:
    """Return circulated minutes to a draft: co-chairs, secretary, coordinator."""
    return arranging(me)


def adopted(way: Adoption) -> ColumnElement[bool]:
    """The minutes were circulated, to be adopted in this way: as the terms of the group were then."""
    return and_(col(Meeting.state) == MeetingState.MINUTES_CIRCULATED, col(Meeting.adoption) == way)


def corrections_are_over() -> ColumnElement[bool]:
    """The time for corrections has ended, and every one has its answer."""
    ended = or_(col(Meeting.corrections_end_at).is_(None), col(Meeting.corrections_end_at) <= NOW)
    return and_(ended, ~corrections.is_open())


@rule(on=Meeting, see=see_meeting, when=and_(adopted(Adoption.AT_MEETING), corrections_are_over()))
def adopt(me: Who) -> ColumnElement[bool]:
    """A later meeting adopts the minutes, when corrections are over: co-chairs, secretary, coordinator."""
    return arranging(me)


@rule(on=Meeting, see=see_meeting, when=adopted(Adoption.BY_CHAIRS))
def approve(me: Who) -> ColumnElement[bool]:
    """Whoever holds a co-chair seat or acts for one; never an alternate."""
    return approves(col(Meeting.group_id), me)


def waits_for_approval(me: Who) -> ColumnElement[bool]:
    """My co-chair seat has not approved this circulation, and neither have I."""

    def of_this(approval: Any) -> ColumnElement[bool]:
        circulated = approval.c.circulation == col(Meeting.circulation)
        return and_(approval.c.meeting_id == col(Meeting.id), circulated)

    return and_(approve(me), voices.is_asked(col(Meeting.group_id), me, MinutesApproval, of_this))


def waits_for_circulation(me: Who) -> ColumnElement[bool]:
    """The secretary's and the coordinator's: the minutes are still a draft."""
    writes = or_(seated(col(Meeting.group_id), me, SeatRole.SECRETARY), coordinates(col(Meeting.group_id), me))
    return and_(circulate(me), writes)


waits.register(
    waits.Wait(
        kind=MEETING, words=gettext_noop("Approve the minutes: %(title)s"), condition=waits_for_approval,
        group_id=col(Meeting.group_id), since=col(Meeting.circulated_at),
        route="minutes:show",
    )
)  # fmt: skip
waits.register(
    waits.Wait(
        kind=MEETING, words=gettext_noop("Finish and circulate the minutes: %(title)s"),
        condition=waits_for_circulation, group_id=col(Meeting.group_id), since=col(Meeting.closed_at),
        due=minutes_due_on,
        route="minutes:show",
    )
)  # fmt: skip
