"""Calendars that people subscribe to: exactly what each may see, for as long as they may."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlmodel import select

from tests.meetings.stage import DAY
from tests.world import MEMBERS
from workgroups.groups.models import Coordination, Seat
from workgroups.meetings import commands
from workgroups.meetings.forms import Cancelling, Planning
from workgroups.meetings.models import Meeting
from workgroups.meetings.replies import commands as replies
from workgroups.meetings.replies.forms import Replying
from workgroups.people.models import Person, PersonalLink
from workgroups.web.stored import REVALIDATE

LATER = date(2026, 12, 17)


def subscribed(browser, name):
    """The path of the feed of one of the cast, made on the page."""
    page = browser(name).post("/people/me/calendar")
    [path] = set(re.findall(r'value="http://testserver(/calendar/[\w-]+\.ics)"', page.text))
    return path


def events(answer):
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["UID"]).split("-")[-2]: event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def change(stage, meeting, **changed):
    planning = {"day": DAY, "at": "13:30", "minutes_long": 120, "place": "Room 2"} | changed
    stage.do("chidi", commands.change, meeting, Planning(**planning))


def test_the_address_is_shown_once_and_only_its_hash_is_kept(browser, stage, world):
    visitor = browser("dolores")
    assert "Make my address" in visitor.get("/people/me/calendar").text
    page = visitor.post("/people/me/calendar")
    [path] = set(re.findall(r"(/calendar/[\w-]+\.ics)", page.text))
    assert f"webcal://testserver{path}" in page.text
    elsewhere = browser("dolores").get("/people/me/calendar").text
    assert "/calendar/" not in elsewhere.replace("/people/me/calendar/ending", "")
    assert "Your calendar has an address" in elsewhere
    with world.database.read() as session:
        [link] = session.exec(select(PersonalLink))
    assert link.token_hash not in path
    assert browser().get(path).status_code == 200


@pytest.mark.parametrize("name", MEMBERS)
def test_the_feed_has_what_the_person_sees_from_its_call_on(browser, stage, name):
    stage.meeting()
    called, held = stage.meeting("called"), stage.meeting("minutes_circulated")
    found = events(browser().get(subscribed(browser, name)))
    assert set(found) == {str(called), str(held)}
    event = found[str(called)]
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"
    assert str(event["SUMMARY"]) == ("Pharmacie des Chutes" if name == "gita" else "Falls Pharmacy")


@pytest.mark.parametrize("name", ["kofi", "jonas"])
def test_the_feed_of_an_outsider_is_empty(browser, stage, name):
    stage.meeting("called")
    assert events(browser().get(subscribed(browser, name))) == {}


def test_feed_and_invitation_are_one_entry_that_moves_and_is_cancelled(browser, stage, mailbox):
    called, draft = stage.meeting("called"), stage.meeting(day=LATER)
    path = subscribed(browser, "dolores")
    invited = next(letter for letter in mailbox() if "To: dolores@" in letter)
    before = events(browser().get(path))[str(called)]
    assert str(before["UID"]) in re.sub(r"=?\r?\n ?", "", invited)
    assert (before["SEQUENCE"], before["STATUS"]) == (0, "CONFIRMED")
    stage.later(hours=1)
    change(stage, called, day=LATER, dial_in="902-555-0100")
    moved = events(browser().get(path))[str(called)]
    assert (moved["UID"], moved["SEQUENCE"]) == (before["UID"], 1)
    assert moved["DTSTART"].dt.date() == LATER
    assert "902-555-0100" in moved["DESCRIPTION"]
    assert moved["LAST-MODIFIED"].dt == moved["DTSTAMP"].dt == before["LAST-MODIFIED"].dt + timedelta(hours=1)
    for meeting in (called, draft):
        stage.do("chidi", commands.cancel, meeting, Cancelling(reason="Snow"))
    [gone] = events(browser().get(path)).values()
    assert (gone["UID"], gone["SEQUENCE"], gone["STATUS"]) == (before["UID"], 2, "CANCELLED")


def test_the_feed_says_whether_the_person_comes(browser, stage, world):
    called = stage.meeting("called")
    paths = {name: subscribed(browser, name) for name in ("edith", "ewan")}
    for answer, expected in (
        ("accepted", ("ACCEPTED", "NEEDS-ACTION")),
        ("alternate", ("DELEGATED", "ACCEPTED")),
        ("tentative", ("TENTATIVE", "TENTATIVE")),
        ("declined", ("DECLINED", "DECLINED")),
    ):
        stage.later(minutes=5)
        stage.do("edith", replies.reply, called, Replying(seat=world.seats["edith"], answer=answer))
        found = [events(browser().get(path))[str(called)] for path in paths.values()]
        assert tuple(event["ATTENDEE"].params["PARTSTAT"] for event in found) == expected
        assert found[0]["LAST-MODIFIED"].dt == world.now
    assert found[0]["TRANSP"] == "TRANSPARENT"
    change(stage, called, day=LATER)
    assert events(browser().get(paths["edith"]))[str(called)]["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"


def test_nothing_of_the_agenda_is_in_a_feed(browser, stage, world):
    called = stage.meeting("called")
    stage.item(called, "Heliotrope", in_camera=True, seats=[world.seats["amara"]])
    stage.item(called, "Zinnia")
    change(stage, called, is_public=True)
    for path in (subscribed(browser, "amara"), "/en/calendar.ics"):
        text = browser().get(path).text
        assert "BEGIN:VEVENT" in text
        assert "Heliotrope" not in text
        assert "Zinnia" not in text


@pytest.mark.parametrize("how", ["tampered", "ended", "renewed", "disabled"])
def test_an_address_that_does_not_work_answers_as_if_it_had_never_been(browser, stage, world, how):
    stage.meeting("called")
    path = subscribed(browser, "dolores")
    assert browser().get(path).status_code == 200
    if how == "tampered":
        path = path.replace(".ics", "x.ics")
    elif how == "ended":
        browser("dolores").post("/people/me/calendar/ending")
        assert browser("dolores").post("/people/me/calendar/ending").status_code == 409
    elif how == "renewed":
        assert browser().get(subscribed(browser, "dolores")).status_code == 200
    else:
        with stage.work("jonas") as work:
            work.session.get_one(Person, world.people["dolores"]).disabled_at = work.now
    answer, never = browser().get(path), browser().get("/calendar/never.ics")
    assert answer.status_code == never.status_code == 404
    assert answer.text.replace(path, "") == never.text.replace("/calendar/never.ics", "")


def test_a_link_for_an_answer_opens_no_calendar(browser, stage, mailbox):
    stage.meeting("called")
    [token, *_] = re.findall(r"/replies/([\w-]+)\?", next(one for one in mailbox() if "To: dolores@" in one))
    assert browser().get(f"/calendar/{token}.ics").status_code == 404
    path = subscribed(browser, "dolores")
    assert browser().get(path.replace("/calendar/", "/replies/").removesuffix(".ics")).status_code == 404


def test_who_leaves_the_group_has_its_meetings_no_more(browser, stage, world):
    stage.meeting("called")
    paths = [subscribed(browser, name) for name in ("dolores", "iris")]
    assert all(events(browser().get(path)) for path in paths)
    with stage.work("jonas") as work:
        work.session.get_one(Seat, world.seats["dolores"]).holder_id = None
        work.session.delete(work.session.exec(select(Coordination)).one())
    assert [events(browser().get(path)) for path in paths] == [{}, {}]


def test_when_it_was_last_read_is_written_at_most_once_an_hour(browser, stage, world):
    path = subscribed(browser, "dolores")
    seen = []
    for minutes in (0, 30, 31):
        stage.later(minutes=minutes)
        browser().get(path)
        with world.database.read() as session:
            seen.append(session.exec(select(PersonalLink)).one().seen_at)
    start = world.now - timedelta(minutes=61)
    assert seen == [start, start, world.now]
    assert "Last read by a calendar" in browser("dolores").get("/people/me/calendar").text
    assert "never</dd>" not in browser("dolores").get("/people/me/calendar").text


def test_a_calendar_that_is_up_to_date_gets_nothing(browser, stage):
    called = stage.meeting("called")
    change(stage, called, is_public=True)
    for path, cache in ((subscribed(browser, "dolores"), "private, no-cache"), ("/fr/calendar.ics", REVALIDATE)):
        first = browser().get(path)
        assert first.headers["Cache-Control"] == cache
        again = browser().get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    stage.later(minutes=5)
    change(stage, called, day=LATER, is_public=True)
    assert browser().get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_feed_asks_as_often_for_many_meetings_as_for_one(browser, stage, queries):
    path = subscribed(browser, "dolores")
    counts = []
    for day in range(1, 4):
        stage.meeting("called", DAY + timedelta(days=day))
        browser().get(path)
        queries.clear()
        browser().get(path)
        counts.append(len([sent for sent in queries if sent.startswith("SELECT") and "FROM generation" not in sent]))
    assert len(set(counts)) == 1
    assert counts[0] <= 5


# For everybody.


def test_the_public_calendar_has_what_is_marked_and_no_way_in(browser, stage):
    hidden, shown, draft = stage.meeting("called"), stage.meeting("called"), stage.meeting()
    video = "https://meet.example.org/falls"
    for meeting in (shown, draft):
        change(stage, meeting, is_public=True, video_url=video, dial_in="902-555-0100")
    assert hidden
    answer = browser().get("/en/calendar.ics")
    [event] = events(answer).values()
    assert str(event["SUMMARY"]) == "Falls Pharmacy"
    assert str(event["LOCATION"]) == "Room 2"
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2026, 12, 10, 17, 30, tzinfo=UTC)
    assert {"ATTENDEE", "ORGANIZER", "DESCRIPTION", "URL"}.isdisjoint(event)
    for word in (video, "902-555", "Agenda"):
        assert word not in answer.text
    change(stage, shown, is_public=True, place=None, video_url=video)
    [event] = events(browser().get("/fr/calendar.ics")).values()
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Pharmacie des Chutes", "En ligne")
    stage.do("chidi", commands.cancel, shown, Cancelling(reason="Zinnia"))
    [event] = events(browser().get("/en/calendar.ics")).values()
    assert event["STATUS"] == "CANCELLED"
    assert "Zinnia" not in browser().get("/en/calendar.ics").text


def test_a_meeting_that_is_no_longer_public_is_gone(browser, stage, mailbox):
    called = stage.meeting("called")
    mailbox()
    change(stage, called, is_public=True, video_url=None)
    sent = len(mailbox())
    assert len(events(browser().get("/en/calendar.ics"))) == 1
    change(stage, called, is_public=False)
    assert events(browser().get("/en/calendar.ics")) == {}
    assert len(mailbox()) == sent, "nobody hears of it"
    assert stage.row(Meeting, called).sequence == 0
    assert browser().get("/de/calendar.ics").status_code == 404


def test_the_public_calendar_of_one_profession(browser, stage):
    change(stage, stage.meeting("called"), is_public=True)
    assert len(events(browser().get("/en/professions/pharmacy/ns/calendar.ics"))) == 1
    for path in ("nursing/ns", "pharmacy/nb", "nothing/ns"):
        assert events(browser().get(f"/en/professions/{path}/calendar.ics")) == {}


def test_an_arranger_marks_a_meeting_public_on_its_page(browser, stage):
    called = stage.meeting("called")
    sent = {"day": str(DAY), "at": "13:30", "minutes_long": "120", "place": "Room 2", "is_public": "true"}
    browser("chidi").post(f"/meetings/{called}/details", data=sent)
    assert stage.row(Meeting, called).is_public
    assert "everybody may know when and where" in browser("dolores").get(f"/meetings/{called}").text
