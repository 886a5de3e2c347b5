"""What the responsible body answers, and how an adoption reaches the working draft."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.conftest import Browser
from tests.letters import fresh
from tests.links.files import PDF
from tests.pathways.documents import edited
from tests.pathways.stage import DEADLINE, EFFECTIVE, Stage
from tests.pathways.test_output import published
from tests.world import World
from workgroups.core.events import Event
from workgroups.links.models import Link, Relation
from workgroups.links.papers.models import Paper
from workgroups.pathways.document import Option, Step, Weeks, replaced, without
from workgroups.pathways.document import Pathway as Document
from workgroups.pathways.models import Confirmation
from workgroups.pathways.problems import problems
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals.answers.models import BodyEntry, Conflict
from workgroups.pathways.proposals.forms import Calling
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.steps.changes import bridged

Mailbox = Callable[[], list[str]]
TODAY = "2026-12-05"
WRONG = {"reason": "PLUGH"}
ADOPTED = {
    "kind": "adopted", "on_day": TODAY, "effective_on": "2027-06-01", "document_title": "Decision 14",
    "document_url": "https://example.org/14",
}  # fmt: skip


def papers_on(page: str) -> dict[str, str]:
    """What the button that confirms an adoption sends of the files that it was read with."""
    return dict(re.findall(r'name="(papers)" value="(.*?)"', page))


def told_of(html: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", html))


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send from the form that records an answer."""
    form = page[page.index('enctype="multipart') :]
    said = re.findall(r'<input[^>]*name="(\w+)"[^>]*type="(?:date|text|url)"[^>]*value="([^"]*)"', form)
    kind = re.findall(r'name="(kind)" value="(\w+)" checked', form)
    note = re.findall(r'<textarea[^>]*name="(note)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL)
    return {name: unescape(value) for name, value in (*said, *kind, *note)}


def seen(reader: TestClient, path: str) -> str:
    return told_of(unescape(reader.get(path).text))


def internship(stage: Stage) -> Step:
    step = stage.document().step("internship")
    assert step is not None
    return step


@pytest.mark.parametrize("kind", ["sent", "acknowledged", "under_study", "no_reply"])
def test_entries_come_in_any_order(browser: Browser, stage: Stage, kind: str) -> None:
    key = stage.proposal("recommended")
    entry = {"kind": kind, "on_day": "2026-11-30", "promised_on": "2027-01-15"}
    page = browser("chidi").post(f"/proposals/{key}/answers", data=entry)
    assert page.status_code == 200
    (entry,) = stage.rows(BodyEntry)
    assert (entry.kind.value, entry.organisation_id) == (kind, stage.world.organisations["Falls Pharmacy Regulator"])
    assert stage.row(Proposal, key).adopted_at is None


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"effective_on": ""}, "effective_on"),
        ({"document_title": ""}, "document_title"),
        ({"document_url": ""}, "file"),
        ({"document_url": "javascript:x"}, "document_url"),
        ({"on_day": "2026-12-06"}, "on_day"),
        ({"on_day": ""}, "on_day"),
        ({"on_day": "1700-01-01"}, "on_day"),
        ({"on_day": "2026-11-22"}, "on_day"),
        ({"effective_on": "0001-01-01"}, "effective_on"),
        ({"effective_on": "2026-11-22"}, "effective_on"),
        ({"kind": "under_study"}, "promised_on"),
        ({"kind": "under_study", "promised_on": "2026-12-04"}, "promised_on"),
        ({"kind": "declined"}, "note"),
        ({"kind": "adopted_in_part"}, "operations"),
        ({"kind": "adopted_in_part", "operations": "7"}, "operations"),
        ({"kind": "perhaps"}, "kind"),
        ({"document_text": "x" * 20_001}, "document_text"),
    ],
)
def test_bad_input_stands_beside_its_field(browser: Browser, stage: Stage, bad: dict[str, str], field: str) -> None:
    key = stage.proposal("recommended")
    page = browser("edith").post(f"/proposals/{key}/answers", data=ADOPTED | bad)
    assert page.status_code == 422
    assert f'href="#f-{field}"' in page.text
    assert stage.rows(BodyEntry) == []


