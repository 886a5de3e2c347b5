import re
from datetime import date

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlmodel import col

from tests.letters import read
from tests.meetings.stage import DAY, NOTHING
from tests.world import MEMBERS
from workgroups.core import events
from workgroups.core.work import REACTORS
from workgroups.meetings import commands
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda.forms import Marking, Proposing
from workgroups.meetings.agenda.models import AgendaItem, ItemState
from workgroups.meetings.events import MeetingClosed
from workgroups.meetings.minutes import commands as minutes
from workgroups.meetings.minutes.forms import Writing
from workgroups.meetings.models import Meeting

PLAN = {
    "day": "2026-12-10", "at": "13:30", "minutes_long": "120", "place": "Room 2",
    "video_url": "https://meet.example.org/falls",
}  # fmt: skip
LATER = date(2027, 3, 11)


def calendar_of(letter):
    [part] = [part for part in read(letter).walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    [event] = calendar.walk("VEVENT")
    return part.get_content_type() and calendar["METHOD"], event


def test_a_new_meeting_is_prefilled_by_the_rhythm(browser, stage):
    page = browser("chidi").get("/groups/pharmacy/meetings/new").text
    assert 'value="2026-12-24"' in page  # the first Thursday that leaves 28 days
    assert 'value="13:30"' in page
    assert 'value="https://meet.example.org/falls"' in page
    stage.meeting()
    assert 'value="2027-03-11"' in browser("chidi").get("/groups/pharmacy/meetings/new").text


def test_planning_sends_nothing_and_calling_shows_who_gets_what(browser, stage, mailbox):
    page = browser("chidi").post("/groups/pharmacy/meetings", data=PLAN)
    assert "No invitation has gone out yet." in page.text
    key = page.url.path.rpartition("/")[2]
    stage.item(int(key), "Paper form")
    assert mailbox() == []
    preview = browser("chidi").get(f"/meetings/{key}/calling").text
    assert f"Send the invitation to {len(MEMBERS)} people" in preview
    assert "Paper form" in preview
    for name in MEMBERS:
        assert name.title() in preview
    browser("chidi").post(f"/meetings/{key}/calling")
    letters = mailbox()
    assert {read(letter)["To"] for letter in letters} == {f"{name}@example.org" for name in MEMBERS}
    method, event = calendar_of(next(letter for letter in letters if "edith@" in letter))
    assert (method, event["SEQUENCE"]) == ("REQUEST", 0)
    assert re.fullmatch(rf"meeting-{key}-[0-9a-f]{{16}}@testserver", event["UID"]), "of this database alone"
    assert str(event["URL"]) == f"http://testserver/meetings/{key}"
    in_french = next(read(letter) for letter in letters if read(letter)["To"] == "gita@example.org")
    assert "jeudi 10 décembre 2026" in in_french["Subject"]


def test_a_change_after_calling_moves_the_entry(browser, stage, mailbox):
    key = stage.meeting("called")
    _, invited = calendar_of(mailbox()[0])
    sent = len(mailbox())
    browser("chidi").post(f"/meetings/{key}/details", data=PLAN | {"video_url": ""})
    assert len(mailbox()) == sent  # nothing that an invitation says was changed
    browser("chidi").post(f"/meetings/{key}/details", data=PLAN | {"day": "2026-12-17"})
    letters = mailbox()[sent:]
    assert len(letters) == len(MEMBERS)
    moved = [letter for letter in mailbox() if "Changed:" in (read(letter)["Subject"] or "")]
    method, event = calendar_of(moved[0])
    assert (method, event["SEQUENCE"], event["DTSTART"].dt.date()) == ("REQUEST", 1, date(2026, 12, 17))
    assert event["UID"] == invited["UID"]
    assert stage.row(Meeting, key).title["fr"] == "Réunion du jeudi 17 décembre 2026"


def test_opened_before_its_day_it_is_held_today_and_those_invited_hear_of_the_move(browser, stage, mailbox):
    key = stage.meeting("called")
    following = stage.meeting(day=LATER)
    question = browser("chidi").get(f"/meetings/{key}").text
    assert "it moves to today, Monday 23 November 2026" in question
    assert "It is held today: open it" in question
    sent = len(mailbox())
    browser("chidi").post(f"/meetings/{key}/opening")
    meeting = stage.row(Meeting, key)
    assert meeting.state == "in_session"
    assert meeting.title["en"] == "Meeting of Monday 23 November 2026"
    assert (meeting.starts_at, meeting.minutes_long) == (stage.world.now.replace(second=0, microsecond=0), 120)
    assert meeting.day_starts_at <= stage.world.now < meeting.day_ends_at
    letters = mailbox()[sent:]
    assert len(mailbox()) == sent + len(MEMBERS), "one letter each, and no reminders of what should have been before"
    assert any("Changed: Falls Pharmacy meets on Monday 23 November 2026" in letter for letter in letters)
    stage.do("chidi", commands.close, key)
    page = browser("chidi").get(f"/meetings/{key}").text
    assert "Thursday 3 December 2026" in page, "minutes are due ten days after it was held"
    assert "10 December" not in page
    assert stage.row(Meeting, following).state == "draft"


def test_cancelling_tells_whoever_was_invited(browser, stage, mailbox):
    draft, called = stage.meeting(), stage.meeting("called", LATER)
    item = stage.item(called)
    sent = len(mailbox())
    browser("amara").post(f"/meetings/{draft}/cancelling", data={"reason": "Two on one day"})
    assert len(mailbox()) == sent
    browser("amara").post(f"/meetings/{called}/cancelling", data={"reason": "A storm is coming"})
    letters = [letter for letter in mailbox() if 'method="CANCEL"' in letter]
    assert len(letters) == len(MEMBERS)
    assert "A storm is coming" in letters[0]
    method, event = calendar_of(letters[0])
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    assert stage.row(AgendaItem, item).meeting_id is None
    assert stage.row(AgendaItem, item).state is ItemState.PARKED


def test_recording_a_meeting_that_took_place_sends_nothing(browser, stage, mailbox):
    key = stage.meeting(day=date(2026, 11, 19))
    page = browser("chidi").post(f"/meetings/{key}/recording")
    assert "No mail was sent." in page.text
    assert stage.state(key) == "in_session"
    assert browser("chidi").get(f"/meetings/{key}/calling").status_code == 409
    assert mailbox() == []


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        ("draft", {"details", "calling", "cancelling"}),
        ("called", {"details", "cancelling", "opening"}),
        ("in_session", {"closing", "attendance"}),
        ("minutes_draft", {"attendance", "circulating"}),
        ("minutes_circulated", {"approvals", "returning"}),
    ],
)
def test_states_allow_their_verbs_only(browser, stage, world, state, allowed):
    fields = {
        "details": PLAN, "cancelling": {"reason": "Snow"}, "approvals": {"digest": "0" * 64},
        "attendance": {"seat": world.seats["edith"], "presence": "present"}, "circulating": {"until": "2026-12-24"},
    }  # fmt: skip
    verbs = "details calling cancelling opening recording closing attendance circulating returning approvals"
    amara = browser("amara", follow_redirects=False)
    for verb in verbs.split():
        key = stage.meeting(state)
        answer = amara.post(f"/meetings/{key}/{verb}", data=fields.get(verb, {}))
        expected = 409 if verb not in allowed or verb == "approvals" else 303  # the digest above is nobody's
        assert answer.status_code == expected, (state, verb)


