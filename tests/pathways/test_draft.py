"""The working draft: its steps in a form, two people at one step, order, stages, problems and confirmations."""

import re
from collections.abc import Callable
from html import unescape
from threading import Thread

import brotli
import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.conftest import Browser
from tests.letters import text_of
from tests.pathways.documents import PHARMACY, edited
from tests.pathways.stage import Stage
from workgroups.core.events import Event
from workgroups.links.commands import commenting_on
from workgroups.links.forms import Commenting
from workgroups.pathways import commands as pathways
from workgroups.pathways import queries as drafts
from workgroups.pathways.document import Weeks
from workgroups.pathways.models import Confirmation, Pathway, Step
from workgroups.pathways.steps import commands as steps
from workgroups.pathways.steps import policy as step_policy
from workgroups.pathways.steps.forms import Adding

FIELD = re.compile(r'<(input|select|textarea)[^>]*name="([^"]+)"[^>]*>', re.DOTALL)


def form_of(browser: TestClient, path: str) -> dict[str, object]:
    """What a browser would send from the first form with a description field on this page."""
    page = browser.get(path).text
    form = next(part for part in page.split("<form")[1:] if 'name="detail_en"' in part or 'name="title_en"' in part)
    form = form[: form.index("</form>")]
    values: dict[str, object] = {}
    for found in re.finditer(r'<input[^>]*name="([^"]+)"[^>]*>', form):
        tag, name = found.group(0), found.group(1)
        value = re.search(r'value="([^"]*)"', tag)
        if re.search(r'type="(radio|checkbox)"', tag):
            if " checked" in tag and value:
                values.setdefault(name, []).append(unescape(value.group(1)))  # type: ignore[attr-defined]
        else:
            values[name] = unescape(value.group(1)) if value else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        values[name] = unescape(text)
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        values[name] = unescape(chosen.group(1)) if chosen else ""
    return values


def test_saving_a_step_without_changing_it_changes_nothing(browser: Browser, stage: Stage) -> None:
    stage.begin()
    before, chidi = stage.document(), browser("chidi")
    for step in PHARMACY.keys:
        key = stage.step(step)
        sent = form_of(chidi, f"/steps/{key}/edit")
        assert chidi.post(f"/steps/{key}/description", data=sent).status_code == 200
    assert stage.document() == before
    assert not [row for row in stage.rows(Event) if row.fact == "StepChanged"]