@pytest.mark.parametrize(("day", "status"), [("2026-11-22", 422), ("2026-11-23", 200), ("2026-12-01", 200)])
def test_a_change_can_hold_since_the_edition_that_it_changes(
    browser: Browser, stage: Stage, day: str, status: int
) -> None:
    stage.begin()
    published(browser, stage)
    stage.world.pass_time(days=5)
    key = stage.proposal("open")
    stage.do("amara", proposals.call, key, Calling(deadline=stage.world.now.date()))
    stage.world.pass_time(days=7)
    stage.decide(key, "recommended")
    page = browser("edith").post(f"/proposals/{key}/answers", data=ADOPTED | {"effective_on": day})
    assert page.status_code == status
    assert ("Enter the day of the edition that the proposal changes" in page.text) is (status == 422)


def test_the_letter_of_the_body_comes_with_its_answer(browser: Browser, stage: Stage, world: World) -> None:
    key, edith = stage.proposal("recommended"), browser("edith")
    sent = ADOPTED | {"document_url": "", "document_title": ""}
    page = edith.post(
        f"/proposals/{key}/answers", data=sent, files={"file": ("Decision 14.pdf", PDF, "application/pdf")}
    )
    assert page.status_code == 200
    (paper,) = stage.rows(Paper)
    assert f'href="/papers/{paper.id}">Decision 14.pdf</a>' in page.text
    assert edith.get(f"/papers/{paper.id}").content == PDF
    assert [browser(name).get(f"/papers/{paper.id}").status_code for name in ("henk", "kofi")] == [200, 404]
    assert f"/papers/{paper.id}" in browser("ewan").get(f"/answers/{paper.about}").text, "who confirms reads it"
    better = {"file": ("Decision 14.pdf", PDF + b"%", "application/pdf")}
    assert browser("ewan").post(f"/papers/{paper.id}/versions", files=better).status_code == 403
    assert edith.post(f"/papers/{paper.id}/versions", files=better).status_code == 200


def test_confirming_binds_the_document_that_was_read(browser: Browser, stage: Stage) -> None:
    key, edith, ewan = stage.proposal("recommended"), browser("edith"), browser("ewan")
    sent = ADOPTED | {"document_url": ""}
    edith.post(f"/proposals/{key}/answers", data=sent, files={"file": ("14.pdf", PDF, "application/pdf")})
    (paper,) = stage.rows(Paper)
    address = f"/answers/{paper.about}/confirmation"
    read = papers_on(ewan.get(f"/answers/{paper.about}").text)
    better = {"file": ("14.pdf", PDF + b"%", "application/pdf")}
    assert edith.post(f"/papers/{paper.id}/versions", files=better).status_code == 200
    for stale in (read, {}, {"papers": "nothing"}):
        page = ewan.post(address, data=stale)
        assert page.status_code == 409
        assert "The document was changed after you opened this page." in page.text
    assert stage.row(Proposal, key).adopted_at is None
    assert papers_on(page.text) != read
    assert ewan.post(address, data=papers_on(page.text)).status_code == 200
    assert stage.row(Proposal, key).adopted_at is not None
    better = {"file": ("14.pdf", PDF + b"%%", "application/pdf")}
    assert edith.post(f"/papers/{paper.id}/versions", files=better).status_code == 409, "what was confirmed stays"
    for name in ("edith", "chidi"):
        assert browser(name).post(f"/papers/{paper.id}/removal").status_code == 409
    assert "/removal" not in browser("chidi").get(f"/papers/{paper.id}/versions").text


def test_a_paper_taken_off_before_the_adoption_was_confirmed_stays_off(browser: Browser, stage: Stage) -> None:
    key, edith, ewan, chidi = stage.proposal("recommended"), browser("edith"), browser("ewan"), browser("chidi")
    edith.post(f"/proposals/{key}/answers", data=ADOPTED, files={"file": ("14.pdf", PDF, "application/pdf")})
    (paper,) = stage.rows(Paper)
    assert chidi.post(f"/papers/{paper.id}/removal").status_code == 200
    page = ewan.get(f"/answers/{paper.about}").text
    assert ewan.post(f"/answers/{paper.about}/confirmation", data=papers_on(page)).status_code == 200
    assert chidi.post(f"/papers/{paper.id}/return").status_code == 409