def test_closing_carries_what_goes_on(browser, stage):
    now, following = stage.meeting("in_session"), stage.meeting(day=LATER)
    written, untouched, going_on = (stage.item(now, title) for title in ("Written", "Untouched", "Going on"))
    stage.do("chidi", minutes.write, written, Writing(text="We talked."))
    stage.do("chidi", agenda.mark, going_on, Marking(state="continues"))
    preview = browser("chidi").get(f"/meetings/{now}/closing").text
    assert "Carried to Thursday 11 March 2027" in preview
    assert "Untouched" in preview
    assert "Written" not in preview
    stage.do("chidi", commands.close, now)
    states = {key: stage.row(AgendaItem, key).state for key in (written, untouched, going_on)}
    assert list(states.values()) == [ItemState.DISCUSSED, ItemState.NOT_REACHED, ItemState.CONTINUES]
    carried = [item for item in stage.items(following) if item.carried_from_id]
    assert [item.title["en"] for item in carried] == ["Untouched", "Going on"]
    assert [item.standing for item in stage.items(following)[-2:]] == ["careers", "next_date"]
    words = "second time on the agenda, first on Thursday 10 December 2026"
    for path in (f"/meetings/{following}", f"/meetings/{following}/agenda.md"):
        assert words in browser("dolores").get(path).text
    stage.later(days=108)
    stage.do("chidi", commands.call, following)
    page = browser("dolores").get(f"/items/{carried[0].id}").text
    assert "So far: second time on the agenda, first on Thursday 10 December 2026." in page
    assert f'href="/items/{untouched}"' in page


