"""How minutes become the group's at a meeting, when the group has agreed so."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from workgroups.meetings import commands as meetings
from workgroups.meetings.agenda.models import Standing
from workgroups.meetings.minutes import commands as minutes
from workgroups.meetings.minutes.corrections import commands as corrections
from workgroups.meetings.minutes.corrections.forms import Answering, Correcting
from workgroups.meetings.minutes.forms import Writing
from workgroups.meetings.models import Adoption, Meeting
from workgroups.meetings.terms.models import Terms

NEXT = date(2027, 3, 11)


@pytest.fixture
def circulated(stage, world):
    """A group that adopts its minutes at the next meeting; a meeting whose minutes went round, and one of its items."""
    with stage.work("chidi") as work:
        terms = work.session.get_one(Terms, world.group)
        terms.adoption, terms.corrections_taken = Adoption.AT_MEETING, 10
    meeting = stage.meeting("in_session")
    item = stage.item(meeting)
    stage.do("chidi", minutes.write, item, Writing(text="The board was asked."))
    stage.do("chidi", meetings.close, meeting)
    stage.circulate(meeting)
    return meeting, item


def place(stage, meeting, standing=Standing.MINUTES):
    return next(row.id for row in stage.items(meeting) if row.standing is standing)


def adopting(stage, meeting):
    return {"meeting": meeting, "adopted": stage.row(Meeting, meeting).minutes_digest}


def test_the_terms_say_how_long_corrections_are_taken(browser, stage, circulated):
    other = stage.meeting("minutes_draft")
    page = browser("chidi").get(f"/meetings/{other}/circulating").text
    assert 'value="2026-12-03"' in page
    assert "The next meeting adopts the minutes" in page


def test_co_chairs_do_not_approve_what_the_meeting_adopts(browser, stage, circulated):
    meeting, _ = circulated
    assert "Approve the minutes" not in browser("amara").get("/desk").text
    digest = {"digest": stage.row(Meeting, meeting).minutes_digest}
    assert browser("amara").post(f"/meetings/{meeting}/approvals", data=digest).status_code == 409
    assert "The next meeting adopts the minutes" in browser("dolores").get(f"/meetings/{meeting}/minutes").text


def test_the_next_meeting_adopts_them_by_a_decision(browser, stage, circulated):
    meeting, _ = circulated
    later = stage.meeting("in_session", NEXT)
    stage.later(days=15)
    key, chidi = place(stage, later), browser("chidi")
    assert "Adopt these minutes" in chidi.get(f"/meetings/{later}/minutes").text
    assert "Adopt these minutes" not in browser("dolores").get(f"/meetings/{later}/minutes").text
    page = chidi.post(f"/items/{key}/adoption", data=adopting(stage, meeting))
    assert page.url.path == f"/meetings/{later}/minutes"
    assert "The minutes of the meeting of Thursday 10 December 2026 are adopted." in page.text
    assert "Adopt these minutes" not in page.text
    assert stage.state(meeting) == "minutes_approved"
    old = browser("dolores").get(f"/meetings/{meeting}/minutes").text
    assert "Adopted by a later meeting:" in old
    assert "PHARM-2027-01" in old
    assert chidi.post(f"/items/{key}/adoption", data=adopting(stage, meeting)).status_code == 409


def test_only_under_the_item_about_minutes_of_a_later_meeting(browser, stage, circulated):
    meeting, _ = circulated
    later = stage.meeting("in_session", NEXT)
    earlier = stage.meeting("in_session", date(2026, 12, 1))
    stage.later(days=15)
    for item in (place(stage, later, Standing.ACTIONS), place(stage, earlier)):
        assert browser("chidi").post(f"/items/{item}/adoption", data=adopting(stage, meeting)).status_code == 422
    assert "Adopt these minutes" not in browser("chidi").get(f"/meetings/{earlier}/minutes").text
    assert stage.state(meeting) == "minutes_circulated"


def test_not_while_a_correction_is_open_and_not_another_text(browser, stage, circulated):
    meeting, item = circulated
    key = stage.do("edith", corrections.correct, item, Correcting(text="No.")).id
    later = stage.meeting("in_session", NEXT)
    stage.later(days=15)
    path, chidi = f"/items/{place(stage, later)}/adoption", browser("chidi")
    page = chidi.get(f"/meetings/{later}/minutes").text
    assert "Adopt these minutes" not in page
    assert "A correction waits for its answer; then they can be adopted." in page
    assert chidi.post(path, data=adopting(stage, meeting)).status_code == 409
    stage.do("chidi", corrections.answer, key, Answering(state="declined", answer="The tape says so."))
    assert chidi.post(path, data={"meeting": meeting, "adopted": "0" * 64}).status_code == 409
    assert chidi.post(path, data=adopting(stage, meeting)).status_code == 200


def test_not_before_the_time_for_corrections_ends(browser, stage, circulated):
    meeting, _ = circulated
    later = stage.meeting("in_session", NEXT)
    path, chidi = f"/items/{place(stage, later)}/adoption", browser("chidi")
    page = chidi.get(f"/meetings/{later}/minutes").text
    assert "Adopt these minutes" not in page
    assert "until the end of Monday 7 December 2026; then they can be adopted." in page
    assert chidi.post(path, data=adopting(stage, meeting)).status_code == 409
    assert stage.state(meeting) == "minutes_circulated"


def test_what_was_promised_when_they_went_round_holds(browser, stage, world, circulated):
    """The group changes its terms while minutes are out: these are adopted as everybody was told."""
    meeting, _ = circulated
    with stage.work("chidi") as work:
        work.session.get_one(Terms, world.group).adoption = Adoption.BY_CHAIRS
    digest = {"digest": stage.row(Meeting, meeting).minutes_digest}
    assert browser("amara").post(f"/meetings/{meeting}/approvals", data=digest).status_code == 409
    assert "The next meeting adopts the minutes" in browser("dolores").get(f"/meetings/{meeting}/minutes").text
    later = stage.meeting("in_session", NEXT)
    stage.later(days=15)
    path = f"/items/{place(stage, later)}/adoption"
    assert browser("chidi").post(path, data=adopting(stage, meeting)).status_code == 200


def test_adopted_once_however_fast(browser, stage, circulated):
    meeting, _ = circulated
    later = stage.meeting("in_session", NEXT)
    stage.later(days=15)
    path, data = f"/items/{place(stage, later)}/adoption", adopting(stage, meeting)
    writers = [browser(name, follow_redirects=False) for name in ("chidi", "amara")]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda writer: writer.post(path, data=data).status_code, writers))
    assert sorted(answers) == [303, 409]


def test_the_worker_adopts_nothing_there(stage, circulated):
    meeting, _ = circulated
    stage.later(days=20)
    stage.adopt()
    assert stage.state(meeting) == "minutes_circulated"
