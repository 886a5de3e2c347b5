"""Errors in approved minutes: a later decision corrects them, or both co-chairs reopen them until the next meeting."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from workgroups.groups.models import Seat
from workgroups.meetings import commands as meetings
from workgroups.meetings.agenda.models import Standing
from workgroups.meetings.minutes import commands as minutes
from workgroups.meetings.minutes.forms import Writing

NEXT = date(2027, 3, 11)


@pytest.fixture
def approved(stage):
    """A meeting with adopted minutes, and one of its items."""
    meeting = stage.meeting("in_session")
    item = stage.item(meeting)
    stage.do("chidi", minutes.write, item, Writing(text="The board was asked."))
    stage.do("chidi", meetings.close, meeting)
    stage.circulate(meeting)
    stage.adopted(meeting)
    assert stage.state(meeting) == "minutes_approved"
    return meeting, item


def test_both_co_chairs_reopen_with_their_reasons(browser, stage, approved, mailbox):
    meeting, _ = approved
    amara, blaise = browser("amara"), browser("blaise")
    path = f"/meetings/{meeting}/reopening"
    assert "Reopen them" not in browser("chidi").get(f"/meetings/{meeting}/minutes").text
    assert amara.post(path, data={"reason": ""}).status_code == 422
    for _ in range(2):
        assert amara.post(path, data={"reason": "A vote is missing."}).status_code == 200
    assert stage.state(meeting) == "minutes_approved"
    assert "wants to reopen the minutes" in blaise.get("/desk").text
    assert "wants to reopen the minutes" not in amara.get("/desk").text
    before = set(mailbox())
    page = blaise.post(path, data={"reason": "Yes, the second one."}).text
    assert stage.state(meeting) == "minutes_draft"
    assert "A vote is missing." in page
    assert page.count("approval void") == 2
    letters = [letter for letter in mailbox() if letter not in before]
    assert len(letters) == 9
    assert all(f"/meetings/{meeting}/minutes" in letter.replace("=\n", "") for letter in letters)
    stage.circulate(meeting)
    assert "Approve the minutes" in amara.get("/desk").text
    stage.adopted(meeting)
    assert stage.state(meeting) == "minutes_approved"


def test_what_a_former_co_chair_wanted_no_longer_counts(browser, stage, world, approved):
    meeting, _ = approved
    path = f"/meetings/{meeting}/reopening"
    browser("amara").post(path, data={"reason": "A vote is missing."})
    assert "Agree to reopen them" in browser("blaise").get(f"/meetings/{meeting}/minutes").text
    with stage.work("chidi") as work:
        work.session.get_one(Seat, world.seats["amara"]).holder_id = world.people["dolores"]
    page = browser("blaise").get(f"/meetings/{meeting}/minutes").text
    assert "A vote is missing." not in page
    assert "Agree to reopen them" not in page
    browser("blaise").post(path, data={"reason": "Yes."})
    assert stage.state(meeting) == "minutes_approved"
    browser("dolores").post(path, data={"reason": "A number is wrong."})
    assert stage.state(meeting) == "minutes_draft"
    page = browser("blaise").get(f"/meetings/{meeting}/minutes").text
    assert "A number is wrong." in page
    assert "A vote is missing." not in page, "what had become void did not reopen them"


def test_only_co_chairs_reopen(browser, stage, approved):
    meeting, _ = approved
    for name in ("chidi", "dolores", "henk", "gita"):
        assert browser(name).post(f"/meetings/{meeting}/reopening", data={"reason": "No."}).status_code == 403
    assert browser("kofi").post(f"/meetings/{meeting}/reopening", data={"reason": "No."}).status_code == 404


def test_not_once_the_next_meeting_is_in_session(browser, stage, approved):
    meeting, _ = approved
    stage.meeting("in_session", NEXT)
    page = browser("amara").post(f"/meetings/{meeting}/reopening", data={"reason": "A vote is missing."})
    assert page.status_code == 409
    assert "Reopen them" not in browser("amara").get(f"/meetings/{meeting}/minutes").text


def test_one_person_reopens_nothing(stage, browser, approved):
    meeting, _ = approved
    stage.lets_act("amara", "blaise")
    for _ in range(2):
        browser("blaise").post(f"/meetings/{meeting}/reopening", data={"reason": "Mine."})
    assert stage.state(meeting) == "minutes_approved"


def test_both_at_once_reopen_once(browser, stage, approved):
    meeting, _ = approved
    chairs = [browser(name, follow_redirects=False) for name in ("amara", "blaise")]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda one: one.post(f"/meetings/{meeting}/reopening", data={"reason": "A."}), chairs))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert stage.state(meeting) == "minutes_draft"


def test_a_later_decision_corrects_an_item(browser, stage, approved):
    meeting, item = approved
    chidi = browser("chidi")
    assert "Correct it by a decision" not in chidi.get(f"/meetings/{meeting}/minutes").text
    later = stage.meeting("in_session", NEXT)
    [place] = [row.id for row in stage.items(later) if row.standing is Standing.MINUTES]
    assert "Correct it by a decision" in chidi.get(f"/meetings/{meeting}/minutes").text
    assert "Correct it by a decision" not in browser("dolores").get(f"/meetings/{meeting}/minutes").text
    form = chidi.get(f"/items/{item}/correcting").text
    assert f'<option value="{place}" selected>' in form
    assert "The board was asked." in form
    page = chidi.post(f"/items/{item}/correcting", data={"text": "It was the committee.", "item": place}).text
    assert "corrects" in page
    old = browser("dolores").get(f"/meetings/{meeting}/minutes").text
    assert "Corrected by a later decision" in old
    assert "It was the committee." in old
    assert "corrected by" in browser("dolores").get(f"/items/{item}").text
    wrong = chidi.post(f"/items/{item}/correcting", data={"text": "It was the committee.", "item": item})
    assert wrong.status_code == 422


def test_what_was_in_camera_is_corrected_in_camera(browser, stage, world):
    seats = [world.seats["amara"], world.seats["edith"]]
    meeting = stage.meeting("in_session")
    quiet = stage.item(meeting, "Heliotrope", in_camera=True, seats=seats)
    stage.do("chidi", meetings.close, meeting)
    stage.circulate(meeting)
    stage.adopted(meeting)
    later = stage.meeting("in_session", NEXT)
    loud = stage.item(later, "Loud")
    wider = stage.item(later, "Wider", in_camera=True, seats=[*seats, world.seats["dolores"]])
    hidden = stage.item(later, "Heliotrope again", in_camera=True, seats=seats)
    chidi = browser("chidi")
    for place in (loud, wider):
        page = chidi.post(f"/items/{quiet}/correcting", data={"text": "Heliotrope was blue.", "item": place})
        assert page.status_code == 422
        assert "corrected in camera, before the same seats" in page.text
    assert chidi.post(f"/items/{quiet}/correcting", data={"text": "Blue.", "item": hidden}).status_code == 200
    assert "Blue." in browser("edith").get(f"/meetings/{meeting}/minutes").text
    assert "Blue." not in browser("dolores").get(f"/meetings/{meeting}/minutes").text
    assert browser("dolores").get(f"/items/{quiet}/correcting").status_code == 404
