"""The main journey as its people live it, so far from a barrier to a decision and an action.

It runs twice, with scripts and without, each time on a demonstration of its own.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Cast, demonstration

PHARMACIST, HOST = "Maricel Dela Cruz", "Dana Okafor"
SECRETARY, REGULATOR = "Étienne Comeau", "Margaret MacIsaac"
BARRIER = "Part of the internship must be done in a hospital"
MINUTED = "The regulator will say what the hospital part protects, and what else could."
DECISION = "The group asks for a change of the internship step: no hospital part."
PROMISE = "Say in writing what the hospital part of the internship protects"


@pytest.fixture(scope="module", params=[True, False], ids=["with scripts", "without scripts"])
def cast(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Cast]:
    data = tmp_path_factory.mktemp("journey")
    with demonstration(data) as address:
        cast = Cast(chromium, address, data, scripts=request.param)
        yield cast
        cast.leave()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("link", name=name).first.click()


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()


def day(weeks: int) -> str:
    return (datetime.now(UTC) + timedelta(weeks=weeks)).date().isoformat()


def test_1_a_member_comes_in_and_sees_the_table(cast: Cast) -> None:
    page = cast[PHARMACIST]
    expect(page.get_by_role("heading", level=1)).to_have_text("Waiting for you")
    follow(page, "Pharmacy work group of Nova Scotia")
    expect(page.get_by_role("heading", name="Who is at the table")).to_be_visible()
    expect(page.get_by_role("heading", name="Next meeting")).to_be_visible()
    cast.check(page)


def test_2_she_reports_a_barrier_and_a_chair_puts_it_on_the_agenda(cast: Cast) -> None:
    page = cast[PHARMACIST]
    page.goto("/groups/pharmacy/barriers/new")
    page.get_by_label("The barrier in a few words").fill(BARRIER)
    page.get_by_label("The requirement or practice").fill("At least eight weeks of the internship are in a hospital.")
    press(page, "Report the barrier")
    expect(page.get_by_text("Please look at this again")).to_be_visible()
    expect(page.get_by_label("The barrier in a few words")).to_have_value(BARRIER)
    page.get_by_label("Whom it affects").fill("Graduates who are ready and wait a year for a place.")
    page.get_by_label("Evidence").fill("Eleven of us wait; there were three places last year.")
    press(page, "Report the barrier")
    expect(page.get_by_role("heading", level=1)).to_have_text(BARRIER)
    cast.check(page)

    chair = cast[HOST]
    chair.goto("/desk")
    follow(chair, BARRIER)
    press(chair, "Confirm the barrier")
    press(chair, "Put it on the agenda for decision")
    follow(chair, BARRIER)
    expect(chair.get_by_text("decision").first).to_be_visible()
    cast.check(chair)


def test_3a_the_secretary_arranges_and_calls_the_meeting(cast: Cast) -> None:
    page = cast[SECRETARY]
    page.goto("/groups/pharmacy/meetings")
    page.locator("article h3 a").first.click()
    follow(page, "Arrange the agenda")
    cast.check(page)
    press(page, re.compile(f"Up.*{BARRIER}"))
    cast.settled(page)
    cast.meeting = re.search(r"/meetings/(\d+)", page.url)[1]  # type: ignore[index]
    page.goto(f"/meetings/{cast.meeting}")
    follow(page, "Call the meeting")
    expect(page.get_by_role("button", name=re.compile("Send the invitation to"))).to_be_visible()
    press(page, "Send the invitation to")
    letter = cast.letter_to("maricel.dela.cruz@example.org", "BEGIN:VCALENDAR")
    assert "METHOD:REQUEST" in letter


def test_3b_minutes_a_decision_and_an_action(cast: Cast) -> None:
    page = cast[SECRETARY]
    page.goto(f"/meetings/{cast.meeting}")
    press(page, "Open the meeting")
    page.goto(f"/meetings/{cast.meeting}/minutes")
    page.get_by_role("button", name=re.compile("present.*Pharmacy regulator")).first.click()
    item = page.locator("section", has=page.get_by_role("heading", name=re.compile(BARRIER)))
    item.get_by_label("Minutes of this item").fill(MINUTED)
    item.get_by_role("button", name="Save").first.click()
    cast.settled(page)
    page.goto(f"/meetings/{cast.meeting}/minutes")
    item = page.locator("section", has=page.get_by_role("heading", name=re.compile(BARRIER)))
    expect(item.get_by_label("Minutes of this item")).to_have_value(MINUTED)
    item.get_by_text("Record a decision").click()
    item.get_by_label("What the group resolved").fill(DECISION)
    item.get_by_role("button", name="Record it").click()
    cast.settled(page)
    expect(page.get_by_text(DECISION).first).to_be_visible()
    page.goto(f"/meetings/{cast.meeting}/minutes")
    item = page.locator("section", has=page.get_by_role("heading", name=re.compile(BARRIER)))
    item.get_by_role("link", name="Turn a sentence into an action").click()
    page.get_by_label("What is to be done").fill(PROMISE)
    page.get_by_label("Which seat").select_option(label=f"Pharmacy regulator ({REGULATOR})")
    page.get_by_label("By when").fill(day(weeks=3))
    press(page, "Add the action")
    cast.check(page)
