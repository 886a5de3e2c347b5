"""Positions: what each needs, that hidden ones leak nowhere, history, lateness, answers to concerns."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from sqlmodel import select

from tests.conftest import Browser
from tests.letters import fresh
from tests.pathways.stage import Stage
from tests.world import MEMBERS, World
from workgroups.core.events import Event
from workgroups.core.policy import ME
from workgroups.groups import commands as groups
from workgroups.groups.forms import Closing
from workgroups.groups.models import Group, PositionsShown, Seat
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals.forms import Withdrawing
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.positions import commands, policy
from workgroups.pathways.proposals.positions.forms import Answering
from workgroups.pathways.proposals.positions.models import ConcernAnswer, Position, PositionValue

COMPLETE = {
    "support": {},
    "support_with_conditions": {"reason": "If supervised."},
    "no_objection": {},
    "concern": {"reason": "Safety.", "resolved_by": "A visit."},
    "object": {"reason": "Safety.", "resolved_by": "Nothing."},
    "reserved": {},
    "with_our_body": {"answer_by": "2026-12-01"},
    "recused": {"reason": "Our school gives the course."},
}
Mailbox = Callable[[], list[str]]


def told(letters: Sequence[str], subject: str = "") -> list[str]:
    """To whom letters went whose subject begins with these words."""
    chosen = [letter for letter in letters if f"\nSubject: {subject}" in letter]
    return sorted(letter.split("\nTo: ")[1].split("@")[0] for letter in chosen)


def pages(browser: Browser, name: str, proposal: int) -> str:
    """Everything a person can read of a proposal, as text."""
    addresses = (
        f"/proposals/{proposal}", "/groups/pharmacy/proposals", "/groups/pharmacy/pathway", "/groups/pharmacy", "/desk",
        "/groups/pharmacy/activity",
    )  # fmt: skip
    visitor = browser(name)
    return "\n".join(unescape(visitor.get(address).text) for address in addresses)


@pytest.mark.parametrize("value", COMPLETE)
def test_each_position_can_be_stated(browser: Browser, stage: Stage, value: str) -> None:
    key = stage.proposal("called")
    page = browser("dolores").post(
        f"/proposals/{key}/positions", data={"value": value, "mandate": "personal"} | COMPLETE[value]
    )
    assert page.status_code == 200
    (row,) = stage.rows(Position)
    assert (row.value, row.seat_id, row.late) == (PositionValue(value), stage.world.seats["dolores"], False)
    assert row.digest == stage.digest(key)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"value": "support_with_conditions"}, "reason"),
        ({"value": "concern", "resolved_by": "A visit."}, "reason"),
        ({"value": "concern", "reason": "Safety."}, "resolved_by"),
        ({"value": "object", "reason": "Safety."}, "resolved_by"),
        ({"value": "recused"}, "reason"),
        ({"value": "with_our_body"}, "answer_by"),
        ({"value": "with_our_body", "answer_by": "2026-11-01"}, "answer_by"),
        ({"value": "support", "mandate": "mandated"}, "mandated_on"),
        ({"value": "support", "mandate": "mandated", "mandated_on": "2026-12-24"}, "mandated_on"),
        ({"value": "maybe"}, "value"),
        ({}, "value"),
        ({"value": "support", "reason": "x" * 20_001}, "reason"),
        ({"value": "support", "reason": "a\x07b"}, "reason"),
    ],
)
def test_an_incomplete_position_is_refused_beside_its_field(
    browser: Browser, stage: Stage, sent: dict[str, str], field: str
) -> None:
    key = stage.proposal("called")
    page = browser("dolores").post(f"/proposals/{key}/positions", data=sent)
    assert page.status_code == 422
    assert f'href="#f-{field}"' in page.text
    assert stage.rows(Position) == []


def test_everything_that_is_wrong_is_said_at_once(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("called")
    sent = {"value": "object", "reason": "x" * 20_001, "mandate": "mandated", "answer_by": "soon"}
    page = browser("dolores").post(f"/proposals/{key}/positions", data=sent)
    assert page.status_code == 422
    wrong = {
        name for name in ("value", "reason", "resolved_by", "mandated_on", "answer_by") if f'#f-{name}"' in page.text
    }
    assert wrong == {"reason", "resolved_by", "mandated_on", "answer_by"}
    assert "Say why: conditions" not in page.text, "a reason was typed: it is too long, not missing"


def test_a_position_says_who_speaks_and_when_it_is_read(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("called")
    assert (
        "Nobody else sees it until the deadline has passed" in browser("edith").get(f"/proposals/{key}/position").text
    )
    stage.state(key, "edith", "reserved")
    stage.state(key, "dolores", "support")
    stage.state(key, "farid", "object", reason="Safety.", resolved_by="A visit.")
    stage.world.pass_time(days=12)
    assert "Everybody at the table sees it at once." in browser("edith").get(f"/proposals/{key}/position").text
    page = unescape(browser("amara").get(f"/proposals/{key}").text)
    assert "Edith · Monday 23 November" in page, "what the body reserves is no personal view"
    assert "Dolores · personal view" in page
    assert "Answer the objection" in page
    assert "Answer the concern" not in page


def test_nobody_speaks_for_the_seat_of_another(browser: Browser, stage: Stage, world: World) -> None:
    key = stage.proposal("called")
    sent = {"value": "support", "seat": world.seats["farid"]}
    for seat in (world.seats["farid"], "99999999999999"):
        refused = browser("dolores").post(f"/proposals/{key}/positions", data=sent | {"seat": seat})
        assert refused.status_code == 422
        assert 'class="errors"' in refused.text
    assert (
        browser("ewan").post(f"/proposals/{key}/positions", data=sent | {"seat": world.seats["edith"]}).status_code
        == 200
    )
    (row,) = stage.rows(Position)
    assert (row.seat_id, row.person_id) == (world.seats["edith"], world.people["ewan"])


def test_who_speaks_for_several_seats_chooses_one(browser: Browser, stage: Stage, world: World) -> None:
    key = stage.proposal("called")
    with stage.work("") as work:
        work.session.get_one(Seat, world.seats["farid"]).alternate_id = world.people["dolores"]
    own, other = world.seats["dolores"], world.seats["farid"]
    stage.state(key, "dolores", "support", seat=own)
    dolores = browser("dolores")
    page = dolores.get(f"/proposals/{key}/position").text
    options = re.findall(r'<option value="(\d*)"( selected)?>', page)
    assert options == [("", " selected"), (str(other), ""), (str(own), "")]
    assert "Your seat said until now" not in page
    for sent in ({}, {"seat": ""}):
        refused = dolores.post(f"/proposals/{key}/positions", data={"value": "no_objection"} | sent)
        assert refused.status_code == 422
        assert 'id="f-seat-error"' in refused.text
    assert dolores.post(f"/proposals/{key}/positions", data={"value": "no_objection", "seat": other}).status_code == 200
    assert {row.seat_id: row.value.value for row in stage.rows(Position)} == {own: "support", other: "no_objection"}


def test_a_hidden_position_leaks_nowhere(browser: Browser, stage: Stage, mailbox: Mailbox) -> None:
    key = stage.proposal("called")
    position = stage.concern(key)
    for name in set(MEMBERS) - {"farid"}:
        text = pages(browser, name, key)
        for secret in ("XYZZY", "PLUGH", "Concern</", "Answer the concern", "Préoccupation</", "Farid ·"):
            assert secret not in text, (name, secret)
        assert browser(name).get(f"/positions/{position}").status_code == 404
        page = unescape(browser(name).get(f"/proposals/{key}").text)
        assert page.count('class="tag heard"') == 2, "once in the counts, once in the list of seats"
        assert not any(f'class="tag {value.value}"' in page for value in PositionValue)
    own = browser("farid").get(f"/proposals/{key}").text
    assert "XYZZY" in own
    assert 'class="tag concern"' in own
    assert not any("concern" in letter.lower() or "XYZZY" in letter for letter in mailbox())
    for row in stage.rows(Event):
        assert not any(word in str(row.payload).lower() for word in ("concern", "xyzzy", "plugh"))
        assert "Concern" not in row.fact


def test_the_counts_are_the_same_whatever_was_said(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("called")
    seen = []
    for value, named in (("support", {}), ("object", {"reason": "No.", "resolved_by": "Nothing."})):
        stage.state(key, "farid", value, **named)
        page = browser("henk").get(f"/proposals/{key}").text
        seen.append(page[page.index("<main") :])
    assert seen[0] == seen[1]


def test_the_ledger_says_the_same_of_every_position(stage: Stage) -> None:
    key = stage.proposal("called")
    stage.state(key, "dolores", "support")
    stage.concern(key)
    stated = [row for row in stage.rows(Event) if row.fact == "PositionStated"]
    shapes = {(row.kind, tuple(sorted(row.payload))) for row in stated}
    assert len(stated) == 2
    assert shapes == {("Position", ("for_seat_id", "proposal_id"))}


def test_after_the_deadline_everybody_reads_and_the_chairs_are_told(
    browser: Browser, stage: Stage, mailbox: Mailbox
) -> None:
    key = stage.proposal("called")
    stage.concern(key)
    stage.state(key, "dolores", "support")
    before = mailbox()
    stage.world.pass_time(days=12)
    letters = fresh(mailbox, before)
    assert told(letters, "A concern to answer") == ["amara", "blaise"]
    assert not any("XYZZY" in letter for letter in letters)
    assert [row.fact for row in stage.rows(Event)].count("PositionsShown") == 1
    mailbox()
    assert [row.fact for row in stage.rows(Event)].count("PositionsShown") == 1, "once"
    henk = browser("henk").get(f"/proposals/{key}").text
    assert "XYZZY" in henk
    assert 'class="tag concern"' in henk
    assert "Answer the concern" in browser("blaise").get("/desk").text


def test_without_concerns_the_chairs_get_no_letter_about_one(stage: Stage, mailbox: Mailbox) -> None:
    key = stage.proposal("called")
    stage.state(key, "dolores", "support")
    before = mailbox()
    stage.world.pass_time(days=12)
    assert told(fresh(mailbox, before), "A concern") == []


SILENT = ["amara", "blaise", "edith", "ewan", "gita"]
"""Who speaks for a seat that is not heard, when Dolores and Farid have spoken."""

EARLY, OVERDUE = datetime(2026, 12, 1, 12, 0, tzinfo=UTC), datetime(2026, 12, 5, 12, 0, tzinfo=UTC)
"""Eight in the morning in Halifax, three days before the last day of `DEADLINE` and the day after it."""


def reminded(stage: Stage, mailbox: Mailbox, moment: datetime) -> list[str]:
    """Who hears from a worker that runs once, at this moment."""
    before = mailbox()
    stage.world.now = moment
    return told(fresh(mailbox, before))


def test_seats_not_heard_are_reminded_before_the_deadline_and_after_it(stage: Stage, mailbox: Mailbox) -> None:
    key = stage.proposal("called")
    stage.state(key, "dolores", "support")
    stage.concern(key)
    assert reminded(stage, mailbox, EARLY - timedelta(minutes=1)) == []
    assert reminded(stage, mailbox, EARLY) == SILENT
    assert reminded(stage, mailbox, OVERDUE - timedelta(minutes=1)) == ["amara", "blaise"], "of the concern"
    stage.state(key, "gita", "reserved")
    assert reminded(stage, mailbox, OVERDUE) == ["amara", "blaise", "edith", "ewan"]
    assert reminded(stage, mailbox, OVERDUE + timedelta(days=30)) == []


def test_a_worker_that_was_away_reminds_once(stage: Stage, mailbox: Mailbox) -> None:
    stage.state(stage.proposal("called"), "farid", "support")
    assert "dolores" in reminded(stage, mailbox, OVERDUE + timedelta(days=2))
    assert reminded(stage, mailbox, OVERDUE + timedelta(days=3)) == []


def test_more_time_moves_the_reminder(browser: Browser, stage: Stage, mailbox: Mailbox) -> None:
    key = stage.proposal("called")
    amara = browser("amara")
    assert "They are reminded by mail on Tuesday 1 December 2026" in amara.get(f"/proposals/{key}").text
    amara.post(f"/proposals/{key}/deadline", data={"deadline": "2026-12-20"})
    assert "They are reminded by mail on Thursday 17 December 2026" in amara.get(f"/proposals/{key}").text
    assert reminded(stage, mailbox, EARLY) == []
    assert "edith" in reminded(stage, mailbox, EARLY + timedelta(days=16))


def test_nobody_is_reminded_when_every_seat_was_heard_or_it_is_withdrawn(stage: Stage, mailbox: Mailbox) -> None:
    heard, withdrawn = stage.proposal("called"), stage.proposal("called")
    for name in ("amara", "blaise", "dolores", "edith", "farid", "gita"):
        stage.state(heard, name, "support")
    stage.do("gita", proposals.withdraw, withdrawn, Withdrawing())
    assert reminded(stage, mailbox, EARLY) == []
    assert "SeatsReminded" not in [row.fact for row in stage.rows(Event)]


def test_a_group_can_show_positions_at_once(browser: Browser, stage: Stage, world: World, mailbox: Mailbox) -> None:
    with world.database.write() as session:
        session.get_one(Group, world.group).positions_shown = PositionsShown.AT_ONCE
    key = stage.proposal("called")
    before = mailbox()
    stage.concern(key)
    assert "XYZZY" in browser("henk").get(f"/proposals/{key}").text
    to = sorted(letter.split("\nTo: ")[1].split("@")[0] for letter in fresh(mailbox, before))
    assert to == ["amara", "blaise"]


def test_what_the_group_decides_later_does_not_unhide_a_call(browser: Browser, stage: Stage, world: World) -> None:
    key = stage.proposal("called")
    stage.concern(key)
    with world.database.write() as session:
        session.get_one(Group, world.group).positions_shown = PositionsShown.AT_ONCE
    assert "XYZZY" not in browser("amara").get(f"/proposals/{key}").text


def test_an_extension_keeps_hidden_what_is_hidden_and_shown_what_is_shown(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("called")
    stage.concern(key)
    amara, henk = browser("amara"), browser("henk")
    amara.post(f"/proposals/{key}/deadline", data={"deadline": "2026-12-20"})
    stage.world.pass_time(days=12)
    assert "XYZZY" not in henk.get(f"/proposals/{key}").text
    stage.world.pass_time(days=20)
    assert "XYZZY" in henk.get(f"/proposals/{key}").text
    amara.post(f"/proposals/{key}/deadline", data={"deadline": "2027-01-20"})
    assert "XYZZY" in henk.get(f"/proposals/{key}").text


def test_a_second_call_hides_only_what_is_said_in_it(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("called")
    stage.concern(key)
    stage.world.pass_time(days=12)
    stage.decide(key, "deferred", until=stage.world.now.date().replace(year=2027))
    browser("amara").post(f"/proposals/{key}/calls", data={"deadline": "2027-01-20"})
    stage.world.pass_time(minutes=1)
    stage.state(key, "dolores", "object", reason="FROTZ", resolved_by="Nothing.")
    page = browser("henk").get(f"/proposals/{key}").text
    assert "XYZZY" in page
    assert "FROTZ" not in page


def test_a_second_call_asks_every_seat_again(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("called")
    stage.state(key, "dolores", "support", reason="PLUGH")
    stage.concern(key)
    stage.world.pass_time(days=12)
    stage.decide(key, "deferred", until=stage.world.now.date().replace(year=2027))
    stage.world.pass_time(days=1)
    browser("amara").post(f"/proposals/{key}/calls", data={"deadline": "2027-01-20"})
    for seat in ("dolores", "farid"):
        assert "position: Anywhere" in unescape(browser(seat).get("/desk").text)
    page = unescape(browser("dolores").get(f"/proposals/{key}").text)
    assert "State your seat’s position" in page
    assert "One earlier position" in page
    assert "PLUGH" in page
    assert "XYZZY" in page[: page.index("One earlier position")], "a concern waits for its answer"
    stage.state(key, "dolores", "no_objection")
    assert "position: Anywhere" not in unescape(browser("dolores").get("/desk").text)
    stage.world.pass_time(days=60)
    shown = unescape(browser("henk").get(f"/proposals/{key}").text)
    assert "Not yet heard from:" in shown
    assert "Support <b>" not in shown


def test_a_changed_position_keeps_its_history(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("called")
    stage.concern(key)
    stage.state(key, "farid", "support", reason="FROTZ met")
    stage.world.pass_time(days=12)
    page = unescape(browser("henk").get(f"/proposals/{key}").text)
    assert "One earlier position" in page
    assert "XYZZY" in page
    assert "FROTZ met" in page
    assert "Support <b>1</b>" in page
    assert "Concern <b>" not in page
    assert [row.superseded_at is None for row in stage.rows(Position)] == [False, True]


def test_a_position_after_the_deadline_is_late(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("shown")
    stage.state(key, "dolores", "support")
    assert stage.rows(Position)[0].late
    assert ">late<" in browser("henk").get(f"/proposals/{key}").text


def test_a_position_on_an_earlier_version_says_so(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("called")
    stage.state(key, "dolores", "support")
    browser("gita").post(f"/proposals/{key}/argument", data={"title_en": "Anywhere", "reason": "Better put."})
    assert "on an earlier version" in browser("dolores").get(f"/proposals/{key}").text


def test_the_holder_hears_what_her_alternate_did(stage: Stage, mailbox: Mailbox) -> None:
    key = stage.proposal("called")
    before = mailbox()
    stage.state(key, "ewan", "reserved")
    (letter,) = fresh(mailbox, before)
    assert "To: edith@example.org" in letter
    assert "reserved" not in letter.lower()


def test_a_concern_is_answered_and_judged(browser: Browser, stage: Stage, mailbox: Mailbox) -> None:
    key = stage.proposal("called")
    position = stage.concern(key)
    stage.world.pass_time(days=12)
    before = mailbox()
    amara, farid = browser("amara"), browser("farid")
    assert amara.post(f"/positions/{position}/answers", data={"text": ""}).status_code == 422
    page = amara.post(f"/positions/{position}/answers", data={"text": "GRUE visits are agreed."})
    assert "GRUE" in page.text
    letters = fresh(mailbox, before)
    assert [letter.split("\nTo: ")[1].split("@")[0] for letter in letters] == ["farid"]
    assert "Is your concern met?" in farid.get("/desk").text
    assert farid.post(f"/positions/{position}/judgement", data={"met": "maybe"}).status_code == 422
    assert ">met<" in farid.post(f"/positions/{position}/judgement", data={"met": "yes"}).text
    assert [row.met for row in stage.rows(ConcernAnswer)] == [True]
    assert farid.post(f"/positions/{position}/judgement", data={"met": "no"}).status_code == 409
    assert "Is your concern met?" not in farid.get("/desk").text


def test_a_concern_that_was_given_up_needs_no_answer(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("called")
    position = stage.concern(key)
    stage.state(key, "farid", "support")
    stage.world.pass_time(days=12)
    assert browser("amara").post(f"/positions/{position}/answers", data={"text": "A visit."}).status_code == 409
    stage.decide(key, "recommended")
    assert stage.row(Proposal, key).state.value == "recommended"


def test_a_chair_cannot_answer_what_she_may_not_read(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("called")
    position = stage.concern(key)
    answer = browser("amara").post(f"/positions/{position}/answers", data={"text": "A visit."})
    assert answer.status_code == 404
    assert "XYZZY" not in answer.text


def test_a_chair_does_not_answer_her_own_hidden_concern(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("called")
    position = stage.concern(key, by="amara")
    assert browser("amara").post(f"/positions/{position}/answers", data={"text": "A visit."}).status_code == 403


def test_an_answer_is_owed_since_the_positions_are_shown_or_since_a_later_concern(
    browser: Browser, stage: Stage
) -> None:
    key = stage.proposal("called")
    first = stage.concern(key)
    stage.world.pass_time(days=12)
    owed = 'Answer the concern: Anywhere</a><p class="soft">since '
    shown = browser("blaise").get("/desk").text
    assert f"{owed}Saturday 5 December 2026" in shown, "the day after the deadline"
    stage.do("amara", commands.answer, first, Answering(text="A visit."))
    stage.world.pass_time(days=2)
    stage.concern(key, by="dolores")
    assert f"{owed}Monday 7 December 2026" in browser("blaise").get("/desk").text
    judged = browser("farid").get("/desk").text
    assert 'Is your concern met? Anywhere</a><p class="soft">since Saturday 5 December 2026' in judged


def test_in_a_closed_group_no_concern_waits_for_its_judgement(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("called")
    concern = stage.concern(proposal)
    stage.world.pass_time(days=12)
    stage.do("amara", commands.answer, concern, Answering(text="A visit."))
    assert "Is your concern met?" in browser("farid").get("/desk").text
    waiting = select(Proposal.id).where(policy.waits_for_judgement(ME))
    for closed in (False, True):
        if closed:
            stage.do("amara", groups.close, "pharmacy", Closing(successor=0))
        with stage.work("farid") as work:
            assert work.rows(waiting).scalars().all() == ([] if closed else [proposal])
