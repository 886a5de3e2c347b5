"""Both co-chairs decide on one version, or it is not decided."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.conftest import Browser
from tests.letters import fresh
from tests.meetings.stage import Stage as Meetings
from tests.pathways.stage import Stage
from tests.pathways.test_amendments import reworded
from tests.world import World
from workgroups.core.events import Event
from workgroups.groups.models import Group, PositionsShown, Seat
from workgroups.meetings.decisions import commands as decisions
from workgroups.meetings.decisions.forms import Deciding as Recorded
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals.models import Proposal, ProposalState
from workgroups.pathways.proposals.positions import commands as positions
from workgroups.pathways.proposals.positions.forms import Answering
from workgroups.pathways.proposals.verdicts.models import Verdict

Mailbox = Callable[[], list[str]]


def send(browser: Browser, stage: Stage, key: int, who: str, value: str = "recommended", **named: str):
    sent = {"digest": stage.digest(key), "value": value, "reason": f"{who} has read it."} | named
    return browser(who).post(f"/proposals/{key}/verdicts", data=sent)


def state(stage: Stage, key: int) -> ProposalState:
    found: ProposalState = stage.row(Proposal, key).state
    return found


def test_one_chair_decides_nothing_and_both_do(browser: Browser, stage: Stage, mailbox: Mailbox) -> None:
    key = stage.proposal("shown")
    before = mailbox()
    send(browser, stage, key, "amara")
    assert state(stage, key) is ProposalState.POSITIONS_CALLED
    assert "Decide on Anywhere" not in browser("amara").get("/desk").text
    assert "Decide on Anywhere" in browser("blaise").get("/desk").text
    page = send(browser, stage, key, "blaise")
    assert state(stage, key) is ProposalState.RECOMMENDED
    assert "amara has read it." in page.text
    assert "blaise has read it." in page.text
    told = {letter.split("\nTo: ")[1].split("@")[0] for letter in fresh(mailbox, before)}
    assert told == {"amara", "chidi", "dolores", "edith", "ewan", "farid", "gita", "henk", "iris"}


def test_the_same_chair_twice_is_one_chair(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("shown")
    for _ in range(3):
        send(browser, stage, key, "amara")
    assert state(stage, key) is ProposalState.POSITIONS_CALLED


def test_twenty_times_at_once_is_one_chair_and_two_at_once_decide_once(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("shown")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: send(browser, stage, key, "amara"), range(20)))
    assert state(stage, key) is ProposalState.POSITIONS_CALLED
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda who: send(browser, stage, key, who), ["blaise"] * 4))
    assert state(stage, key) is ProposalState.RECOMMENDED
    assert [row.fact for row in stage.rows(Event)].count("ProposalDecided") == 1


def test_before_the_deadline_nobody_decides(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("called")
    assert send(browser, stage, key, "amara").status_code == 409
    assert "Decide on" not in browser("amara").get("/desk").text


def test_more_time_closes_the_decision_again(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("shown")
    later = (stage.world.now + timedelta(days=7)).date().isoformat()
    browser("amara").post(f"/proposals/{key}/deadline", data={"deadline": later})
    assert send(browser, stage, key, "amara").status_code == 409
    stage.world.pass_time(days=9)
    assert send(browser, stage, key, "amara").status_code == 200


def test_a_group_that_shows_positions_at_once_decides_in_one_sitting(
    browser: Browser, stage: Stage, world: World
) -> None:
    with world.database.write() as session:
        session.get_one(Group, world.group).positions_shown = PositionsShown.AT_ONCE
    key = stage.proposal("called")
    assert "seats can still speak until the deadline" in browser("amara").get(f"/proposals/{key}/decision").text
    for chair in ("amara", "blaise"):
        assert send(browser, stage, key, chair).status_code == 200
    assert state(stage, key) is ProposalState.RECOMMENDED


@pytest.mark.parametrize("value", ["concern", "object"])
def test_recommending_needs_every_concern_answered(browser: Browser, stage: Stage, value: str) -> None:
    key = stage.proposal("shown")
    position = stage.state(key, "farid", value, reason="Safety.", resolved_by="A visit.")
    page = send(browser, stage, key, "amara")
    assert page.status_code == 422
    assert "A concern or objection has no written answer yet." in page.text
    assert "amara has read it." in page.text, "what was typed is kept"
    assert "One concern or objection has no written answer yet: Seat of Farid." in page.text
    assert send(browser, stage, key, "amara", "not_recommended").status_code == 200
    stage.do("blaise", positions.answer, position, Answering(text="A visit is agreed."))
    assert send(browser, stage, key, "amara").status_code == 200
    assert send(browser, stage, key, "blaise").status_code == 200
    assert state(stage, key) is ProposalState.RECOMMENDED


def test_a_late_objection_between_the_two_decisions_still_needs_its_answer(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("shown")
    send(browser, stage, key, "amara")
    stage.state(key, "farid", "object", reason="Safety.", resolved_by="A visit.")
    assert send(browser, stage, key, "blaise").status_code == 422
    assert state(stage, key) is ProposalState.POSITIONS_CALLED


def test_an_edit_voids_the_first_decision(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("shown")
    read = stage.digest(key)
    send(browser, stage, key, "amara")
    browser("gita").post(f"/proposals/{key}/argument", data={"title_en": "Anywhere", "reason": "Better put."})
    stale = send(browser, stage, key, "blaise", digest=read)
    assert stale.status_code == 409
    assert "The proposal has changed since you opened it." in stale.text
    page = send(browser, stage, key, "blaise").text
    assert state(stage, key) is ProposalState.POSITIONS_CALLED
    assert "lapsed: the proposal changed" in page
    assert "Decide on Anywhere" in browser("amara").get("/desk").text
    send(browser, stage, key, "amara")
    assert state(stage, key) is ProposalState.RECOMMENDED


def test_chairs_who_differ_are_told_and_can_put_it_to_the_meeting(
    browser: Browser, stage: Stage, world: World, mailbox: Mailbox
) -> None:
    key = stage.proposal("shown")
    Meetings(world).meeting(day=world.now.date() + timedelta(days=20))
    before = mailbox()
    send(browser, stage, key, "amara")
    page = send(browser, stage, key, "blaise", "not_recommended")
    assert "The co-chairs differ." in page.text
    assert state(stage, key) is ProposalState.POSITIONS_CALLED
    (letter,) = fresh(mailbox, before)
    assert "To: amara@example.org" in letter
    assert browser("amara").post(f"/proposals/{key}/agenda", data={"minutes": "30"}).status_code == 200
    send(browser, stage, key, "amara", "not_recommended")
    assert state(stage, key) is ProposalState.NOT_RECOMMENDED
    assert len(stage.rows(Verdict)) == 3


def test_deferring_needs_a_day_ahead_and_the_same_from_both(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("shown")
    assert send(browser, stage, key, "amara", "deferred").status_code == 422
    assert send(browser, stage, key, "amara", "deferred", until="2026-12-01").status_code == 422
    send(browser, stage, key, "amara", "deferred", until="2027-02-01")
    send(browser, stage, key, "blaise", "deferred", until="2027-03-01")
    assert state(stage, key) is ProposalState.POSITIONS_CALLED
    send(browser, stage, key, "blaise", "deferred", until="2027-02-01")
    assert state(stage, key) is ProposalState.DEFERRED
    assert "Back from deferral" not in browser("amara").get("/desk").text
    stage.world.pass_time(days=60)
    amara = browser("amara")
    assert "Back from deferral" in amara.get("/desk").text
    amara.post(f"/proposals/{key}/calls", data={"deadline": stage.world.now.date().isoformat()})
    stage.world.pass_time(days=1)
    send(browser, stage, key, "blaise")
    assert state(stage, key) is ProposalState.POSITIONS_CALLED, "decisions of the first call count no more"


def test_an_acting_deputy_decides_for_the_chairs_seat_and_never_for_both(
    browser: Browser, stage: Stage, world: World
) -> None:
    key = stage.proposal("shown")
    assert send(browser, stage, key, "farid").status_code == 403
    Meetings(world).lets_act("blaise", "farid")
    send(browser, stage, key, "farid")
    assert stage.rows(Verdict)[0].seat_id == world.seats["blaise"]
    send(browser, stage, key, "farid")
    assert state(stage, key) is ProposalState.POSITIONS_CALLED
    assert "Decide on Anywhere" not in browser("blaise").get("/desk").text
    send(browser, stage, key, "amara")
    assert state(stage, key) is ProposalState.RECOMMENDED


def test_a_chair_decides_over_her_deputy_and_never_the_reverse(browser: Browser, stage: Stage, world: World) -> None:
    key = stage.proposal("shown")
    Meetings(world).lets_act("blaise", "farid")
    send(browser, stage, key, "farid")
    assert send(browser, stage, key, "blaise", "not_recommended").status_code == 200
    taken = send(browser, stage, key, "farid")
    assert taken.status_code == 409
    assert "A decision was given for this co-chair seat already." in taken.text
    send(browser, stage, key, "amara")
    assert state(stage, key) is ProposalState.POSITIONS_CALLED, "what counts is what the chair herself decided"
    send(browser, stage, key, "amara", "not_recommended")
    assert state(stage, key) is ProposalState.NOT_RECOMMENDED


def test_a_chair_who_declares_an_interest_stays_out_and_her_deputy_decides(
    browser: Browser, stage: Stage, world: World
) -> None:
    key = stage.proposal("shown")
    send(browser, stage, key, "blaise")
    assert "Decide on Anywhere" in browser("amara").get("/desk").text
    stage.state(key, "blaise", "recused", reason="We own the pharmacy.")
    stage.state(key, "dolores", "recused", reason="So do we.")
    assert send(browser, stage, key, "blaise").status_code == 403
    page = browser("blaise").get(f"/proposals/{key}/decision").text
    assert "so you do not decide" in page
    assert f'href="/seats/{world.seats["blaise"]}"' in page
    page = browser("amara").get(f"/proposals/{key}/decision").text
    assert page.count("This seat has declared an interest and stays out") == 1, "hers is no co-chair seat"
    send(browser, stage, key, "amara")
    assert state(stage, key) is ProposalState.POSITIONS_CALLED, "what he decided before counts no more"
    Meetings(world).lets_act("blaise", "farid")
    assert "Decide on Anywhere" in browser("farid").get("/desk").text
    send(browser, stage, key, "farid")
    assert state(stage, key) is ProposalState.RECOMMENDED


def test_what_was_decided_before_staying_out_counts_no_more_afterwards(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("shown")
    send(browser, stage, key, "blaise")
    stage.world.pass_time(hours=1)
    stage.state(key, "blaise", "recused", reason="We own the pharmacy.")
    send(browser, stage, key, "amara")
    stage.world.pass_time(hours=1)
    stage.state(key, "blaise", "support", reason="It is sold.")
    assert "Decide on Anywhere" in browser("blaise").get("/desk").text
    send(browser, stage, key, "blaise")
    assert state(stage, key) is ProposalState.RECOMMENDED


def test_a_deputy_who_declares_an_interest_stays_out(browser: Browser, stage: Stage, world: World) -> None:
    key = stage.proposal("shown")
    Meetings(world).lets_act("blaise", "farid")
    stage.state(key, "farid", "recused", reason="We own the pharmacy.")
    assert send(browser, stage, key, "farid").status_code == 403
    assert send(browser, stage, key, "blaise").status_code == 200


def test_what_a_former_chair_decided_counts_no_more(browser: Browser, stage: Stage, world: World) -> None:
    key = stage.proposal("shown")
    send(browser, stage, key, "amara")
    with world.database.write() as session:
        session.get_one(Seat, world.seats["amara"]).holder_id = world.people["dolores"]
    assert "Decide on Anywhere" in browser("dolores").get("/desk").text
    send(browser, stage, key, "blaise")
    assert state(stage, key) is ProposalState.POSITIONS_CALLED
    assert send(browser, stage, key, "dolores").status_code == 200
    assert state(stage, key) is ProposalState.RECOMMENDED


def test_the_deciding_chairs_come_from_two_organisations(browser: Browser, stage: Stage, world: World) -> None:
    key = stage.proposal("shown")
    with world.database.write() as session:
        body = session.get_one(Seat, world.seats["amara"]).organisation_id
        session.get_one(Seat, world.seats["blaise"]).organisation_id = body
    send(browser, stage, key, "amara")
    assert send(browser, stage, key, "blaise").status_code == 409
    assert state(stage, key) is ProposalState.POSITIONS_CALLED


def test_what_is_decided_is_final(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("recommended")
    assert send(browser, stage, key, "amara", "not_recommended").status_code == 409
    assert browser("gita").post(f"/proposals/{key}/withdrawal", data={}).status_code == 409


def test_a_withdrawn_proposal_can_no_longer_be_decided(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("shown")
    send(browser, stage, key, "amara")
    page = browser("gita").post(f"/proposals/{key}/withdrawal", data={"reason": "Overtaken."})
    assert "Overtaken." in page.text
    assert send(browser, stage, key, "blaise").status_code == 409


def test_whoever_decides_sees_who_was_not_heard_and_until_when(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("called")
    for who in ("dolores", "edith", "farid"):
        stage.state(key, who, "support")
    stage.world.pass_time(days=12)
    page = browser("amara").get(f"/proposals/{key}/decision").text
    facts = dict(re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", page))
    assert facts == {
        "Deadline": "Friday 4 December 2026, yesterday",
        "Heard": "3 of 6 seats",
        "Not yet heard from": "Seat of Amara; Seat of Blaise; Seat of Gita",
    }


def test_the_second_chair_is_told_when_the_first_decides_before_the_deadline(
    browser: Browser, stage: Stage, world: World, mailbox: Mailbox
) -> None:
    """A group that shows positions at once decides in one sitting."""
    with world.database.write() as session:
        session.get_one(Group, world.group).positions_shown = PositionsShown.AT_ONCE
    key = stage.proposal("called")
    for chair in ("amara", "blaise"):
        assert "Decide on Anywhere" not in browser(chair).get("/desk").text
    before = mailbox()
    assert send(browser, stage, key, "amara").status_code == 200
    assert "Decide on Anywhere" not in browser("amara").get("/desk").text
    assert "Decide on Anywhere" in browser("blaise").get("/desk").text
    (letter,) = fresh(mailbox, before)
    assert "To: blaise@example.org" in letter
    assert "has decided on this proposal" in letter


def test_the_decision_that_it_follows_from_is_chosen_already(browser: Browser, stage: Stage, world: World) -> None:
    key, meetings = stage.proposal("shown"), Meetings(world)
    item = meetings.item(meetings.meeting("in_session", day=world.now.date()))
    decision = meetings.do("chidi", decisions.decide, item, Recorded(text="We propose it.")).id
    option = f'<option value="{decision}" selected>'
    assert option not in browser("amara").get(f"/proposals/{key}/decision").text
    with stage.work("gita") as work:
        proposals.follow(work, work.session.get_one(Proposal, key), decision)
    assert option in browser("amara").get(f"/proposals/{key}/decision").text


def test_it_says_which_positions_were_said_on_an_earlier_version(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("called")
    stage.state(key, "farid", "support")
    stage.state(key, "dolores", "support")
    page = f"/proposals/{key}/decision"
    stage.world.pass_time(days=12)
    assert "Said on an earlier version" not in browser("amara").get(page).text
    reworded(stage, key, note={"en": "PLUGH"})
    said = browser("amara").get(page).text.partition("Said on an earlier version")[2].partition("</div>")[0]
    assert "2 positions: Seat of Farid; Seat of Dolores" in said
    stage.state(key, "farid", "support")
    assert "One position: Seat of Dolores" in browser("amara").get(page).text
