import re
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from workgroups.groups.models import Seat
from workgroups.meetings.agenda.models import AgendaItem, ItemState
from workgroups.meetings.minutes import commands as minutes
from workgroups.meetings.minutes.forms import Writing
from workgroups.meetings.minutes.models import Minutes, MinutesApproval
from workgroups.meetings.models import Meeting

UNTIL = {"until": "2026-12-07"}
"""Corrections are taken for two weeks."""


def approvals(world):
    with world.database.read() as session:
        return session.execute(select(func.count()).select_from(MinutesApproval)).scalar_one()


def test_minutes_are_written_in_place_and_without_javascript(browser, stage):
    item = stage.item(stage.meeting("in_session"))
    chidi = browser("chidi")
    page = chidi.post(f"/items/{item}/minutes", data={"text": "We *talked*.", "_version": "1"})
    assert page.url.path == f"/items/{item}/minutes"
    assert 'role="status">Saved: ' in page.text
    fragment = chidi.post(
        f"/items/{item}/minutes", data={"text": "We *agreed*.", "_version": "2"},
        headers={"HX-Target": f"div#minutes-{item}"},
    )  # fmt: skip
    assert fragment.text.lstrip().startswith(f'<div id="minutes-{item}"')
    assert 'name="_version" value="3"' in fragment.text
    assert "<em>agreed</em>" in browser("dolores").get(f"/items/{item}").text


def test_two_browsers_at_one_text_lose_nothing(browser, stage):
    item = stage.items(stage.meeting("minutes_draft"))[0].id
    chidi, amara = browser("chidi"), browser("amara")
    chidi.post(f"/items/{item}/minutes", data={"text": "What Chidi heard", "_version": "1"})
    page = amara.post(
        f"/items/{item}/minutes", data={"text": "What Amara heard", "_version": "1"},
        headers={"HX-Target": f"div#minutes-{item}"},
    )  # fmt: skip
    assert page.status_code == 409
    assert "What Chidi heard" in page.text
    assert "What Amara heard" in page.text
    version = re.search(r'name="_version" value="(\d+)"', page.text)[1]
    both = {"text": "What Chidi heard. What Amara heard.", "_version": version}
    assert amara.post(f"/items/{item}/minutes", data=both).status_code == 200
    assert stage.row(Minutes, item).text == "What Chidi heard. What Amara heard."


def test_minutes_stand_still_once_circulated(browser, stage):
    meeting = stage.meeting("in_session")
    item = stage.item(meeting)
    assert browser("chidi").post(f"/items/{item}/minutes", data={"text": "One"}).status_code == 200
    browser("chidi").post(f"/meetings/{meeting}/closing")
    browser("chidi").post(f"/meetings/{meeting}/circulating", data=UNTIL)
    verbs = {"minutes": {"text": "Two"}, "decisions": {"text": "We do"}, "outcome": {"state": "continues"}}
    for verb, fields in verbs.items():
        assert browser("chidi").post(f"/items/{item}/{verb}", data=fields).status_code == 409
    assert stage.row(Minutes, item).text == "One"


def test_circulating_tells_the_table_but_not_who_did_it(browser, stage, mailbox):
    meeting = stage.meeting("minutes_draft")
    sent = len(mailbox())
    assert "Send them to 9 people" in browser("chidi").get(f"/meetings/{meeting}/circulating").text
    browser("chidi").post(f"/meetings/{meeting}/circulating", data=UNTIL)
    letters = [letter for letter in mailbox() if f"/meetings/{meeting}/minutes" in letter]
    assert len(mailbox()) - sent == len(letters) == 9
    assert not any("To: chidi@example.org" in letter for letter in letters)


def test_approvals_of_another_meeting_do_not_count(browser, stage):
    earlier = stage.meeting("minutes_circulated")
    digest = {"digest": stage.row(Meeting, earlier).minutes_digest}
    browser("amara").post(f"/meetings/{earlier}/approvals", data=digest)
    assert "Approve the minutes" not in browser("amara").get("/desk").text
    stage.meeting("minutes_circulated")
    assert "Approve the minutes" in browser("amara").get("/desk").text