def test_a_step_is_changed_in_both_languages(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, key = browser("chidi"), stage.step("lab")
    sent = form_of(chidi, f"/steps/{key}/edit") | {
        "detail_en": "Eight Saturdays.", "detail_fr": "Huit samedis.", "weeks_min": "8", "weeks_max": "10",
        "cost_min": "12.50", "cost_max": "150", "cost_currency": "cad", "from_abroad": "no", "moment": "after_assessment",
        "after": ["documents", "language"], "after_rule": "any", "counts_towards": "internship",
        "documents_en": "Degree\nLetter", "documents_fr": "Diplôme\n–", "exemptions_en": "None.", "note_fr": "Gratuit.",
        "source_title_en": "Calendar", "source_url": "https://example.org/lab", "source_checked": "2026-11-01",
        "valid_from": "2027-01-01", "who_fr": "École", "setting_en": "Halifax", "from_abroad_how_en": "Not at all.",
    }  # fmt: skip
    assert chidi.post(f"/steps/{key}/description", data=sent).status_code == 200
    step = stage.document().step("lab")
    assert step is not None
    assert step.detail == {"en": "Eight Saturdays.", "fr": "Huit samedis."}
    assert step.cost is not None
    assert (step.cost.min_cents, step.cost.max_cents, step.cost.currency) == (1250, 15000, "CAD")
    assert step.documents == ({"en": "Degree", "fr": "Diplôme"}, {"en": "Letter"})
    assert (set(step.after), step.after_rule) == ({"documents", "language"}, "any")
    assert step.source is not None
    assert str(step.source.checked) == "2026-11-01"
    assert form_of(chidi, f"/steps/{key}/edit")["documents_fr"] == "Diplôme\n–"


def test_two_browsers_at_one_step_lose_nothing(browser: Browser, stage: Stage) -> None:
    stage.begin()
    key = stage.step("lab")
    chidi, iris = browser("chidi"), browser("iris")
    first, second = form_of(chidi, f"/steps/{key}/edit"), form_of(iris, f"/steps/{key}/edit")
    assert (
        chidi.post(f"/steps/{key}/description", data=first | {"note_en": "Theirs", "type": "examination"}).status_code
        == 200
    )
    page = iris.post(f"/steps/{key}/description", data=second | {"note_en": "Mine", "detail_en": "Mine too"})
    assert page.status_code == 409
    text = unescape(page.text)
    assert "Somebody else saved this" in text
    assert "Theirs" in text
    assert "Mine too" in text
    assert "Saved meanwhile: examination" in text
    assert text.count("Saved meanwhile") == 3, "one for the type, one for each of the two texts"
    again = form_of_page(page.text) | {"note_en": "Both", "detail_en": "Mine too"}
    assert iris.post(f"/steps/{key}/description", data=again).status_code == 200
    step = stage.document().step("lab")
    assert step is not None
    assert (step.note, step.detail) == ({"en": "Both"}, {"en": "Mine too"})


def form_of_page(page: str) -> dict[str, object]:
    class Given:
        def get(self, _: str) -> object:
            return type("Answer", (), {"text": page})

    return form_of(Given(), "")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"weeks_min": "9", "weeks_max": "3"}, "weeks_min"),
        ({"weeks_min": "-1"}, "weeks_min"),
        ({"cost_min": "90", "cost_max": "80"}, "cost_min"),
        ({"cost_max": "-5"}, "cost_max"),
        ({"cost_min": "NaN"}, "cost_min"),
        ({"cost_min": "1e9999"}, "cost_min"),
        ({"cost_min": "5", "cost_currency": "dollars"}, "cost_min"),
        ({"detail_en": "x" * 4001}, "detail_en"),
        ({"detail_en": "x" * 20_001}, "detail_en"),
        ({"note_fr": "a\u202eb"}, "note_fr"),
        ({"title_en": "", "title_fr": ""}, "title_en"),
        ({"after": ["nowhere"]}, "after"),
        ({"after": ["lab"]}, "after"),
        ({"after": ["documents"], "after_rule": "n_of", "after_n": "2"}, "after_n"),
        ({"stage": "nowhere"}, "stage"),
        ({"stage": "No Where"}, "stage"),
        ({"after": ["No Where"]}, "after"),
        ({"counts_towards": "No Where"}, "counts_towards"),
        ({"type": "party"}, "type"),
        ({"body": "99999"}, "body"),
        ({"body": "99999999999999999999"}, "body"),
        ({"counts_towards": "nowhere"}, "counts_towards"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"source_url": "https://example.org"}, "source_title_en"),
        ({"source_checked": "2026-02-30"}, "source_checked"),
        ({"source_title_en": "Law", "source_checked": "2200-01-01"}, "source_checked"),
        ({"valid_from": "tomorrow"}, "valid_from"),
        ({"unknown": "1"}, None),
    ],
)
def test_bad_input_stands_beside_its_field(
    browser: Browser, stage: Stage, bad: dict[str, object], field: str | None
) -> None:
    stage.begin()
    before, key, chidi = stage.document(), stage.step("lab"), browser("chidi")
    page = chidi.post(f"/steps/{key}/description", data=form_of(chidi, f"/steps/{key}/edit") | bad)
    assert page.status_code == 422
    assert stage.document() == before
    if field:
        assert f'href="#f-{field}"' in page.text
        assert f'id="f-{field}"' in page.text


