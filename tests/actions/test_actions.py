"""Promises: who may make, give and update them, and what happens to bad input."""

import re
from datetime import date

import pytest
from sqlmodel import select

from tests.conftest import Browser
from tests.world import OUTSIDERS, World
from workgroups.actions.models import Action, ActionState, EarlierDueDate

PROMISE = {"title": "Write to the three hospitals", "due_on": "2026-12-14"}
EVERYBODY = ("amara", "blaise", "chidi", "dolores", "edith", "ewan", "farid", "gita", "henk", "iris", "jonas", "kofi")


@pytest.fixture
def action(browser: Browser, world: World) -> int:
    """An action of Edith's seat, given by the secretary."""
    browser("chidi").post("/groups/pharmacy/assignments", data=PROMISE | {"seat": world.seats["edith"]})
    return stored(world).id


def stored(world: World) -> Action:
    with world.database.read() as session:
        return session.exec(select(Action)).one()


def statuses(browser: Browser, path: str, data: dict[str, object]) -> dict[str, int]:
    return {name: browser(name, follow_redirects=False).post(path, data=data).status_code for name in EVERYBODY}


def test_whoever_has_a_seat_may_promise(browser: Browser) -> None:
    found = statuses(browser, "/groups/pharmacy/actions", PROMISE)
    assert {name for name, status in found.items() if status == 303} == {
        "amara",
        "blaise",
        "chidi",
        "dolores",
        "edith",
        "ewan",
        "farid",
        "gita",
    }
    assert {found[name] for name in ("henk", "iris")} == {403}
    assert {found[name] for name in OUTSIDERS} == {404}


def test_chairs_secretary_and_coordinator_may_assign(browser: Browser, world: World) -> None:
    found = statuses(browser, "/groups/pharmacy/assignments", PROMISE | {"seat": world.seats["gita"]})
    assert {name for name, status in found.items() if status == 303} == {"amara", "blaise", "chidi", "iris"}
    assert {found[name] for name in ("dolores", "edith", "henk")} == {403}
    assert {found[name] for name in OUTSIDERS} == {404}


def test_the_seat_and_those_who_arrange_may_update(browser: Browser, world: World, action: int) -> None:
    found = statuses(browser, f"/actions/{action}/updates", {"state": "in_progress", "due_on": "2026-12-14"})
    assert {name for name, status in found.items() if status == 303} == {
        "amara",
        "blaise",
        "chidi",
        "edith",
        "ewan",
        "iris",
    }
    assert {found[name] for name in ("dolores", "farid", "henk")} == {403}
    assert {found[name] for name in OUTSIDERS} == {404}


def test_the_seat_hears_of_it_by_mail(mailbox, action: int) -> None:
    letters = mailbox()
    assert sorted(re.findall(r"^To: (\S+)", "\n".join(letters), re.MULTILINE)) == [
        "edith@example.org",
        "ewan@example.org",
    ]
    assert f"http://testserver/actions/{action}" in letters[0]


def test_a_moved_date_keeps_the_earlier_one(browser: Browser, world: World, action: int) -> None:
    page = browser("edith").post(f"/actions/{action}/updates", data={"state": "open", "due_on": "2027-01-15"})
    assert "Friday 15 January 2027" in page.text
    assert "Monday 14 December 2026" in page.text
    with world.database.read() as session:
        assert session.exec(select(EarlierDueDate.due_on)).all() == [date(2026, 12, 14)]


def test_blocked_says_why_and_what_would_help(browser: Browser, world: World, action: int) -> None:
    edith, path = browser("edith"), f"/actions/{action}/updates"
    refused = edith.post(path, data={"state": "blocked", "due_on": "2026-12-14"})
    assert refused.status_code == 422
    assert "Say why." in refused.text
    refused = edith.post(path, data={"state": "blocked", "text": "No answer yet", "due_on": "2026-12-14"})
    assert refused.status_code == 422
    assert '<a href="#f-unblocked_by">What would unblock it: Say what would unblock it.</a>' in refused.text
    assert "<title>Error: " in refused.text
    assert "No answer yet" in refused.text
    given = {"state": "blocked", "text": "No answer yet", "unblocked_by": "A call by a chair", "due_on": "2026-12-14"}
    assert "A call by a chair" in edith.post(path, data=given).text
    assert stored(world).state is ActionState.BLOCKED
    edith.post(path, data={"state": "open", "due_on": "2026-12-14"})
    assert (stored(world).state, stored(world).reason, stored(world).unblocked_by) == (ActionState.OPEN, "", "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", " "),
        ("title", "x" * 201),
        ("title", "a\x00b"),
        ("title", "a\u202eb"),
        ("title", "two\nlines"),
        ("due_on", ""),
        ("due_on", "2026-02-30"),
        ("due_on", "soon"),
        ("seat", ""),
        ("seat", "x"),
        ("seat", "99999"),
        ("detail", "x" * 1_000_000),
        ("unknown", "1"),
    ],
)
def test_bad_input_is_named_beside_its_field_and_nothing_is_lost(
    browser: Browser, world: World, field: str, value: str
) -> None:
    data = PROMISE | {"seat": str(world.seats["gita"])} | {field: value}
    page = browser("chidi").post("/groups/pharmacy/assignments", data=data)
    assert page.status_code == 422
    if field != "unknown":
        assert f'id="f-{field}-error"' in page.text
    if field != "title":
        assert PROMISE["title"] in page.text
    with world.database.read() as session:
        assert session.exec(select(Action)).all() == []


