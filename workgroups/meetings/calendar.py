"""A meeting as calendars read it: iCalendar (RFC 5545) sent by mail as an invitation (RFC 5546)."""

from datetime import date, datetime
from email.headerregistry import Address
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from icalendar import STATUS, Calendar, Event, Timezone, vCalAddress

from workgroups.core.languages import gettext

PRODUCT = "-//Workgroups//Workgroups//EN"


class MeetingCard(NamedTuple):
    """What a calendar needs to know of a meeting.

    `uid` stays the same for the life of the meeting and `sequence` grows with each change. The moments are
    aware; `zone` is an IANA name.
    """

    uid: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    place: str
    video_url: str
    page_url: str
    description: str


def invitation(
    meeting: MeetingCard,
    *,
    method: Literal["REQUEST", "CANCEL"],
    attendee: Address,
    organizer: Address,
    now: datetime,
) -> bytes:
    """The calendar object that invites one person, or takes the meeting out of that person's calendar.

    Replies come by the link on the page, so the calendar asks for none. `now` is aware; the words are in the
    language in force.
    """
    calendar = Calendar(prodid=PRODUCT, version="2.0", method=method)
    calendar.add_component(_zone(meeting))
    calendar.add_component(_event(meeting, method, attendee, organizer, now))
    return bytes(calendar.to_ical())


def _zone(meeting: MeetingCard) -> Timezone:
    # The changes of clocks of the year before and the year after are enough for any reader, and short.
    first, last = date(meeting.starts_at.year - 1, 1, 1), date(meeting.ends_at.year + 1, 12, 31)
    return Timezone.from_tzid(meeting.zone, first_date=first, last_date=last)


def _event(meeting: MeetingCard, method: str, attendee: Address, organizer: Address, now: datetime) -> Event:
    zone = ZoneInfo(meeting.zone)
    return Event.new(
        uid=meeting.uid,
        sequence=meeting.sequence,
        stamp=now,
        start=meeting.starts_at.astimezone(zone),
        end=meeting.ends_at.astimezone(zone),
        summary=meeting.title,
        description=_description(meeting),
        location=meeting.place or meeting.video_url or None,
        url=meeting.page_url,
        status=STATUS.CANCELLED if method == "CANCEL" else STATUS.CONFIRMED,
        organizer=vCalAddress.new(organizer.addr_spec, cn=organizer.display_name or None),
        attendees=[
            vCalAddress.new(
                attendee.addr_spec,
                cn=attendee.display_name or None,
                cutype="INDIVIDUAL",
                role="REQ-PARTICIPANT",
                partstat="NEEDS-ACTION",
                rsvp=False,
            )
        ],
    )


def _description(meeting: MeetingCard) -> str:
    lines = [meeting.description, ""] if meeting.description else []
    if meeting.video_url:
        lines.append(gettext("Join by video: %(url)s", url=meeting.video_url))
    lines.append(gettext("Agenda and papers: %(url)s", url=meeting.page_url))
    return "\n".join(lines)