@pytest.mark.parametrize("content", [b"MZ" + bytes(200), b"%PDF-1.7\n" + bytes(25_300_000)])
def test_a_file_that_is_refused_takes_nothing_typed_with_it(browser: Browser, stage: Stage, content: bytes) -> None:
    key = stage.proposal("recommended")
    file = {"file": ("Decision 14.pdf", content, "application/pdf")}
    sent = ADOPTED | {"note": "A long note about it."}
    page = browser("edith").post(f"/proposals/{key}/answers", data=sent, files=file)
    assert page.status_code in (413, 422)
    assert 'href="#f-file"' in page.text
    assert "A long note about it." in page.text
    assert ADOPTED["document_title"] in page.text
    assert stage.rows(BodyEntry) == []


def test_the_body_is_asked_until_it_has_said_something(browser: Browser, stage: Stage) -> None:
    key, edith = stage.proposal("recommended"), browser("edith")
    asked = "Answer as responsible body"
    assert asked in edith.get("/desk").text
    assert asked not in browser("dolores").get("/desk").text
    for kind, still in (("sent", True), ("acknowledged", False)):
        edith.post(f"/proposals/{key}/answers", data={"kind": kind, "on_day": TODAY})
        assert (asked in edith.get("/desk").text) is still


def test_an_adoption_waits_for_a_second_person(browser: Browser, stage: Stage) -> None:
    key, before = stage.proposal("recommended"), stage.document()
    edith, ewan = browser("edith"), browser("ewan")
    assert edith.post(f"/proposals/{key}/answers", data=ADOPTED).status_code == 200
    (entry,) = stage.rows(BodyEntry)
    assert stage.document() == before
    assert edith.post(f"/answers/{entry.id}/confirmation").status_code == 403
    assert "Confirm the adoption" not in edith.get("/desk").text
    assert f'href="/proposals/{key}#answers">Confirm the adoption' in ewan.get("/desk").text
    assert ewan.post(f"/answers/{entry.id}/confirmation").status_code == 200
    assert internship(stage).setting != before.step("internship")
    assert ewan.post(f"/answers/{entry.id}/confirmation").status_code == 409, "once"


def test_a_confirmed_adoption_reaches_the_draft_dated_linked_and_confirmed(
    browser: Browser, stage: Stage, world: World, mailbox: Mailbox
) -> None:
    key = stage.proposal("recommended")
    entry = stage.adopted(key)
    before = mailbox()
    browser("chidi").post(f"/answers/{entry}/confirmation")
    step = internship(stage)
    assert step.setting == {"en": "community, hospital, or both", "fr": "officine, hôpital ou les deux"}
    assert step.valid_from == EFFECTIVE
    link = next(row for row in stage.rows(Link) if row.from_kind == "Step")
    assert (link.relation, link.from_id, link.to_id) == (Relation.FOLLOWS_FROM, stage.step("internship"), key)
    (said,) = stage.rows(Confirmation)
    assert (said.person_id, said.step_key) == (world.people["edith"], "internship"), "the recorder sits for the body"
    henk = browser("henk")
    page = unescape(henk.get("/groups/pharmacy/pathway").text)
    assert "From Tuesday 1 June 2027" in page
    assert "Confirmed by Falls Pharmacy Regulator" in page
    assert "Anywhere" in henk.get(f"/steps/{stage.step('internship')}").text
    assert "adopted, from Tuesday 1 June 2027" in henk.get(f"/proposals/{key}").text
    told = {letter.split("\nTo: ")[1].split("@")[0] for letter in fresh(mailbox, before)}
    assert told == {"amara", "blaise", "dolores", "edith", "ewan", "farid", "gita", "henk", "iris"}


def test_an_outcome_is_offered_once_the_change_holds(browser: Browser, stage: Stage) -> None:
    key, offered = stage.proposal("recommended"), "outcomes/new"
    assert offered not in browser("dolores").get(f"/proposals/{key}").text, "only recommended"
    assert browser("dolores").get(f"/proposals/{key}/outcomes/new").status_code == 409
    entry = stage.adopted(key, effective_on=stage.world.now.date() + timedelta(days=2))
    stage.confirm("ewan", entry)
    assert offered not in browser("dolores").get(f"/proposals/{key}").text, "adopted, for a day to come"
    stage.world.pass_time(days=2)
    assert offered in browser("dolores").get(f"/proposals/{key}").text


