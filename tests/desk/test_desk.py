"""One place for what waits, and a group at a glance."""

import re
from datetime import date, timedelta

import pytest

from tests.conftest import Browser
from tests.meetings.stage import Stage
from tests.world import NOW, World
from workgroups.desk.rhythm import Rhythm, standing
from workgroups.groups.models import Group, GroupState, Seat
from workgroups.meetings import commands as meetings
from workgroups.meetings.terms.models import Terms


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def assign(browser: Browser, world: World, title: str, due: str, to: str = "edith") -> None:
    form = {"title": title, "due_on": due, "seat": world.seats[to]}
    assert browser("chidi").post("/groups/pharmacy/assignments", data=form).status_code == 200


def badge(page: str) -> int:
    found = re.search(r'class="badge">(\d+)', page)
    return int(found[1]) if found else 0


def test_an_empty_desk_says_what_belongs_there(browser: Browser) -> None:
    page = browser("dolores").get("/desk").text
    assert "Nobody waits for you" in page
    assert "No meeting is planned." in page
    assert 'href="/groups/pharmacy"' in page
    assert badge(page) == 0


def test_an_administrator_finds_what_she_looks_after_and_no_empty_boxes(browser: Browser, world: World) -> None:
    jonas = browser("jonas")
    page = jonas.get("/desk").text
    assert re.findall(r'<li><a href="(/admin[^"]*)">', page) == [
        "/admin",
        "/admin/people",
        "/admin/people#organisations",
    ]
    assert "2 groups" in page
    assert "13 people" in page
    for box in ("You have no seat yet", "No meeting is planned."):
        assert box not in page
    assert badge(page) == 0
    with world.database.write() as session:
        session.get_one(Group, world.group).state = GroupState.FORMING
        session.get_one(Seat, world.seats["amara"]).holder_id = None
    page = jonas.get("/desk").text
    assert (
        f'<a href="/admin/seats/{world.seats["amara"]}">Name somebody for the co-chair seat: Seat of Amara</a>' in page
    )
    assert "1 forming" in page


def test_promises_stand_in_the_order_of_their_days_and_count(browser: Browser, world: World) -> None:
    assign(browser, world, "Second thing", "2026-12-20")
    assign(browser, world, "First thing", "2026-11-25")
    page = browser("edith").get("/desk").text
    assert page.index("First thing") < page.index("Second thing")
    assert "Nobody waits for you" not in page
    assert "Wednesday 25 November 2026, in 2 days" in page
    assert badge(page) == 2
    assert badge(browser("ewan").get("/desk").text) == 2
    assert badge(browser("gita").get("/desk").text) == 0
    world.pass_time(days=3)
    late = browser("edith").get("/desk").text
    assert "Due Wednesday 25 November 2026" in late
    assert late.count("New date, or help needed?") == 1


def test_what_others_ask_stands_apart_from_promises(browser: Browser, world: World, stage: Stage) -> None:
    assign(browser, world, "A promise", "2026-12-20", "amara")
    meeting = stage.meeting("minutes_circulated")
    page = browser("amara").get("/desk").text
    asked, promised = page.split('id="promised"')
    assert f"/meetings/{meeting}" in asked
    assert "A promise" in promised
    assert "A promise" not in asked
    assert badge(page) == 2


def test_everything_says_since_when_it_waits(browser: Browser, world: World, stage: Stage) -> None:
    """From the thing itself, or from the ledger where it keeps no such moment."""
    meeting = stage.meeting(day=date(2027, 1, 14))
    world.pass_time(days=1)
    item = {"title": "Fees", "kind": "discussion", "minutes_long": "10", "presenter": "", "text": ""}
    assert browser("edith").post(f"/meetings/{meeting}/proposals", data=item).status_code == 200
    world.pass_time(days=1)
    assign(browser, world, "A promise", "2026-12-20", "amara")
    barrier = {"title": "Hospital part", "text": "No places.", "affects": "Everybody.", "evidence": ""}
    assert browser("dolores").post("/groups/pharmacy/barriers", data=barrier).status_code == 200
    world.pass_time(days=3)
    for path in ("/desk", "/groups/pharmacy"):
        page = browser("amara").get(path).text
        said = dict(re.findall(r"<a href=[^>]+>([^<]+)</a>(?:<span>.*?</span>)?<p[^>]*>([^<]*since [^<]+)</p>", page))
        assert said["Accept or decline: Fees"] == "since Tuesday 24 November 2026, 4 days ago"
        assert said["Confirm the barrier Hospital part"] == "since Wednesday 25 November 2026, 3 days ago"
    assert "Falls Pharmacy · since Wednesday 25 November 2026" in browser("amara").get("/desk").text


def test_the_next_meeting_of_each_group_stands_on_the_desk(browser: Browser, stage: Stage) -> None:
    later = stage.meeting(day=date(2027, 3, 11))
    nearest = stage.meeting("called")
    page = browser("henk").get("/desk").text
    assert f'href="/meetings/{nearest}"' in page
    assert f'href="/meetings/{later}"' not in page
    assert "Thursday 10 December 2026, 13:30, Atlantic time" in page
    assert "in 17 days" in page
    assert str(nearest) not in re.findall(r"/meetings/(\d+)", browser("kofi").get("/desk").text)


