"""Meetings as calendars read them: iCalendar (RFC 5545), sent as an invitation (RFC 5546) or fetched as a feed."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import STATUS, TRANSP, Calendar, Event, Timezone, vCalAddress

from workgroups.core.languages import current, gettext

PRODUCT = "-//Workgroups//Workgroups//EN"

READ_AGAIN = timedelta(hours=1)
"""How often a calendar should look for what is new in a feed; many take longer."""

NOT_THERE = ("DECLINED", "DELEGATED")
"""The time of such a meeting is free in the person's calendar."""


class MeetingCard(NamedTuple):
    """What a calendar needs to know of a meeting.

    `uid` stays the same for the life of the meeting and `sequence` grows with each change. The moments are
    aware; `zone` is an IANA name. `partstat` says whether the reader comes. Without `page_url` nobody in particular
    reads it.
    """

    uid: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    changed_at: datetime
    place: str = ""
    video_url: str = ""
    dial_in: str = ""
    page_url: str = ""
    partstat: str = "NEEDS-ACTION"
    cancelled: bool = False


class Mailbox(NamedTuple):
    """A name and an address."""

    name: str
    address: str


def invitation(
    meeting: MeetingCard, *, method: Literal["REQUEST", "CANCEL"], attendee: Mailbox, organizer: Mailbox, now: datetime
) -> bytes:
    """The calendar object that invites one person, or takes the meeting out of that person's calendar.

    Replies come by the link in the letter, so the calendar asks for none. `now` is aware; the words are in the
    language in force.
    """
    calendar = Calendar(prodid=PRODUCT, version="2.0", method=method)
    meeting = meeting._replace(cancelled=method == "CANCEL")
    return _made(calendar, [meeting], [_event(meeting, now, attendee, organizer, current())])


def feed(name: str, meetings: Sequence[MeetingCard], attendee: Mailbox | None, organizer: Mailbox) -> bytes:
    """The calendar object of many meetings, which somebody subscribes to. Equal meetings give equal bytes.

    Without `attendee` it is for everybody. It has no METHOD, which would forbid to say who comes.
    """
    calendar = Calendar(prodid=PRODUCT, version="2.0")
    calendar.add("NAME", name)
    calendar.add("X-WR-CALNAME", name)
    calendar.add("REFRESH-INTERVAL", READ_AGAIN, {"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    events = [_event(card, card.changed_at, attendee, organizer, current()) for card in meetings]
    return _made(calendar, meetings, events)


END = b"END:VCALENDAR\r\n"


def _made(calendar: Calendar, meetings: Sequence[MeetingCard], events: Iterable[bytes]) -> bytes:
    for zone in sorted({meeting.zone for meeting in meetings}):
        there = [meeting for meeting in meetings if meeting.zone == zone]
        first, last = min(card.starts_at for card in there), max(card.ends_at for card in there)
        calendar.add_component(_zone(zone, first.year - 1, last.year + 1))
    return bytes(calendar.to_ical()).removesuffix(END) + b"".join(events) + END


@lru_cache(maxsize=256)
def _zone(name: str, first: int, last: int) -> Timezone:
    """The changes of clocks from a year to another: a year more at both ends is enough for any reader, and short."""
    return Timezone.from_tzid(name, first_date=date(first, 1, 1), last_date=date(last, 12, 31))


@lru_cache(maxsize=2048)
def _event(
    meeting: MeetingCard, stamp: datetime, attendee: Mailbox | None, organizer: Mailbox, _language: str
) -> bytes:
    """One meeting, from memory when it was asked for before: a feed is read every hour and seldom changes."""
    event = Event.new(
        uid=meeting.uid,
        sequence=meeting.sequence,
        stamp=stamp,
        last_modified=meeting.changed_at,
        start=_on_the_wall(meeting.starts_at, meeting.zone),
        end=_on_the_wall(meeting.ends_at, meeting.zone),
        summary=meeting.title,
        description=_description(meeting) or None,
        location=meeting.place or meeting.video_url or None,
        url=meeting.page_url or None,
        status=STATUS.CANCELLED if meeting.cancelled else STATUS.CONFIRMED,
        transparency=TRANSP.TRANSPARENT if meeting.cancelled or meeting.partstat in NOT_THERE else TRANSP.OPAQUE,
        organizer=vCalAddress.new(organizer.address, cn=organizer.name or None) if attendee else None,
        attendees=[_attendee(attendee, meeting.partstat)] if attendee else None,
    )
    return bytes(event.to_ical())


def _on_the_wall(moment: datetime, zone: str) -> datetime:
    """The moment in its zone. The second pass of an hour that comes twice has no name there, and is said in UTC."""
    local = moment.astimezone(ZoneInfo(zone))
    return moment.astimezone(UTC) if local.fold else local


def _attendee(attendee: Mailbox, partstat: str) -> vCalAddress:
    return vCalAddress.new(
        attendee.address,
        cn=attendee.name or None,
        cutype="INDIVIDUAL",
        role="REQ-PARTICIPANT",
        partstat=partstat,
        rsvp=False,
    )


def _description(meeting: MeetingCard) -> str:
    lines = []
    if meeting.video_url:
        lines.append(gettext("Join by video: %(url)s", url=meeting.video_url))
    if meeting.dial_in:
        lines.append(gettext("Join by telephone: %(number)s", number=meeting.dial_in))
    if meeting.page_url:
        lines.append(gettext("Agenda and papers: %(url)s", url=meeting.page_url))
    return "\n".join(lines)
