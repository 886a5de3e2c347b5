"""The pathway as an output: its snapshot, its words, and which edits an adopted proposal covers."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from tests.conftest import Browser
from tests.pathways.documents import edited
from tests.pathways.stage import DEADLINE, EFFECTIVE, Stage
from workgroups.core import canonical
from workgroups.core.languages import using
from workgroups.core.work import Work
from workgroups.pathways import output
from workgroups.pathways.barriers import commands as barriers
from workgroups.pathways.barriers.forms import Closing
from workgroups.pathways.document import Pathway as Document
from workgroups.pathways.document import Step, Weeks, inserted, replaced, without
from workgroups.pathways.models import Pathway
from workgroups.pathways.proposals import bodies, queries
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals.forms import Calling
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.steps import commands as steps
from workgroups.pathways.steps.forms import Confirming
from workgroups.publishing import differences
from workgroups.publishing.models import Submission
from workgroups.publishing.snapshots import canonical_value

MAJOR = {"significance": "major", "reason_en": "Few places.", "reason_fr": "Peu de places."}


def adopt(stage: Stage, **change: Any) -> int:
    key = stage.proposal("recommended", **change)
    stage.confirm("ewan", stage.adopted(key))
    return key


def published(browser: Browser, stage: Stage) -> None:
    """The working draft becomes the first edition."""
    address = f"/groups/pharmacy/outputs/pathway/{stage.pathway}/submissions"
    assert browser("chidi").post(address, data=MAJOR).status_code == 200
    for name in ("amara", "blaise"):
        digest = browser(name).get("/submissions/1").text.split('name="digest" value="')[1].split('"')[0]
        assert browser(name).post("/submissions/1/approvals", data={"digest": digest}).status_code == 200


def snapshot(stage: Stage) -> dict[str, Any]:
    with stage.world.database.read() as session:
        return output.snapshot(Work(session, 0, stage.world.now), session.get_one(Pathway, stage.pathway))


def covered(stage: Stage, **since: Any) -> set[str]:
    with stage.world.database.read() as session:
        work = Work(session, 0, stage.world.now)
        return set(output.covered(work, session.get_one(Pathway, stage.pathway), since.get("since")))


def test_a_pathway_that_nobody_could_follow_is_not_submitted(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, address = browser("chidi"), f"/groups/pharmacy/outputs/pathway/{stage.pathway}"
    assert chidi.post(f"{address}/submissions", data=MAJOR).status_code == 200
    sound = stage.document()
    stage.store(sound.step("documents").model_copy(update={"after": ("register",)}))
    wrong = "Send documents: These steps wait for each other in a circle"
    assert wrong in unescape(chidi.get(address).text)
    refused = chidi.post(f"{address}/submissions", data=MAJOR)
    assert refused.status_code == 422
    assert "It cannot be published like this. First put right" in refused.text
    assert wrong in unescape(refused.text)
    assert wrong not in unescape(chidi.get("/submissions/1").text)
    with stage.work("") as work:  # as one that was submitted before this was looked at
        waiting = work.session.get_one(Submission, 1)
        waiting.snapshot = waiting.snapshot | {
            "document": canonical_value(output.snapshot(work, work.session.get_one(Pathway, stage.pathway)))
        }
    assert wrong in unescape(browser("amara").get("/submissions/1").text)
    stage.replace(sound)
    assert wrong not in unescape(chidi.get(address).text)


def test_a_snapshot_holds_the_pathway_its_confirmations_and_its_changes(stage: Stage) -> None:
    adopt(stage)
    found = snapshot(stage)
    assert {name: found[name] for name in ("profession", "jurisdiction", "group")} == {
        "profession": "pharmacy", "jurisdiction": "CA-NS", "group": "pharmacy",
    }  # fmt: skip
    assert Document.model_validate(found["pathway"]) == stage.document()
    body = {"en": "Falls Pharmacy Regulator"}
    assert found["confirmations"] == {"internship": {"body": body, "on": "2026-12-05", "state": "confirmed"}}
    proposal = {"en": "Anywhere", "fr": "Partout"}
    assert found["changed"] == {"internship": {"from": EFFECTIVE.isoformat(), "proposal": proposal}}
    assert len(canonical.digest(found)) == 64


def test_an_adopted_proposal_covers_what_stands_as_it_wanted(stage: Stage) -> None:
    started = stage.world.now
    adopt(stage, setting={"en": "anywhere"}, note={"en": "New"})
    places = {"pathway.steps.internship.setting", "pathway.steps.internship.note"}
    assert places <= covered(stage)
    assert "pathway.steps.internship.valid_from" in covered(stage)
    assert places <= covered(stage, since=started)
    assert not places & covered(stage, since=stage.world.now), "an earlier edition has it already"
    step = stage.document().step("internship")
    assert step is not None
    stage.store(step.model_copy(update={"note": {"en": "Edited by hand since"}}))
    assert places & covered(stage) == {"pathway.steps.internship.setting"}


def test_a_day_that_was_edited_since_is_not_covered(stage: Stage) -> None:
    adopt(stage, setting={"en": "anywhere"})
    assert "pathway.steps.internship.valid_from" in covered(stage)
    step = stage.document().step("internship")
    assert step is not None
    stage.store(step.model_copy(update={"valid_from": EFFECTIVE + timedelta(days=1)}))
    assert "pathway.steps.internship.valid_from" not in covered(stage)


def test_a_responsible_body_is_told_by_its_name(browser: Browser, stage: Stage) -> None:
    address = f"/groups/pharmacy/outputs/pathway/{stage.begin()}"
    published(browser, stage)
    stage.world.pass_time(hours=1)
    stage.replace(edited(stage.document(), "register", after=["language"]))
    stage.replace(stage.document().having(without(stage.document().steps, "internship")))
    stage.replace(edited(stage.document(), "lab", body=stage.world.organisations["Falls College"]))
    page = unescape(browser("chidi").get(address).text)
    assert "Responsible body: Falls Pharmacy Regulator" in page
    assert "Falls College" in page
    browser("chidi").post(f"{address}/submissions", data=MAJOR)
    assert "Responsible body: Falls Pharmacy Regulator" in unescape(browser("amara").get("/submissions/2").text)


def test_a_new_step_is_covered_with_the_day_of_its_adoption_only(stage: Stage) -> None:
    stage.begin()
    new = Step(key="interview", type="assessment", stage="before", title={"en": "Interview"})
    place = "pathway.steps.interview"
    assert place in adopted_with(stage, lambda document: document.having((*document.steps, new)))
    stage.store(new.model_copy(update={"valid_from": EFFECTIVE + timedelta(days=60)}))
    assert place not in covered(stage)


def test_the_chairs_see_which_edit_no_proposal_covers(browser: Browser, stage: Stage) -> None:
    address = f"/groups/pharmacy/outputs/pathway/{stage.begin()}"
    chidi = browser("chidi")
    assert chidi.get(address).status_code == 200
    published(browser, stage)
    stage.world.pass_time(hours=1)
    adopt(stage, setting={"en": "anywhere", "fr": "partout"})
    lab = stage.document().step("lab")
    assert lab is not None
    stage.store(lab.model_copy(update={"note": {"en": "Edited by hand"}}))
    page = unescape(browser("chidi").post(f"{address}/submissions", data=MAJOR).text)
    assert "anywhere" in page
    assert "Edited by hand" in page
    with stage.world.database.read() as session:
        row = session.connection().exec_driver_sql("SELECT uncovered FROM submission ORDER BY id DESC LIMIT 1").scalar()
    assert row in ('["pathway.steps.lab.note"]', ["pathway.steps.lab.note"])  # SQLite hands out the text


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        ("pathway.steps.lab.weeks", {"min": 8, "max": 10}, "8–10 weeks"),
        ("pathway.steps.lab.cost", {"min_cents": 5000, "max_cents": 7000, "currency": "CAD"}, "$50–70 CAD"),
        ("pathway.steps.lab.options.online.weeks", {"min": 8, "max": 8}, "8 weeks"),
        ("pathway.steps.lab.type", "course", "course"),
        ("pathway.steps.lab.valid_from", "2027-06-01", "Tuesday 1 June 2027"),
        ("pathway.steps.lab.title", {"en": "Lab"}, None),
        ("pathway.steps.weeks", {"key": "weeks"}, None),
        ("confirmations.lab", {"body": {"en": "B"}, "on": "2026-12-05", "state": "disputed"}, "Disputed by B, Saturday 5 December 2026"),
    ],
)  # fmt: skip
def test_values_are_said_in_words(place: str, value: Any, words: str | None) -> None:
    with using("en"):
        assert output.tell(place, value) == words


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("pathway.steps.lab.weeks", "Time"),
        ("pathway.steps.lab.after", "What comes first"),
        ("pathway.steps.lab.source.url", "Web address"),
        ("pathway.title", "Title"),
        ("pathway.steps", "Steps"),
        ("pathway.steps.weeks", ""),
        ("pathway.steps.lab.options.online", ""),
        ("confirmations.lab", "What the responsible body says"),
        ("changed.lab.from", "What changed by a proposal"),
        ("profession", "Profession"),
    ],
)
def test_places_have_words(place: str, words: str) -> None:
    with using("en"):
        assert output.label(place) == words


def adopted_with(stage: Stage, change: Callable[[Document], Document]) -> set[str]:
    """What is covered after a proposal that leads from the working draft to another document was adopted."""
    key = stage.proposal()
    with stage.work("gita") as work:
        proposal = work.session.get_one(Proposal, key)
        named = queries.named(work, proposal)
        proposals.revise(work, proposal, change(stage.document()))
        bodies.name(work, proposal, named)
    stage.do("gita", proposals.open_up, key)
    stage.do("amara", proposals.call, key, Calling(deadline=DEADLINE))
    stage.world.pass_time(days=12)
    stage.decide(key, "recommended")
    stage.confirm("ewan", stage.adopted(key))
    return covered(stage)


def shorter_part_time(document: Document) -> Document:
    step = document.step("internship")
    assert step is not None
    option = step.option("part-time")
    assert option is not None
    option = option.model_copy(update={"note": {"en": "Evenings too"}})
    return document.having(replaced(document.steps, step.having(replaced(step.options, option))))


def language_first(document: Document) -> Document:
    step = document.step("language")
    assert step is not None
    return document.having(inserted(without(document.steps, step.key), step, None))


def test_a_change_of_one_option_covers_the_day_of_its_step(stage: Stage) -> None:
    found = adopted_with(stage, shorter_part_time)
    assert {"pathway.steps.internship.options.part-time.note", "pathway.steps.internship.valid_from"} <= found
    step = stage.document().step("internship")
    assert step is not None
    assert step.valid_from == EFFECTIVE


def test_a_moved_step_covers_its_day_and_the_order_and_no_more(browser: Browser, stage: Stage) -> None:
    address = f"/groups/pharmacy/outputs/pathway/{stage.begin()}/submissions"
    chidi = browser("chidi")
    published(browser, stage)
    stage.world.pass_time(hours=1)
    found = adopted_with(stage, language_first)
    assert {"pathway.steps.language.valid_from", "pathway.steps.*"} <= found
    assert "pathway.steps" not in found
    page = unescape(chidi.post(address, data=MAJOR).text)
    assert "Steps · Order" in page
    assert "Not covered by a proposal" not in page


def test_what_refers_to_stages_and_steps_says_their_names(stage: Stage) -> None:
    stage.begin()
    old = snapshot(stage)
    internship = stage.document().step("internship")
    assert internship is not None
    stage.store(internship.model_copy(update={"stage": "before", "after": ("documents", "language")}))
    frozen = [{"document": canonical_value(document)} for document in (old, snapshot(stage))]
    with using("fr"):
        rows = {change.label: change[3:] for change in differences.changes(output.KIND, *frozen, {})}
    assert rows["Faire le stage · Phase"] == ("Formation pratique", "Avant la demande")
    assert rows["Faire le stage · Ce qui vient avant"] == (
        "Faire envoyer vos documents", "Faire envoyer vos documents\nDémontrer votre français",
    )  # fmt: skip


def test_what_a_body_says_of_a_step_names_the_step(stage: Stage) -> None:
    stage.begin()
    old = snapshot(stage)
    stage.do("edith", steps.confirm, stage.step("internship"), Confirming(state="confirmed"))
    frozen = [{"document": canonical_value(document)} for document in (old, snapshot(stage))]
    with using("en"):
        (row,) = differences.changes(output.KIND, *frozen, {})
    assert row.label == "Complete the internship · What the responsible body says"
    assert row.new.startswith("Confirmed by Falls Pharmacy Regulator")


def test_after_the_adoption_the_desk_asks_for_the_edition_and_what_became_of_the_barrier(
    browser: Browser, stage: Stage
) -> None:
    barrier = stage.barrier()
    stage.do("amara", barriers.confirm, barrier)
    key = stage.proposal("recommended")
    with stage.work("gita") as work:
        proposals.answer(work, work.session.get_one(Proposal, key), barrier)
    submit, close = "Submit the pathway with what was adopted", "say what became of the barrier"
    assert not any(words in browser(name).get("/desk").text for name in ("chidi", "amara") for words in (submit, close))
    stage.confirm("ewan", stage.adopted(key))
    assert submit in browser("chidi").get("/desk").text
    assert close in browser("blaise").get("/desk").text
    page = browser("chidi").get(f"/proposals/{key}").text
    assert "the public does not read it yet" in page
    path = f"/groups/pharmacy/outputs/pathway/{stage.pathway}"
    assert path in page
    assert path not in browser("dolores").get(f"/proposals/{key}").text
    assert "/submissions/" in str(browser("chidi").post(f"{path}/submissions", data=MAJOR).url)
    assert submit not in browser("chidi").get("/desk").text
    stage.do("amara", barriers.close, barrier, Closing(state="eased"))
    assert close not in browser("blaise").get("/desk").text


SUMMARY = {"en": "You can begin three of them at home.", "fr": "Vous pouvez en commencer trois chez vous."}
DOUBT = "these figures have changed since edition 1"


def test_a_summary_that_stayed_while_the_figures_changed_is_asked_about(browser: Browser, stage: Stage) -> None:
    stage.begin()
    stage.replace(stage.document().model_copy(update={"summary": SUMMARY}))
    path, chidi = f"/groups/pharmacy/outputs/pathway/{stage.pathway}", browser("chidi")
    assert DOUBT not in chidi.get(path).text
    published(browser, stage)
    assert DOUBT not in chidi.get(path).text, "nothing has changed yet"
    internship = stage.document().step("internship")
    assert internship is not None
    stage.store(internship.model_copy(update={"from_abroad": "yes", "weeks": Weeks(min=10, max=20)}))
    submitted = f"/submissions/{chidi.post(f'{path}/submissions', data=MAJOR).url.path.split('/')[-1]}"
    for page in (unescape(chidi.get(path).text), unescape(browser("amara").get(submitted).text)):
        assert f"“Summary” is as it was; {DOUBT}" in page
        assert "From abroad: before" in page
        assert "Time, required steps: before" in page
        assert all(text in page for text in SUMMARY.values())
        assert f'href="/pathways/{stage.pathway}/edit"' in page
    stage.replace(stage.document().model_copy(update={"summary": SUMMARY | {"en": "Begin at home."}}))
    page = chidi.get(path).text
    assert DOUBT in page, "the French is still as it was"
    assert SUMMARY["en"] not in page.split(DOUBT)[1].split("</div>")[0]
    stage.replace(
        stage.document().model_copy(update={"summary": {"en": "Begin at home.", "fr": "Commencez chez vous."}})
    )
    assert DOUBT not in chidi.get(path).text