def test_without_a_next_meeting_the_backlog_keeps_it(stage):
    now = stage.meeting("in_session")
    item = stage.item(now)
    stage.do("chidi", commands.close, now)
    with stage.work("chidi") as work:
        carried = work.rows(select(AgendaItem).where(col(AgendaItem.carried_from_id) == item)).scalar_one()
        assert (carried.meeting_id, carried.state) == (None, ItemState.PARKED)


def test_an_outcome_after_the_meeting_carries_at_once_and_once(stage):
    now, following = stage.meeting("in_session"), stage.meeting(day=LATER)
    item = stage.item(now)
    stage.do("chidi", minutes.write, item, Writing(text="We talked."))
    stage.do("chidi", commands.close, now)
    for state in ("continues", "not_reached", "continues"):
        stage.do("chidi", agenda.mark, item, Marking(state=state))
    assert len([row for row in stage.items(following) if row.carried_from_id == item]) == 1


def test_whoever_holds_something_open_carries_its_thread_in_the_same_transaction(stage):
    now, following = stage.meeting("in_session"), stage.meeting(day=LATER)
    item = stage.item(now)
    stage.do("chidi", minutes.write, item, Writing(text="Edith promised to ask."))

    def react(work, _fact, _meeting):
        agenda.carry(work, work.session.get_one(AgendaItem, item))

    REACTORS[MeetingClosed].append(react)
    try:
        stage.do("chidi", commands.close, now)
    finally:
        REACTORS[MeetingClosed].remove(react)
    assert [row.title["en"] for row in stage.items(following) if row.carried_from_id] == ["Paper form"]


def test_carried_items_can_be_closed_but_not_withdrawn(browser, stage):
    now, following = stage.meeting("in_session"), stage.meeting(day=LATER)
    stage.item(now)
    stage.do("chidi", commands.close, now)
    [carried] = [row for row in stage.items(following) if row.carried_from_id]
    assert browser("chidi").post(f"/items/{carried.id}/withdrawal").status_code == 409
    page = browser("chidi").get(f"/items/{carried.id}").text
    assert "Withdraw" not in page
    assert "Close: nothing more to do" in page


def test_attendance(browser, stage, world):
    key = stage.meeting("in_session")
    chidi = browser("chidi")
    seat = world.seats
    ticks = [("edith", "alternate"), ("farid", "present"), ("gita", "apologies"), ("dolores", "absent")]
    for name, presence in ticks:
        answer = chidi.post(
            f"/meetings/{key}/attendance", data={"seat": seat[name], "presence": presence},
            headers={"HX-Target": "div#attendance"},
        )  # fmt: skip
        assert answer.text.lstrip().startswith('<div id="attendance"')
    assert "2 of 7 seats came" in chidi.get(f"/meetings/{key}").text
    assert "Ewan" in chidi.get(f"/meetings/{key}/attendance").text
    chidi.post(f"/meetings/{key}/attendance", data={"seat": seat["dolores"], "presence": "present"})
    assert "3 of 7 seats came" in chidi.get(f"/meetings/{key}").text
    assert (
        "has named no alternate"
        in chidi.post(f"/meetings/{key}/attendance", data={"seat": seat["farid"], "presence": "alternate"}).text
    )
    foreign = chidi.post(f"/meetings/{key}/attendance", data={"seat": seat["kofi"], "presence": "present"})
    assert foreign.status_code == 422


