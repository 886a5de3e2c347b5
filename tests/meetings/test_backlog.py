"""What waits for a meeting, and items that go into others."""

import pytest

from tests.letters import read
from tests.meetings.test_agenda import ITEM
from tests.meetings.test_states import LATER
from workgroups.meetings import commands as meetings
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda.backlog import commands
from workgroups.meetings.agenda.backlog.forms import Merging
from workgroups.meetings.agenda.forms import Proposing
from workgroups.meetings.agenda.models import AgendaItem, ItemState
from workgroups.meetings.forms import Cancelling

PAGE = "/groups/pharmacy/backlog"
PROPOSING = Proposing(title="Language results", kind="discussion", minutes_long=10, text="Two years only.")


def test_an_item_waits_when_no_meeting_is_planned(browser, stage):
    page = browser("dolores").post(PAGE, data=ITEM)
    assert "The item waits in the backlog." in page.text
    assert "Recent practice" in page.text
    item = page.text.rpartition('href="/items/')[2].partition('"')[0]
    pages = (PAGE, f"/items/{item}")
    assert not any("Put it on the agenda" in browser("chidi").get(path).text for path in pages)
    assert "No meeting is planned." in browser("chidi").get(f"/items/{item}").text
    meeting = stage.meeting()
    for path in (*pages, f"/meetings/{meeting}/agenda"):
        assert "Put it on the agenda of Thursday 10 December 2026" in browser("chidi").get(path).text
        assert "Put it on the agenda" not in browser("dolores").get(path).text
    assert f"/meetings/{meeting}/items/new" in browser("dolores").get(PAGE).text
    assert "L’arriéré" not in browser("gita").get(PAGE).text
    assert browser("henk").post(PAGE, data=ITEM).status_code == 403
    assert browser("kofi").get(PAGE).status_code == 404


def test_closing_says_why_to_the_proposer(browser, stage, mailbox):
    item = stage.do("dolores", commands.suggest, "pharmacy", PROPOSING).id
    chidi = browser("chidi")
    assert chidi.post(f"/items/{item}/retirement", data={"reason": ""}).status_code == 422
    assert (
        "Closed. The proposer reads your reason."
        in chidi.post(f"/items/{item}/retirement", data={"reason": "The law has changed."}).text
    )
    [letter] = mailbox()
    assert "To: dolores@example.org" in letter
    assert "The law has changed." in letter
    assert "The law has changed." in browser("edith").get(f"/items/{item}").text
    assert chidi.post(f"/items/{item}/retirement", data={"reason": "Again"}).status_code == 409
    assert "Language results" not in browser("chidi").get(PAGE).text


@pytest.mark.parametrize("waits", [False, True])
def test_a_duplicate_goes_into_another_item(browser, stage, mailbox, waits):
    meeting = stage.meeting()
    into = stage.item(meeting, "Language tests", text="All of them.")
    if waits:
        stage.do("chidi", agenda.park, into)
    item = stage.do("dolores", agenda.propose, meeting, PROPOSING).id
    chidi = browser("chidi")
    assert "Merge it into another item" in chidi.get(f"/items/{item}").text
    page = chidi.post(f"/items/{item}/merging", data={"into": into})
    assert "Merged. This item takes up" in page.text
    assert "What went into it" in page.text
    assert "Two years only." in page.text
    assert "Language tests" in browser("dolores").get(f"/items/{item}").text
    [letter] = mailbox()
    assert "To: dolores@example.org" in letter
    assert "Language tests" in letter
    assert stage.row(AgendaItem, item).state is ItemState.MERGED
    assert chidi.post(f"/items/{item}/merging", data={"into": into}).status_code == 409


def test_it_goes_nowhere_else(browser, stage, world):
    meeting, other = stage.meeting(), stage.meeting()
    quiet = stage.item(meeting, "Quiet matter", in_camera=True, seats=[world.seats["amara"]])
    item = stage.do("dolores", agenda.propose, meeting, PROPOSING).id
    for into in (item, quiet, stage.item(other), 99999):
        page = browser("chidi").post(f"/items/{item}/merging", data={"into": into})
        assert page.status_code == 422
        assert "Choose an item of this agenda or of the backlog." in page.text
    assert "Quiet matter" not in browser("chidi").get(f"/items/{item}").text
    assert browser("dolores").post(f"/items/{item}/merging", data={"into": quiet}).status_code == 403
    stage.do("chidi", commands.merge, item, Merging(into=stage.item(meeting)))


def test_what_is_in_camera_goes_into_no_other(browser, stage, world):
    """The other would say what it concerns."""
    meeting = stage.meeting()
    item = stage.do("dolores", agenda.propose, meeting, PROPOSING).id
    closing = {"title_en": "Quiet", "kind": "discussion", "minutes_long": 5, "in_camera": "on"}
    seats = {"seats": [world.seats["dolores"]]}
    assert browser("chidi").post(f"/items/{item}/edit", data=closing | seats).status_code == 200
    page = browser("chidi").post(f"/items/{item}/merging", data={"into": stage.item(meeting)})
    assert page.status_code == 422


def test_what_nobody_answered_before_the_meeting_ended_stays_proposed_for_the_next(browser, stage, mailbox):
    now, following = stage.meeting("called"), stage.meeting(day=LATER)
    item = stage.do("dolores", agenda.propose, now, PROPOSING).id
    stage.begin(now)
    page = browser("chidi").get(f"/meetings/{now}/closing").text
    assert "Proposed, and not answered yet" in page
    assert "They stay proposals, for the meeting of Thursday 11 March 2027." in page
    assert "Language results" in page
    stage.do("chidi", meetings.close, now)
    [letter] = [letter for letter in mailbox() if "Your item waits for the next meeting" in letter]
    assert "To: dolores@example.org" in letter
    assert "It stays proposed, for the meeting of Thursday 11 March 2027." in read(letter).get_body().get_content()
    assert (stage.row(AgendaItem, item).meeting_id, stage.row(AgendaItem, item).state) == (following, "proposed")
    assert "Accept or decline: Language results" in browser("chidi").get("/desk").text
    stage.do("chidi", agenda.accept, item)
    assert "Accept or decline" not in browser("chidi").get("/desk").text


@pytest.mark.parametrize("ends", ["close", "cancel"])
def test_without_a_next_meeting_it_waits_in_the_backlog_for_its_answer(browser, stage, mailbox, ends):
    now = stage.meeting("called")
    item = stage.do("dolores", agenda.propose, now, PROPOSING).id
    if ends == "cancel":
        stage.do("chidi", meetings.cancel, now, Cancelling(reason="Snow"))
    else:
        stage.begin(now)
        assert "They wait in the backlog, still without" in browser("chidi").get(f"/meetings/{now}/closing").text
        stage.do("chidi", meetings.close, now)
        [letter] = [letter for letter in mailbox() if "Your item waits for the next meeting" in letter]
        assert "It waits in the backlog for the next meeting." in read(letter).get_body().get_content()
    assert "not answered yet" in browser("dolores").get(PAGE).text
    assert "Put it on an agenda, or close it: Language results" in browser("chidi").get("/desk").text
    assert "Accept or decline" not in browser("dolores").get("/desk").text
    stage.do("chidi", agenda.park, item)
    assert "Accept or decline" not in browser("chidi").get("/desk").text
    assert "not answered yet" not in browser("dolores").get(PAGE).text
    stage.meeting(day=LATER)
    stage.do("chidi", agenda.take_up, item)
    assert stage.row(AgendaItem, item).state is ItemState.ACCEPTED
