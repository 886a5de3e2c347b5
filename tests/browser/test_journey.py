"""The main journey as its people live it: from a barrier to what the public reads.

It runs twice, with scripts and without, each time on a demonstration of its own.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Cast, demonstration
from workgroups.core import clock
from workgroups.demo.cast import ZONE

PHARMACIST, HOST = "Maricel Dela Cruz", "Dana Okafor"
PROFESSION, SECRETARY = "Priya Nair", "Étienne Comeau"
REGULATOR, ALTERNATE = "Margaret MacIsaac", "Owen Tran"
MEMBER, SCHOOL = "Leila Haddad", "Tomasz Wierzbicki"
AT_THE_TABLE = (PHARMACIST, HOST, PROFESSION, SECRETARY, REGULATOR, ALTERNATE, MEMBER, SCHOOL)
OUTSIDER = "Ingrid Halvorsen"
# Everything but what anybody may open: the desk, the lists and the public pages.
INSIDE = re.compile(r"/(?!en/|fr/)[a-z]+/[^/]+/|/(?!people|sign-in)[a-z]+/\d+$|/groups/")
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
WHY = "The internship may now be done in any licensed pharmacy, since the hospital part only made people wait."
WHY_FR = "Le stage peut maintenant se faire dans toute pharmacie, car la partie à l’hôpital ne faisait que retarder les stagiaires."
OUTCOME = "Interns no longer need a place in a hospital."
OUTCOME_FR = "Les stagiaires n’ont plus besoin d’une place à l’hôpital."
PUBLIC = {
    "en": {
        "profession": "Pharmacist",
        "pathway": "Your licence",
        "careers": "Other careers",
        "after": AFTER,
        "confirmed": "Confirmed by Tidewater Pharmacy Regulator",
        "why": WHY,
        "outcome": OUTCOME,
        "edition 1": "How to become a licensed pharmacist in Nova Scotia · Edition 1",
        "superseded": "Superseded on",
    },
    "fr": {
        "profession": "Pharmacien ou pharmacienne",
        "pathway": "Votre permis",
        "careers": "Autres carrières",
        "after": AFTER_FR,
        "confirmed": "Confirmation\u00a0: Organisme de réglementation de la pharmacie Tidewater",
        "why": WHY_FR,
        "outcome": OUTCOME_FR,
        "edition 1": "Comment obtenir le permis d’exercice de la pharmacie en Nouvelle-Écosse · Édition 1",
        "superseded": "Remplacée le",
    },
}
REPORTED = "The application opens on no telephone"
TITLE = "How to become a licensed pharmacist in Nova Scotia"
PATHWAY = "/en/professions/pharmacy/ns/pathway"


@pytest.fixture(scope="module", params=[True, False], ids=["with scripts", "without scripts"])
def cast(
    request: pytest.FixtureRequest, loaded: Path, tmp_path_factory: pytest.TempPathFactory, chromium: Browser
) -> Iterator[Cast]:
    data = tmp_path_factory.mktemp("journey")
    with demonstration(loaded, data) as address:
        cast = Cast(chromium, address, data, scripts=request.param)
        yield cast
        cast.leave()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("link", name=name).first.click()


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()


def day(weeks: int) -> str:
    """The day that people in Nova Scotia write so many weeks from now: after eight in the evening not yet UTC's."""
    return (clock.today(clock.utc_now(), ZONE) + timedelta(weeks=weeks)).isoformat()


def option(page: Page, field: str, holding: str) -> str:
    """The words of the choice that holds these."""
    return page.locator(f"select[name={field}] option", has_text=holding).first.inner_text()


def state(cast: Cast, name: str, value: str, reason: str, *, resolved_by: str = "") -> None:
    page = cast[name]
    page.goto("/desk")
    follow(page, re.compile(PROPOSAL))
    follow(page, "State your seat’s position")
    page.locator(f"input[name=value][value={value}]").check()
    page.get_by_role("textbox", name="Why").fill(reason)
    page.get_by_role("textbox", name="What would resolve it").fill(resolved_by)
    press(page, "State the position")
    expect(page.get_by_text(reason)).to_be_visible()


def read(cast: Cast, path: str) -> Locator:
    """What the public reads there now."""
    cast[""].goto(path)
    return cast[""].locator("main")


