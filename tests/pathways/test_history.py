"""Every change of a step is a version: who made it, by which proposal, what it changed, and the way back."""

from tests.conftest import Browser
from tests.pathways.stage import Stage
from workgroups.pathways.models import StepVersion

LAB = {"stage": "practice", "type": "course", "designation": "optional", "title_en": "Skills lab", "title_fr": "Labo"}


def test_who_changed_what_is_told_with_both_texts(browser: Browser, stage: Stage) -> None:
    stage.begin()
    key, chidi = stage.step("lab"), browser("chidi")
    chidi.post(f"/steps/{key}/description", data=LAB | {"detail_en": "Eight Saturdays."})
    chidi.post(f"/steps/{key}/description", data=LAB | {"detail_en": "Nine Saturdays."})
    page = browser("henk").get(f"/steps/{key}/history").text
    assert page.index("Nine") < page.rindex("Eight"), "the latest first"
    assert '<del><span class="unseen">removed: </span>Eight</del>' in page
    assert '<ins><span class="unseen">added: </span>Nine</ins>' in page
    assert page.count("Chidi") == 2
    assert "Restore this version" not in page, "members read it"
    assert browser("kofi").get(f"/steps/{key}/history").status_code == 404


def test_a_version_is_restored_as_a_new_one(browser: Browser, stage: Stage) -> None:
    stage.begin()
    key, chidi = stage.step("lab"), browser("chidi")
    before = stage.document().step("lab")
    chidi.post(f"/steps/{key}/description", data=LAB | {"detail_en": "Eight Saturdays."})
    assert stage.document().step("lab") != before
    first = next(row for row in stage.rows(StepVersion) if row.step_key == "lab")
    last = [row.id for row in stage.rows(StepVersion) if row.step_key == "lab"][-1]
    sent = {"restored": str(first.id), "latest": str(last)}
    assert "as a new version" in chidi.post(f"/pathways/{stage.pathway}/restoring", data=sent).text
    assert stage.document().step("lab") == before
    assert [row.step_key for row in stage.rows(StepVersion)].count("lab") == 3
    assert browser("henk").post(f"/pathways/{stage.pathway}/restoring", data=sent).status_code == 403


def test_a_removed_step_comes_back_to_its_stage(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, gone = browser("chidi"), stage.document().step("language")
    chidi.post(f"/steps/{stage.step('language')}/removal")
    page = chidi.get(f"/pathways/{stage.pathway}/history").text
    assert "Show your French" in page
    last = next(row for row in reversed(stage.rows(StepVersion)) if row.step_key == "language" and row.content)
    gone_at = stage.rows(StepVersion)[-1].id
    chidi.post(f"/pathways/{stage.pathway}/restoring", data={"restored": str(last.id), "latest": str(gone_at)})
    assert stage.document().step("language") == gone
    assert stage.document().keys[:2] == ["documents", "language"]


def test_a_version_that_fits_no_longer_is_refused(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi = browser("chidi")
    first = next(row for row in stage.rows(StepVersion) if row.step_key == "register")
    chidi.post(f"/steps/{stage.step('register')}/description", data=LAB | {"type": "registration"})
    chidi.post(f"/steps/{stage.step('language')}/removal")
    last = [row.id for row in stage.rows(StepVersion) if row.step_key == "register"][-1]
    for restored in (first.id, 999):
        sent = {"restored": str(restored), "latest": str(last)}
        refused = chidi.post(f"/pathways/{stage.pathway}/restoring", data=sent)
        assert refused.status_code == 422
    assert "Choose a version of a step of this pathway." in refused.text


def test_what_somebody_saved_meanwhile_is_not_overwritten(browser: Browser, stage: Stage) -> None:
    stage.begin()
    key, chidi = stage.step("lab"), browser("chidi")
    first = next(row for row in stage.rows(StepVersion) if row.step_key == "lab")
    chidi.post(f"/steps/{key}/description", data=LAB | {"detail_en": "Eight Saturdays."})
    sent = {"restored": str(first.id), "latest": str(first.id)}
    refused = browser("amara").post(f"/pathways/{stage.pathway}/restoring", data=sent)
    assert refused.status_code == 422
    assert "changed this step meanwhile" in refused.text
    assert stage.document().step("lab").detail == {"en": "Eight Saturdays."}


def test_what_was_counted_stays_when_a_text_is_restored(browser: Browser, stage: Stage) -> None:
    stage.begin()
    key, chidi = stage.step("lab"), browser("chidi")
    first = next(row for row in stage.rows(StepVersion) if row.step_key == "lab")
    figure = {"kind": "places", "value": "3", "on": "2026-10-01", "source_en": "Count"}
    chidi.post(f"/steps/{key}/figures", data=figure)
    last = stage.rows(StepVersion)[-1].id
    chidi.post(f"/pathways/{stage.pathway}/restoring", data={"restored": str(first.id), "latest": str(last)})
    assert [fact.value for fact in stage.document().step("lab").facts] == [3]


def test_an_adopted_proposal_is_why_a_step_is_as_it_is(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("recommended")
    browser("chidi").post(f"/answers/{stage.adopted(proposal)}/confirmation")
    key, henk = stage.step("internship"), browser("henk")
    page = henk.get(f"/steps/{key}").text
    why = page.partition("Why it is as it is")[2].partition("</section>")[0]
    assert "Setting" in why
    assert f'href="/proposals/{proposal}"' in why
    about = page.partition("Proposals about it")[2].partition("</section>")[0]
    assert f'href="/proposals/{proposal}"' in about
    assert "adopted" in about
    history = henk.get(f"/steps/{key}/history").text
    assert "by the proposal" in history
    assert "Proposals about it" not in henk.get(f"/steps/{stage.step('documents')}").text


def test_the_history_takes_the_same_number_of_queries_for_any_length(
    browser: Browser, stage: Stage, queries: list[str]
) -> None:
    stage.begin()
    key, chidi, counts = stage.step("lab"), browser("chidi"), []
    for number in range(6):
        chidi.post(f"/steps/{key}/description", data=LAB | {"detail_en": f"{number} Saturdays."})
        for path in (f"/steps/{key}/history", f"/pathways/{stage.pathway}/history", f"/steps/{key}"):
            chidi.get(path)
            queries.clear()
            chidi.get(path)
            counts.append((path, len(queries)))
    assert len(set(counts)) == 3, counts
