"""What was counted before and after a change goes into the outcome, and stays there as it was taken in."""

import re
from datetime import date
from html import unescape

import pytest

from tests.conftest import Browser
from tests.pathways.stage import Stage
from tests.world import World
from workgroups.outcomes import queries
from workgroups.outcomes.models import Outcome
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.steps import commands as steps
from workgroups.pathways.steps.forms import Counting

HOLDS = date(2026, 12, 6)
"""From here on the change holds; the stage stands at 5 December when it is recommended."""

TYPED = {
    "kind": "requirement_changed", "what_en": "No hospital part.", "what_fr": "Aucune partie.", "on_day": "2026-12-06",
}  # fmt: skip


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def count(stage: Stage, on: str, value: int, kind: str = "weeks", key: str = "internship") -> None:
    counting = Counting(kind=kind, on=on, value=value, source_en=f"Survey of {on}", source_fr=f"Sondage du {on}")
    stage.do("chidi", steps.count, stage.step(key), counting)


@pytest.fixture
def change(stage: Stage) -> int:
    """An adopted proposal on the internship that holds since a week, with figures of before and since."""
    key = stage.proposal("recommended")
    stage.confirm("chidi", stage.adopted(key, effective_on=HOLDS))
    stage.world.pass_time(days=20)
    for on, value in (("2026-01-10", 16), ("2026-06-10", 15), ("2026-12-12", 7)):
        count(stage, on, value)
    count(stage, "2026-05-01", 40, "people")
    count(stage, "2026-05-01", 12, "places", key="lab")
    count(stage, "2026-12-12", 14, "places", key="lab")
    return key


def offered(browser: Browser, path: str, who: str = "chidi") -> dict[str, str]:
    """The figures that a form offers, by their marks, in words."""
    page = unescape(browser(who).get(path).text)
    found = re.findall(r'name="counted" value="(\w+)"[^>]*><span>(.*?)</span></label>', page, re.DOTALL)
    return {mark: re.sub("<[^>]+>", " ", words) for mark, words in found}


def chosen(browser: Browser, stage: Stage, change: int, *marks: str) -> int:
    typed = TYPED | {"profession": stage.world.profession, "counted": list(marks)}
    page = browser("dolores").post(f"/proposals/{change}/outcomes", data=typed)
    assert page.status_code == 200, page.text
    return int(page.url.path.rpartition("/")[2])


def kept(stage: Stage, key: int) -> list[tuple[int, int]]:
    return [(figure["before"]["value"], figure["after"]["value"]) for figure in stage.row(Outcome, key).figures]


def test_those_of_the_steps_that_changed_are_offered_and_kept(browser: Browser, stage: Stage, change: int) -> None:
    marks = offered(browser, f"/proposals/{change}/outcomes/new")
    assert len(marks) == 1, "nobody counted the people since, and the lab did not change"
    ((mark, words),) = marks.items()
    for said in ("Time it took people", "15 weeks on Wednesday 10 June 2026", "7 weeks on Saturday 12 December 2026"):
        assert said in words
    key = chosen(browser, stage, change, mark)
    assert kept(stage, key) == [(15, 7)]
    page = unescape(browser("henk").get(f"/outcomes/{key}").text)
    for said in (
        "15 weeks",
        "7 weeks",
        "Survey of 2026-06-10",
        "Survey of 2026-12-12",
        "<polyline",
        "Sunday 6 December",
    ):
        assert said in page
    assert "Sondage du 2026-12-12" in browser("gita").get(f"/outcomes/{key}").text


def test_nobody_has_to_take_them_in(browser: Browser, stage: Stage, change: int) -> None:
    key = chosen(browser, stage, change)
    assert stage.row(Outcome, key).figures == []
    words = "The steps that changed were counted before and since."
    assert words in browser("chidi").get(f"/outcomes/{key}").text
    assert words not in browser("dolores").get(f"/outcomes/{key}").text, "she does not keep it"
    assert len(offered(browser, f"/outcomes/{key}/edit")) == 1


@pytest.mark.parametrize("path", ["/groups/pharmacy/outcomes", "/barriers/{}/outcomes"])
def test_an_outcome_of_no_proposal_has_none(browser: Browser, stage: Stage, change: int, path: str) -> None:
    mark, path = next(iter(offered(browser, f"/proposals/{change}/outcomes/new"))), path.format(stage.barrier())
    assert "Figures before and after" not in browser("chidi").get(f"{path}/new").text
    page = browser("chidi").post(path, data=TYPED | {"profession": stage.world.profession, "counted": mark})
    assert "Figures before and after" not in page.text
    assert stage.row(Outcome, int(page.url.path.rpartition("/")[2])).figures == []


