"""A pathway that was begun by mistake is removed with all that belongs to it, unless something hangs on it."""

from collections.abc import Callable

import pytest
from sqlmodel import col, select

from tests.conftest import Browser
from tests.pathways.stage import Stage
from tests.pathways.test_several import MAJOR, begin
from workgroups.core.events import Event
from workgroups.links.commands import commenting_on, link
from workgroups.links.forms import Commenting
from workgroups.links.models import Comment, CommentVersion, Relation
from workgroups.pathways import policy
from workgroups.pathways.barriers.models import Barrier
from workgroups.pathways.models import Confirmation, Pathway, PathwayVersion, Step
from workgroups.pathways.steps import commands as steps
from workgroups.pathways.steps import policy as step_policy
from workgroups.pathways.steps.forms import Confirming


def test_it_goes_with_everything_that_is_its_own(browser: Browser, stage: Stage) -> None:
    stage.begin()
    gone, chidi = begin(stage), browser("chidi")
    step = stage.rows_of(gone)["lab"]
    figure = {"kind": "places", "value": "3", "on": "2026-10-01", "source_en": "Count"}
    chidi.post(f"/steps/{step}/figures", data=figure)
    removed = stage.rows_of(gone)["language"]
    stage.do("chidi", commenting_on(step_policy.KIND), removed, Commenting(text="XYZZY"))
    chidi.post(f"/steps/{removed}/removal")
    stage.do("chidi", commenting_on(step_policy.KIND), step, Commenting(text="XYZZY"))
    chidi.post(f"/comments/{stage.rows(Comment)[-1].id}/correction", data={"text": "PLUGH"})
    assert len(stage.rows(CommentVersion)) == 1
    page = chidi.get(f"/pathways/{gone}/removal").text
    assert "4 steps go with it" in page
    assert f'href="/pathways/{gone}/removal"' in chidi.get(f"/pathways/{gone}/edit").text
    after = chidi.post(f"/pathways/{gone}/removal")
    assert "The pathway is removed." in after.text
    assert after.url.path == "/groups/pharmacy/pathway"
    assert [row.id for row in stage.rows(Pathway)] == [stage.pathway]
    for model in (Step, PathwayVersion):
        assert {row.pathway_id for row in stage.rows(model)} == {stage.pathway}
    assert [*stage.rows(Comment), *stage.rows(CommentVersion)] == []
    assert chidi.get(f"/pathways/{gone}").status_code == 404
    last = stage.rows(Event)[-1]
    assert (last.fact, last.about) == ("PathwayRemoved", gone)
    assert last.payload == {"profession_id": stage.world.profession}


def test_who_may_edit_may_remove(browser: Browser, stage: Stage) -> None:
    key = stage.begin()
    for name, status in (("henk", 403), ("edith", 403), ("kofi", 404)):
        assert browser(name).get(f"/pathways/{key}/removal").status_code == status
        assert browser(name).post(f"/pathways/{key}/removal").status_code == status
    assert browser("amara").post(f"/pathways/{key}/removal").status_code == 200
    assert stage.rows(Pathway) == []


def submitted(browser: Browser, stage: Stage) -> None:
    answer = browser("chidi").post(f"/groups/pharmacy/outputs/pathway/{stage.pathway}/submissions", data=MAJOR)
    assert answer.status_code == 200


def proposed(_: Browser, stage: Stage) -> None:
    stage.proposal("draft")


def confirmed(_: Browser, stage: Stage) -> None:
    stage.do("edith", steps.confirm, stage.step("internship"), Confirming(state="confirmed"))
    assert stage.rows(Confirmation)


def commented(_: Browser, stage: Stage) -> None:
    stage.do("edith", commenting_on(policy.KIND), stage.pathway, Commenting(text="XYZZY"))


def commented_on_a_step(_: Browser, stage: Stage) -> None:
    stage.do("edith", commenting_on(step_policy.KIND), stage.step("lab"), Commenting(text="XYZZY"))


def commented_on_a_step_that_is_gone(browser: Browser, stage: Stage) -> None:
    commented_on_a_step(browser, stage)
    stage.do("chidi", steps.remove, stage.step("lab"))


def linked(_: Browser, stage: Stage) -> None:
    barrier = stage.barrier()
    with stage.work("chidi") as work:
        one, other = work.session.get_one(Barrier, barrier), work.session.get_one(Step, stage.step("lab"))
        link(work, one, Relation.CONCERNS, other)


@pytest.mark.every_row
@pytest.mark.parametrize(
    ("hang", "why"),
    [
        (submitted, "It was submitted for publication, or published."),
        (proposed, "A proposal would change it or has changed it, or somebody drafts one."),
        (confirmed, "A responsible body has confirmed or disputed one of its steps."),
        (commented, "Somebody else has commented on it or on one of its steps."),
        (commented_on_a_step, "Somebody else has commented on it or on one of its steps."),
        (commented_on_a_step_that_is_gone, "Somebody else has commented on it or on one of its steps."),
        (linked, "Something else is linked with it or with one of its steps."),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_it_stays_when_something_hangs_on_it(
    browser: Browser, stage: Stage, hang: Callable[[Browser, Stage], None], why: str
) -> None:
    key, chidi = stage.begin(), browser("chidi")
    assert "Remove it for good" in chidi.get(f"/pathways/{key}/removal").text
    hang(browser, stage)
    page = chidi.get(f"/pathways/{key}/removal").text
    assert why in page
    assert "Remove it for good" not in page
    refused = chidi.post(f"/pathways/{key}/removal")
    assert refused.status_code == 409
    assert "so it was not removed" in refused.text
    assert why in refused.text
    assert [row.id for row in stage.rows(Pathway)] == [key]
    with stage.world.database.read() as session:
        assert session.exec(select(Event).where(col(Event.fact) == "PathwayRemoved")).all() == []
