"""What guests get by mail. The secret of a link is drawn as its letter is written, and ends the one before."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import parseaddr
from functools import partial

from sqlmodel import Session

from workgroups.core.events import Event
from workgroups.core.languages import pick, using
from workgroups.core.outbox import Letter, notice
from workgroups.core.settings import Settings
from workgroups.groups.models import Group
from workgroups.meetings.calendar import Mailbox, invitation
from workgroups.meetings.feeds import queries as feeds
from workgroups.meetings.feeds.cards import card
from workgroups.meetings.guests import queries
from workgroups.meetings.guests.events import GuestInvited, GuestItemLeft, GuestMeetingCancelled, GuestMeetingMoved
from workgroups.meetings.guests.models import Guest
from workgroups.meetings.models import Meeting
from workgroups.meetings.replies.queries import UNKNOWN
from workgroups.people.secrets import hashed, token
from workgroups.web.urls import url


@notice(GuestInvited)
@notice(GuestMeetingMoved)
def asked(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The guest gets her link, unless the item is closed to her by now."""
    shown = queries.opened(session, event.about, now)
    if shown is None:
        return
    guest, item, meeting, group, _ = shown
    secret = token()
    guest.token_hash = hashed(secret)
    context = {
        "name": guest.name, "meeting": meeting, "group": group, "zone": group.timezone, "item": item,
        "starts_at": queries.starts_at(session, meeting, item), "token": secret,
        "is_moved": event.fact == GuestMeetingMoved.__name__,
    }  # fmt: skip
    told, page = feeds.entry(session, meeting.id), url("guests:by_link", token=secret)
    yield Letter(
        guest.email, guest.language.value, "guests/invited_mail.html", context, group.id,
        calendar=partial(entry, told, guest, page, now),
    )  # fmt: skip


@notice(GuestMeetingCancelled)
@notice(GuestItemLeft)
def cancelled(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The meeting does not take place, or the item is off its agenda; nothing is said of the item."""
    guest = session.get_one(Guest, event.about)
    meeting, group = session.get_one(Meeting, guest.meeting_id), session.get_one(Group, guest.group_id)
    left = event.fact == GuestItemLeft.__name__
    context = {"name": guest.name, "meeting": meeting, "group": group, "zone": group.timezone, "has_left": left}
    yield Letter(
        guest.email, guest.language.value, "guests/cancelled_mail.html", context, group.id,
        calendar=partial(entry, feeds.entry(session, meeting.id), guest, "", now), calendar_method="CANCEL",
    )  # fmt: skip


def entry(told: feeds.Entry, guest: Guest, page: str, now: datetime, settings: Settings) -> bytes:
    """The meeting for a guest's calendar, whose page is that of her link; without one it is cancelled."""
    with using(guest.language.value):
        shown = card(told, UNKNOWN, settings)._replace(
            uid=f"guest-{guest.id}-{told.mark}@{settings.mail_host}", page_url=page and settings.public_url + page
        )
        return invitation(
            shown,
            method="REQUEST" if page else "CANCEL",
            attendee=Mailbox(guest.name, guest.email),
            organizer=Mailbox(pick(told.group.name)[0], parseaddr(settings.mail_from)[1]),
            now=now,
        )