def test_what_was_read_is_what_is_taken_in(browser: Browser, stage: Stage, change: int) -> None:
    mark = next(iter(offered(browser, f"/proposals/{change}/outcomes/new")))
    count(stage, "2026-12-12", 9)
    typed = TYPED | {"profession": stage.world.profession, "counted": mark}
    page = browser("dolores").post(f"/proposals/{change}/outcomes", data=typed)
    assert page.status_code == 422
    assert 'href="#f-counted"' in page.text
    assert "9 weeks" in page.text
    assert stage.rows(Outcome) == []


def test_a_newer_one_changes_nothing_until_somebody_chooses_it(browser: Browser, stage: Stage, change: int) -> None:
    key = chosen(browser, stage, change, *offered(browser, f"/proposals/{change}/outcomes/new"))
    words, path, edit = "The steps say something newer than this outcome", f"/outcomes/{key}", f"/outcomes/{key}/edit"
    assert words not in browser("chidi").get(path).text
    count(stage, "2026-12-20", 5)
    assert kept(stage, key) == [(15, 7)]
    assert words in browser("chidi").get(path).text
    assert words not in browser("dolores").get(path).text
    assert words not in browser("henk").get(path).text
    marks = offered(browser, edit)
    assert ["7 weeks" in said for said in marks.values()] == [True, False]
    old, new = marks
    assert re.search(rf'value="{old}" checked', browser("chidi").get(edit).text)
    save = f"{path}/description"
    assert browser("chidi").post(save, data=TYPED | {"counted": [old, new]}).status_code == 422
    assert browser("chidi").post(save, data=TYPED | {"counted": [old], "reached": "3"}).status_code == 200
    assert (kept(stage, key), stage.row(Outcome, key).reached) == ([(15, 7)], 3)
    assert browser("chidi").post(save, data=TYPED | {"counted": [new]}).status_code == 200
    assert kept(stage, key) == [(15, 5)]
    assert words not in browser("chidi").get(path).text


def test_they_are_approved_and_published_as_they_were_taken_in(browser: Browser, stage: Stage, change: int) -> None:
    key = chosen(browser, stage, change, *offered(browser, f"/proposals/{change}/outcomes/new"))
    why = {"significance": "major", "reason_en": "It is so.", "reason_fr": "C’est ainsi."}
    page = browser("chidi").post(f"/groups/pharmacy/outputs/outcome/{key}/submissions", data=why)
    preview = unescape(browser("amara").get(page.url.path).text)
    assert "Survey of 2026-12-12" in preview
    assert "15 weeks" in preview
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', preview)[1]
    for chair in ("amara", "blaise"):
        browser(chair).post(f"{page.url.path}/approvals", data={"digest": digest})
    count(stage, "2026-12-20", 5)
    for path, words in (
        ("/en/editions/1", ("15 weeks", "7 weeks", "Survey of 2026-12-12", "Before", "After")),
        ("/fr/editions/1", ("15 semaines", "7 semaines", "Sondage du 2026-12-12", "Avant", "Après")),
    ):
        public = unescape(browser().get(path).text).replace("\u202f", " ").replace("\xa0", " ")
        for said in words:
            assert said in public
        assert "2026-12-20" not in public
    assert "The working draft says the same." in browser("dolores").get(f"/outcomes/{key}").text
    new = list(offered(browser, f"/outcomes/{key}/edit"))[1]
    browser("chidi").post(f"/outcomes/{key}/description", data=TYPED | {"counted": new})
    changes = re.sub("<[^>]+>", "", unescape(browser("chidi").get(f"/groups/pharmacy/outputs/outcome/{key}").text))
    assert "After" in changes
    assert "Survey of 2026-12-20" in changes


def test_a_figure_of_a_day_is_of_after_when_the_change_holds_from_then(stage: Stage, change: int) -> None:
    count(stage, HOLDS.isoformat(), 11, "people")
    with stage.work("chidi") as work:
        found = queries.counted(work, work.session.get_one(Proposal, change))
    assert [(figure.before.value, figure.after.value) for figure in found] == [(40, 11), (15, 7)]