def test_steps_are_added_moved_and_removed(browser: Browser, stage: Stage) -> None:
    pathway, chidi = stage.begin(), browser("chidi")
    added = {
        "stage": "practice", "type": "course", "designation": "optional", "title_en": "Law, in the evening!",
        "after_rule": "all", "behind": "lab",
    }  # fmt: skip
    assert chidi.post(f"/pathways/{pathway}/steps", data=added).status_code == 200
    keys = stage.document().keys
    assert keys[keys.index("lab") + 1] == "law-in-the-evening"
    law = stage.step("law-in-the-evening")
    chidi.post(f"/steps/{law}/moves", data={"to": "up"})
    keys = stage.document().keys
    assert keys.index("law-in-the-evening") < keys.index("lab")
    chidi.post(f"/steps/{law}/moves", data={"to": "up"})
    assert stage.document().keys == keys, "it is the first of its stage already"
    outline = chidi.get(f"/pathways/{pathway}/edit").text
    assert 'Up<span class="unseen">: Law, in the evening!' not in outline
    assert 'Down<span class="unseen">: Law, in the evening!' in outline
    assert 'autofocus>Down<span class="unseen">: Law' in chidi.get(f"/pathways/{pathway}/edit?moved={law}&to=up").text
    assert "Moved." in chidi.post(f"/steps/{law}/moves", data={"to": "down"}).text
    page = chidi.post(f"/steps/{law}/removal")
    assert "law-in-the-evening" not in stage.document().keys
    assert page.status_code == 200
    assert chidi.get(f"/steps/{law}").status_code == 404