def test_a_seat_of_another_table_is_no_seat(browser: Browser, world: World) -> None:
    page = browser("chidi").post("/groups/pharmacy/assignments", data=PROMISE | {"seat": world.seats["kofi"]})
    assert page.status_code == 422
    page = browser("chidi").post("/groups/pharmacy/assignments", data=PROMISE | {"seat": world.seats["vacant"]})
    assert "This seat is vacant" in page.text


def test_a_create_that_is_sent_twice_counts_once(browser: Browser, world: World) -> None:
    for _ in range(3):
        answer = browser("dolores").post("/groups/pharmacy/actions", data=PROMISE | {"_once": "the-same"})
        assert answer.status_code == 200
    assert stored(world).title == PROMISE["title"]


def test_who_saves_second_gets_both_texts(browser: Browser, world: World, action: int) -> None:
    version = stored(world).version
    browser("edith").post(
        f"/actions/{action}/updates", data={"state": "in_progress", "due_on": "2026-12-20", "_version": version}
    )
    late = browser("chidi").post(
        f"/actions/{action}/updates",
        data={"state": "done", "text": "Heard it is done", "due_on": "2026-12-14", "_version": version},
    )
    assert late.status_code == 409
    assert "Heard it is done" in late.text
    assert "2026-12-20" in late.text
    assert stored(world).state is ActionState.IN_PROGRESS


def test_the_list_costs_the_same_for_any_number(browser: Browser, world: World, queries: list[str]) -> None:
    chidi = browser("chidi")
    chidi.post("/groups/pharmacy/assignments", data=PROMISE | {"seat": world.seats["gita"]})
    chidi.get("/groups/pharmacy/actions")
    queries.clear()
    chidi.get("/groups/pharmacy/actions")
    few = len(queries)
    for _ in range(9):
        chidi.post("/groups/pharmacy/assignments", data=PROMISE | {"seat": world.seats["gita"]})
    queries.clear()
    page = chidi.get("/groups/pharmacy/actions")
    assert page.text.count(PROMISE["title"]) == 10
    assert len(queries) == few


def test_what_is_finished_stands_below_what_is_not(browser: Browser, world: World, action: int) -> None:
    chidi = browser("chidi")
    chidi.post(f"/actions/{action}/updates", data={"state": "done", "due_on": "2026-12-14"})
    chidi.post(
        "/groups/pharmacy/assignments", data={"title": "Later", "due_on": "2027-01-20", "seat": world.seats["edith"]}
    )
    page = browser("edith").get("/groups/pharmacy/actions?show=all").text
    assert page.index("Later") < page.index(PROMISE["title"])
    mine = browser("edith").get("/groups/pharmacy/actions?show=mine").text
    assert "Later" in mine
    assert PROMISE["title"] not in mine, "it is done"


def test_what_is_done_says_when_and_not_how_long_there_is_time(browser: Browser, world: World, action: int) -> None:
    edith, path = browser("edith"), f"/actions/{action}/updates"
    assert "Due Monday 14 December 2026" in edith.get(f"/actions/{action}").text
    edith.post(path, data={"state": "done", "due_on": "2026-12-14"})
    world.pass_time(days=2)
    page = edith.post(path, data={"state": "done", "due_on": "2026-12-14", "text": "It holds."}).text
    assert "Done on Monday 23 November 2026. It was due Monday 14 December 2026." in page
    assert "Due Monday" not in page
    page = edith.post(path, data={"state": "dropped", "due_on": "2026-12-14", "text": "No."}).text
    assert "Dropped on Wednesday 25 November 2026." in page