def answer(cast: Cast, page: Page, kind: str) -> None:
    page.goto(f"/proposals/{cast.proposal}")
    follow(page, re.compile("Record an answer of"))
    page.locator(f"input[name=kind][value={kind}]").check()
    page.get_by_label("On which day").fill(day(weeks=0))
    press(page, "Record the answer")
    expect(page.get_by_text(kind, exact=True).first).to_be_visible()


def test_1_a_member_comes_in_and_sees_the_table(cast: Cast) -> None:
    page = cast[PHARMACIST]
    expect(page.get_by_role("heading", level=1)).to_have_text("Waiting for you")
    follow(page, "Pharmacy work group of Nova Scotia")
    expect(page.get_by_role("heading", name="Who is at the table")).to_be_visible()
    expect(page.get_by_role("heading", name="In session now")).to_be_visible()
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
    press(chair, "Put it on the agenda of")
    follow(chair, BARRIER)
    expect(chair.get_by_text("decision").first).to_be_visible()
    cast.check(chair)


def test_3a_the_secretary_arranges_and_calls_the_meeting(cast: Cast) -> None:
    page = cast[SECRETARY]
    page.goto("/groups/pharmacy/meetings")
    page.locator("article", has_text="draft").locator("h3 a").first.click()
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
    page.get_by_text("Open the meeting", exact=True).click()
    press(page, "It is held today: open it")
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
    expect(page.get_by_text(PROMISE).first).to_be_visible()
    cast.settled(page)
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
    page.get_by_label("Pathway that it changes").select_option(label=TITLE)
    page.get_by_label("Barrier that it answers").select_option(label=BARRIER)
    page.get_by_label("Decision that it follows from").select_option(label=option(page, "decision", DECISION[:40]))
    page.get_by_label("Title, in English").fill(PROPOSAL)
    page.get_by_label("Title, in French").fill(PROPOSAL_FR)
    page.get_by_label("Why").fill("A place in a hospital is the wait of a year, and the skill can be shown elsewhere.")
    press(page, "Save the draft and go on to the steps")
    follow(page, "Change Complete the internship")
    page.get_by_label("Description, in English").fill(AFTER)
    page.get_by_label("Description, in French").fill(AFTER_FR)
    page.get_by_label("Setting, in English").fill("Any licensed pharmacy")
    page.get_by_label("Setting, in French").fill("Toute pharmacie titulaire d’un permis")
    page.get_by_label("Weeks to").fill("36")
    cast.check(page)
    press(page, "Save the change")
    follow(page, "See the proposal as the group sees it")
    cast.proposal = re.search(r"/proposals/(\d+)", page.url)[1]  # type: ignore[index]
    expect(page.locator("ins", has_text="in any licensed").first).to_be_visible()
    expect(page.get_by_role("link", name=BARRIER)).to_be_visible()
    cast.check(page)
    press(page, "Open it to the group")


def test_4b_a_chair_calls_for_positions(cast: Cast) -> None:
    page = cast[HOST]
    page.goto(f"/proposals/{cast.proposal}")
    page.get_by_role("link", name="Prepare the call").click()
    page.get_by_label("Deadline").fill(day(weeks=2))
    press(page, re.compile(r"Ask \d+ people for a position"))
    cast.letter_to("tomasz.wierzbicki@example.org", f"/proposals/{cast.proposal}")


def test_4c_seats_say_what_they_think(cast: Cast) -> None:
    page = cast[HOST]
    state(cast, PHARMACIST, "support", "It takes a year of waiting away.")
    state(cast, MEMBER, "support_with_conditions", "The preceptor is trained first.")
    state(cast, SCHOOL, "concern", "Injections are seldom seen outside.", resolved_by="A week in our skills lab.")
    state(cast, REGULATOR, "reserved", "The rule is ours: our council will answer.")
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


def test_4d_both_chairs_recommend_it(cast: Cast) -> None:
    for chair in (HOST, PROFESSION):
        page = cast[chair]
        page.goto(f"/proposals/{cast.proposal}")
        expect(page.get_by_text("recommended", exact=True)).to_have_count(0 if chair == HOST else 1)
        follow(page, "Decide as co-chair")
        page.locator("input[value=recommended]").check()
        page.get_by_label("The reason").fill("The hospital part keeps people out and protects nobody more.")
        press(page, "Decide, for this version")
    expect(page.get_by_text("recommended", exact=True).first).to_be_visible()
    cast.check(page)