def test_secretary_and_chair_record_and_confirm_but_do_not_speak_for_the_body(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("recommended")
    entry = stage.adopted(key, by="chidi")
    browser("amara").post(f"/answers/{entry}/confirmation")
    assert internship(stage).valid_from == EFFECTIVE
    assert stage.rows(Confirmation) == []
    assert "Not yet confirmed by" in browser("henk").get("/groups/pharmacy/pathway").text


def test_an_adoption_can_be_taken_back_until_it_is_confirmed(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("recommended")
    entry = stage.adopted(key)
    assert browser("edith").post(f"/proposals/{key}/answers", data=ADOPTED).status_code == 409, "one at a time"
    assert browser("edith").post(f"/answers/{entry}/withdrawal", data=WRONG).status_code == 200
    assert browser("ewan").post(f"/answers/{entry}/confirmation").status_code == 409
    again = stage.adopted(key)
    browser("ewan").post(f"/answers/{again}/confirmation")
    assert browser("edith").post(f"/answers/{again}/withdrawal", data=WRONG).status_code == 409
    assert "Correct this entry" not in browser("edith").get(f"/proposals/{key}").text.partition(f"answer-{again}")[2]


@pytest.mark.parametrize("kind", ["sent", "acknowledged", "under_study", "no_reply", "declined", "adopted"])
def test_a_wrong_entry_is_taken_back_in_sight_and_recorded_anew(browser: Browser, stage: Stage, kind: str) -> None:
    key, chidi = stage.proposal("recommended"), browser("chidi")
    sent = ADOPTED | {"kind": kind, "promised_on": "2027-01-15", "note": "QUUX"}
    assert browser("edith").post(f"/proposals/{key}/answers", data=sent).status_code == 200
    (entry,) = stage.rows(BodyEntry)
    assert f'href="/answers/{entry.id}">Correct this entry' in chidi.get(f"/proposals/{key}").text or kind == "adopted"
    assert "What is wrong with it" in chidi.get(f"/answers/{entry.id}").text
    refused = chidi.post(f"/answers/{entry.id}/withdrawal", data={"reason": ""})
    assert refused.status_code == 422
    form = chidi.post(f"/answers/{entry.id}/withdrawal", data=WRONG)
    assert form.url.path == f"/proposals/{key}/answers/new"
    assert "Taken back. Record it as it should be" in form.text
    again = fields_of(form.text)
    assert (again["kind"], again["on_day"], again["note"]) == (kind, TODAY, "QUUX")
    page = chidi.post(f"/proposals/{key}/answers", data=again | {"on_day": "2026-12-04"})
    assert page.status_code == 200
    old, new = stage.rows(BodyEntry)
    assert (old.on_day.isoformat(), new.on_day.isoformat(), new.kind) == (TODAY, "2026-12-04", entry.kind)
    gone = page.text[page.text.index(f'id="answer-{old.id}"') :]
    assert "QUUX" in gone[: gone.rindex("</del>")], "struck through, not gone"
    assert "taken back by Chidi" in gone
    assert "PLUGH" in gone
    assert chidi.post(f"/answers/{old.id}/withdrawal", data=WRONG).status_code == 409, "once"


def test_only_who_may_record_takes_back_and_the_recorder_hears(
    browser: Browser, stage: Stage, mailbox: Mailbox
) -> None:
    key = stage.proposal("recommended")
    browser("edith").post(f"/proposals/{key}/answers", data={"kind": "declined", "on_day": TODAY, "note": "No."})
    (entry,) = stage.rows(BodyEntry)
    for name in ("henk", "dolores", "farid"):
        assert browser(name).post(f"/answers/{entry.id}/withdrawal", data=WRONG).status_code == 403
        assert "Correct this entry" not in browser(name).get(f"/proposals/{key}").text
        assert "What is wrong with it" not in browser(name).get(f"/answers/{entry.id}").text
    assert f"/proposals/{key}" not in browser("henk").get("/desk/movement").text, "the body owes nothing"
    before = mailbox()
    assert browser("amara").post(f"/answers/{entry.id}/withdrawal", data=WRONG).status_code == 200
    (letter,) = fresh(mailbox, before)
    assert "\nTo: edith" in letter
    assert "PLUGH" in letter
    assert f"/proposals/{key}" in browser("henk").get("/desk/movement").text, "it owes an answer again"


def test_an_address_fills_the_form_only_with_what_was_taken_back(browser: Browser, stage: Stage) -> None:
    key, edith = stage.proposal("recommended"), browser("edith")
    edith.post(f"/proposals/{key}/answers", data={"kind": "sent", "on_day": TODAY, "note": "QUUX"})
    for asked in ("1", "7", "x", "²", "9" * 12):
        page = edith.get(f"/proposals/{key}/answers/new?anew={asked}")
        assert page.status_code == 200
        assert "Filled in" not in page.text


def test_a_body_adopts_one_field_of_a_step_and_leaves_another(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("recommended", setting={"en": "anywhere"}, weeks=Weeks(min=10, max=20))
    page = unescape(browser("edith").get(f"/proposals/{key}/answers/new").text)
    assert page.count('name="operations"') == 2
    [place] = [place for place, each in enumerate(stage.row(Proposal, key).operations) if "weeks" in each["fields"]]
    stage.confirm("ewan", stage.adopted(key, kind="adopted_in_part", operations=[place]))
    step = stage.document().step("internship")
    assert step is not None
    assert step.weeks == Weeks(min=10, max=20)
    assert step.setting != {"en": "anywhere"}


def test_an_adoption_in_part_applies_its_part(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("open")
    with stage.work("gita") as work:
        proposal = work.session.get_one(Proposal, key)
        document = stage.document()
        target = document.having(tuple(step for step in document.steps if step.key != "lab"))
        changed = target.step("internship").model_copy(update={"setting": {"en": "anywhere"}})
        steps = tuple(changed if step.key == "internship" else step for step in target.steps)
        proposals.revise(work, proposal, target.having(steps))
        kinds = [operation["kind"] for operation in proposal.operations]
    browser("amara").post(f"/proposals/{key}/calls", data={"deadline": "2026-12-04"})
    stage.world.pass_time(days=12)
    stage.decide(key, "recommended")
    entry = stage.adopted(key, kind="adopted_in_part", operations=[kinds.index("change_step")])
    stage.confirm("ewan", entry)
    assert internship(stage).setting == {"en": "anywhere"}
    assert stage.document().step("lab") is not None


def test_what_no_longer_fits_is_listed_and_resolved_by_hand(browser: Browser, stage: Stage) -> None:
    wanted = {"en": "anywhere", "fr": "partout"}
    key = stage.proposal("recommended", setting=wanted, note={"en": "New note"})
    entry = stage.adopted(key)
    stage.store(internship(stage).model_copy(update={"setting": {"en": "on the moon"}}))
    browser("ewan").post(f"/answers/{entry}/confirmation")
    step = internship(stage)
    assert step.setting == {"en": "on the moon"}, "nothing is overwritten"
    assert step.note == {"en": "New note"}, "what fits is put in"
    (conflict,) = stage.rows(Conflict)
    assert stage.rows(Confirmation) == [], "the body did not adopt the step as it stands"
    chidi = browser("chidi")
    assert "Resolve what did not fit" in chidi.get("/desk").text
    page = seen(chidi, f"/proposals/{key}")
    assert "In the working draft: 1 of 2 adopted changes. 1 part did not fit and waits to be resolved:" in page
    changed, _, held = page.partition("Adopted, and not in the working draft")
    assert "anywhere" in held.partition("Why")[0]
    assert "anywhere" not in changed, "what was not put in has not changed"
    assert "New note" in changed
    page = unescape(chidi.get(f"/conflicts/{conflict.id}").text)
    assert all(text in page for text in ("hospital and community", "on the moon", "anywhere"))
    assert chidi.post(f"/conflicts/{conflict.id}/resolution", data={"choice": "toss"}).status_code == 422
    chidi.post(f"/conflicts/{conflict.id}/resolution", data={"choice": "take"})
    assert internship(stage).setting == wanted
    assert internship(stage).valid_from == EFFECTIVE
    assert chidi.post(f"/conflicts/{conflict.id}/resolution", data={"choice": "keep"}).status_code == 409
    assert "Resolve what did not fit" not in chidi.get("/desk").text
    page = seen(chidi, f"/proposals/{key}")
    assert "Adopted, and not in the working draft" not in page
    assert "did not fit" not in page.partition("What the responsible body answers")[0]


def test_nothing_changed_where_nothing_fits(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("recommended", setting={"en": "anywhere"}, weeks=Weeks(min=10, max=20))
    entry = stage.adopted(key, kind="adopted_in_part", operations=[0])
    stage.replace(stage.document().having(without(stage.document().steps, "internship")))
    page = browser("ewan").post(f"/answers/{entry}/confirmation")
    told = told_of(unescape(page.text))
    assert "Confirmed." in told
    assert "In the working draft: 0 of 1 adopted change." in told
    assert "What changed Nothing yet." in told


@pytest.mark.parametrize("choice", ["keep", "by_hand"])
def test_a_conflict_can_be_left_or_settled_by_hand(browser: Browser, stage: Stage, choice: str) -> None:
    key = stage.proposal("recommended", setting={"en": "anywhere"})
    entry = stage.adopted(key)
    stage.store(internship(stage).model_copy(update={"setting": {"en": "on the moon"}}))
    stage.confirm("ewan", entry)
    conflict, chidi = stage.rows(Conflict)[0].id, browser("chidi")
    if choice == "by_hand":
        early = chidi.post(f"/conflicts/{conflict}/resolution", data={"choice": choice})
        assert early.status_code == 422, "nobody has put anything in"
        assert "still says what it said" in early.text
        stage.store(internship(stage).model_copy(update={"setting": {"en": "anywhere but there"}}))
    assert chidi.post(f"/conflicts/{conflict}/resolution", data={"choice": choice}).status_code == 200
    assert "anywhere but there" in str(internship(stage).setting) or choice == "keep"
    assert stage.rows(Conflict)[0].taken is (choice == "by_hand")


def test_a_step_that_is_gone_is_a_conflict_that_cannot_be_taken(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("recommended", setting={"en": "anywhere"})
    entry = stage.adopted(key)
    browser("chidi").post(f"/steps/{stage.step('internship')}/removal")
    browser("ewan").post(f"/answers/{entry}/confirmation")
    (conflict,) = stage.rows(Conflict)
    assert conflict.code == "missing"
    chidi = browser("chidi")
    assert "Put in what was adopted" not in chidi.get(f"/conflicts/{conflict.id}").text
    assert chidi.post(f"/conflicts/{conflict.id}/resolution", data={"choice": "take"}).status_code == 409
    assert chidi.post(f"/conflicts/{conflict.id}/resolution", data={"choice": "keep"}).status_code == 200


def conflict_of(browser: Browser, stage: Stage, target: Document, now: Document) -> str:
    """The page of the one part that did not fit when a proposal was adopted after the draft had changed."""
    key = proposed(stage, target)
    stage.replace(now)
    stage.confirm("ewan", stage.adopted(key))
    (conflict,) = stage.rows(Conflict)
    return unescape(browser("chidi").get(f"/conflicts/{conflict.id}").text)


def test_what_was_adopted_for_a_step_that_is_gone_is_shown(browser: Browser, stage: Stage) -> None:
    stage.begin()
    document = stage.document()
    wanted = edited(document, "lab", weeks={"min": 7, "max": 8})
    page = conflict_of(browser, stage, wanted, document.having(without(document.steps, "lab")))
    assert "<dd>Skills lab</dd>" in page
    assert "<dd>50–60 weeks</dd>" in page
    assert "<dd>7–8 weeks</dd>" in page
    assert "no longer part of the working draft" in page


def test_what_differs_in_a_step_that_was_to_be_removed_is_shown(browser: Browser, stage: Stage) -> None:
    stage.begin()
    document = stage.document()
    now = edited(document, "lab", weeks={"min": 7, "max": 8}, note={"fr": "Une note"})
    page = conflict_of(browser, stage, document.having(without(document.steps, "lab")), now)
    assert '<td class="text">50–60 weeks</td><td class="text">7–8 weeks</td>' in page
    assert "Note (French)" in page
    assert "Kind of step" not in page, "it is the same on both sides"


def test_a_new_option_that_clashes_is_shown_with_all_it_says(browser: Browser, stage: Stage) -> None:
    stage.begin()
    document, step = stage.document(), internship(stage)
    made = [
        document.having(replaced(document.steps, step.having((*step.options, option))))
        for option in (
            Option(key="abroad", title={"en": "Abroad"}, type="course", weeks=Weeks(min=1, max=2)),
            Option(key="abroad", title={"en": "Abroad"}, type="course", weeks=Weeks(min=3, max=4)),
        )
    ]
    page = conflict_of(browser, stage, *made)
    assert "“Abroad”: the whole option" in page
    assert '<td class="text">3–4 weeks</td><td class="text">1–2 weeks</td>' in page


def test_two_proposals_adopted_on_one_field_meet_as_a_conflict(stage: Stage) -> None:
    first = stage.proposal("recommended", setting={"en": "anywhere"})
    stage.world.now = stage.started
    second = stage.proposal("recommended", setting={"en": "nowhere"})
    for key in (first, second):
        stage.confirm("ewan", stage.adopted(key))
    assert internship(stage).setting == {"en": "anywhere"}
    (conflict,) = stage.rows(Conflict)
    assert (conflict.found, conflict.wanted) == ({"en": "anywhere"}, {"en": "nowhere"})


def proposed(stage: Stage, target: Document) -> int:
    """A recommended proposal that leads to a pathway."""
    stage.world.now = stage.started
    key = stage.proposal("open")
    with stage.work("gita") as work:
        proposals.revise(work, work.session.get_one(Proposal, key), target)
    stage.do("amara", proposals.call, key, Calling(deadline=DEADLINE))
    stage.world.pass_time(days=12)
    stage.decide(key, "recommended")
    return key


def test_two_sound_proposals_make_no_circle_together(browser: Browser, stage: Stage) -> None:
    stage.begin()
    document = stage.document()
    first = proposed(stage, edited(document, "internship", after=["documents", "language"]))
    second = proposed(stage, edited(edited(document, "language", after=["internship"]), "lab", weeks=None))
    for key in (first, second):
        stage.confirm("ewan", stage.adopted(key))
    assert problems(stage.document()) == []
    assert stage.document().step("lab").weeks is None, "what breaks nothing is put in"
    (conflict,) = stage.rows(Conflict)
    assert (conflict.code, conflict.step_key, conflict.field) == ("breaks", "language", "conditions")
    chidi = browser("chidi")
    page = unescape(chidi.get(f"/conflicts/{conflict.id}").text)
    assert "These steps wait for each other in a circle" in page
    assert "“Complete the internship”" in page, "what was adopted"
    assert "Put in what was adopted" not in page
    assert chidi.post(f"/conflicts/{conflict.id}/resolution", data={"choice": "take"}).status_code == 409
    stage.store(edited(stage.document(), "internship", after=["documents"]).step("internship"))
    chidi.post(f"/conflicts/{conflict.id}/resolution", data={"choice": "take"})
    assert stage.document().step("language").after == ("internship",)


def test_a_step_that_another_one_waits_for_by_now_is_not_removed_silently(browser: Browser, stage: Stage) -> None:
    stage.begin()
    key = proposed(stage, bridged(stage.document(), "lab"))
    stage.store(edited(stage.document(), "register", after=["internship", "lab"]).step("register"))
    stage.confirm("ewan", stage.adopted(key))
    assert problems(stage.document()) == []
    (conflict,) = stage.rows(Conflict)
    assert (conflict.code, conflict.step_key) == ("breaks", "lab")
    page = unescape(browser("chidi").get(f"/conflicts/{conflict.id}").text)
    assert "Register: This names a step that the pathway does not have." in page.replace("\N{NO-BREAK SPACE}", " ")


def test_the_ledger_holds_no_words_of_the_body(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("recommended")
    browser("edith").post(f"/proposals/{key}/answers", data=ADOPTED | {"note": "XYZZY", "document_title": "PLUGH"})
    assert not any("XYZZY" in str(row.payload) or "PLUGH" in str(row.payload) for row in stage.rows(Event))
