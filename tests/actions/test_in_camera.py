"""What is promised in camera is known to those who see the item, and to nobody else."""

from datetime import date

import pytest

from tests.conftest import Browser
from tests.meetings.stage import Stage
from tests.world import MEMBERS, OUTSIDERS, World
from workgroups.actions import commands
from workgroups.actions.forms import AssigningFromItem, Updating
from workgroups.actions.models import ActionState
from workgroups.meetings import commands as meetings

KNOWN = {"amara", "chidi", "edith", "ewan"}
"""Named, who closed the doors, and the alternate of who is named."""

ASKED = {"title": "Ask the lawyer", "due_on": "2026-12-14"}


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


@pytest.fixture
def item(stage: Stage, world: World) -> int:
    seats = [world.seats["amara"], world.seats["edith"]]
    return stage.item(stage.meeting("in_session"), "Quiet matter", in_camera=True, seats=seats)


@pytest.fixture
def action(stage: Stage, world: World, item: int) -> int:
    assigning = AssigningFromItem(**ASKED, seat=world.seats["edith"])
    key: int = stage.do("chidi", commands.assign_from_item, item, assigning).id
    return key


def test_whoever_sees_the_item_sees_what_was_promised_under_it(browser: Browser, action: int) -> None:
    for name in (*MEMBERS, *OUTSIDERS):
        client = browser(name)
        assert client.get(f"/actions/{action}").status_code == (200 if name in KNOWN else 404), name
        for path in ("/groups/pharmacy/actions?show=all", "/groups/pharmacy", "/desk"):
            assert name in KNOWN or ASKED["title"] not in client.get(path).text, (name, path)
    assert ASKED["title"] in browser("amara").get("/groups/pharmacy/actions").text
    assert ASKED["title"] in browser("edith").get("/desk").text


def test_nobody_else_changes_it_or_comments_on_it(browser: Browser, action: int) -> None:
    for name in set(MEMBERS) - KNOWN:
        client = browser(name)
        assert (
            client.post(f"/actions/{action}/updates", data={"state": "done", "due_on": "2026-12-14"}).status_code == 404
        )
        assert client.post(f"/actions/{action}/comments", data={"text": "Which lawyer?"}).status_code == 404
    assert browser("ewan").post(f"/actions/{action}/comments", data={"text": "Which lawyer?"}).status_code == 200


def test_done_is_news_to_those_who_knew(browser: Browser, stage: Stage, action: int) -> None:
    stage.later(hours=1)
    stage.do("edith", commands.update, action, Updating(state=ActionState.DONE, due_on=date(2026, 12, 14)))
    assert "Done: Ask the lawyer" in browser("amara").get("/groups/pharmacy").text
    assert "Ask the lawyer" not in browser("dolores").get("/groups/pharmacy").text


def test_only_a_seat_that_sees_the_item_can_be_asked(browser: Browser, world: World, item: int) -> None:
    page = browser("chidi").get(f"/items/{item}/actions/new").text
    assert "Seat of Edith" in page
    assert "Seat of Gita" not in page
    refused = browser("chidi").post(f"/items/{item}/actions", data=ASKED | {"seat": world.seats["gita"]})
    assert refused.status_code == 422
    assert "Choose a seat that sees this item: it is in camera." in refused.text


def test_the_subject_of_the_letter_does_not_say_what_it_is(mailbox, action: int) -> None:
    letters = [letter for letter in mailbox() if f"/actions/{action}" in letter]
    assert {address(letter) for letter in letters} == {"edith@example.org", "ewan@example.org"}
    assert all("Subject: An action for you\n" in letter.replace("\r", "") for letter in letters)


def test_its_thread_is_carried_in_camera(browser: Browser, stage: Stage, item: int, action: int) -> None:
    assert action
    following = stage.meeting(day=date(2027, 3, 11))
    stage.do("chidi", meetings.close, stage.items(following)[0].meeting_id - 1)
    [carried] = [row for row in stage.items(following) if row.carried_from_id == item]
    assert browser("edith").get(f"/items/{carried.id}").status_code == 200
    assert browser("dolores").get(f"/items/{carried.id}").status_code == 404


def address(letter: str) -> str:
    return next(line.removeprefix("To: ") for line in letter.splitlines() if line.startswith("To: "))