def test_5_the_body_adopts_it_and_a_second_person_confirms(cast: Cast) -> None:
    page = cast[REGULATOR]
    answer(cast, page, "acknowledged")
    page.goto(f"/proposals/{cast.proposal}")
    follow(page, re.compile("Record an answer of"))
    page.locator("input[value=adopted]").check()
    page.get_by_label("On which day").fill(day(weeks=0))
    press(page, "Record the answer")
    expect(page.get_by_text("Please look at this again")).to_be_visible()
    page.get_by_label("Holds from").fill(day(weeks=0))
    page.get_by_label("What it is called").fill("Council resolution on the internship")
    page.get_by_label("Its web address").fill("https://example.org/council/internship")
    press(page, "Record the answer")
    expect(page.get_by_text("waits for a second person", exact=True)).to_be_visible()

    second = cast[ALTERNATE]
    second.goto("/desk")
    second.goto(f"/proposals/{cast.proposal}")
    follow(second, "Confirm the adoption")
    cast.check(second)
    press(second, "Confirm that it is adopted")

    page.goto("/groups/pharmacy/pathway")
    follow(page, TITLE)
    follow(page, "Complete the internship")
    expect(page.get_by_text(AFTER)).to_be_visible()
    expect(page.get_by_text(re.compile("Confirmed by")).first).to_be_visible()
    cast.check(page)


def test_6a_one_approval_publishes_nothing(cast: Cast) -> None:
    page = cast[SECRETARY]
    page.goto("/groups/pharmacy/outputs")
    page.locator("li", has_text="How to become a licensed pharmacist").get_by_role("link", name="Prepare").click()
    expect(page.get_by_text("in any licensed").first).to_be_visible()
    cast.check(page)
    page.get_by_label("What changed and why, in English").fill(WHY.replace("internship", "internsip"))
    press(page, "Submit to both co-chairs")
    expect(page.get_by_text("Please look at this again")).to_be_visible()
    page.get_by_label("What changed and why, in French").fill(WHY_FR)
    press(page, "Submit to both co-chairs")

    page = cast[HOST]
    page.goto("/desk")
    follow(page, re.compile("Approve.*How to become a licensed pharmacist"))
    expect(page.get_by_text("internsip").first).to_be_visible()
    cast.check(page)
    press(page, re.compile("Approve edition 2"))
    expect(page.get_by_text("You have approved this text.")).to_be_visible()
    expect(read(cast, PATHWAY)).not_to_contain_text("any licensed pharmacy")


def test_6b_a_corrected_text_voids_the_approval(cast: Cast) -> None:
    page = cast[SECRETARY]
    page.goto("/groups/pharmacy/outputs")
    follow(page, "How to become a licensed pharmacist in Nova Scotia")
    follow(page, "Resubmit")
    page.get_by_label("What changed and why, in English").fill(WHY)
    page.get_by_label("What changed and why, in French").fill(WHY_FR)
    press(page, "Resubmit to both co-chairs")

    page = cast[HOST]
    page.goto("/desk")
    follow(page, "Re-approve one change: How to become a licensed pharmacist")
    expect(page.get_by_role("heading", level=2).first).to_have_text("What changed since you approved")
    expect(page.get_by_text("so your approval is void")).to_be_visible()
    expect(page.locator("dl.differences").first.locator("> div")).to_have_count(1)
    cast.check(page)
    press(page, "Re-approve this change")
    expect(read(cast, PATHWAY)).not_to_contain_text("any licensed pharmacy")


def test_6c_both_approvals_publish_edition_2(cast: Cast) -> None:
    page = cast[PROFESSION]
    page.goto("/desk")
    follow(page, re.compile("Approve.*How to become a licensed pharmacist"))
    press(page, "Publish edition 2")
    page.wait_for_url("**/editions/*")
    expect(read(cast, PATHWAY)).to_contain_text("any licensed pharmacy")
    cast.letter_to("maricel.dela.cruz@example.org", "Edition 2")


def test_6d_a_chair_marks_a_figure_and_lifts_the_mark(cast: Cast) -> None:
    page = cast[HOST]
    page.goto("/groups/pharmacy/outputs")
    page.get_by_role("link", name="Edition 2", exact=True).click()
    cast.check(page)
    page.locator("select[name=part]").select_option(label="Complete the internship")
    page.get_by_label("What is being checked, in English").fill("The number of weeks is being checked.")
    page.get_by_label("What is being checked, in French").fill("Le nombre de semaines est en vérification.")
    press(page, "Mark it as being checked")
    expect(read(cast, PATHWAY)).to_contain_text("The number of weeks is being checked.")
    cast.check(cast[""])
    press(page, "Lift this notice")
    expect(read(cast, PATHWAY)).not_to_contain_text("The number of weeks is being checked.")


