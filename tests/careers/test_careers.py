"""Alternative careers through their pages: what is kept, what is refused, what two editors get."""

import re

import pytest
from sqlalchemy import text
from sqlmodel import select

from tests.careers.given import accepted, proposed, stored, version
from tests.conftest import Browser
from tests.world import World
from workgroups.careers import commands, queries
from workgroups.careers.forms import Declining
from workgroups.careers.models import Career, CareerList, CareerState
from workgroups.core.work import reading, writing
from workgroups.groups.models import GroupProfession, Profession

FULL = {
    "title_en": "Drug assessment officer",
    "title_fr": "Agent ou agente d’évaluation des médicaments",
    "relation": "related_field",
    "horizon": "end_goal",
    "skills_use": "most",
    "upgrading": "none",
    "regulation": ["CA-NS:not_regulated", "", "CA-ON:voluntary"],
    "basis": "contact",
    "why_en": "Insurers decide which drugs to cover.",
    "why_fr": "Des assureurs décident des médicaments à couvrir.",
    "shared_en": "Pharmacology\r\n\r\nReading studies",
    "shared_fr": "Pharmacologie\r\nLecture d’études",
    "missing_en": "How drug plans decide | Reading\r\nShort advice",
    "missing_fr": "Les régimes | De la lecture\r\nDe brefs avis",
    "stages": ["licensed", "before_arrival"],
}


def test_everything_typed_is_kept_and_shown(world: World, browser: Browser) -> None:
    page = browser("chidi").post("/groups/pharmacy/careers", data=FULL | {"profession": world.profession})
    assert page.status_code == 200
    assert page.url.path.startswith("/careers/")
    for words in ("Drug assessment officer", "related field", "end goal", "Reading studies", "How drug plans decide"):
        assert words in page.text
    career = stored(world, int(page.url.path.rpartition("/")[2]))
    assert career.key == "drug-assessment-officer"
    assert career.state is CareerState.ACCEPTED
    assert career.regulation == {"CA-NS": "not_regulated", "CA-ON": "voluntary"}
    assert career.shared[1] == {"en": "Reading studies", "fr": "Lecture d’études"}
    assert career.missing == [
        {
            "what": {"en": "How drug plans decide", "fr": "Les régimes"},
            "closes": {"en": "Reading", "fr": "De la lecture"},
        },
        {"what": {"en": "Short advice", "fr": "De brefs avis"}, "closes": None},
    ]
    assert career.stages == ["before_arrival", "licensed"]


def test_what_nobody_said_stays_unsaid(world: World, browser: Browser) -> None:
    key = accepted(world)
    career = stored(world, key)
    assert (career.relation, career.horizon, career.skills_use, career.upgrading) == (None,) * 4
    assert "not said" in browser("dolores").get(f"/careers/{key}").text
    assert "Relation not said" in browser("dolores").get("/groups/pharmacy/careers").text


def test_a_form_that_is_saved_unchanged_changes_nothing(world: World, browser: Browser) -> None:
    chidi = browser("chidi")
    page = chidi.post("/groups/pharmacy/careers", data=FULL | {"profession": world.profession})
    key = int(page.url.path.rpartition("/")[2])
    before = stored(world, key)
    form = chidi.get(f"/careers/{key}/edit").text
    for line in (
        "Pharmacologie\nLecture d’études</textarea>",
        "How drug plans decide | Reading\nShort advice</textarea>",
    ):
        assert line in form
    assert '<option value="CA-ON:voluntary" selected>' in form
    typed = {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in FULL.items()}
    chidi.post(f"/careers/{key}/description", data=typed)
    after = stored(world, key)
    assert after.model_dump() == before.model_dump()


BAD = {
    "no English title": ({"title_en": "", "title_fr": "Rédaction"}, "title_en", "Fill this in."),
    "too long a title": ({"title_en": "x" * 121}, "title_en", "120 characters"),
    "a megabyte": ({"why_en": "x" * 1_000_000}, "why_en", "2000 characters"),
    "an unknown relation": ({"relation": "cousin"}, "relation", "Choose one of the options."),
    "an unknown stage": ({"stages": ["whenever"]}, "stages", "Choose one of the options."),
    "an unknown jurisdiction": ({"regulation": ["US-ME:regulated"]}, "regulation", "Check this entry."),
    "a control character": ({"note_en": "a\x00b"}, "note_en", "control character"),
    "text that turns around": ({"title_en": "a\u202eb"}, "title_en", "turns the writing around"),
    "fewer French lines": ({"shared_en": "a\nb", "shared_fr": "c"}, "shared_fr", "one French line for each"),
    "a line that is too long": ({"missing_en": "x" * 201}, "missing_en", "Keep each line to 200"),
    "too many lines": ({"shared_en": "a\n" * 41}, "shared_en", "Keep it to 40 lines."),
    "nothing before the divider": ({"missing_en": "| a course"}, "missing_en", "Say what is missing"),
    "another group's profession": ({"profession": 2}, "profession", "Choose a profession that this group serves."),
    "no such profession": ({"leads_to": 999}, "leads_to", "Choose a profession."),
    "a field of another form": ({"state": "accepted"}, "state", "unexpected"),
}


