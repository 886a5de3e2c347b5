"""The screen of a meeting in session."""

import gzip
import re

import pytest
from sqlalchemy import select

from tests.meetings.test_weight import BYTES, counted
from workgroups.groups.models import Seat, SeatRole
from workgroups.meetings import commands
from workgroups.meetings.minutes import commands as minutes
from workgroups.meetings.minutes.forms import Writing
from workgroups.meetings.minutes.models import Minutes
from workgroups.meetings.session import commands as session
from workgroups.meetings.session.models import Pen, Turn
from workgroups.people.models import StakeholderType

ARRANGING = ("amara", "blaise", "chidi", "iris")
FOLLOWING = ("dolores", "edith", "ewan", "farid", "gita", "henk")
OUTSIDE = ("kofi", "jonas")


@pytest.fixture
def meeting(stage):
    return stage.meeting("in_session")


def turns(stage):
    with stage.world.database.read() as opened:
        return list(opened.scalars(select(Turn).order_by(Turn.id)))


def heading(page):
    return re.sub(r"<[^>]+>|\s+", " ", re.search(r"<h1>(.*?)</h1>", page.text, re.DOTALL)[1]).strip()


@pytest.mark.parametrize(
    ("who", "page", "turn", "pen"),
    [(name, 200, 200, 200) for name in ARRANGING]
    + [(name, 200, 403, 403) for name in FOLLOWING]
    + [(name, 404, 404, 404) for name in OUTSIDE],
)
def test_who_sees_the_screen_and_who_leads(browser, stage, meeting, who, page, turn, pen):
    item = stage.items(meeting)[3].id
    visitor = browser(who)
    assert visitor.get(f"/meetings/{meeting}/session").status_code == page
    assert visitor.get(f"/items/{item}/session").status_code == page
    assert visitor.post(f"/items/{item}/turns").status_code == turn
    assert visitor.post(f"/meetings/{meeting}/writers").status_code == pen
    assert ('rows="12"' in visitor.get(f"/meetings/{meeting}/session").text) == (who in ARRANGING)


def test_a_meeting_begins_with_its_first_item_and_goes_through_them_in_order(browser, stage, meeting):
    first, second, *_ = stage.items(meeting)
    chidi = browser("chidi")
    page = chidi.get(f"/meetings/{meeting}/session")
    assert heading(page).startswith("1. Welcome")
    stage.later(minutes=7)
    page = chidi.post(f"/items/{second.id}/turns", data={"_next": f"/meetings/{meeting}/session"})
    assert page.url.path == f"/meetings/{meeting}/session"
    assert heading(page).startswith("2. ")
    assert "7 of 5 min" in page.text
    stage.later(minutes=6)
    page = browser("dolores").get(f"/meetings/{meeting}/session")
    assert heading(page).startswith("2. ")
    assert "1 minute over" in page.text
    assert [turn.item_id for turn in turns(stage)] == [first.id, second.id]
    chidi.post(f"/items/{second.id}/turns")
    assert len(turns(stage)) == 2, "the item where the meeting is already has no second turn"
    chidi.post(f"/meetings/{meeting}/closing")
    assert [turn.ended_at is None for turn in turns(stage)] == [False, False]
    assert chidi.post(f"/items/{first.id}/turns").status_code == 409


def test_what_becomes_of_an_item_and_who_came_lead_back_to_the_screen(browser, stage, meeting, world):
    item = stage.items(meeting)[0].id
    chidi, here = browser("chidi"), f"/meetings/{meeting}/session"
    for path, fields in (
        (f"/items/{item}/outcome", {"state": "discussed"}),
        (f"/items/{item}/decisions", {"text": "We go on."}),
        (f"/meetings/{meeting}/attendance", {"seat": world.seats["edith"], "presence": "alternate"}),
    ):
        assert chidi.post(path, data=fields | {"_next": here}).url.path == here
    page = browser("henk").get(here)
    assert "discussed" in page.text
    assert "We go on." in page.text
    assert "1 of 7 seats came" in page.text


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/x", "/\\example.org", "javascript:alert(1)"]
)
def test_no_form_leads_to_another_server(browser, stage, meeting, elsewhere):
    item = stage.items(meeting)[0].id
    page = browser("chidi").post(f"/items/{item}/outcome", data={"state": "discussed", "_next": elsewhere})
    assert page.url.path == f"/items/{item}/minutes"


def test_an_action_comes_back_to_the_screen(browser, stage, meeting, world):
    item = stage.items(meeting)[0].id
    fields = {"title": "Write to the college", "seat": world.seats["edith"], "due_on": "2026-12-24"}
    page = browser("chidi").post(f"/items/{item}/actions", data=fields)
    assert page.url.path == f"/items/{item}/session"
    piece = browser("chidi").post(
        f"/items/{item}/actions", data=fields | {"title": "Write again"}, headers={"HX-Target": f"div#from-item-{item}"}
    )
    assert "</html>" not in piece.text
    assert "hears of it by mail" in piece.text


