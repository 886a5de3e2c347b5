"""Corrections of circulated minutes: who says what is wrong, what becomes of it, and when the minutes are adopted."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from workgroups.groups.models import Seat
from workgroups.meetings import commands as meetings
from workgroups.meetings.decisions import commands as decisions
from workgroups.meetings.decisions.forms import Deciding
from workgroups.meetings.minutes import commands as minutes
from workgroups.meetings.minutes.corrections import commands as corrections
from workgroups.meetings.minutes.corrections.forms import Answering, Correcting
from workgroups.meetings.minutes.corrections.models import Correction
from workgroups.meetings.minutes.forms import Approving, Writing
from workgroups.meetings.models import Meeting


@pytest.fixture
def circulated(stage):
    """A meeting whose minutes went round, and one of its items."""
    meeting = stage.meeting("in_session")
    item = stage.item(meeting)
    stage.do("chidi", minutes.write, item, Writing(text="The board was asked."))
    stage.do("chidi", meetings.close, meeting)
    stage.circulate(meeting)
    return meeting, item


def correct(stage, item, text="It was the *committee*.", by="edith"):
    return stage.do(by, corrections.correct, item, Correcting(text=text)).id


def approve(stage, meeting, *chairs):
    for chair in chairs or ("amara", "blaise"):
        digest = stage.row(Meeting, meeting).minutes_digest
        stage.do(chair, minutes.approve, meeting, Approving(digest=digest))


def test_circulating_names_the_day_until_which_corrections_are_taken(browser, stage, mailbox):
    meeting = stage.meeting("minutes_draft")
    page = browser("chidi").get(f"/meetings/{meeting}/circulating").text
    assert 'value="2026-12-07"' in page
    assert "until the end of Monday 7 December 2026" in page
    browser("chidi").post(f"/meetings/{meeting}/circulating", data={"until": "2026-12-01"})
    told = [" ".join(letter.replace("=\n", "").split()) for letter in mailbox()]
    assert any("until the end of Tuesday 1 December 2026" in letter for letter in told)
    assert "until the end of Tuesday 1 December 2026" in browser("henk").get(f"/meetings/{meeting}/minutes").text


@pytest.mark.parametrize("until", ["2026-11-22", "2027-11-23", "", "soon"])
def test_an_impossible_day_is_refused(browser, stage, until):
    meeting = stage.meeting("minutes_draft")
    page = browser("chidi").post(f"/meetings/{meeting}/circulating", data={"until": until})
    assert page.status_code == 422
    assert stage.state(meeting) == "minutes_draft"


def test_a_correction_is_a_comment_that_gets_an_answer(browser, stage, circulated, mailbox):
    meeting, item = circulated
    edith, chidi = browser("edith"), browser("chidi")
    assert "Propose a correction" not in browser("henk").get(f"/meetings/{meeting}/minutes").text
    page = edith.post(f"/items/{item}/corrections", data={"text": "It was the *committee*."})
    assert page.url.path == f"/meetings/{meeting}/minutes"
    assert "waits for an answer" in page.text
    assert "<em>committee</em>" in edith.get(f"/items/{item}").text
    assert "Answer corrections of the minutes" in chidi.get("/desk").text
    assert "Answer corrections" not in edith.get("/desk").text
    assert "The board was asked." in chidi.get("/corrections/1").text
    empty = chidi.post("/corrections/1/answers", data={"state": "declined"})
    assert empty.status_code == 422
    assert "Say why it is declined." in empty.text
    page = chidi.post("/corrections/1/answers", data={"state": "declined", "answer": "The tape says board."}).text
    assert "The tape says board." in page
    assert stage.state(meeting) == "minutes_circulated"
    [letter] = [letter for letter in mailbox() if "was declined" in letter]
    assert "To: edith@example.org" in letter
    assert "Answer corrections of the minutes" not in chidi.get("/desk").text
    again = chidi.post("/corrections/1/answers", data={"state": "accepted"})
    assert again.status_code == 409


def test_an_accepted_correction_returns_the_minutes_to_a_draft(browser, stage, circulated, mailbox):
    meeting, item = circulated
    key = correct(stage, item)
    approve(stage, meeting, "amara")
    browser("chidi").post(f"/corrections/{key}/answers", data={"state": "accepted"})
    assert stage.state(meeting) == "minutes_draft"
    page = browser("amara").get(f"/meetings/{meeting}/minutes").text
    assert "approval void" in page
    assert "Back in draft" in page
    stage.do("chidi", minutes.write, item, Writing(text="The committee was asked."))
    stage.circulate(meeting)
    page = browser("dolores").get(f"/meetings/{meeting}/minutes").text
    assert "What has changed since they were circulated on Monday 23 November 2026" in page
    assert "board</del>" in page
    assert "committee</ins>" in page
    assert "Approve the minutes" in browser("amara").get("/desk").text
    assert any("They were circulated before." in letter for letter in mailbox())


def test_open_corrections_stand_in_the_way_of_adoption(stage, circulated):
    meeting, item = circulated
    key = correct(stage, item)
    approve(stage, meeting)
    stage.later(days=15)
    stage.adopt()
    assert stage.state(meeting) == "minutes_circulated"
    stage.do("chidi", corrections.answer, key, Answering(state="declined", answer="No."))
    assert stage.state(meeting) == "minutes_approved"


def test_without_both_approvals_nothing_is_adopted(stage, circulated):
    meeting, _ = circulated
    approve(stage, meeting, "amara")
    stage.later(days=15)
    stage.adopt()
    assert stage.state(meeting) == "minutes_circulated"
    approve(stage, meeting, "blaise")
    assert stage.state(meeting) == "minutes_approved"


def test_an_approval_ends_with_the_seat_that_gave_it(browser, stage, world, circulated):
    """Blaise approves, and Dolores holds his seat when the time for corrections ends."""
    meeting, _ = circulated
    approve(stage, meeting)
    pages = f"/meetings/{meeting}/minutes", f"/meetings/{meeting}/minutes.md"
    assert browser("dolores").get(pages[0]).text.count("approval void") == 0
    with stage.work("chidi") as work:
        work.session.get_one(Seat, world.seats["blaise"]).holder_id = world.people["dolores"]
    page = browser("edith").get(pages[0]).text
    assert (page.count("approval void"), page.count('<span class="tag good">approved')) == (1, 1)
    stage.later(days=15)
    stage.adopt()
    assert stage.state(meeting) == "minutes_circulated"
    approve(stage, meeting, "dolores")
    assert stage.state(meeting) == "minutes_approved"
    with stage.work("chidi") as work:  # what happens later does not touch what was adopted
        work.session.get_one(Seat, world.seats["blaise"]).holder_id = world.people["gita"]
    page = browser("edith").get(pages[0]).text
    assert (page.count("approval void"), page.count('<span class="tag good">approved')) == (1, 2)
    foot = browser("edith").get(pages[1]).text.rpartition("Adopted on")[2]
    assert "Amara" in foot
    assert "Dolores" in foot
    assert "Blaise (" not in foot


def test_two_chairs_of_one_organisation_adopt_nothing(stage, world, circulated):
    """Both approve, and then the seat of one passes to the organisation of the other."""
    meeting, _ = circulated
    approve(stage, meeting)
    with stage.work("chidi") as work:
        work.session.get_one(Seat, world.seats["blaise"]).organisation_id = world.organisations["Harbour Settlement"]
    stage.later(days=15)
    stage.adopt()
    assert stage.state(meeting) == "minutes_circulated"


def test_after_the_day_no_correction_is_taken(browser, stage, circulated):
    meeting, item = circulated
    stage.later(days=15)
    late = browser("edith").post(f"/items/{item}/corrections", data={"text": "Late"})
    assert late.status_code == 409
    assert "Late" in late.text
    page = browser("edith").get(f"/meetings/{meeting}/minutes").text
    assert "Propose a correction" not in page
    assert "The time for corrections has ended." in page


def test_a_correction_in_camera_is_for_its_seats_only(browser, stage, world, mailbox):
    meeting = stage.meeting("in_session")
    seats = [world.seats["amara"], world.seats["edith"]]
    quiet = stage.item(meeting, "Heliotrope", in_camera=True, seats=seats)
    stage.do("chidi", meetings.close, meeting)
    stage.circulate(meeting)
    key = correct(stage, quiet, "Heliotrope")
    assert "Heliotrope" in browser("amara").get(f"/meetings/{meeting}/minutes").text
    for name in ("blaise", "dolores", "iris"):
        assert "Heliotrope" not in browser(name).get(f"/meetings/{meeting}/minutes").text
        assert browser(name).get(f"/corrections/{key}").status_code == 404
    assert "Answer corrections" not in browser("iris").get("/desk").text
    stage.do("chidi", corrections.answer, key, Answering(state="declined", answer="Heliotrope"))
    assert [letter for letter in mailbox() if "Heliotrope" in letter and "edith@" not in letter] == []


def test_what_was_answered_is_changed_no_more(browser, stage, circulated):
    """Its answer was about those words."""
    meeting, item = circulated
    key = correct(stage, item)
    edith, comment = browser("edith"), stage.row(Correction, key).comment_id
    path = f"/comments/{comment}/correction"
    assert edith.post(path, data={"text": "It was the board of examiners."}).status_code == 200
    stage.do("chidi", corrections.answer, key, Answering(state="declined", answer="No."))
    assert edith.post(path, data={"text": "I never said so."}).status_code == 409
    assert "<textarea" not in edith.get(f"/comments/{comment}").text
    assert "board of examiners" in edith.get(f"/meetings/{meeting}/minutes").text


def test_an_answer_is_about_the_words_that_were_read(browser, stage, circulated):
    """Its author changes a correction that has no answer yet: everybody sees that, and who was about to answer reads it again."""
    meeting, item = circulated
    key = correct(stage, item)
    edith, chidi = browser("edith"), browser("chidi")
    version = re.search(r'name="_version" value="(\d+)"', chidi.get(f"/corrections/{key}").text)[1]
    comment = stage.row(Correction, key).comment_id
    edith.post(f"/comments/{comment}/correction", data={"text": "It was the board of examiners."})
    answer = {"state": "declined", "answer": "We read it otherwise.", "_version": version}
    page = chidi.post(f"/corrections/{key}/answers", data=answer)
    assert page.status_code == 409
    assert "board of examiners" in page.text
    assert "We read it otherwise." in page.text
    assert stage.row(Correction, key).state == "open"
    for path in (f"/corrections/{key}", f"/meetings/{meeting}/minutes"):
        assert f'<a href="/comments/{comment}">edited ' in chidi.get(path).text


def test_a_correction_in_camera_waits_for_those_who_may_answer_it(browser, stage, world):
    """Amara closed the doors; whoever keeps the records knows nothing of it."""
    meeting = stage.meeting("in_session")
    quiet = stage.item(meeting, "Heliotrope", by="amara", in_camera=True, seats=[world.seats["edith"]])
    stage.do("chidi", meetings.close, meeting)
    stage.circulate(meeting)
    correct(stage, quiet, "Heliotrope")
    assert "Answer corrections of the minutes" in browser("amara").get("/desk").text
    for name in ("blaise", "chidi", "iris", "edith"):
        assert "Answer corrections" not in browser(name).get("/desk").text


def test_whoever_accepts_a_correction_is_led_to_what_was_resolved(browser, stage):
    meeting = stage.meeting("in_session")
    item = stage.item(meeting)
    decision = stage.do("chidi", decisions.decide, item, Deciding(text="The board is asked.")).id
    stage.do("chidi", meetings.close, meeting)
    stage.circulate(meeting)
    key, chidi = correct(stage, item), browser("chidi")
    page = chidi.get(f"/corrections/{key}").text
    assert "Accepting a correction changes no decision." in page
    assert f"/decisions/{decision}#rewording" not in page  # the minutes stand still until it is accepted
    page = chidi.post(f"/corrections/{key}/answers", data={"state": "accepted"})
    assert page.url.path == f"/corrections/{key}"
    assert f'href="/decisions/{decision}#rewording"' in page.text
    chidi.post(f"/decisions/{decision}/rewording", data={"text": "The committee is asked."})
    stage.circulate(meeting)
    assert "committee</ins>" in browser("dolores").get(f"/meetings/{meeting}/minutes").text


def test_a_correction_and_the_last_approval_do_not_pass_each_other(browser, stage, circulated):
    meeting, item = circulated
    approve(stage, meeting, "amara")
    digest = {"digest": stage.row(Meeting, meeting).minutes_digest}
    blaise, edith = (browser(name, follow_redirects=False) for name in ("blaise", "edith"))
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(blaise.post, f"/meetings/{meeting}/approvals", data=digest)
        other = pool.submit(edith.post, f"/items/{item}/corrections", data={"text": "No."})
    assert {one.result().status_code, other.result().status_code} == {303}
    stage.later(days=15)
    stage.adopt()
    assert stage.state(meeting) == "minutes_circulated"
