"""The way of a proposal: what it came to, and how long it had been where it was."""

import re

from tests.conftest import Browser
from tests.pathways.stage import Stage


def way(browser: Browser, proposal: int) -> list[str]:
    page = browser("henk").get(f"/proposals/{proposal}").text
    told = page.partition("Its way until now")[2].partition("</ol>")[0]
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", line)).strip() for line in told.split("<li")[1:]]


def test_each_state_says_how_long_it_took(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("recommended")
    told = way(browser, proposal)
    assert [re.sub(r".* 2026 ", "", line) for line in told] == [
        "Drafted",
        "Opened to the group",
        "Positions called for",
        "Recommended by both co-chairs 12 days later",
    ]
    browser("chidi").post(f"/answers/{stage.adopted(proposal)}/confirmation")
    assert way(browser, proposal)[-1].endswith("Adoption confirmed")


def test_hidden_positions_are_no_stop_of_it(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("called")
    before = way(browser, proposal)
    stage.concern(proposal)
    assert way(browser, proposal) == before
