"""A position that the secretary records from a letter: the seat is told, and the co-chairs wait until it has answered."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from tests.conftest import Browser
from tests.letters import fresh, text_of
from tests.links.files import PDF
from tests.pathways.stage import Stage
from tests.world import World
from workgroups.links.papers.models import Paper
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals.forms import Calling
from workgroups.pathways.proposals.positions.models import Position, PositionValue

Mailbox = Callable[[], list[str]]
LETTER = {"file": ("Letter of 20 November.pdf", PDF, "application/pdf")}
SAID = {"value": "support", "mandate": "mandated", "mandated_on": "2026-11-20"}


def record(browser: Browser, stage: Stage, key: int, seat: str = "edith", by: str = "chidi", **also: str) -> Any:
    """What the page answers to whoever records a position from a letter."""
    sent = SAID | {"seat": str(stage.world.seats[seat])} | also
    return browser(by).post(f"/proposals/{key}/positions/letter", data=sent, files=LETTER)


def papers_on(page: str) -> dict[str, str]:
    """Which files the page was read with, as its form sends it."""
    return dict(re.findall(r'name="(papers)" value="(.*?)"', page))


def agree(browser: Browser, position: int) -> None:
    """Edith says that this is what her letter says."""
    page = browser("edith").get(f"/positions/{position}").text
    assert browser("edith").post(f"/positions/{position}/agreement", data=papers_on(page)).status_code == 200


@pytest.fixture
def key(stage: Stage) -> int:
    return stage.proposal("called")


def test_the_seat_is_told_and_agrees(browser: Browser, stage: Stage, world: World, mailbox: Mailbox, key: int) -> None:
    before = mailbox()
    page = record(browser, stage, key)
    assert page.status_code == 200
    (said,) = stage.rows(Position)
    assert (said.seat_id, said.person_id) == (world.seats["edith"], world.people["chidi"])
    assert said.correct_until == world.now + timedelta(days=5)
    told = fresh(mailbox, before)
    assert f"/positions/{said.id}" in text_of(told, "edith", "Your seat")
    assert f"/positions/{said.id}" in text_of(told, "ewan"), "her alternate hears of it as well"
    edith = browser("edith")
    assert "Is this what your letter says?" in unescape(edith.get("/desk").text)
    page = unescape(edith.get(f"/positions/{said.id}").text)
    assert "who recorded it from a letter" in page
    assert "Letter of 20 November.pdf" in page
    assert edith.post(f"/positions/{said.id}/agreement", data=papers_on(page)).status_code == 200
    assert "Is this what your letter says?" not in unescape(edith.get("/desk").text)
    assert "its seat agreed on Monday 23 November" in unescape(edith.get(f"/proposals/{key}").text)
    assert edith.post(f"/positions/{said.id}/agreement").status_code == 409


def test_it_is_hidden_like_every_position(browser: Browser, stage: Stage, key: int) -> None:
    record(browser, stage, key, reason="XYZZY sterile")
    (said,) = stage.rows(Position)
    for name in ("amara", "dolores", "iris"):
        visitor = browser(name)
        assert visitor.get(f"/positions/{said.id}").status_code == 404
        page = visitor.get(f"/proposals/{key}").text
        assert "XYZZY" not in page
        assert "Letter of 20 November" not in page
    for name in ("edith", "ewan", "chidi"):
        assert "XYZZY" in browser(name).get(f"/positions/{said.id}").text


@pytest.mark.parametrize("by", ["amara", "dolores", "edith", "henk"])
def test_nobody_else_records_from_a_letter(browser: Browser, stage: Stage, key: int, by: str) -> None:
    assert record(browser, stage, key, by=by).status_code == 403
    assert stage.rows(Position) == []


def test_a_seat_that_spoke_itself_is_not_overruled(browser: Browser, stage: Stage, key: int) -> None:
    stage.state(key, "edith", "reserved")
    page = record(browser, stage, key)
    assert page.status_code == 422
    assert "Only the seat can change it" in page.text
    assert [row.value for row in stage.rows(Position)] == [PositionValue.RESERVED]


def test_without_the_letter_nothing_is_recorded(browser: Browser, stage: Stage, key: int) -> None:
    sent = SAID | {"seat": str(stage.world.seats["edith"]), "reason": "Kept words"}
    page = browser("chidi").post(f"/proposals/{key}/positions/letter", data=sent)
    assert page.status_code == 422
    assert "Kept words" in page.text
    assert 'href="#f-file"' in page.text
    page = record(browser, stage, key, seat="henk")
    assert page.status_code == 422, "an observer is not asked"
    assert stage.rows(Position) == []


def test_the_chairs_wait_until_the_seat_agreed_or_its_time_has_passed(
    browser: Browser, stage: Stage, world: World, key: int
) -> None:
    world.pass_time(days=10)
    record(browser, stage, key)
    world.pass_time(days=2)
    deciding = {"value": "recommended", "reason": "Clear.", "digest": stage.digest(key)}
    page = browser("amara").post(f"/proposals/{key}/verdicts", data=deciding)
    assert page.status_code == 422
    assert "its seat can still correct it" in unescape(page.text)
    world.pass_time(days=4)
    assert browser("amara").post(f"/proposals/{key}/verdicts", data=deciding).status_code == 200


def test_a_correction_in_time_is_not_late(browser: Browser, stage: Stage, world: World, key: int) -> None:
    world.pass_time(days=10)
    record(browser, stage, key)
    world.pass_time(days=2)
    stage.state(key, "edith", "no_objection")
    world.pass_time(days=5)
    stage.state(key, "edith", "support")
    assert [(row.value.value, row.late) for row in stage.rows(Position)] == [
        ("support", False), ("no_objection", False), ("support", True),
    ]  # fmt: skip


def test_a_letter_does_not_overrule_what_its_seat_agreed_to(browser: Browser, stage: Stage, key: int) -> None:
    record(browser, stage, key)
    (said,) = stage.rows(Position)
    agree(browser, said.id)
    page = record(browser, stage, key, value="no_objection")
    assert page.status_code == 422
    assert "Only the seat can change it" in page.text
    assert [row.id for row in stage.rows(Position)] == [said.id]


@pytest.mark.parametrize(("before", "status"), [("object", 422), ("support", 200)])
def test_an_objection_of_an_earlier_call_stands_against_a_letter(
    browser: Browser, stage: Stage, world: World, key: int, before: str, status: int
) -> None:
    stage.state(key, "edith", before, reason="Not sterile.", resolved_by="A visit.")
    world.pass_time(days=12)
    stage.decide(key, "deferred", until=world.now.date() + timedelta(days=1))
    stage.do("amara", proposals.call, key, Calling(deadline=world.now.date() + timedelta(days=20)))
    assert record(browser, stage, key).status_code == status


def test_only_the_seat_corrects_in_time(browser: Browser, stage: Stage, world: World, key: int) -> None:
    world.pass_time(days=10)
    record(browser, stage, key)
    world.pass_time(days=2)
    record(browser, stage, key, value="no_objection")
    assert [row.late for row in stage.rows(Position)] == [False, True]


def test_what_follows_an_agreement_is_no_correction(browser: Browser, stage: Stage, world: World, key: int) -> None:
    world.pass_time(days=10)
    record(browser, stage, key)
    (said,) = stage.rows(Position)
    agree(browser, said.id)
    world.pass_time(days=2)
    stage.state(key, "edith", "support")
    assert [row.late for row in stage.rows(Position)] == [False, True]


def test_a_letter_is_recorded_for_the_version_that_was_read(browser: Browser, stage: Stage, key: int) -> None:
    assert stage.digest(key) in browser("chidi").get(f"/proposals/{key}/positions/letter").text
    refused = record(browser, stage, key, digest="another", reason="Kept words")
    assert refused.status_code == 409
    assert "Kept words" in refused.text
    assert stage.rows(Position) == []


def test_agreeing_binds_the_letter_that_was_read(browser: Browser, stage: Stage, key: int) -> None:
    record(browser, stage, key)
    (said,), (paper,) = stage.rows(Position), stage.rows(Paper)
    read = papers_on(browser("edith").get(f"/positions/{said.id}").text)
    better = {"file": ("Letter.pdf", PDF + b"2", "application/pdf")}
    assert browser("chidi").post(f"/papers/{paper.id}/versions", files=better).status_code == 200
    for stale in (read, {}):
        refused = browser("edith").post(f"/positions/{said.id}/agreement", data=stale)
        assert refused.status_code == 409
        assert "The letter was changed after you opened this page" in refused.text
        assert stage.row(Position, said.id).agreed_at is None
    agree(browser, said.id)


def test_a_letter_that_stands_stays(browser: Browser, stage: Stage, world: World, key: int) -> None:
    record(browser, stage, key)
    (paper,) = stage.rows(Paper)
    world.pass_time(days=5)
    assert browser("chidi").post(f"/papers/{paper.id}/removal").status_code == 409
