"""Declared interests: who says what might sway a seat, who reads it, where it stands, and how it is taken back."""

import pytest
from sqlalchemy import select

from tests.meetings.test_weight import counted
from workgroups.core.events import Event
from workgroups.meetings import commands as meetings
from workgroups.meetings.interests import commands as interests
from workgroups.meetings.interests.forms import Declaring
from workgroups.meetings.interests.models import Interest
from workgroups.meetings.session import commands as session

WORDS = "My school would run the course."
TABLE_PAGE = "/groups/pharmacy/interests"


def declare(stage, name, item=None, seat=None, text=WORDS):
    declaring = Declaring(seat=stage.world.seats[seat] if seat else None, text=text)
    if item:
        return stage.do(name, interests.declare_at, item, declaring)
    return stage.do(name, interests.declare, "pharmacy", declaring)


@pytest.fixture
def meeting(stage):
    return stage.meeting("in_session")


@pytest.fixture
def item(stage, meeting):
    return stage.item(meeting, "Bridging places")


@pytest.fixture
def quiet(stage, world, meeting):
    """In camera, for Edith, Ewan and Chidi."""
    return stage.item(meeting, "A quiet matter", in_camera=True, seats=[world.seats["edith"]])


@pytest.mark.parametrize(
    ("name", "own", "other"),
    [
        ("gita", 200, 422),
        ("edith", 200, 422),
        ("amara", 200, 200),
        ("chidi", 200, 200),
        ("iris", 422, 200),
        ("ewan", 200, 422),
        ("henk", 403, 403),
        ("kofi", 404, 404),
    ],
)
def test_who_declares_for_the_own_seat_and_for_another(browser, world, item, name, own, other):
    visitor = browser(name)
    for path in (TABLE_PAGE, f"/items/{item}/interests"):
        assert visitor.post(path, data={"text": WORDS}).status_code == own
        sent = {"seat": world.seats["dolores"], "text": WORDS}
        assert visitor.post(path, data=sent).status_code == other


def test_it_is_kept_for_the_year_with_its_seat_and_not_on_the_ledger(browser, stage, world, item):
    page = browser("edith").post(TABLE_PAGE, data={"text": WORDS})
    assert "Declared. Everybody at the table can read it." in page.text
    kept = stage.row(Interest, 1)
    assert (kept.seat_id, kept.year, kept.item_id, kept.person_id) == (
        world.seats["edith"], 2026, None, world.people["edith"],
    )  # fmt: skip
    with world.database.read() as session:
        [told] = session.execute(select(Event.payload).where(Event.fact == "InterestDeclared")).scalars()
    assert told == {"for_seat_id": world.seats["edith"], "item_id": None}


def test_an_empty_declaration_comes_back_with_its_error(browser, world):
    page = browser("chidi").post(TABLE_PAGE, data={"seat": world.seats["gita"], "text": " "})
    assert page.status_code == 422
    assert f'<option value="{world.seats["gita"]}" selected' in page.text
    assert "Declared by" not in page.text


def test_whoever_can_choose_finds_the_own_seat_first(browser):
    page = browser("chidi").get(TABLE_PAGE).text
    assert page.index(">Seat of Chidi<") < page.index(">Seat of Amara<") < page.index(">Seat of Edith<")
    assert "Seat of Henk" not in page


def test_everybody_at_the_table_reads_it_where_the_item_stands(browser, stage, meeting, item):
    declare(stage, "edith", item)
    declare(stage, "dolores", item, text="I work there.")
    henk, told = browser("henk"), "2 seats have declared an interest"
    for path in (f"/meetings/{meeting}", f"/meetings/{meeting}/agenda", f"/meetings/{meeting}/minutes"):
        assert henk.get(path).text.count(told) == 1, path
    stage.do("chidi", session.turn_to, item)
    assert told in henk.get(f"/meetings/{meeting}/session").text
    assert told in henk.get(f"/meetings/{meeting}/agenda.md").text
    document = henk.get(f"/meetings/{meeting}/minutes.md").text
    assert f"Interest declared by Seat of Edith: {WORDS}" in document
    assert "Interest declared by Seat of Dolores: I work there." in document
    for path in (TABLE_PAGE, f"/items/{item}/interests"):
        page = henk.get(path).text
        assert WORDS in page
        assert "Declare it" not in page
    assert "Interests declared in this item" in henk.get(f"/items/{item}").text


