"""What moves over all groups of somebody: each proposal under way with who owes the next step."""

from datetime import timedelta
from html import unescape

import pytest

from tests.conftest import Browser
from tests.pathways.stage import Stage
from tests.publishing.conftest import Stage as Publishing
from tests.world import World
from workgroups.pathways.barriers import commands as barriers
from workgroups.pathways.barriers.forms import Closing
from workgroups.pathways.proposals.answers import commands as answers
from workgroups.pathways.proposals.answers.forms import Recording


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def page_of(browser: Browser, name: str) -> str:
    return unescape(browser(name).get("/desk/movement").text)


def test_each_state_says_who_owes_the_next_step(browser: Browser, stage: Stage, world: World) -> None:
    stage.proposal("draft")
    stage.proposal("open")
    called = stage.proposal("called")
    stage.state(called, "dolores", "support")
    page = page_of(browser, "iris")
    assert page.count('<li><a href="/proposals/') == 2, "a draft is its proposer's own"
    assert "the co-chairs: call for positions" in page
    assert "1 of 6 heard" in page
    assert "the seats: positions until Friday 4 December" in page
    world.pass_time(days=12)
    assert "the co-chairs: decide" in page_of(browser, "iris")
    stage.decide(called, "recommended")
    assert "answer owed: Falls Pharmacy Regulator" in page_of(browser, "iris")
    entry = stage.adopted(called)
    assert "the adoption waits for a second person" in page_of(browser, "iris")
    stage.confirm("chidi", entry)
    page = page_of(browser, "iris")
    assert "answer owed" not in page
    assert "Changes adopted in the last 12 months</dt><dd>1<" in page


def test_barriers_are_counted_for_a_year(browser: Browser, stage: Stage, world: World) -> None:
    ended, _ = stage.barrier(), stage.barrier()
    stage.do("amara", barriers.confirm, ended)
    stage.do("amara", barriers.take_up, ended)
    stage.do("amara", barriers.close, ended, Closing(state="removed", reason="The form is gone."))
    page = page_of(browser, "iris")
    assert "Open barriers</dt><dd>1<" in page
    assert "eased in the last 12 months</dt><dd>1<" in page
    world.pass_time(days=366)
    assert "eased in the last 12 months</dt><dd>0<" in page_of(browser, "iris")


def test_others_read_nothing_of_it(browser: Browser, stage: Stage) -> None:
    stage.proposal("open")
    for name in ("kofi", "jonas"):
        page = page_of(browser, name)
        assert "Anywhere" not in page
        assert "Falls Pharmacy" not in page


def test_it_asks_as_often_for_more_proposals(browser: Browser, stage: Stage, queries: list[str]) -> None:
    stage.proposal("open")
    iris = browser("iris")
    costs = []
    for _ in range(2):
        iris.get("/desk/movement")
        queries.clear()
        iris.get("/desk/movement")
        costs.append(len(queries))
        for _ in range(3):
            stage.proposal("open")
    assert costs[0] == costs[1]


def test_what_was_declined_is_owed_by_nobody(browser: Browser, stage: Stage, world: World) -> None:
    key = stage.proposal("recommended")
    day = world.now.date()
    stage.do("edith", answers.record, key, Recording(kind="declined", on_day=day, note="Not now."))
    assert f"/proposals/{key}" not in page_of(browser, "iris")


def test_back_from_deferral_the_chairs_call_again(browser: Browser, stage: Stage, world: World) -> None:
    key = stage.proposal("shown")
    stage.decide(key, "deferred", until=world.now.date() + timedelta(days=5))
    assert "the co-chairs: call again" not in page_of(browser, "iris")
    world.pass_time(days=6)
    assert "the co-chairs: call again" in page_of(browser, "iris")


def test_administrators_see_what_was_published_and_no_more(browser: Browser, stage: Stage, app) -> None:
    stage.proposal("open")
    assert "You have no seat yet" in page_of(browser, "jonas")
    Publishing(stage.world).publish()
    page = page_of(browser, "jonas")
    assert "Falls Pharmacy" in page
    assert "1 text that the public reads · 0 outcomes among them · last published Monday 23 November 2026" in page
    assert "Anywhere" not in page
    assert "You have no seat yet" not in page
    assert 'href="/desk/movement"' in browser("jonas").get("/desk").text
    assert "that the public reads" not in page_of(browser, "kofi")