@pytest.mark.parametrize("bad", BAD)
def test_bad_input_is_refused_beside_its_field(world: World, browser: Browser, bad: str) -> None:
    typed, field, why = BAD[bad]
    good = {"profession": world.profession, "title_en": "Medical writer", "why_fr": "Ce texte reste."}
    answer = browser("dolores").post("/groups/pharmacy/careers/proposals", data=good | typed)
    assert answer.status_code == 422
    assert why in answer.text
    assert (f'href="#f-{field}"' in answer.text) == (f'id="f-{field}"' in answer.text), "what is there is linked"
    assert "Ce texte reste." in answer.text
    with world.database.read() as session:
        assert session.exec(select(Career)).all() == []
        assert session.exec(select(CareerList)).all() == []


def test_a_reason_is_needed_to_decline(world: World, browser: Browser) -> None:
    key = proposed(world)
    answer = browser("amara").post(f"/careers/{key}/refusal", data={"reason": " "})
    assert answer.status_code == 422
    assert stored(world, key).state is CareerState.PROPOSED


def test_what_is_declined_can_be_accepted_after_all(world: World, browser: Browser) -> None:
    key = proposed(world)
    amara = browser("amara")
    amara.post(f"/careers/{key}/refusal", data={"reason": "No such work here."})
    assert "No such work here." in amara.get(f"/careers/{key}").text
    assert amara.post(f"/careers/{key}/refusal", data={"reason": "Again."}).status_code == 409
    amara.post(f"/careers/{key}/acceptance")
    career = stored(world, key)
    assert (career.state, career.reason) == (CareerState.ACCEPTED, "")


def test_two_editors_get_both_texts_and_lose_none(world: World, browser: Browser) -> None:
    key = accepted(world, regulation=["CA-NS:regulated"], shared_en="Pharmacology", stages=["licensed"])
    action = f"/careers/{key}/description"
    amara, chidi = browser("amara"), browser("chidi")
    theirs, mine = (client.get(f"/careers/{key}/edit").text for client in (amara, chidi))
    typed = {"title_en": "Medical writer", "regulation": ["CA-NS:voluntary"], "stages": ["licensed"]}
    amara.post(action, data=typed | {"shared_en": "Reading studies", "_version": version(theirs, action)})
    late = {"title_en": "Medical writer", "regulation": ["CA-NS:regulated", ""], "stages": ["licensed"]}
    answer = chidi.post(action, data=late | {"shared_en": "Plain words", "_version": version(mine, action)})
    assert answer.status_code == 409
    for words in ("Reading studies", "Plain words", "Nova Scotia: voluntary", "Nova Scotia: regulated"):
        assert words in answer.text
    assert answer.text.count("Saved meanwhile") == 2, "only what differs is shown twice"
    assert stored(world, key).shared == [{"en": "Reading studies"}]
    again = chidi.post(action, data=late | {"shared_en": "Plain words", "_version": version(answer.text, action)})
    assert again.status_code == 200
    assert stored(world, key).shared == [{"en": "Plain words"}]


def test_the_introduction_has_versions_too(world: World, browser: Browser) -> None:
    key = stored(world, accepted(world)).list_id
    action = f"/career-lists/{key}/introduction"
    chidi = browser("chidi")
    seen = version(chidi.get(f"/career-lists/{key}/edit").text, action)
    browser("blaise").post(action, data={"title_en": "Other work", "intro_en": "You are qualified.", "_version": seen})
    answer = chidi.post(action, data={"title_en": "Other work", "intro_en": "You know a lot.", "_version": seen})
    assert answer.status_code == 409
    assert "You are qualified." in answer.text
    assert "You know a lot." in answer.text
    assert "Other work" in browser("dolores").get("/groups/pharmacy/careers").text


def test_two_of_one_title_get_two_keys(world: World) -> None:
    keys = [stored(world, proposed(world, title_en=title)).key for title in ("Médical writer", "Medical  Writer!", "…")]
    assert keys == ["medical-writer", "medical-writer-2", "career"]


def test_one_list_for_each_profession(world: World, browser: Browser) -> None:
    with world.database.write() as session:
        second = Profession(slug="pharmacy-technology", name={"en": "Pharmacy technician"})
        session.add(second)
        session.flush()
        session.add(GroupProfession(group_id=world.group, profession_id=second.id, position=1))
        other = second.id
    proposed(world)
    proposed(world, title_en="Drug claims analyst", profession=other)
    chidi = browser("chidi")
    first = chidi.get("/groups/pharmacy/careers").text
    assert "Medical writer" in first
    assert "Drug claims analyst" not in first
    second_page = chidi.get("/groups/pharmacy/careers?profession=pharmacy-technology").text
    assert "Drug claims analyst" in second_page
    assert "Alternative careers: Pharmacy technician" in second_page
    assert "Medical writer" in chidi.get("/groups/pharmacy/careers?profession=nursing").text


