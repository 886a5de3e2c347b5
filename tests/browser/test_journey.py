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
PROFESSION, SECRETARY = "Priya Nair", "Étienne Comeau"
REGULATOR, ALTERNATE = "Margaret MacIsaac", "Owen Tran"
MEMBER, SCHOOL = "Leila Haddad", "Tomasz Wierzbicki"
BARRIER = "Part of the internship must be done in a hospital"
MINUTED = "The regulator will say what the hospital part protects, and what else could."
DECISION = "The group asks for a change of the internship step: no hospital part."
PROMISE = "Say in writing what the hospital part of the internship protects"
PROPOSAL = "The internship may be done in any licensed pharmacy"
PROPOSAL_FR = "Le stage peut se faire dans toute pharmacie titulaire d’un permis"
AFTER = (
    "You work under a licensed pharmacist who assesses you against the entry-to-practice skills, "
    "in any licensed pharmacy. Injections are practised in the skills lab."
)
AFTER_FR = (
    "Vous travaillez sous la supervision d’un pharmacien ou d’une pharmacienne titulaire du permis, "
    "dans toute pharmacie titulaire d’un permis. Les injections se pratiquent au laboratoire de compétences."
)


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


def option(page: Page, field: str, holding: str) -> str:
    """The words of the choice that holds these."""
    return page.locator(f"select[name={field}] option", has_text=holding).first.inner_text()


def state(cast: Cast, name: str, value: str, reason: str, *, resolved_by: str = "") -> None:
    page = cast[name]
    page.goto("/desk")
    follow(page, re.compile(PROPOSAL))
    follow(page, "State your seat’s position")
    page.get_by_role("radio", name=value, exact=True).check()
    page.get_by_label("Why").fill(reason)
    page.get_by_label("What would resolve it").fill(resolved_by)
    press(page, "State the position")
    expect(page.get_by_text(reason)).to_be_visible()


def answer(cast: Cast, page: Page, kind: str) -> None:
    page.goto(f"/proposals/{cast.proposal}")
    follow(page, re.compile("Record an answer of"))
    page.get_by_label(kind, exact=True).check()
    page.get_by_label("On which day").fill(day(weeks=0))
    press(page, "Record the answer")
    expect(page.get_by_text(kind, exact=True).first).to_be_visible()


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
    cast.settled(page)
    page.goto(f"/meetings/{cast.meeting}/minutes")
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


def test_3c_the_regulator_keeps_the_promise(cast: Cast) -> None:
    page = cast[REGULATOR]
    page.goto("/desk")
    follow(page, PROMISE)
    page.get_by_label("in progress", exact=True).check()
    page.get_by_label("What happened").fill("The practice committee has the question on its table.")
    press(page, "Save")
    expect(page.get_by_text("The practice committee has the question on its table.")).to_be_visible()
    cast.check(page)
    page.get_by_label("done", exact=True).check()
    page.get_by_label("What happened").fill("Written and sent to everybody: it protects the handling of injections.")
    press(page, "Save")
    expect(page.get_by_text("it protects the handling of injections")).to_be_visible()
    page.goto("/desk")
    expect(page.get_by_role("link", name=PROMISE)).to_have_count(0)


def test_3d_the_secretary_closes_and_circulates(cast: Cast) -> None:
    page = cast[SECRETARY]
    page.goto(f"/meetings/{cast.meeting}")
    follow(page, "Close the meeting")
    cast.check(page)
    press(page, "Close the meeting")
    page.goto(f"/meetings/{cast.meeting}")
    follow(page, "Circulate the minutes")
    press(page, "Send them to")
    cast.letter_to("dana.okafor@example.org", f"/meetings/{cast.meeting}/minutes")


def test_3e_both_chairs_approve_the_minutes(cast: Cast) -> None:
    for chair in (HOST, PROFESSION):
        page = cast[chair]
        page.goto("/desk")
        follow(page, re.compile("Approve the minutes"))
        press(page, "Approve these minutes")
    expect(page.get_by_text("approved").first).to_be_visible()
    expect(page.get_by_role("button", name="Approve these minutes")).to_have_count(0)
    cast.check(page)