def test_both_co_chairs_approve(browser, stage, world):
    meeting = stage.meeting("minutes_circulated")
    path, digest = f"/meetings/{meeting}/approvals", {"digest": stage.row(Meeting, meeting).minutes_digest}
    amara, blaise = browser("amara"), browser("blaise")
    assert "Approve the minutes" in amara.get("/desk").text
    for _ in range(2):
        assert amara.post(path, data=digest).status_code == 200
    assert stage.state(meeting) == "minutes_circulated"
    assert approvals(world) == 1
    assert "Approve the minutes" not in amara.get("/desk").text
    assert "Approve these minutes" not in amara.get(f"/meetings/{meeting}/minutes").text
    assert "Approve these minutes" in blaise.get(f"/meetings/{meeting}/minutes").text
    assert "Your approval" in blaise.post(path, data=digest).text
    assert stage.state(meeting) == "minutes_circulated"  # the time for corrections has not ended
    stage.later(days=15)
    stage.adopt()
    assert stage.state(meeting) == "minutes_approved"
    page = browser("dolores").get(f"/meetings/{meeting}/minutes").text
    assert "Adopted on Tuesday 8 December 2026" in page
    assert "Seat of Amara" in page
    assert blaise.post(path, data=digest).status_code == 409


def test_one_person_in_two_chairs_approves_once(browser, stage, world):
    """Blaise holds his seat and acts for Amara: two seats, one person, one approval."""
    meeting = stage.meeting("minutes_circulated")
    stage.lets_act("amara", "blaise")
    digest = {"digest": stage.row(Meeting, meeting).minutes_digest}
    for _ in range(2):
        browser("blaise").post(f"/meetings/{meeting}/approvals", data=digest)
    assert approvals(world) == 1
    assert stage.state(meeting) == "minutes_circulated"


def test_an_approval_is_bound_to_the_text(browser, stage, world):
    meeting = stage.meeting("in_session")
    item = stage.item(meeting)
    chidi = browser("chidi")
    chidi.post(f"/meetings/{meeting}/closing")
    chidi.post(f"/meetings/{meeting}/circulating", data=UNTIL)
    before = stage.row(Meeting, meeting).minutes_digest
    browser("amara").post(f"/meetings/{meeting}/approvals", data={"digest": before})
    chidi.post(f"/meetings/{meeting}/returning")
    stage.do("chidi", minutes.write, item, Writing(text="Corrected"))
    chidi.post(f"/meetings/{meeting}/circulating", data=UNTIL)
    after = stage.row(Meeting, meeting).minutes_digest
    assert after != before
    stale = browser("blaise").post(f"/meetings/{meeting}/approvals", data={"digest": before})
    assert stale.status_code == 409
    assert "The minutes were changed since you opened this page." in stale.text
    browser("blaise").post(f"/meetings/{meeting}/approvals", data={"digest": after})
    assert stage.state(meeting) == "minutes_circulated"  # what Amara approved was another text
    assert "Approve the minutes" in browser("amara").get("/desk").text
    stage.later(days=15)
    browser("amara").post(f"/meetings/{meeting}/approvals", data={"digest": after})
    assert stage.state(meeting) == "minutes_approved"


def test_twenty_approvals_at_once_count_once(browser, stage, world):
    meeting = stage.meeting("minutes_circulated")
    digest = {"digest": stage.row(Meeting, meeting).minutes_digest}
    amara = browser("amara", follow_redirects=False)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: amara.post(f"/meetings/{meeting}/approvals", data=digest), range(20)))
    assert {answer.status_code for answer in answers} == {303}
    assert approvals(world) == 1
    assert stage.state(meeting) == "minutes_circulated"


def test_two_chairs_in_the_same_instant(browser, stage, world):
    meeting = stage.meeting("minutes_circulated")
    stage.later(days=15)
    digest = {"digest": stage.row(Meeting, meeting).minutes_digest}
    chairs = [browser(name, follow_redirects=False) for name in ("amara", "blaise")]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda chair: chair.post(f"/meetings/{meeting}/approvals", data=digest), chairs))
    assert approvals(world) == 2
    stage.adopt()
    assert stage.state(meeting) == "minutes_approved"


def test_the_secretary_is_reminded_to_finish(browser, stage):
    stage.meeting("minutes_draft")
    assert "Finish and circulate the minutes" in browser("chidi").get("/desk").text
    assert "Sunday 20 December 2026" in browser("chidi").get("/desk").text
    assert "Finish and circulate" not in browser("dolores").get("/desk").text


def test_corrections_are_comments_on_the_item(browser, stage):
    meeting = stage.meeting("in_session")
    item = stage.item(meeting)
    browser("chidi").post(f"/meetings/{meeting}/closing")
    browser("chidi").post(f"/meetings/{meeting}/circulating", data=UNTIL)
    page = browser("edith").post(f"/items/{item}/comments", data={"text": "I said *committee*, not board."})
    assert "<em>committee</em>" in page.text
    assert browser("henk").post(f"/items/{item}/comments", data={"text": "x"}).status_code == 403


def test_typed_text_survives_bad_input(browser, stage):
    item = stage.item(stage.meeting("in_session"))
    page = browser("chidi").post(f"/items/{item}/minutes", data={"text": "Half a sentence\x07 that was long"})
    assert page.status_code == 422
    assert "hidden control character" in page.text
    assert "that was long" in page.text
    assert browser("chidi").post(f"/items/{item}/minutes", data={"text": "x" * 20_001}).status_code == 422