def test_it_waits_on_the_desk_of_whoever_answers(world: World, browser: Browser) -> None:
    key = proposed(world)
    assert "Medical writer" in browser("amara").get("/desk").text
    assert "Medical writer" not in browser("dolores").get("/desk").text
    browser("amara").post(f"/careers/{key}/acceptance")
    assert "Medical writer" not in browser("amara").get("/desk").text


def test_who_hears_of_it(world: World, browser: Browser, mailbox) -> None:
    key = proposed(world)
    letters = mailbox()
    assert sorted(re.search(r"^To: (\w+)", letter, re.MULTILINE)[1] for letter in letters) == [
        "amara",
        "blaise",
        "chidi",
        "iris",
    ]
    assert all("Medical writer" in letter and f"/careers/{key}" in letter for letter in letters)
    browser("amara").post(f"/careers/{key}/refusal", data={"reason": "No such work here."})
    [answer] = [letter for letter in mailbox() if letter not in letters]
    assert "To: dolores@example.org" in answer
    assert "No such work here." in answer


def test_only_accepted_ones_are_in_the_snapshot(world: World) -> None:
    accepted(world, title_en="Zoo keeper")
    accepted(world, title_en="Archivist", relation="other_field")
    proposed(world, title_en="Not yet")
    declined = proposed(world, title_en="Not this one")
    with writing(world.database, world.people["amara"], world.now) as work:
        commands.decline(work, declined, Declining(reason="No."))
    with reading(world.database, 0, world.now) as work:
        document = queries.snapshot(work, work.session.exec(select(CareerList)).one())
    assert [career["key"] for career in document["careers"]] == ["archivist", "zoo-keeper"]
    assert document["title"]["fr"] == "Autres carrières : Pharmacien ou pharmacienne"
    assert (document["profession"], document["group"], document["jurisdiction"]) == ("pharmacy", "pharmacy", "CA-NS")


def test_it_is_published_with_two_approvals(world: World, browser: Browser) -> None:
    key = accepted(world, relation="other_field", regulation=["CA-NS:not_regulated"], missing_en="Layout | A course")
    proposed(world, title_en="Not yet")
    chidi, listed = browser("chidi"), stored(world, key).list_id
    assert "Nothing is public yet." in chidi.get("/groups/pharmacy/careers").text
    why = {"significance": "major", "reason_en": "A first list.", "reason_fr": "Une première liste."}
    page = chidi.post(f"/groups/pharmacy/outputs/careers/{listed}/submissions", data=why)
    assert "Medical writer" in page.text
    assert "Not yet" not in page.text
    assert "waits for both co-chairs" in chidi.get("/groups/pharmacy/careers").text
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', browser("amara").get(page.url.path).text)[1]
    for chair in ("amara", "blaise"):
        browser(chair).post(f"{page.url.path}/approvals", data={"digest": digest})
    assert "The working draft says the same." in chidi.get("/groups/pharmacy/careers").text
    browser("chidi").post(f"/careers/{key}/description", data={"title_en": "Medical writer", "horizon": "interim"})
    assert "The working draft differs from it." in chidi.get(f"/career-lists/{listed}").text
    changes = chidi.get(f"/groups/pharmacy/outputs/careers/{listed}").text
    for words in ("Medical writer · Horizon", "interim", "Medical writer · Relation", "other field"):
        assert words in changes
    assert "Edition 1" in browser("henk").get("/groups/pharmacy/careers").text
    assert "/outputs/careers/" not in browser("henk").get("/groups/pharmacy/careers").text


def test_the_wording_check_speaks_on_the_list(world: World, browser: Browser) -> None:
    key = accepted(world, why_en="A good plan B.")
    page = browser("chidi").get("/groups/pharmacy/careers").text
    assert "Wording to look at" in page
    assert "Medical writer · Why" in page
    browser("chidi").post(f"/careers/{key}/refusal", data={"reason": "Say it otherwise."})
    assert "Wording to look at" not in browser("chidi").get("/groups/pharmacy/careers").text


def test_the_list_costs_as_many_queries_for_many_as_for_one(world: World, browser: Browser, queries: list[str]) -> None:
    chidi = browser("chidi")
    chidi.get("/groups/pharmacy/careers")
    counts = []
    for title in ("One", "Two", "Three", "Four"):
        accepted(world, title_en=title)
        queries.clear()
        chidi.get("/groups/pharmacy/careers")
        # Once a second a process looks whether the public pages are new; that belongs to no page.
        counts.append(sum(sent.startswith("SELECT") and "FROM generation" not in sent for sent in queries))
    assert len(set(counts)) == 1, counts


def test_the_ledger_holds_no_typed_text(world: World) -> None:
    key = accepted(world, title_en="Hospital librarian", why_en="Secret words")
    with world.database.read() as session:
        rows = session.execute(
            text("SELECT fact, payload FROM event WHERE about = :key AND kind = 'Career'"), {"key": key}
        ).all()
    assert [fact for fact, _ in rows] == ["CareerProposed", "CareerAccepted"]
    assert "librarian" not in str(rows)
    assert "Secret" not in str(rows)