def test_what_is_declared_in_camera_stays_there(browser, stage, meeting, quiet):
    declare(stage, "edith", quiet)
    for path in (TABLE_PAGE, f"/meetings/{meeting}/minutes.md"):
        assert WORDS in browser("ewan").get(path).text, path
        for name in ("amara", "dolores", "henk"):
            assert WORDS not in browser(name).get(path).text, path
    assert browser("dolores").get(f"/items/{quiet}/interests").status_code == 404
    assert browser("dolores").post("/interests/1/withdrawal").status_code == 404


@pytest.mark.parametrize(
    ("name", "answer"), [("edith", 200), ("ewan", 200), ("chidi", 200), ("dolores", 403), ("henk", 403), ("kofi", 404)]
)
def test_who_takes_it_back(browser, stage, item, name, answer):
    declare(stage, "edith", item)
    visitor = browser(name)
    shown = visitor.get(f"/items/{item}/interests").text
    assert ("Take back the declaration" in shown) == (answer == 200)
    assert visitor.post("/interests/1/withdrawal").status_code == answer
    assert (stage.row(Interest, 1).taken_back_at is not None) == (answer == 200)


def test_what_was_taken_back_stands_nowhere_and_is_taken_back_once(browser, stage, meeting, item):
    declare(stage, "edith", item)
    edith = browser("edith")
    assert "The declaration is taken back." in edith.post("/interests/1/withdrawal").text
    for path in (TABLE_PAGE, f"/items/{item}/interests", f"/meetings/{meeting}/minutes.md"):
        assert WORDS not in edith.get(path).text
    assert "declared an interest" not in edith.get(f"/meetings/{meeting}").text
    assert edith.post("/interests/1/withdrawal").status_code == 409


def test_circulated_minutes_keep_what_was_declared(browser, stage):
    meeting = stage.meeting("minutes_draft")
    item = stage.items(meeting)[0].id
    declare(stage, "edith", item)
    stage.circulate(meeting)
    edith = browser("edith")
    assert "Take back the declaration" not in edith.get(f"/items/{item}/interests").text
    assert edith.post("/interests/1/withdrawal").status_code == 409
    assert edith.post(f"/items/{item}/interests", data={"text": WORDS}).status_code == 409


def test_an_earlier_year_stands_below(browser, stage, world):
    declare(stage, "edith", text="In the autumn.")
    stage.later(days=60)
    declare(stage, "edith", text="In the new year.")
    page = browser("henk").get(TABLE_PAGE).text
    assert page.index("In the new year.") < page.index("<summary>2026</summary>") < page.index("In the autumn.")


def test_the_public_summary_does_not_tell(browser, stage, meeting, item):
    declare(stage, "edith", item)
    stage.do("chidi", meetings.close, meeting)
    stage.circulate(meeting)
    assert WORDS not in browser("chidi").get(f"/meetings/{meeting}/summary").text


def test_many_declarations_ask_no_more_queries(browser, queries, stage, world, meeting, item):
    paths = (TABLE_PAGE, f"/items/{item}/interests", f"/meetings/{meeting}/minutes.md")
    declare(stage, "edith", item)
    few = [len(counted(queries, browser("chidi"), path)[0]) for path in paths]
    for name in ("gita", "dolores", "farid", "amara"):
        declare(stage, name, item)
        declare(stage, name)
    assert [len(counted(queries, browser("chidi"), path)[0]) for path in paths] == few