def test_a_piece_of_another_page_gets_the_whole_page(browser, stage):
    """A piece that stands in a list here, or is about another row, is nothing that this page can answer with."""
    meeting = stage.meeting("in_session")
    one, other = stage.item(meeting, "One"), stage.item(meeting, "Other")
    for path, target in (
        (f"/meetings/{meeting}/minutes", f"minutes-{one}"),
        (f"/meetings/{meeting}/minutes", f"from-item-{one}"),
        (f"/meetings/{meeting}/agenda", f"minutes-{one}"),
        (f"/items/{other}/minutes", f"minutes-{one}"),
        (f"/items/{other}/minutes", "minutes"),
    ):
        page = browser("chidi").get(path, headers={"HX-Target": f"div#{target}"})
        assert page.status_code == 200
        assert page.headers["HX-Retarget"] == "body"
        assert "</html>" in page.text
    piece = browser("chidi").get(f"/items/{other}/minutes", headers={"HX-Target": f"div#minutes-{other}"})
    assert "HX-Retarget" not in piece.headers
    assert "</html>" not in piece.text


def approve(browser, stage, meeting, who):
    digest = {"digest": stage.row(Meeting, meeting).minutes_digest}
    return browser(who).post(f"/meetings/{meeting}/approvals", data=digest)


def test_who_left_the_chair_adopts_no_minutes(browser, stage, world):
    meeting = stage.meeting("minutes_circulated")
    approve(browser, stage, meeting, "amara")
    with world.database.write() as session:
        session.get_one(Seat, world.seats["amara"]).holder_id = world.people["dolores"]
    assert "Approve the minutes" in browser("dolores").get("/desk").text
    approve(browser, stage, meeting, "blaise")
    assert stage.state(meeting) == "minutes_circulated"
    assert approve(browser, stage, meeting, "dolores").status_code == 200
    stage.later(days=15)
    stage.adopt()
    assert stage.state(meeting) == "minutes_approved"


def test_one_organisation_adopts_no_minutes(browser, stage, world):
    meeting = stage.meeting("minutes_circulated")
    with world.database.write() as session:
        body = session.get_one(Seat, world.seats["amara"]).organisation_id
        session.get_one(Seat, world.seats["blaise"]).organisation_id = body
    approve(browser, stage, meeting, "amara")
    refused = approve(browser, stage, meeting, "blaise")
    assert refused.status_code == 409
    assert "They have to come from two." in refused.text
    assert approvals(world) == 1
    assert stage.state(meeting) == "minutes_circulated"


def test_an_approval_that_is_not_recorded_is_not_said_to_be(browser, stage, world):
    meeting = stage.meeting("minutes_circulated")
    stage.lets_act("blaise", "farid")
    assert "Approve the minutes" in browser("farid").get("/desk").text
    assert approve(browser, stage, meeting, "farid").status_code == 200
    assert "Approve the minutes" not in browser("blaise").get("/desk").text
    refused = approve(browser, stage, meeting, "blaise")
    assert refused.status_code == 409
    assert "approved for this co-chair seat already" in refused.text
    assert approve(browser, stage, meeting, "farid").status_code == 200, "her own approval stands"
    assert approvals(world) == 1


def test_what_changed_under_the_circulated_text_is_not_approved(browser, stage, world):
    meeting = stage.meeting("in_session")
    item = stage.item(meeting)
    browser("chidi").post(f"/meetings/{meeting}/closing")
    browser("chidi").post(f"/meetings/{meeting}/circulating", data=UNTIL)
    with world.database.write() as session:
        session.get_one(Minutes, item).text = "Something else."
    refused = approve(browser, stage, meeting, "amara")
    assert refused.status_code == 409
    assert "changed since they were circulated" in refused.text
    assert approvals(world) == 0


def test_closing_a_thread_leaves_the_circulated_minutes_as_they_are(browser, stage):
    meeting = stage.meeting("in_session")
    item = stage.item(meeting)
    browser("chidi").post(f"/items/{item}/outcome", data={"state": "continues"})
    browser("chidi").post(f"/meetings/{meeting}/closing")
    browser("chidi").post(f"/meetings/{meeting}/circulating", data=UNTIL)
    page = browser("chidi").post(f"/items/{item}/ending")
    assert "closed: nothing more is carried" in page.text
    assert stage.row(AgendaItem, item).state is ItemState.CONTINUES
    for chair in ("amara", "blaise"):
        assert approve(browser, stage, meeting, chair).status_code == 200
    stage.later(days=15)
    stage.adopt()
    assert stage.state(meeting) == "minutes_approved"
