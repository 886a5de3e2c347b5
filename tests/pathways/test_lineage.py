"""A split or a merge is steps removed and steps added, which say in whose place they come."""

import pytest

from tests.conftest import Browser
from tests.pathways.stage import Stage
from tests.pathways.test_draft import form_of
from workgroups.pathways.document import Option
from workgroups.pathways.models import Pathway, PathwayVersion
from workgroups.pathways.operations import apply, read
from workgroups.pathways.output import snapshot
from workgroups.pathways.proposals.models import Proposal

PART = {"stage": "practice", "type": "course", "designation": "optional"}


def split(browser: Browser, stage: Stage) -> int:
    """A proposal that makes two steps of the skills lab."""
    key, edith = stage.proposal(by="edith"), browser("edith")
    edith.post(f"/proposals/{key}/steps/lab/removal")
    for title in ("Injections", "Counselling"):
        saved = edith.post(
            f"/proposals/{key}/steps", data=PART | {"title_en": title, "replaces": "lab", "behind": "internship"}
        )
        assert saved.status_code == 200
    return key


def test_a_proposal_that_splits_a_step_says_so_and_the_history_goes_on(browser: Browser, stage: Stage) -> None:
    stage.begin()
    key = split(browser, stage)
    page = browser("edith").get(f"/proposals/{key}").text
    assert "“Injections” comes in the place of “Skills lab”." in page
    assert "“Counselling” comes in the place of “Skills lab”." in page
    stage.replace(apply(stage.document(), read(stage.row(Proposal, key).operations)).document)
    assert stage.document().step("lab") is None
    step, edith = stage.step("injections"), browser("edith")
    page = edith.get(f"/steps/{step}").text
    assert "In the place of “Skills lab”" in page
    assert f'href="/proposals/{key}"' in page.partition("Proposals about it")[2].partition("</section>")[0]
    history = edith.get(f"/steps/{step}/history").text
    assert history.count("Skills lab") >= 2, "when it was written, and when it was removed"


def test_in_the_working_draft_a_step_that_is_gone_can_be_named(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi = browser("chidi")
    chidi.post(f"/steps/{stage.step('lab')}/removal")
    assert "Skills lab" in chidi.get(f"/pathways/{stage.pathway}/steps/new").text
    added = chidi.post(f"/pathways/{stage.pathway}/steps", data=PART | {"title_en": "Practice", "replaces": "lab"})
    assert "In the place of “Skills lab”" in added.text
    step = stage.step("practice")
    edit = chidi.get(f"/steps/{step}/edit").text
    assert 'value="lab" checked' in edit
    chidi.post(f"/steps/{step}/description", data=PART | {"title_en": "Practice"})
    assert stage.document().step("practice").replaces == ()
    assert len([row for row in stage.rows(PathwayVersion) if row.step_key == "practice"]) == 2


@pytest.mark.parametrize("named", ["nothing-like-it", "internship"])
def test_only_another_step_that_is_or_was_there_is_named(browser: Browser, stage: Stage, named: str) -> None:
    stage.begin()
    step, before = stage.step("internship"), stage.document()
    sent = PART | {"title_en": "Typed", "replaces": named}
    refused = browser("chidi").post(f"/steps/{step}/description", data=sent)
    assert refused.status_code == 422
    assert "Choose among the steps that are named here." in refused.text
    assert 'value="Typed"' in refused.text
    assert stage.document() == before


def test_the_line_goes_back_to_the_first(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, before = browser("chidi"), "lab"
    for title in ("Practice", "Clinic"):
        chidi.post(f"/pathways/{stage.pathway}/steps", data=PART | {"title_en": title, "replaces": before})
        chidi.post(f"/steps/{stage.step(before)}/removal")
        before = title.lower()
    history = browser("henk").get(f"/steps/{stage.step('clinic')}/history").text
    assert "Practice" in history
    assert "Skills lab" in history


def test_a_step_of_the_same_name_is_another_step(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi = browser("chidi")
    chidi.post(f"/steps/{stage.step('lab')}/removal")
    sent = PART | {"title_en": "Lab", "replaces": "lab"}
    assert "In the place of “Skills lab”" in chidi.post(f"/pathways/{stage.pathway}/steps", data=sent).text
    assert stage.document().step("lab-2").replaces[0].key == "lab"


def test_the_public_reads_nothing_of_it_and_a_confirmation_stays(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, step = browser("chidi"), stage.step("internship")
    now = form_of(chidi, f"/steps/{step}/edit")
    browser("edith").post(f"/steps/{step}/confirmations", data={"state": "confirmed"})
    chidi.post(f"/steps/{step}/description", data=now | {"replaces": "lab"})
    assert stage.document().step("internship").replaces
    page = browser("henk").get(f"/steps/{step}").text
    assert "Not yet confirmed" not in page
    assert "Confirmed by" in page
    with stage.work("chidi") as work:
        frozen = snapshot(work, work.session.get_one(Pathway, stage.pathway))
    assert "replaces" not in str(frozen)


def test_a_step_with_many_options_is_drawn(browser: Browser, stage: Stage) -> None:
    stage.begin()
    ways = tuple(Option(key=f"way-{number}", title={"en": f"Way {number}"}, type="course") for number in range(12))
    stage.store(stage.document().step("lab").having(ways))
    page = browser("henk").get(f"/steps/{stage.step('lab')}")
    assert page.status_code == 200
    assert "Way 11" in page.text