def test_6e_the_outcome_goes_the_same_way(cast: Cast) -> None:
    page = cast[HOST]
    page.goto(f"/proposals/{cast.proposal}")
    follow(page, BARRIER)
    page.locator("input[value=removed]").check()
    page.get_by_role("textbox", name="What changed").fill(OUTCOME)
    press(page, "Record it")

    barrier = urlsplit(page.url).path
    page = cast[SECRETARY]
    page.goto(barrier)
    follow(page, "Record the outcome")
    page.get_by_label("Kind of outcome").select_option(label=option(page, "kind", "barrier removed"))
    page.get_by_label("Since which day").fill(day(weeks=0))
    for field in page.locator("textarea[name=what_en], textarea[name=why_en]").all():
        field.fill(OUTCOME)
    for field in page.locator("textarea[name=what_fr], textarea[name=why_fr]").all():
        field.fill(OUTCOME_FR)
    cast.check(page)
    press(page, "Record it")
    follow(page, re.compile("Submit|Prepare"))
    press(page, "Submit to both co-chairs")
    for chair, button in ((HOST, "Approve edition 1"), (PROFESSION, "Publish edition 1")):
        expect(read(cast, "/en/professions/pharmacy/ns/changes")).not_to_contain_text(OUTCOME)
        page = cast[chair]
        page.goto("/desk")
        follow(page, re.compile(f"Approve.*{OUTCOME[:30]}"))
        press(page, button)
        expect(page.get_by_role("button", name=button)).to_have_count(0)
    expect(read(cast, "/en/professions/pharmacy/ns/changes")).to_contain_text(OUTCOME)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_7_the_public_reads_it(cast: Cast, lang: str) -> None:
    words = PUBLIC[lang]
    page = cast[""]
    page.goto(f"/{lang}")
    cast.check(page)
    follow(page, words["profession"])
    expect(page.get_by_role("link", name=words["pathway"]).first).to_be_visible()
    expect(page.get_by_role("link", name=words["careers"]).first).to_be_visible()
    cast.check(page)
    follow(page, words["pathway"])
    expect(page.locator("main")).to_contain_text(words["after"])
    expect(page.locator("main")).to_contain_text(words["confirmed"])
    cast.check(page)
    follow(page, words["careers"])
    cast.check(page)
    page.goto(f"/{lang}/professions/pharmacy/ns/changes")
    expect(page.locator("main")).to_contain_text(words["why"])
    expect(page.locator("main")).to_contain_text(words["outcome"])
    cast.check(page)
    page.get_by_role("link", name=words["edition 1"]).last.click()
    expect(page.locator("main")).to_contain_text(words["superseded"])
    cast.check(page)


def test_7b_the_public_says_what_is_in_its_way(cast: Cast) -> None:
    page = cast[""]
    page.goto(PATHWAY)
    follow(page, "Tell us")
    cast.check(page)
    press(page, "Send it to the group")
    expect(page.get_by_role("heading", name="Please look at this again")).to_be_visible()
    page.get_by_label("In a few words").fill(REPORTED)
    page.get_by_label("What is wrong, or in the way").fill("The form opens on no telephone.")
    press(page, "Send it to the group")
    expect(page.get_by_role("heading", name="What became of your report")).to_be_visible()
    cast.check(page)
    told, chair = page.url, cast[HOST]
    chair.goto("/groups/pharmacy/barriers")
    follow(chair, REPORTED)
    expect(chair.locator("main")).to_contain_text("by somebody who reads the public pages")
    press(chair, "Confirm the barrier")
    expect(chair.locator("main")).to_contain_text("confirmed")
    page.goto(told)
    expect(page.locator("main")).to_contain_text("knows this barrier to be real")


def test_8_an_outsider_finds_nothing(cast: Cast) -> None:
    page = cast[OUTSIDER]
    inside = {path for name in AT_THE_TABLE for path in cast.visited[name] if INSIDE.match(path)}
    assert len(inside) > 20
    for address in sorted(inside):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404, address
        told = page.content()
        assert not any(word in told for word in (BARRIER, PROPOSAL, MINUTED, DECISION, PROMISE)), address
