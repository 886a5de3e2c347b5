"""What was counted for a step: entered with day and source, shown over time, and no part of what is required."""

from datetime import date

import pytest

from tests.conftest import Browser
from tests.pathways.stage import EFFECTIVE, Stage
from tests.pathways.test_draft import form_of
from workgroups.core.events import Event
from workgroups.pathways.document import Fact, without
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals.answers.models import Conflict
from workgroups.pathways.proposals.models import Proposal

FIGURE = {
    "kind": "pass_rate",
    "value": "62",
    "on": "2026-10-01",
    "source_en": "Annual report",
    "url": "https://example.org/r",
}


def test_a_figure_has_its_day_and_source(browser: Browser, stage: Stage) -> None:
    stage.begin()
    key, chidi = stage.step("internship"), browser("chidi")
    page = chidi.post(f"/steps/{key}/figures", data=FIGURE | {"source_fr": "Rapport annuel"}).text
    assert "62%" in page
    assert "Thursday 1 October 2026" in page
    assert '<a href="https://example.org/r" rel="noopener">Annual report</a>' in page
    assert "<svg viewBox" not in page.partition('id="figures"')[2].partition("</main>")[0], "one figure is no chart"
    fact = stage.document().step("internship").facts[0]
    assert (fact.kind, fact.value, fact.source["fr"]) == ("pass_rate", 62, "Rapport annuel")


def test_figures_of_one_kind_are_a_chart_that_shows_when_the_step_changed(browser: Browser, stage: Stage) -> None:
    stage.begin()
    step = stage.document().step("internship")
    facts = [
        Fact(kind="weeks", on=date(2026 + year, 10, 1), value=40 - 9 * year, source={"en": "Survey"}) for year in (0, 1)
    ]
    stage.store(step.model_copy(update={"valid_from": EFFECTIVE, "facts": tuple(facts)}))
    page = browser("henk").get(f"/steps/{stage.step('internship')}").text
    assert 'aria-label="Time it took people: 40 weeks, 31 weeks"' in page
    assert page.partition('id="figures"')[2].count("<circle cx") == 2
    assert "holds as described from Tuesday 1 June 2027" in page
    assert "Remove" not in page, "members read them"


def test_the_same_kind_and_day_is_replaced_and_a_figure_can_go(browser: Browser, stage: Stage) -> None:
    stage.begin()
    key, chidi = stage.step("internship"), browser("chidi")
    for changed in ({}, {"value": "64"}, {"on": "2025-10-01", "value": "55"}, {"kind": "places", "value": "1200"}):
        chidi.post(f"/steps/{key}/figures", data=FIGURE | changed)
    listed = [(fact.kind, fact.on.year, fact.value) for fact in stage.document().step("internship").facts]
    assert listed == [("pass_rate", 2025, 55), ("pass_rate", 2026, 64), ("places", 2026, 1200)]
    assert "1,200" in chidi.get(f"/steps/{key}").text
    chidi.post(f"/steps/{key}/figures/removal", data={"kind": "pass_rate", "on": "2025-10-01"})
    assert [fact.value for fact in stage.document().step("internship").facts] == [64, 1200]


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"value": "101"}, "value"),
        ({"value": "-1"}, "value"),
        ({"value": "many"}, "value"),
        ({"on": "soon"}, "on"),
        ({"on": "2200-01-01"}, "on"),
        ({"kind": "luck"}, "kind"),
        ({"source_en": ""}, "source_en"),
        ({"url": "javascript:x"}, "url"),
    ],
)
def test_bad_figures_stand_beside_their_field(browser: Browser, stage: Stage, bad: dict[str, str], field: str) -> None:
    stage.begin()
    refused = browser("chidi").post(f"/steps/{stage.step('internship')}/figures", data=FIGURE | bad)
    assert refused.status_code == 422
    assert f'id="f-{field}-error"' in refused.text
    assert stage.document().step("internship").facts == ()


def test_what_a_body_confirmed_stays_confirmed(browser: Browser, stage: Stage) -> None:
    stage.begin()
    key = stage.step("internship")
    browser("ewan").post(f"/steps/{key}/confirmations", data={"state": "confirmed"})
    browser("chidi").post(f"/steps/{key}/figures", data=FIGURE)
    assert "Confirmed by Falls Pharmacy Regulator" in browser("henk").get(f"/steps/{key}").text
    assert "StepChanged" in {row.fact for row in stage.rows(Event)}


def test_a_figure_stands_in_the_way_of_no_adoption(browser: Browser, stage: Stage) -> None:
    stage.begin()
    proposal = stage.proposal("recommended")
    with stage.work("gita") as work:
        row = work.session.get_one(Proposal, proposal)
        document = stage.document()
        proposals.revise(work, row, document.having(without(document.steps, "lab")))
    browser("chidi").post(f"/steps/{stage.step('lab')}/figures", data=FIGURE)
    stage.confirm("ewan", stage.adopted(proposal))
    assert "lab" not in stage.document().keys
    assert stage.rows(Conflict) == []


def test_editing_the_step_keeps_its_figures(browser: Browser, stage: Stage) -> None:
    stage.begin()
    key, chidi = stage.step("internship"), browser("chidi")
    chidi.post(f"/steps/{key}/figures", data=FIGURE)
    sent = {
        "stage": "practice", "type": "supervised_practice", "designation": "required", "title_en": "Internship",
        "delivery": "blended", "languages": ["fr", "en"], "transition_en": "Applications before June: as before.",
        "cost_min": "20", "cost_until": "2026-12-31",
    }  # fmt: skip
    page = chidi.post(f"/steps/{key}/description", data=sent).text
    step = stage.document().step("internship")
    assert [fact.value for fact in step.facts] == [62]
    assert (step.delivery, step.languages) == ("blended", ("en", "fr"))
    assert chidi.post(f"/steps/{key}/description", data=form_of(chidi, f"/steps/{key}/edit")).status_code == 200
    assert stage.document().step("internship") == step, "saving it unchanged changes nothing"
    for words in ("partly online", "English and French", "Applications before June", "until Thursday 31 December 2026"):
        assert words in page
