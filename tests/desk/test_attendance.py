"""Who came over time, and which sides of the table came lately and are heard."""

import re
from html import unescape

import pytest

from tests.conftest import Browser
from tests.meetings.stage import Stage
from tests.pathways.stage import Stage as Pathways
from tests.world import World
from workgroups.meetings import commands as meetings
from workgroups.meetings.forms import Attending

PATH = "/groups/pharmacy/attendance"


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def hold(stage: Stage, world: World, **came: str) -> None:
    """A meeting that was held, at which these were there in some way."""
    meeting = stage.meeting("in_session")
    for name, presence in came.items():
        stage.do("chidi", meetings.attend, meeting, Attending(seat=world.seats[name], presence=presence))
    stage.do("chidi", meetings.close, meeting)


def row(page: str, begins: str) -> str:
    """The words of the row of a table that begins like this."""
    found = re.findall(r"<tr><th scope=.row.>(.*?)</tr>", page, re.DOTALL)
    texts = [" ".join(unescape(re.sub("<[^>]*>", " ", words)).split()) for words in found]
    return next(text for text in texts if text.startswith(begins))


def test_before_the_first_meeting_the_page_says_what_belongs_there(browser: Browser) -> None:
    assert "No meeting has been held yet" in browser("dolores").get(PATH).text


def test_seats_by_meetings_and_the_balance_of_the_sides(browser: Browser, stage: Stage, world: World) -> None:
    hold(stage, world, farid="present", edith="absent")
    hold(stage, world, farid="apologies", edith="alternate")
    page = browser("henk").get(PATH).text
    assert row(page, "Seat of Farid") == "Seat of Farid apologies present"
    assert row(page, "Seat of Edith") == "Seat of Edith alternate absent"
    assert row(page, "Seat of Gita") == "Seat of Gita not recorded not recorded"
    assert row(page, "Seat of Vacant") == "Seat of Vacant vacant vacant"
    assert row(page, "Employer") == "Employer 1 of 1 0 of 1 1 of 1"
    assert row(page, "Regulatory body") == "Regulatory body 1 of 1 1 of 1 0 of 1"
    assert row(page, "Educational institution") == "Educational institution missing lately 1 of 1 0 of 1 0 of 1"


def test_who_was_heard_counts_while_positions_are_hidden(browser: Browser, stage: Stage, world: World) -> None:
    hold(stage, world, farid="present")
    pathways = Pathways(world)
    key = pathways.proposal("called")
    pathways.concern(key)
    page = browser("henk").get(PATH).text
    assert "Heard on proposal 2026-01" in page
    assert row(page, "Employer").endswith("1 of 1 1 of 1")
    assert "oncern" not in page


def test_it_asks_as_often_for_more_meetings(browser: Browser, stage: Stage, world: World, queries: list[str]) -> None:
    client, counts = browser("dolores"), []
    for _ in range(3):
        hold(stage, world, farid="present")
        client.get(PATH)
        queries.clear()
        client.get(PATH)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_who_takes_no_position_is_neither_heard_nor_unheard(browser: Browser, stage: Stage, world: World) -> None:
    """Chidi, the secretary, sits for the organisation that hosts the group."""
    hold(stage, world, farid="present")
    pathways = Pathways(world)
    pathways.concern(pathways.proposal("called"))
    page = browser("henk").get(PATH).text
    assert row(page, "Settlement organisation") == "Settlement organisation missing lately 2 of 2 0 of 2 0 of 1"
