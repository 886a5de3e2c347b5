from workgroups.core.events import Fact
from workgroups.core.forms import Nothing
from workgroups.core.work import Work, command, reacts_to
from workgroups.meetings.agenda.events import ItemParked, ItemTakenOff, ItemWithdrawn
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.events import MeetingCancelled, MeetingMoved
from workgroups.meetings.guests import events, policy, queries
from workgroups.meetings.guests.forms import Inviting
from workgroups.meetings.guests.models import Guest
from workgroups.meetings.models import Meeting


@command(policy.invite)
def invite(work: Work, item: AgendaItem, inviting: Inviting) -> Guest:
    """Ask somebody to come for one item. The same address again: an earlier link ends, and a new one is sent."""
    guest = queries.known(work, item, inviting.email)
    said = {
        **inviting.model_dump(), "meeting_id": item.meeting_id, "token_hash": None, "person_id": work.me,
        "at": work.now, "ended_at": None,
    }  # fmt: skip
    if guest is None:
        guest = work.add(Guest(group_id=item.group_id, item_id=item.id, **said))
    for name, value in said.items():
        setattr(guest, name, value)
    work.record(events.GuestInvited(item.id), about=guest)
    return guest


@command(policy.end)
def end(work: Work, guest: Guest, _: Nothing) -> Guest:
    """Her link shows nothing any more."""
    guest.ended_at, guest.token_hash = work.now, None
    work.record(events.GuestAccessEnded(guest.item_id), about=guest)
    return guest


def tell_that_the_item_left(work: Work, _: Fact, item: AgendaItem) -> None:
    """Her link ends with the item's place on the agenda; she need not find that out by following it."""
    for guest in queries.expected(work, item):
        guest.ended_at, guest.token_hash = work.now, None
        work.record(events.GuestItemLeft(item.id), about=guest)


for off_the_agenda in (ItemWithdrawn, ItemParked, ItemTakenOff):
    reacts_to(off_the_agenda)(tell_that_the_item_left)


@reacts_to(MeetingMoved)
def tell_of_the_move(work: Work, _: MeetingMoved, meeting: Meeting) -> None:
    """Each guest is a fact of her own, so that a letter that has to be sent again ends nobody else's link."""
    for guest in queries.awaited(work, meeting):
        work.record(events.GuestMeetingMoved(), about=guest)


@reacts_to(MeetingCancelled)
def tell_of_the_end(work: Work, _: MeetingCancelled, meeting: Meeting) -> None:
    for guest in queries.invited(work, meeting):
        work.record(events.GuestMeetingCancelled(), about=guest)