def test_one_person_writes_at_a_time(browser, stage, meeting):
    item = stage.items(meeting)[0].id
    chidi, amara, write = browser("chidi"), browser("amara"), f"/items/{item}/session"
    assert "Nobody writes yet" in amara.get(f"/meetings/{meeting}/session").text
    assert chidi.post(write, data={"text": "What Chidi heard", "_version": "1"}).url.path == write
    seen = amara.get(f"/meetings/{meeting}/session").text
    assert "Chidi writes the minutes since" in seen
    assert 'rows="12"' not in seen
    refused = amara.post(write, data={"text": "What Amara heard", "_version": "2"})
    assert refused.status_code == 409
    assert "Somebody else writes the minutes now" in refused.text
    assert "What Chidi heard" in refused.text
    assert "What Amara heard" in refused.text
    assert "Take over writing" in refused.text
    assert stage.row(Minutes, item).text == "What Chidi heard"
    page = amara.post(f"/meetings/{meeting}/writers", data={"_next": write})
    assert 'rows="12"' in page.text
    assert amara.post(write, data={"text": "Both", "_version": "2"}).status_code == 200
    lost = chidi.post(write, data={"text": "More of Chidi", "_version": "2"})
    assert lost.status_code == 409
    assert "More of Chidi" in lost.text
    assert stage.row(Minutes, item).text == "Both"


def test_the_pen_is_put_down_at_the_end(browser, stage, meeting):
    item = stage.items(meeting)[0].id
    stage.do("chidi", minutes.write, item, Writing(text="One"))
    stage.do("chidi", commands.close, meeting)
    with stage.world.database.read() as opened:
        assert opened.scalars(select(Pen)).all() == []
    stage.do("amara", minutes.write, item, Writing(text="Two"))
    assert stage.row(Minutes, item).text == "Two"


def test_what_is_in_camera_is_not_there_for_others(browser, stage, meeting, world):
    item = stage.item(meeting, "Zinnia", in_camera=True, seats=[world.seats["edith"]])
    stage.do("chidi", session.turn_to, item)
    stage.do("chidi", minutes.write, item, Writing(text="Xyzzy"))
    assert "Zinnia" in browser("edith").get(f"/meetings/{meeting}/session").text
    for name in ("dolores", "henk", "blaise"):
        page = browser(name).get(f"/meetings/{meeting}/session").text
        assert "Zinnia" not in browser(name).get(f"/meetings/{meeting}/session/pulse?at=1").text
        assert "Zinnia" not in page
        assert "Xyzzy" not in page
        assert "No item is open right now" in page
        assert browser(name).get(f"/items/{item}/session").status_code == 404


def live(page):
    """What the screen shows, without the addresses that differ from one moment to another."""
    main = re.search(r"<main.*</main>", page.text, re.DOTALL)[0]
    return re.sub(r'\?at=[^"]+|name="_once" value="[^"]+"', "", main)


def test_while_it_is_in_camera_it_looks_like_a_pause(browser, stage, meeting, world):
    """Whoever does not see the item cannot tell the two, and goes on after the last item that she saw."""
    first, second, third, *_ = stage.items(meeting)
    quiet = stage.item(meeting, "Zinnia", in_camera=True, seats=[world.seats["edith"]])
    here = f"/meetings/{meeting}/session"
    chidi = browser("chidi")
    chidi.post(f"/items/{second.id}/turns")
    assert chidi.post(f"/meetings/{meeting}/pauses", data={"_next": here}).url.path == here
    seen = {name: live(browser(name).get(here)) for name in ("dolores", "henk", "blaise")}
    assert "No item is open right now" in seen["dolores"]
    assert f"/items/{third.id}/turns" in seen["blaise"]
    assert f"/items/{first.id}/turns" not in seen["blaise"]
    chidi.post(f"/items/{quiet}/turns")
    assert "Zinnia" in heading(browser("edith").get(here))
    assert {name: live(browser(name).get(here)) for name in seen} == seen


def test_a_pause_takes_no_time_of_an_item(browser, stage, meeting):
    first = stage.items(meeting)[0]
    chidi, here = browser("chidi"), f"/meetings/{meeting}/session"
    stage.later(minutes=2)
    chidi.post(f"/meetings/{meeting}/pauses")
    stage.later(minutes=10)
    page = chidi.get(here).text
    assert "2 of 5 min" in page
    assert "Go on with item 1" in page
    assert chidi.post(f"/meetings/{meeting}/pauses").status_code == 200
    assert chidi.post(f"/items/{first.id}/turns", data={"_next": here}).url.path == here
    assert [turn.item_id for turn in turns(stage)] == [first.id, first.id]
    assert browser("dolores").post(f"/meetings/{meeting}/pauses").status_code == 403


