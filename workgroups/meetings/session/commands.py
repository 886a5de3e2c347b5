from workgroups.core.events import Fact
from workgroups.core.forms import Nothing
from workgroups.core.work import Work, command, reacts_to
from workgroups.meetings.agenda import queries as agenda
from workgroups.meetings.agenda.models import ON_AGENDA, AgendaItem
from workgroups.meetings.events import MeetingClosed, MeetingOpened, MeetingRecorded
from workgroups.meetings.models import Meeting
from workgroups.meetings.session import events, pen, policy, queries
from workgroups.meetings.session.models import Pen, Turn


@command(policy.turn_to)
def turn_to(work: Work, item: AgendaItem, _: Nothing) -> AgendaItem:
    """Make an item the current one; the time of the one before ends.

    The meeting is locked, so that it is at one item only, however many people turn at once.
    """
    meeting = work.session.get_one(Meeting, item.meeting_id, with_for_update=True)
    now = queries.open_turn(work, meeting.id)
    if now is None or now.item_id != item.id:
        end(work, now)
        begin(work, item, meeting)
    return item


def begin(work: Work, item: AgendaItem, meeting: Meeting) -> None:
    work.add(Turn(group_id=item.group_id, meeting_id=meeting.id, item_id=item.id, began_at=work.now))
    work.record(events.ItemTurnedTo(meeting.id), about=item)


def end(work: Work, turn: Turn | None) -> None:
    if turn is not None:
        turn.ended_at = work.now


@command(policy.pause)
def pause(work: Work, meeting: Meeting, _: Nothing) -> Meeting:
    """Be at no item: a break. Whoever does not see an item in camera sees the same while the meeting is there."""
    if turn := queries.open_turn(work, meeting.id):
        end(work, turn)
        work.record(events.MeetingPaused(), about=meeting)
    return meeting


@command(policy.take_pen)
def take_pen(work: Work, meeting: Meeting, _: Nothing) -> Meeting:
    """Write the minutes in place of whoever did; what they typed and did not save stays with them."""
    pen.give(work, meeting)
    return meeting


def on_meeting_opened(work: Work, _: Fact, meeting: Meeting) -> None:
    """It begins with its first item."""
    first = next((item for item in agenda.of_meeting(work, meeting.id) if item.state in ON_AGENDA), None)
    if first is not None:
        begin(work, first, meeting)


for fact in (MeetingOpened, MeetingRecorded):
    reacts_to(fact)(on_meeting_opened)


@reacts_to(MeetingClosed)
def on_meeting_closed(work: Work, _: MeetingClosed, meeting: Meeting) -> None:
    """The time of the last item ends, and whoever wrote puts the pen down."""
    end(work, queries.open_turn(work, meeting.id))
    if held := work.session.get(Pen, meeting.id):
        work.session.delete(held)