def test_the_overview_shows_the_table_the_next_meeting_and_what_waits(
    browser: Browser, world: World, stage: Stage
) -> None:
    empty = browser("chidi").get("/groups/pharmacy").text
    assert "No meeting is planned" in empty
    assert "Draft a meeting on this day" in empty
    assert "Draft a meeting on this day" not in browser("dolores").get("/groups/pharmacy").text
    assert "Nothing waits for you in this group." in empty
    assign(browser, world, "Write to the hospitals", "2026-12-20")
    meeting = stage.meeting("called")
    page = browser("edith").get("/groups/pharmacy").text
    assert f'href="/meetings/{meeting}"' in page
    assert "You promised: Write to the hospitals" in page
    assert "Vacant <b>1</b>" in page
    for name in world.seats:
        if name not in ("kofi", "lena"):
            assert f'href="/seats/{world.seats[name]}"' in page


def test_the_overview_tells_what_happened_since_the_last_meeting(browser: Browser, world: World, stage: Stage) -> None:
    stage.meeting("minutes_draft", day=date(2026, 11, 24))
    world.pass_time(days=2)
    barrier = {
        "title": "Hospital part of the internship",
        "text": "No places.",
        "affects": "Everybody.",
        "evidence": "",
    }
    browser("dolores").post("/groups/pharmacy/barriers", data=barrier)
    assign(browser, world, "Write to the hospitals", "2026-12-20")
    number = re.search(r"/actions/(\d+)", browser("edith").get("/desk").text)[1]
    done = {"state": "done", "due_on": "2026-12-20", "text": "Written."}
    world.pass_time(hours=1)
    browser("edith").post(f"/actions/{number}/updates", data=done)
    page = browser("henk").get("/groups/pharmacy").text
    news = page[page.index("Since the last meeting") :]
    assert "Barrier reported: Hospital part of the internship" in news
    assert news.index("Done: Write to the hospitals") < news.index("Barrier reported")
    assert "Tuesday 24 November 2026</a>, yesterday" in page


def test_pages_cost_the_same_number_of_queries_with_one_row_and_with_many(
    browser: Browser, world: World, stage: Stage, queries: list[str]
) -> None:
    edith = browser("edith")
    counts = []
    for day in (1, 2, 3):
        assign(browser, world, f"Promise {day}", "2026-12-20")
        stage.meeting("called", day=date(2026, 12, 10) + timedelta(days=day))
        edith.get("/desk")
        for path in ("/desk", "/groups/pharmacy", "/groups/pharmacy/members", "/groups"):
            queries.clear()
            edith.get(path)
            counts.append((path, len([query for query in queries if "FROM generation" not in query])))
    assert counts[:4] == counts[4:8] == counts[8:]


@pytest.mark.parametrize(
    ("last", "ahead", "rhythm"),
    [
        (None, None, None),
        (None, 10, Rhythm.KEPT),
        (-60, 31, Rhythm.KEPT),
        (-60, 59, Rhythm.KEPT),
        (-60, 60, Rhythm.LATE),
        (-91, None, Rhythm.UNPLANNED),
        (-92, None, Rhythm.OVERDUE),
    ],
)
def test_the_rhythm_of_a_group_that_meets_every_three_months(
    last: int | None, ahead: int | None, rhythm: Rhythm | None
) -> None:
    met, meets = (None if days is None else NOW + timedelta(days=days) for days in (last, ahead))
    found = standing("America/Halifax", Terms(cadence_months=3), met, meets, NOW)
    assert (found.rhythm if found else None) is rhythm
    if found and found.is_late:
        assert (found.weeks, bool(found.next)) == ((4, True) if rhythm is Rhythm.LATE else (0, False))


def met(stage: Stage, day: date) -> None:
    """A meeting that took place already."""
    meeting = stage.meeting(day=day)
    stage.do("chidi", meetings.record, meeting)
    stage.do("chidi", meetings.close, meeting)


def test_a_late_group_says_so_on_its_page_and_on_the_desk_of_whoever_arranges_its_work(
    browser: Browser, stage: Stage
) -> None:
    met(stage, date(2026, 8, 20))
    words = "The group meant to meet again by Thursday 19 November 2026, 4 days ago, and no meeting is planned."
    for name in ("henk", "iris"):
        assert words in browser(name).get("/groups/pharmacy").text
    assert words in browser("iris").get("/desk").text
    assert words not in browser("henk").get("/desk").text


def test_the_day_that_the_rhythm_suggests_is_confirmed_with_one_press(browser: Browser, stage: Stage) -> None:
    met(stage, date(2026, 10, 1))
    for path in ("/groups/pharmacy", "/groups/pharmacy/meetings"):
        assert "Draft a meeting on this day" not in browser("edith").get(path).text
        page = browser("chidi").get(path).text
        assert "By its rhythm the group meets next on Thursday 31 December 2026 at 13:30." in page
    form = page.partition('action="/groups/pharmacy/meetings"')[2].partition("</form>")[0]
    sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    answer = browser("chidi").post("/groups/pharmacy/meetings", data=sent)
    assert "The meeting is a draft." in answer.text
    assert "Draft a meeting on this day" not in browser("chidi").get("/groups/pharmacy").text
