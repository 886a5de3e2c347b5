"""The proposed procedure: who writes it, and from when the table sees it."""

from html import unescape

import pytest

from tests.conftest import Browser
from tests.pathways.stage import Stage
from tests.world import World
from workgroups.core.events import Event
from workgroups.pathways.proposals.procedure.models import Procedure

SAID = {"way": "by_consent", "text": "Nobody spoke against it.", "shown_on": "2026-11-23"}


def lay_down(browser: Browser, key: int, by: str = "chidi", **also: str) -> int:
    status: int = browser(by).post(f"/proposals/{key}/procedure", data=SAID | also).status_code
    return status


@pytest.fixture
def key(stage: Stage) -> int:
    return stage.proposal("open")


def test_the_table_reads_it_from_its_day_on(browser: Browser, stage: Stage, world: World, key: int) -> None:
    assert lay_down(browser, key, shown_on="2026-11-25") == 200
    readers = ("amara", "blaise", "chidi", "iris", "dolores", "henk")
    pages = {name: unescape(browser(name).get(f"/proposals/{key}").text) for name in readers}
    assert {name for name, page in pages.items() if "Nobody spoke" in page} == {"amara", "blaise", "chidi", "iris"}
    assert "the table sees it from Wednesday 25 November" in pages["amara"]
    world.pass_time(days=2)
    assert "Nobody spoke against it." in browser("henk").get(f"/proposals/{key}").text
    assert "Nobody" not in "".join(str(event.payload) for event in stage.rows(Event))


def test_a_later_one_takes_its_place_on_its_day(browser: Browser, stage: Stage, world: World, key: int) -> None:
    lay_down(browser, key)
    lay_down(browser, key, way="discuss", text="Somebody did.", shown_on="2026-11-26")
    for name, days, expected in (
        ("dolores", 0, {"Nobody spoke"}), ("chidi", 0, {"Nobody spoke", "Somebody did"}),
        ("dolores", 4, {"Somebody did"}), ("chidi", 0, {"Somebody did"}),
    ):  # fmt: skip
        world.pass_time(days=days)
        page = browser(name).get(f"/proposals/{key}").text.partition("earlier procedure")[0]
        assert {words for words in ("Nobody spoke", "Somebody did") if words in page} == expected, name
    assert len(stage.rows(Procedure)) == 2


def test_two_who_write_at_once_read_each_other(browser: Browser, stage: Stage, key: int) -> None:
    form = f"/proposals/{key}/procedure"
    assert '<input type="hidden" name="after" value="0">' in browser("chidi").get(form).text
    assert lay_down(browser, key, by="amara", after="0", text="Ask them first.", way="discuss") == 200
    page = browser("chidi").post(form, data=SAID | {"after": "0"})
    assert page.status_code == 409
    for words in (
        "Somebody else saved this",
        "Nobody spoke against it.",
        "Ask them first.",
        "Discuss it at the meeting",
    ):
        assert words in page.text
    assert len(stage.rows(Procedure)) == 1
    assert browser("chidi").post(form, data=SAID | {"after": str(stage.rows(Procedure)[0].id)}).status_code == 200
    assert len(stage.rows(Procedure)) == 2


def test_earlier_ones_stay_to_be_read(browser: Browser, world: World, key: int) -> None:
    lay_down(browser, key)
    lay_down(browser, key, way="discuss", text="Somebody did.", shown_on="2026-11-26")
    page = browser("henk").get(f"/proposals/{key}").text
    assert "earlier procedure" not in page
    world.pass_time(days=4)
    for path, who in ((f"/proposals/{key}", "henk"), (f"/proposals/{key}/procedure", "chidi")):
        earlier = browser(who).get(path).text.partition("One earlier procedure")[2].partition("</details>")[0]
        assert "Nobody spoke against it." in earlier
        assert "Somebody did." not in earlier


def test_the_secretary_prepares_the_call_that_a_co_chair_makes(
    browser: Browser, stage: Stage, world: World, key: int
) -> None:
    amara, address = browser("amara"), f"/proposals/{key}/calls"
    assert "Prepared by" not in amara.get(address).text
    assert lay_down(browser, key, deadline_on="2026-11-22") == 422
    assert lay_down(browser, key, deadline_on="2027-01-15", shown_on="2026-11-25") == 200
    assert 'value="2027-01-15"' in browser("chidi").get(f"/proposals/{key}/procedure").text
    page = unescape(amara.get(address).text)
    assert "Prepared by Chidi, Monday 23 November 2026: a call until Friday 15 January 2027." in page
    assert "Nobody spoke against it." in page
    assert 'name="deadline" type="date" value="2027-01-15"' in page
    assert "until Friday 15 January" in page.partition('name="deadline"')[2], "the letter says it too"
    assert browser("chidi").post(address, data={"deadline": "2027-01-15"}).status_code == 403
    world.pass_time(days=60)
    assert "Prepared by" not in amara.get(address).text, "that day is over"
    assert "Call for positions until Friday 15 January" in browser("henk").get(f"/proposals/{key}").text


@pytest.mark.parametrize("by", ["dolores", "edith", "henk", "gita"])
def test_others_do_not_write_it(browser: Browser, stage: Stage, key: int, by: str) -> None:
    assert lay_down(browser, key, by=by) == 403
    assert stage.rows(Procedure) == []


def test_a_day_that_has_passed_is_refused_beside_its_field(browser: Browser, stage: Stage, key: int) -> None:
    page = browser("chidi").post(f"/proposals/{key}/procedure", data=SAID | {"shown_on": "2026-11-22"})
    assert page.status_code == 422
    assert 'href="#f-shown_on"' in page.text
    assert "Nobody spoke against it." in page.text
    assert stage.rows(Procedure) == []


@pytest.mark.parametrize("state", ["draft", "recommended"])
def test_only_while_it_is_before_the_group(browser: Browser, stage: Stage, state: str) -> None:
    assert lay_down(browser, stage.proposal(state, by="chidi"), shown_on="2026-12-24") == 409


def test_what_was_replaced_before_its_day_stays_with_those_who_arrange(
    browser: Browser, world: World, key: int
) -> None:
    lay_down(browser, key, text="Sharp words.", shown_on="2026-11-25")
    lay_down(browser, key, text="Mild words.", shown_on="2026-11-26")
    world.pass_time(days=4)
    assert "Sharp words." in browser("chidi").get(f"/proposals/{key}").text
    page = browser("henk").get(f"/proposals/{key}").text
    assert "Mild words." in page
    assert "Sharp words." not in page