def test_closing_and_circulating_say_whose_attendance_is_missing(browser, stage, world):
    key = stage.meeting("in_session")
    chidi, seat = browser("chidi"), world.seats
    tick = f"/meetings/{key}/attendance"
    assert "7 seats have no attendance yet:" in chidi.get(f"/meetings/{key}/closing").text
    assert "Not recorded" not in chidi.get(f"/meetings/{key}").text, "nobody has been ticked"
    for name in ("amara", "blaise", "chidi", "dolores", "edith", "farid"):
        chidi.post(tick, data={"seat": seat[name], "presence": "present"})
    page = chidi.get(f"/meetings/{key}/closing").text
    assert "1 seat has no attendance yet:" in page
    assert f'href="{tick}"' in page
    assert '<span class="tag unrecorded">Not recorded <b>1</b></span>' in chidi.get(f"/meetings/{key}").text
    stage.do("chidi", commands.close, key)
    assert "1 seat has no attendance yet:" in chidi.get(f"/meetings/{key}/circulating").text
    chidi.post(tick, data={"seat": seat["gita"], "presence": "apologies"})
    assert "no attendance yet" not in chidi.get(f"/meetings/{key}/circulating").text
    assert "Not recorded" not in chidi.get(f"/meetings/{key}").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": "2026-02-30"}, "Enter a date"),
        ({"day": "9999-12-31"}, "Enter a date closer to today."),
        ({"day": "0001-01-01"}, "Enter a date closer to today."),
        ({"day": ""}, "Fill this in."),
        ({"at": "25:00"}, "Enter a time"),
        ({"day": "2027-03-14", "at": "02:30"}, "The clocks go forward that day"),
        ({"minutes_long": "5"}, "Enter 15 or more."),
        ({"video_url": "javascript:alert(1)"}, "Enter a web address"),
        ({"place": "x" * 201}, "Keep it to 200 characters or fewer"),
        ({"place": "a\nb"}, "Keep this on one line."),
    ],
)
def test_impossible_plans(browser, stage, wrong, sentence):
    page = browser("chidi").post("/groups/pharmacy/meetings", data=PLAN | wrong)
    assert page.status_code == 422
    assert sentence in page.text
    assert "What you typed is still here" not in page.text or "13:30" in page.text


def test_a_meeting_of_today_waits_on_the_desk(browser, stage):
    stage.meeting("called")
    assert "Today:" not in browser("dolores").get("/desk").text
    stage.world.now = stage.world.now.replace(month=12, day=10, hour=14)
    assert "Today: Meeting of Thursday 10 December 2026" in browser("dolores").get("/desk").text
    stage.later(days=1)
    assert "Today:" not in browser("dolores").get("/desk").text


def test_the_meeting_in_session_stands_first_on_the_desk(browser, stage):
    """Before what is due on a day, and in whatever group."""
    stage.do(
        "dolores", agenda.propose, stage.meeting("called"), Proposing(title="Fees", kind="discussion", minutes_long=5)
    )
    key = stage.meeting("in_session")
    page = browser("chidi").get("/desk").text
    found = re.findall(r'<li><a href="([^"]+)">([^<]+)</a>', page)
    assert found[0] == (f"/meetings/{key}/session", "In session now: Meeting of Thursday 10 December 2026")
    assert "Today:" not in page


def test_empty_states(browser):
    page = browser("dolores").get("/groups/pharmacy/meetings").text
    assert "No meeting is planned" in page
    assert "Plan a meeting" not in page
    assert "No decision yet" in browser("dolores").get("/groups/pharmacy/decisions").text


def test_two_details_at_once_keep_both(browser, stage):
    key = stage.meeting()
    fields = PLAN | {"_version": "1"}
    browser("chidi").post(f"/meetings/{key}/details", data=fields | {"place": "Room 7"})
    page = browser("amara").post(f"/meetings/{key}/details", data=fields | {"place": "Room 9"})
    assert page.status_code == 409
    assert "Room 7" in page.text
    assert "Room 9" in page.text


def test_every_step_is_on_the_ledger(stage, world):
    stage.do("chidi", commands.close, stage.meeting("in_session"), NOTHING)
    with world.database.read() as session:
        assert events.verify(session) == []
        facts = session.execute(select(events.Event.fact).order_by(events.Event.id)).scalars().all()
    assert facts == ["MeetingDrafted", "MeetingCalled", "MeetingOpened", "ItemTurnedTo", "MeetingClosed"]
    assert DAY.isoweekday() == 4
