from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import NOW, Who, rule
from workgroups.groups.models import CHAIRS, Acting, Seat, SeatRole
from workgroups.groups.policy import approves, arranges, coordinates, seated
from workgroups.links import waits
from workgroups.meetings.agenda import policy as agenda
from workgroups.meetings.agenda.models import ON_AGENDA, AgendaItem
from workgroups.meetings.minutes.models import Minutes, MinutesApproval
from workgroups.meetings.models import WRITING, Meeting, MeetingState
from workgroups.meetings.policy import KIND as MEETING
from workgroups.meetings.policy import arranging
from workgroups.meetings.policy import see as see_meeting


@rule(on=Minutes)
def see(me: Who) -> ColumnElement[bool]:
    """Whoever sees the item."""
    return exists().where(col(AgendaItem.id) == col(Minutes.id), agenda.see(me)).correlate_except(AgendaItem)


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


@rule(on=Meeting, see=see_meeting, when=col(Meeting.state) == MeetingState.MINUTES_CIRCULATED)
def approve(me: Who) -> ColumnElement[bool]:
    """Whoever holds a co-chair seat or acts for one; never an alternate."""
    return approves(col(Meeting.group_id), me)


def waits_for_approval(me: Who) -> ColumnElement[bool]:
    """My co-chair seat has not approved this circulation, and neither have I."""
    seat, acting, by_seat, by_me = aliased(Seat), aliased(Acting), aliased(MinutesApproval), aliased(MinutesApproval)
    acts = exists().where(
        col(acting.chair_seat_id) == col(seat.id), col(acting.person_id) == me, col(acting.starts_at) <= NOW,
        col(acting.ends_at) > NOW,
    ).correlate_except(acting)  # fmt: skip
    approved = exists().where(
        col(by_seat.meeting_id) == col(Meeting.id), col(by_seat.circulation) == col(Meeting.circulation),
        col(by_seat.seat_id) == col(seat.id),
    ).correlate_except(by_seat)  # fmt: skip
    mine = exists().where(
        col(seat.group_id) == col(Meeting.group_id), col(seat.role).in_(CHAIRS), or_(col(seat.holder_id) == me, acts),
        ~approved,
    ).correlate_except(seat)  # fmt: skip
    again = exists().where(
        col(by_me.meeting_id) == col(Meeting.id), col(by_me.circulation) == col(Meeting.circulation),
        col(by_me.person_id) == me,
    ).correlate_except(by_me)  # fmt: skip
    return and_(approve(me), mine, ~again)


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
        due=col(Meeting.minutes_due_on),
        route="minutes:show",
    )
)  # fmt: skip