def test_4a_the_regulator_proposes_a_change_of_the_step(cast: Cast) -> None:
    page = cast[REGULATOR]
    page.goto("/groups/pharmacy/pathway")
    follow(page, "Propose a change")
    page.get_by_label("Barrier that it answers").select_option(label=BARRIER)
    page.get_by_label("Decision that it follows from").select_option(label=option(page, "decision", DECISION[:40]))
    page.get_by_label("Title, in English").fill(PROPOSAL)
    page.get_by_label("Title, in French").fill(PROPOSAL_FR)
    page.get_by_label("Why").fill("A place in a hospital is the wait of a year, and the skill can be shown elsewhere.")
    press(page, "Save the draft and go on to the steps")
    follow(page, "Change Complete the internship")
    page.get_by_label("Description, in English").fill(AFTER)
    page.get_by_label("Description, in French").fill(AFTER_FR)
    page.get_by_label("Weeks to").fill("36")
    cast.check(page)
    press(page, "Save the change")
    follow(page, "See the proposal as the group sees it")
    cast.proposal = re.search(r"/proposals/(\d+)", page.url)[1]  # type: ignore[index]
    expect(page.locator("ins", has_text="any licensed pharmacy").first).to_be_visible()
    expect(page.get_by_role("link", name=BARRIER)).to_be_visible()
    cast.check(page)
    hidden = cast[MEMBER].goto(f"/proposals/{cast.proposal}")
    assert hidden is not None
    assert hidden.status == 404, "a draft is its author's"
    press(page, "Open it to the group")


def test_4b_seats_say_what_they_think(cast: Cast) -> None:
    page = cast[HOST]
    page.goto(f"/proposals/{cast.proposal}")
    page.get_by_label("Deadline").fill(day(weeks=2))
    press(page, "Ask every seat for its position")
    cast.letter_to("tomasz.wierzbicki@example.org", f"/proposals/{cast.proposal}")

    state(cast, PHARMACIST, "Support", "It takes a year of waiting away.")
    state(cast, MEMBER, "Support with conditions", "The preceptor is trained first.")
    state(cast, SCHOOL, "Concern", "Injections are seldom seen outside.", resolved_by="A week in our skills lab.")
    state(cast, REGULATOR, "Reserved", "The rule is ours: our council will answer.")
    page.goto(f"/proposals/{cast.proposal}")
    expect(page.get_by_text(re.compile(r"4 of \d+ heard")).first).to_be_visible()
    expect(page.get_by_text("A week in our skills lab.")).to_be_visible()
    cast.check(page)

    follow(page, re.compile("Answer the concern"))
    page.get_by_label("Your answer").fill("The skills lab opens a week for it in every term.")
    press(page, "Answer")
    page = cast[SCHOOL]
    page.goto(f"/proposals/{cast.proposal}")
    follow(page, "Say whether it is met")
    page.get_by_label("Yes, it is met").check()
    press(page, "Record it")


def test_4c_both_chairs_recommend_it(cast: Cast) -> None:
    for chair in (HOST, PROFESSION):
        page = cast[chair]
        page.goto(f"/proposals/{cast.proposal}")
        expect(page.get_by_text("recommended", exact=True)).to_have_count(0 if chair == HOST else 1)
        follow(page, "Decide as co-chair")
        page.get_by_label("Recommend it", exact=True).check()
        page.get_by_label("The reason").fill("The hospital part keeps people out and protects nobody more.")
        press(page, "Decide, for this version")
    expect(page.get_by_text("recommended", exact=True).first).to_be_visible()
    cast.check(page)


def test_5_the_body_adopts_it_and_a_second_person_confirms(cast: Cast) -> None:
    page = cast[REGULATOR]
    answer(cast, page, "acknowledged")
    page.goto(f"/proposals/{cast.proposal}")
    follow(page, re.compile("Record an answer of"))
    page.get_by_label("adopted", exact=True).check()
    page.get_by_label("On which day").fill(day(weeks=0))
    press(page, "Record the answer")
    expect(page.get_by_text("Please look at this again")).to_be_visible()
    page.get_by_label("Holds from").fill(day(weeks=0))
    page.get_by_label("Title of the document").fill("Council resolution on the internship")
    page.get_by_label("Web address of the document").fill("https://example.org/council/internship")
    press(page, "Record the answer")
    expect(page.get_by_text("waits for a second person")).to_be_visible()

    second = cast[ALTERNATE]
    second.goto("/desk")
    second.goto(f"/proposals/{cast.proposal}")
    follow(second, "Confirm the adoption")
    cast.check(second)
    press(second, "Confirm that it is adopted")

    page.goto("/groups/pharmacy/pathway")
    follow(page, "Complete the internship")
    expect(page.get_by_text(AFTER)).to_be_visible()
    expect(page.get_by_text(re.compile("Confirmed by")).first).to_be_visible()
    cast.check(page)