def test_a_meeting_already_held_is_written_down_without_any_mail_or_time(browser, stage, mailbox):
    past = stage.meeting(day=stage.world.now.date().replace(day=20))
    sent = len(mailbox())
    chidi = browser("chidi")
    page = chidi.post(f"/meetings/{past}/recording")
    assert page.url.path == f"/meetings/{past}/session"
    assert heading(page).startswith("1. Welcome")
    assert "<progress" not in page.text
    item = stage.items(past)[0].id
    chidi.post(f"/items/{item}/session", data={"text": "We met.", "_version": "1"})
    chidi.post(f"/meetings/{past}/closing")
    assert "We met." in chidi.get(f"/meetings/{past}/minutes").text
    assert len(mailbox()) == sent


def test_before_and_after_there_is_a_way_back(browser, stage):
    for state in ("called", "minutes_circulated"):
        page = browser("dolores").get(f"/meetings/{stage.meeting(state)}/session")
        assert page.status_code == 200
        assert "Back to the meeting" in page.text


def asked(visitor, page, target="followed"):
    """What somebody who follows is told now."""
    path = re.search(r'hx-get="([^"]+/pulse[^"]+)"', page.text)[1]
    visitor.app.state.beats.lengths.clear()  # as after a moment
    return visitor.get(path, headers={"HX-Target": f"div#{target}"})


def test_others_follow_what_is_written(browser, stage, meeting):
    item = stage.items(meeting)[0].id
    dolores = browser("dolores")
    page = dolores.get(f"/meetings/{meeting}/session")
    assert asked(dolores, page).status_code == 204
    stage.do("chidi", minutes.write, item, Writing(text="We *begin*."))
    moved = asked(dolores, page)
    assert moved.status_code == 200
    assert "</html>" not in moved.text
    assert "<em>begin</em>" in moved.text
    assert "Chidi writes the minutes" in moved.text
    assert asked(dolores, moved).status_code == 204
    stage.later(minutes=1)
    assert "1 of 5 min" in asked(dolores, moved).text


def test_whoever_lost_the_pen_is_told_beside_her_text(browser, stage, meeting):
    item = stage.items(meeting)[0].id
    chidi = browser("chidi")
    page = chidi.post(f"/items/{item}/session", data={"text": "One", "_version": "1"})
    assert asked(chidi, page, "live").status_code == 204
    stage.do("amara", session.take_pen, meeting)
    told = asked(chidi, page, "live").text
    assert "Amara writes the minutes since" in told
    assert "Take over writing" in told
    assert "<textarea" not in told


def test_nobody_else_hears_the_pulse(browser, stage, meeting, world):
    page = browser("dolores").get(f"/meetings/{meeting}/session")
    for name in OUTSIDE:
        assert asked(browser(name), page).status_code == 404
    assert browser(None).get(f"/meetings/{meeting}/session/pulse?at=1", follow_redirects=False).status_code == 303
    dolores = browser("dolores")
    assert asked(dolores, page).status_code == 204
    with world.database.write() as opened:
        opened.get_one(Seat, world.seats["dolores"]).holder_id = None
    dolores.app.state.beats.chains.clear()  # as after five seconds
    assert asked(dolores, page).status_code == 404


def test_most_beats_ask_the_database_nothing(browser, stage, meeting, queries):
    dolores = browser("dolores")
    page = dolores.get(f"/meetings/{meeting}/session")
    path = re.search(r'hx-get="([^"]+/pulse[^"]+)"', page.text)[1]
    dolores.get(path)
    queries.clear()
    assert dolores.get(path).status_code == 204
    assert [sent for sent in queries if "generation" not in sent] == []


@pytest.fixture
def large(stage, world):
    """A meeting in session with 30 items at a table of 60 seats."""
    with stage.work("chidi") as work:
        for place in range(9, 60):
            work.add(
                Seat(
                    group_id=world.group, place=place, label={"en": f"Seat {place}"}, role=SeatRole.MEMBER,
                    stakeholder_type=list(StakeholderType)[place % 9], holder_id=world.people["dolores"],
                )
            )  # fmt: skip
    meeting = stage.meeting("in_session")
    for number in range(23):
        stage.item(meeting, f"Item {number}", text="What it is about, in a few words.", presenter=world.seats["edith"])
    return meeting


@pytest.mark.parametrize("name", ["chidi", "dolores"])
def test_the_screen_stays_light_however_long_the_agenda(browser, large, queries, stage, name):
    small = stage.meeting("in_session")
    few, _ = counted(queries, browser(name), f"/meetings/{small}/session")
    many, page = counted(queries, browser(name), f"/meetings/{large}/session")
    assert len(many) <= len(few)
    assert len(gzip.compress(page.content)) <= BYTES
