from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from workgroups.core import clock
from workgroups.core.languages import using
from workgroups.meetings.calendar import Mailbox, MeetingCard, feed, invitation

MEETING = MeetingCard(
    uid="meeting-7@groups.example.org",
    sequence=2,
    title="Pharmacy work group; fourth meeting, “bridging”\nBackslash \\ and; comma,",
    starts_at=datetime(2026, 12, 10, 17, 30, tzinfo=UTC),
    ends_at=datetime(2026, 12, 10, 19, 30, tzinfo=UTC),
    zone="America/Halifax",
    changed_at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
    place="Room 4, Halifax",
    video_url="https://video.example.org/7",
    dial_in="902-555-0100, code 4471#",
    page_url="https://groups.example.org/meetings/7",
)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
AMINA = Mailbox("Diallo, Amina", "amina@example.org")
HOST = Mailbox("Work groups", "groups@example.org")


def made(meeting: MeetingCard = MEETING, method: Literal["REQUEST", "CANCEL"] = "REQUEST") -> bytes:
    return invitation(meeting, method=method, attendee=AMINA, organizer=HOST, now=NOW)


def events_of(ical: bytes) -> tuple[Any, list[Event]]:
    calendar = Calendar.from_ical(ical)
    assert isinstance(calendar, Calendar)
    return calendar, [event for event in calendar.walk("VEVENT") if isinstance(event, Event)]


def read(meeting: MeetingCard = MEETING, method: Literal["REQUEST", "CANCEL"] = "REQUEST") -> tuple[Any, Event]:
    calendar, [event] = events_of(made(meeting, method))
    return calendar, event


def test_request():
    calendar, event = read()
    assert calendar["METHOD"] == "REQUEST"
    assert calendar["VERSION"] == "2.0"
    assert event["UID"] == "meeting-7@groups.example.org"
    assert event["SEQUENCE"] == 2
    assert event["STATUS"] == "CONFIRMED"
    assert event["TRANSP"] == "OPAQUE"
    assert event["SUMMARY"] == MEETING.title
    assert event["LOCATION"] == "Room 4, Halifax"
    assert event["URL"] == MEETING.page_url
    assert event["DTSTAMP"].dt == NOW
    assert event["LAST-MODIFIED"].dt == MEETING.changed_at
    assert event["DESCRIPTION"] == (
        "Join by video: https://video.example.org/7\n"
        "Join by telephone: 902-555-0100, code 4471#\n"
        "Agenda and papers: https://groups.example.org/meetings/7"
    )


def test_cancel():
    calendar, event = read(MEETING._replace(sequence=3), "CANCEL")
    assert calendar["METHOD"] == "CANCEL"
    assert event["STATUS"] == "CANCELLED"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["SEQUENCE"] == 3
    assert event["UID"] == MEETING.uid


@pytest.mark.parametrize(
    ("partstat", "time_is"),
    [("NEEDS-ACTION", "OPAQUE"), ("ACCEPTED", "OPAQUE"), ("TENTATIVE", "OPAQUE"), ("DECLINED", "TRANSPARENT"),
     ("DELEGATED", "TRANSPARENT")],
)  # fmt: skip
def test_people(partstat, time_is):
    _, event = read(MEETING._replace(partstat=partstat))
    assert event["ORGANIZER"] == "mailto:groups@example.org"
    assert event["ORGANIZER"].params["CN"] == "Work groups"
    attendee = event["ATTENDEE"]
    assert attendee == "mailto:amina@example.org"
    assert attendee.params["CN"] == "Diallo, Amina"
    assert attendee.params["RSVP"] == "FALSE"
    assert attendee.params["PARTSTAT"] == partstat
    assert event["TRANSP"] == time_is


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


CHANGES = [
    # the day and the time on the wall in Halifax, and when that is in UTC
    (date(2027, 3, 13), time(13, 30), datetime(2027, 3, 13, 17, 30, tzinfo=UTC)),  # the day before summer time
    (date(2027, 3, 14), time(13, 30), datetime(2027, 3, 14, 16, 30, tzinfo=UTC)),  # it began in the night
    (date(2027, 3, 14), time(1, 30), datetime(2027, 3, 14, 5, 30, tzinfo=UTC)),  # two hours that end at 4:30
    (date(2026, 10, 31), time(13, 30), datetime(2026, 10, 31, 16, 30, tzinfo=UTC)),  # the last day of summer time
    (date(2026, 11, 1), time(13, 30), datetime(2026, 11, 1, 17, 30, tzinfo=UTC)),  # it ended in the night
    (date(2026, 11, 1), time(1, 30), datetime(2026, 11, 1, 4, 30, tzinfo=UTC)),  # an hour that comes twice: the first
    (date(2026, 10, 31), time(23, 45), datetime(2026, 11, 1, 2, 45, tzinfo=UTC)),  # two hours that end in the second
]


