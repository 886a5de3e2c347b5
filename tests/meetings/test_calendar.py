from datetime import UTC, date, datetime, timedelta
from email.headerregistry import Address
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from workgroups.core.languages import using
from workgroups.meetings.calendar import MeetingCard, invitation

MEETING = MeetingCard(
    uid="meeting-7@groups.example.org",
    sequence=2,
    title="Pharmacy work group; fourth meeting, “bridging”",
    starts_at=datetime(2026, 12, 10, 17, 30, tzinfo=UTC),
    ends_at=datetime(2026, 12, 10, 19, 30, tzinfo=UTC),
    zone="America/Halifax",
    place="Room 4, Halifax",
    video_url="https://video.example.org/7",
    page_url="https://groups.example.org/meetings/7",
    description="First line\nBackslash \\ and; comma,",
)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
AMINA = Address("Diallo, Amina", addr_spec="amina@example.org")
HOST = Address("Work groups", addr_spec="groups@example.org")


def made(meeting: MeetingCard = MEETING, method: Literal["REQUEST", "CANCEL"] = "REQUEST") -> bytes:
    return invitation(meeting, method=method, attendee=AMINA, organizer=HOST, now=NOW)


def read(meeting: MeetingCard = MEETING, method: Literal["REQUEST", "CANCEL"] = "REQUEST") -> tuple[Any, Event]:
    calendar = Calendar.from_ical(made(meeting, method))
    assert isinstance(calendar, Calendar)
    [event] = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    return calendar, event


def test_request():
    calendar, event = read()
    assert calendar["METHOD"] == "REQUEST"
    assert calendar["VERSION"] == "2.0"
    assert event["UID"] == "meeting-7@groups.example.org"
    assert event["SEQUENCE"] == 2
    assert event["STATUS"] == "CONFIRMED"
    assert event["SUMMARY"] == MEETING.title
    assert event["LOCATION"] == "Room 4, Halifax"
    assert event["URL"] == MEETING.page_url
    assert event["DTSTAMP"].dt == NOW
    assert event["DESCRIPTION"] == (
        "First line\nBackslash \\ and; comma,\n\n"
        "Join by video: https://video.example.org/7\n"
        "Agenda and papers: https://groups.example.org/meetings/7"
    )


def test_cancel():
    calendar, event = read(MEETING._replace(sequence=3), "CANCEL")
    assert calendar["METHOD"] == "CANCEL"
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == 3
    assert event["UID"] == MEETING.uid


def test_people():
    _, event = read()
    assert event["ORGANIZER"] == "mailto:groups@example.org"
    assert event["ORGANIZER"].params["CN"] == "Work groups"
    attendee = event["ATTENDEE"]
    assert attendee == "mailto:amina@example.org"
    assert attendee.params["CN"] == "Diallo, Amina"
    assert attendee.params["RSVP"] == "FALSE"


def test_times_are_the_zones_own():
    calendar, event = read()
    assert event["DTSTART"].to_ical() == b"20261210T133000"
    assert event["DTSTART"].params["TZID"] == "America/Halifax"
    assert event.start.astimezone(UTC) == MEETING.starts_at
    assert event.end.astimezone(UTC) == MEETING.ends_at
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["America/Halifax"]


@pytest.mark.parametrize("zone", ["America/Halifax", "America/St_Johns", "America/Regina", "Asia/Manila"])
@pytest.mark.parametrize("day", [date(2026, 1, 15), date(2026, 3, 9), date(2026, 7, 1), date(2026, 11, 2)])
def test_the_zone_in_the_file_gives_the_right_offset(zone: str, day: date):
    starts = datetime.combine(day, datetime.min.time(), tzinfo=ZoneInfo(zone)) + timedelta(hours=13)
    calendar, _ = read(MEETING._replace(zone=zone, starts_at=starts, ends_at=starts + timedelta(hours=2)))
    [described] = calendar.walk("VTIMEZONE")
    offset = described.to_tz(lookup_tzid=False).utcoffset(starts.replace(tzinfo=None))
    assert offset == starts.utcoffset()


def test_without_a_place_the_location_is_the_link():
    _, event = read(MEETING._replace(place=""))
    assert event["LOCATION"] == "https://video.example.org/7"


def test_without_place_link_and_description():
    _, event = read(MEETING._replace(place="", video_url="", description=""))
    assert "LOCATION" not in event
    assert event["DESCRIPTION"] == "Agenda and papers: https://groups.example.org/meetings/7"


def test_words_follow_the_language():
    with using("fr"):
        _, event = read()
    assert "Participer par vidéo\u00a0: https://video.example.org/7" in event["DESCRIPTION"]


def test_the_same_meeting_gives_the_same_bytes():
    assert made() == made()


def test_lines_are_folded_and_end_in_crlf():
    lines = made(MEETING._replace(title="é" * 300)).split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert not any(b"\n" in line for line in lines)


def test_text_cannot_add_lines():
    _, event = read(MEETING._replace(title="A\r\nATTENDEE:mailto:b@example.org", place="B\nSTATUS:CANCELLED"))
    assert event["ATTENDEE"] == "mailto:amina@example.org"
    assert event["STATUS"] == "CONFIRMED"
