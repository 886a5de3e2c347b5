from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import NOW, Who, apart, rule
from workgroups.groups.models import Acting, Seat
from workgroups.groups.policy import arranges, in_room, speaks, speaks_for
from workgroups.groups.policy import is_open as goes_on
from workgroups.links import waits
from workgroups.links.kinds import Kind, register
from workgroups.meetings.agenda import events
from workgroups.meetings.agenda.models import AgendaItem, ItemState, NamedSeat, Thread
from workgroups.meetings.models import AGREED, AHEAD, UPCOMING, WRITING, Meeting, MeetingState
from workgroups.meetings.policy import see as see_meeting
from workgroups.meetings.rhythm import models as rhythm


def in_meeting(states: Sequence[MeetingState]) -> ColumnElement[bool]:
    """The item stands on the agenda of a meeting in one of these states."""
    meeting = aliased(Meeting)
    return exists().where(col(meeting.id) == col(AgendaItem.meeting_id), col(meeting.state).in_(states))


def is_named(me: Who) -> ColumnElement[bool]:
    """I sit in one of the seats that an item in camera names, or act for one."""
    named, seat = apart(NamedSeat), apart(Seat)
    sits = (
        exists()
        .where(
            named.c.item_id == col(AgendaItem.id),
            named.c.seat_id == seat.c.id,
            or_(seat.c.holder_id == me, seat.c.alternate_id == me),
        )
        .correlate_except(named, seat)
    )
    chair, acting = apart(NamedSeat), apart(Acting)
    acts = (
        exists()
        .where(
            chair.c.item_id == col(AgendaItem.id),
            acting.c.chair_seat_id == chair.c.seat_id,
            acting.c.person_id == me,
            acting.c.starts_at <= NOW,
            acting.c.ends_at > NOW,
        )
        .correlate_except(chair, acting)
    )
    return or_(sits, acts)


@rule(on=AgendaItem)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table; an item in camera, only the seats that it names."""
    return and_(in_room(col(AgendaItem.group_id), me), or_(~col(AgendaItem.in_camera), is_named(me)))


@rule(on=AgendaItem, see=see, when=col(AgendaItem.meeting_id).is_not(None))
def read_minutes(me: Who) -> ColumnElement[bool]:
    """Everybody who sees the item, once it stands on an agenda."""
    return in_room(col(AgendaItem.group_id), me)


@rule(on=AgendaItem, see=see)
def comment(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(AgendaItem.group_id), me)


def arranging(me: Who) -> ColumnElement[bool]:
    return arranges(col(AgendaItem.group_id), me)


OPEN_TO_ALL = and_(col(Meeting.state).in_(AHEAD), rhythm.agenda_closes_at > NOW)


def is_open(me: Who) -> ColumnElement[bool]:
    """The agenda takes proposals: everybody's until it closes, those of whoever arranges it until the meeting ends."""
    return or_(OPEN_TO_ALL, and_(col(Meeting.state).in_(UPCOMING), arranges(col(Meeting.group_id), me)))