@pytest.mark.parametrize(("day", "at", "moment"), CHANGES)
def test_a_calendar_finds_the_moment_when_clocks_change(day, at, moment):
    """Read by the zone that the file describes, as a calendar does that knows none of our zones."""
    starts = clock.local(day, at, "America/Halifax")
    assert starts == moment
    calendar, event = read(MEETING._replace(starts_at=starts, ends_at=starts + timedelta(hours=2)))
    [described] = calendar.walk("VTIMEZONE")
    zone = described.to_tz(lookup_tzid=False)
    for name, expected in (("DTSTART", moment), ("DTEND", moment + timedelta(hours=2))):
        said = event[name].dt
        read_as = said if said.tzinfo is UTC or "TZID" not in event[name].params else said.replace(tzinfo=zone, fold=0)
        assert read_as.astimezone(UTC) == expected, name


def test_the_second_pass_of_an_hour_that_comes_twice_is_said_in_utc():
    starts = datetime(2026, 11, 1, 4, 45, tzinfo=UTC)  # 1:45 in Halifax, and an hour later again 1:45
    calendar, event = read(MEETING._replace(starts_at=starts, ends_at=starts + timedelta(hours=1)))
    assert event["DTSTART"].to_ical() == b"20261101T014500"
    assert event["DTEND"].to_ical() == b"20261101T054500Z"
    assert len(calendar.walk("VTIMEZONE")) == 1


def test_an_hour_that_is_skipped_is_no_time_to_meet():
    with pytest.raises(ValueError, match="skip this time"):
        clock.local(date(2027, 3, 14), time(2, 30), "America/Halifax")


def test_without_a_place_the_location_is_the_link():
    _, event = read(MEETING._replace(place=""))
    assert event["LOCATION"] == "https://video.example.org/7"


def test_without_place_and_link():
    _, event = read(MEETING._replace(place="", video_url="", dial_in=""))
    assert "LOCATION" not in event
    assert event["DESCRIPTION"] == "Agenda and papers: https://groups.example.org/meetings/7"


def test_words_follow_the_language():
    with using("fr"):
        _, event = read()
    assert "Participer par vidéo\u00a0: https://video.example.org/7" in event["DESCRIPTION"]
    _, event = read()
    assert "Join by video" in event["DESCRIPTION"], "what was made before is not in another language"


def test_the_same_meeting_gives_the_same_bytes():
    assert made() == made()
    assert feed("A", [MEETING], AMINA, HOST) == feed("A", [MEETING], AMINA, HOST)


def test_lines_are_folded_and_end_in_crlf():
    for ical in (made(MEETING._replace(title="é" * 300)), feed("é" * 300, [MEETING], AMINA, HOST)):
        lines = ical.split(b"\r\n")
        assert max(len(line) for line in lines) <= 75
        assert not any(b"\n" in line for line in lines)


def test_text_cannot_add_lines():
    _, event = read(MEETING._replace(title="A\r\nATTENDEE:mailto:b@example.org", place="B\nSTATUS:CANCELLED"))
    assert event["ATTENDEE"] == "mailto:amina@example.org"
    assert event["STATUS"] == "CONFIRMED"


def test_a_feed_has_every_zone_once_and_is_no_message():
    far = MEETING._replace(
        uid="far", zone="America/Regina", starts_at=datetime(2030, 7, 1, 17, 30, tzinfo=UTC),
        ends_at=datetime(2030, 7, 1, 19, 30, tzinfo=UTC),
    )  # fmt: skip
    old = MEETING._replace(
        uid="old", starts_at=datetime(2019, 7, 1, 17, 30, tzinfo=UTC), ends_at=datetime(2019, 7, 1, 19, tzinfo=UTC),
        cancelled=True,
    )  # fmt: skip
    calendar, events = events_of(feed("Meetings", [old, MEETING, far], AMINA, HOST))
    assert "METHOD" not in calendar
    assert calendar["X-WR-CALNAME"] == "Meetings"
    assert calendar["X-PUBLISHED-TTL"] == calendar["REFRESH-INTERVAL"].to_ical().decode() == "PT1H"
    zones = {str(zone["TZID"]): zone.to_tz(lookup_tzid=False) for zone in calendar.walk("VTIMEZONE")}
    assert set(zones) == {"America/Halifax", "America/Regina"}
    for event in events:
        zone = zones[event["DTSTART"].params["TZID"]]
        assert event["DTSTART"].dt.replace(tzinfo=zone).astimezone(UTC) == event.start.astimezone(UTC)
        assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == MEETING.changed_at
    assert [event["STATUS"] for event in events] == ["CANCELLED", "CONFIRMED", "CONFIRMED"]


def test_an_empty_feed_is_a_calendar():
    calendar, events = events_of(feed("Meetings", [], None, HOST))
    assert calendar["VERSION"] == "2.0"
    assert events == []


def test_what_is_for_everybody_names_nobody():
    card = MEETING._replace(video_url="", dial_in="", page_url="")
    _, [event] = events_of(feed("Meetings", [card], None, HOST))
    assert {"ATTENDEE", "ORGANIZER", "DESCRIPTION", "URL"}.isdisjoint(event)