def test_moving_a_step_is_no_conflict_for_who_edits_another(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, iris = browser("chidi"), browser("iris")
    key = stage.step("language")
    sent = form_of(chidi, f"/steps/{key}/edit")
    iris.post(f"/steps/{stage.step('documents')}/moves", data={"to": "down"})
    assert stage.document().keys[0] == "language"
    assert chidi.post(f"/steps/{key}/description", data=sent | {"note_en": "New"}).status_code == 200


def test_what_removing_a_step_breaks_is_listed(browser: Browser, stage: Stage) -> None:
    stage.begin()
    waiting = next(step for step in stage.document().steps if step.after)
    chidi = browser("chidi")
    page = chidi.post(f"/steps/{stage.step(waiting.after[0])}/removal").text
    assert "thing to put right" in page or "things to put right" in page
    assert "This names a step that the pathway does not have." in page
    assert "put right" in chidi.get("/groups/pharmacy/pathway").text


def test_a_step_that_was_just_removed_is_brought_back_by_one_press(browser: Browser, stage: Stage) -> None:
    stage.begin()
    before, number, chidi = stage.document(), stage.step("documents"), browser("chidi")
    outline = f"/pathways/{stage.pathway}/edit"
    page = chidi.post(f"/steps/{number}/removal").text
    offer = page.partition("“Send documents” is removed.")[2].partition("</form>")[0]
    assert "These steps wait for it: Complete the internship." in " ".join(offer.split())
    sent = dict(re.findall(r'name="([a-z_]+)" value="([^"]*)"', offer))
    back = chidi.post(f"/pathways/{stage.pathway}/restoring", data=sent)
    assert back.url.path == outline
    assert "Restored in the working draft" in back.text
    assert stage.document() == before
    for asked in (number, stage.step("lab"), 999, "x"):
        assert "Bring it back" not in chidi.get(f"{outline}?removed={asked}").text


def test_what_is_worth_a_look_in_a_step_stands_on_its_page(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, lab = browser("chidi"), stage.step("lab")
    sent = form_of(chidi, f"/steps/{lab}/edit") | {"after": ["internship"], "after_rule": "any"}
    page = chidi.post(f"/steps/{lab}/description", data=sent).text
    assert "It stands before a step that has to be done first." in page
    assert "Any one of the steps before it is needed, and there is one only." in page
    assert "worth a look" not in chidi.get(f"/steps/{stage.step('language')}").text


def test_the_outline_shows_how_it_reads_and_what_is_not_translated(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, step = browser("chidi"), stage.step("lab")
    chidi.post(f"/steps/{step}/description", data=form_of(chidi, f"/steps/{step}/edit") | {"note_en": "Bring a coat."})
    page = chidi.get(f"/pathways/{stage.pathway}/edit").text
    missing = page.partition("What is not translated")[2].partition("</details>")[0]
    assert re.search(rf'<li><a href="/steps/{step}/edit">Skills lab</a>, in French: [^<]*Note', missing)
    assert "Bring a coat." in page.partition("As it reads")[2].partition("</aside>")[0]
    form = chidi.get(f"/steps/{step}/edit").text
    assert form.count("Not translated yet.") >= 1
    chidi.post(f"/steps/{step}/description", data=form_of(chidi, f"/steps/{step}/edit") | {"note_fr": "Un sarrau."})
    page = chidi.get(f"/pathways/{stage.pathway}/edit").text
    missing = page.partition("What is not translated")[2].partition("</details>")[0]
    assert not re.search(rf'<a href="/steps/{step}/edit">Skills lab</a>, in French: [^<]*Note', missing)


def test_stages(browser: Browser, stage: Stage) -> None:
    pathway, chidi = stage.begin(), browser("chidi")
    base = f"/pathways/{pathway}/stages"
    assert chidi.post(base, data={"title_fr": "Après"}).status_code == 200
    assert [part.key for part in stage.document().stages] == ["before", "practice", "apres"]
    chidi.post(f"{base}/move", data={"stage": "apres", "to": "up"})
    chidi.post(f"{base}/title", data={"stage": "apres", "title_en": "Afterwards", "title_fr": "Après"})
    assert stage.document().stages[1].title == {"en": "Afterwards", "fr": "Après"}
    refused = chidi.post(f"{base}/removal", data={"stage": "practice"})
    assert refused.status_code == 422
    assert "Steps stand in this stage." in refused.text
    chidi.post(f"{base}/removal", data={"stage": "apres"})
    assert [part.key for part in stage.document().stages] == ["before", "practice"]
    assert chidi.post(f"{base}/title", data={"stage": "before", "title_en": ""}).status_code == 422


def test_a_group_begins_its_pathway(browser: Browser, stage: Stage) -> None:
    chidi = browser("chidi")
    assert "No pathway yet" in chidi.get("/groups/pharmacy/pathway").text
    sent = {"title_en": "Becoming a pharmacist", "stage_en": "Before you apply", "stage_fr": "Avant"}
    assert chidi.post("/groups/pharmacy/pathway", data=sent).status_code == 200
    (row,) = stage.rows(Pathway)
    assert (row.jurisdiction, row.profession_id) == ("CA-NS", stage.world.profession)


def test_options_are_added_changed_and_removed(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, key = browser("chidi"), stage.step("lab")
    for title in ("In Halifax", "Online"):
        chidi.post(f"/steps/{key}/options", data={"type": "course", "title_en": title, "weeks_min": "8"})
    changed = {"type": "course", "title_en": "Half online", "title_fr": "À moitié", "weeks_min": "9", "weeks_max": "5"}
    assert chidi.post(f"/steps/{key}/options/online/description", data=changed).status_code == 422
    changed["weeks_max"] = "12"
    assert chidi.post(f"/steps/{key}/options/online/description", data=changed).status_code == 200
    step = stage.document().step("lab")
    assert step is not None
    assert [option.key for option in step.options] == ["in-halifax", "online"]
    assert step.options[1].title == {"en": "Half online", "fr": "À moitié"}
    assert chidi.post(f"/steps/{key}/options/in-halifax/removal").status_code == 200
    assert chidi.get(f"/steps/{key}/options/in-halifax/edit").status_code == 404
    assert chidi.get(f"/steps/{key}/options/online/edit").status_code == 200


def test_a_body_confirms_a_step_until_it_changes(browser: Browser, stage: Stage) -> None:
    stage.begin()
    key, henk = stage.step("internship"), browser("henk")
    assert "Not yet confirmed by Falls Pharmacy Regulator" in henk.get("/groups/pharmacy/pathway").text
    browser("ewan").post(f"/steps/{key}/confirmations", data={"state": "confirmed"})
    assert "Confirmed by Falls Pharmacy Regulator" in henk.get("/groups/pharmacy/pathway").text
    stage.store(stage.document().step("internship").model_copy(update={"note": {"en": "New"}}))
    assert "Not yet confirmed by Falls Pharmacy Regulator" in henk.get("/groups/pharmacy/pathway").text
    edith = browser("edith")
    assert edith.post(f"/steps/{key}/confirmations", data={"state": "disputed"}).status_code == 422
    edith.post(f"/steps/{key}/confirmations", data={"state": "disputed", "note": "It is twelve weeks."})
    assert "Disputed by Falls Pharmacy Regulator" in henk.get(f"/steps/{key}").text
    assert len(stage.rows(Confirmation)) == 2


def test_who_arranges_reads_by_mail_what_a_body_disputes(
    browser: Browser, stage: Stage, mailbox: Callable[[], list[str]]
) -> None:
    stage.begin()
    address = f"/steps/{stage.step('internship')}/confirmations"
    browser("ewan").post(address, data={"state": "confirmed"})
    assert mailbox() == []
    browser("ewan").post(address, data={"state": "disputed", "note": "It is <twelve> weeks."})
    told = text_of(mailbox(), "chidi", "Disputed by the responsible body: Complete the internship")
    assert "Falls Pharmacy Regulator disputes a step of the pathway of Falls Pharmacy" in told
    assert "It is <twelve> weeks." in told
    assert f"/steps/{stage.step('internship')}" in told


def test_a_confirmation_is_of_the_step_that_was_read(browser: Browser, stage: Stage) -> None:
    stage.begin()
    key = stage.step("internship")
    version = str(stage.row(Step, key).version)
    stage.store(stage.document().step("internship").model_copy(update={"note": {"en": "New"}}))
    page = browser("edith").post(f"/steps/{key}/confirmations", data={"state": "confirmed", "_version": version})
    assert page.status_code == 409
    assert stage.rows(Confirmation) == []


def test_the_ledger_holds_no_typed_text(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, key = browser("chidi"), stage.step("lab")
    chidi.post(f"/steps/{key}/description", data=form_of(chidi, f"/steps/{key}/edit") | {"note_en": "XYZZY"})
    assert not any("XYZZY" in str(row.payload) for row in stage.rows(Event))


def test_the_drawing_of_two_hundred_steps_is_light(browser: Browser, stage: Stage) -> None:
    stage.begin()
    document = stage.document()
    course = document.step("internship").model_copy(
        update={"after": ("documents",), "detail": {"en": "Learn it all. " * 9}}
    )
    more = (
        course.model_copy(update={"key": f"c{n}", "title": {"en": f"Course {n}"}, "weeks": Weeks(min=1, max=n)})
        for n in range(1, 196)
    )
    stage.replace(document.having((*document.steps, *more)))
    page = browser("henk").get("/groups/pharmacy/pathway").text
    drawing = page[page.index('<div class="route') : page.index("<aside")]
    assert drawing.count('class="dot"') > 200
    assert len(brotli.compress(drawing.encode(), quality=1)) < 15_000


def test_the_page_of_the_pathway_takes_the_same_number_of_queries_for_any_length(
    browser: Browser, stage: Stage, queries: list[str]
) -> None:
    pathway = stage.begin()
    henk = browser("henk")

    def count() -> int:
        henk.get("/groups/pharmacy/pathway")
        queries.clear()
        henk.get("/groups/pharmacy/pathway")
        return len(queries)

    few = count()
    for number in range(8):
        added = {"stage": "practice", "type": "course", "designation": "optional", "title_en": f"Course {number}"}
        browser("chidi").post(f"/pathways/{pathway}/steps", data=added)
        stage.barrier()
    assert count() == few


def test_a_step_leads_on_to_a_proposal_and_a_barrier(browser: Browser, stage: Stage) -> None:
    stage.begin()
    step, dolores = stage.step("internship"), browser("dolores")
    page = dolores.get(f"/steps/{step}").text
    assert page.partition("<main")[2].count("Complete the internship") == 1, "its title stands once"
    new = f"/groups/pharmacy/proposals/new?step={step}"
    assert f'href="{new}"' in page
    assert f'href="/groups/pharmacy/barriers/new?step={step}"' in page
    assert "/proposals/new" not in browser("henk").get(f"/steps/{step}").text
    assert "About the step “Complete the internship”:" in dolores.get(f"/groups/pharmacy/barriers/new?step={step}").text
    page = dolores.get(new).text
    assert "It begins with the step “Complete the internship”." in page
    action = f"/groups/pharmacy/proposals?step={step}"
    assert f'action="{action}"' in page
    refused = dolores.post(action, data={"title_en": "Anywhere"})
    assert (refused.status_code, f'action="{action}"' in refused.text) == (422, True)
    drafted = dolores.post(action, data={"title_en": "Anywhere", "reason": "Few places."})
    assert drafted.url.path.endswith("/steps/internship/edit")


@pytest.mark.parametrize("asked", ["0", "4711", "²", "x", "99999999999"])
def test_a_step_that_is_not_there_is_not_spoken_of(browser: Browser, stage: Stage, asked: str) -> None:
    stage.begin()
    dolores = browser("dolores")
    assert "About the step" not in dolores.get(f"/groups/pharmacy/barriers/new?step={asked}").text
    assert "It begins with" not in dolores.get(f"/groups/pharmacy/proposals/new?step={asked}").text


def test_a_new_step_has_nothing_of_one_that_was_removed(stage: Stage) -> None:
    stage.begin()
    adding = Adding(stage="practice", type="course", designation="required", title_en="Visit")
    gone = stage.do("chidi", steps.add, stage.pathway, adding).id
    stage.do("edith", commenting_on(step_policy.KIND), gone, Commenting(text="XYZZY"))
    stage.do("chidi", steps.remove, gone)
    assert stage.do("chidi", steps.add, stage.pathway, adding).id != gone, "comments and links are by number"


def test_what_is_to_be_put_right_leads_to_its_step(browser: Browser, stage: Stage) -> None:
    stage.begin()
    stage.store(stage.document().step("lab").model_copy(update={"after": ("nowhere",)}))  # type: ignore[union-attr]
    key, name = stage.step("lab"), "Skills lab"
    assert f'<a href="/steps/{key}/edit">{name}</a>:' in browser("chidi").get(f"/pathways/{stage.pathway}/edit").text
    assert f"<li>{name}: " in browser("henk").get(f"/pathways/{stage.pathway}").text


def test_who_edits_a_step_waits_for_who_changes_the_pathway(browser: Browser, stage: Stage) -> None:
    """She has not locked the step meanwhile, for which the other one would wait in turn."""
    stage.begin()
    key, chidi, answers = stage.step("lab"), browser("chidi"), list[Response]()
    sent = form_of(chidi, f"/steps/{key}/edit") | {"title_en": "Lab of skills"}
    edits = Thread(target=lambda: answers.append(chidi.post(f"/steps/{key}/description", data=sent)))
    with stage.work("amara") as work:
        pathway = pathways.locked(work, stage.pathway)
        edits.start()
        edits.join(0.5)
        assert answers == []
        pathways.store(
            work, pathway, edited(drafts.document(work, pathway.id), "language", note={"en": "Sit it early."})
        )
    edits.join()
    assert [answer.status_code for answer in answers] == [200]
    changed = {step.key: (step.title["en"], step.note) for step in stage.document().steps}
    assert changed["lab"] == ("Lab of skills", None)
    assert changed["language"] == ("Show your French", {"en": "Sit it early."})