@rule(on=Meeting, see=see_meeting, when=is_open)
def propose(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers; after the agenda closed, co-chairs, secretary and coordinator only."""
    return speaks(col(Meeting.group_id), me)


@rule(on=AgendaItem, see=see, when=and_(col(AgendaItem.state) == ItemState.PROPOSED, in_meeting(UPCOMING)))
def judge(me: Who) -> ColumnElement[bool]:
    """Accept or decline a proposed item: co-chairs, secretary, coordinator."""
    return arranging(me)


OPEN = col(AgendaItem.state).in_((ItemState.PROPOSED, ItemState.ACCEPTED))
NOWHERE = col(AgendaItem.meeting_id).is_(None)
UNANSWERED = and_(NOWHERE, col(AgendaItem.state) == ItemState.PROPOSED)
IN_BACKLOG = and_(NOWHERE, col(AgendaItem.state).in_((ItemState.PROPOSED, ItemState.PARKED)))


@rule(on=AgendaItem, see=see, when=or_(and_(OPEN, in_meeting(UPCOMING)), IN_BACKLOG))
def change(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator, until it was dealt with."""
    return arranging(me)


@rule(
    on=AgendaItem,
    see=see,
    when=or_(and_(OPEN, in_meeting(UPCOMING), col(AgendaItem.standing).is_(None)), UNANSWERED),
)
def park(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator; standing items come back by themselves."""
    return arranging(me)


@rule(on=AgendaItem, see=see, when=and_(OPEN, in_meeting(AHEAD), col(AgendaItem.carried_from_id).is_(None)))
def withdraw(me: Who) -> ColumnElement[bool]:
    """The seat that proposed it, co-chairs, secretary, coordinator; what was carried can only be closed."""
    return or_(arranging(me), speaks_for(col(AgendaItem.proposer_seat_id), me))


@rule(on=AgendaItem, see=see, when=IN_BACKLOG)
def take_up(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator: from the backlog to the next agenda."""
    return arranging(me)


TAKES_PAPERS = and_(
    col(AgendaItem.state).not_in((ItemState.DECLINED, ItemState.WITHDRAWN, ItemState.MERGED)),
    ~in_meeting((*AGREED, MeetingState.CANCELLED)),
)


def went_into_it(me: Who) -> ColumnElement[bool]:
    """A seat of mine proposed what was merged into the item."""
    merged = apart(AgendaItem)
    found = exists().where(merged.c.merged_into_id == col(AgendaItem.id), speaks_for(merged.c.proposer_seat_id, me))
    return found.correlate_except(merged)


@rule(on=AgendaItem, see=see, when=TAKES_PAPERS)
def attach(me: Who) -> ColumnElement[bool]:
    """Papers, until minutes are circulated: whoever arranges, and the seats that present or propose what is in it."""
    seats = or_(
        went_into_it(me),
        speaks_for(col(AgendaItem.proposer_seat_id), me),
        speaks_for(col(AgendaItem.presenter_seat_id), me),
    )
    return or_(arranging(me), and_(goes_on(col(AgendaItem.group_id)), seats))


DEALT_WITH = col(AgendaItem.state).in_(
    (ItemState.ACCEPTED, ItemState.DISCUSSED, ItemState.NOT_REACHED, ItemState.CONTINUES)
)


@rule(on=AgendaItem, see=see, when=and_(DEALT_WITH, in_meeting(WRITING)))
def mark(me: Who) -> ColumnElement[bool]:
    """What became of it: co-chairs, secretary, coordinator, in session and while the minutes are a draft."""
    return arranging(me)


HELD_OPEN: list[ColumnElement[bool]] = []
"""Conditions on an item of something unfinished in its thread, which goes on although it was discussed.

Each feature with such things puts its condition here, and carries their threads when the meeting closes.
"""


def thread_is_open() -> ColumnElement[bool]:
    thread = aliased(Thread)
    return exists().where(
        col(thread.id) == col(AgendaItem.thread_id), col(thread.closed_at).is_(None), col(thread.standing).is_(None)
    )


@rule(on=AgendaItem, see=see, when=and_(thread_is_open(), or_(DEALT_WITH, IN_BACKLOG)))
def close_thread(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator; standing items have no end."""
    return arranging(me)


def waits_for_agenda(me: Who) -> ColumnElement[bool]:
    """It was proposed for a meeting that ended before anybody answered, and no other was planned."""
    return and_(UNANSWERED, take_up(me))


HELD = apart(Meeting)
MEETS_AT = (
    select(HELD.c.starts_at).where(HELD.c.id == col(AgendaItem.meeting_id)).correlate(AgendaItem).scalar_subquery()
)
"""When the meeting begins on whose agenda an item stands."""

KIND = register(
    Kind(
        model=AgendaItem, word=gettext_noop("agenda item"), title=col(AgendaItem.title), route="agenda:show", see=see,
        comment=comment, bilingual=True, attach=attach,
        at=MEETS_AT,
    )
)  # fmt: skip

waits.register(
    waits.Wait(
        kind=KIND, words=gettext_noop("Accept or decline: %(title)s"), condition=judge,
        group_id=col(AgendaItem.group_id), since=waits.recorded(events.ItemProposed, AgendaItem),
    )
)  # fmt: skip
waits.register(
    waits.Wait(
        kind=KIND, words=gettext_noop("Put it on an agenda, or close it: %(title)s"), condition=waits_for_agenda,
        group_id=col(AgendaItem.group_id), since=waits.recorded(events.ItemProposed, AgendaItem),
    )
)  # fmt: skip
