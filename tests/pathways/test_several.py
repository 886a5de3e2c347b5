"""A group that keeps several pathways: other destinations, and other provinces to compare with."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from sqlmodel import col, select

from tests.conftest import Browser
from tests.pathways.documents import PHARMACY
from tests.pathways.stage import Stage
from workgroups.groups.models import Group, GroupProfession, Profession
from workgroups.pathways import commands as pathways
from workgroups.pathways.models import Pathway, PathwayVersion
from workgroups.pathways.proposals.models import Proposal

ANOTHER = {"title_en": "Becoming a technician", "stage_en": "Before you apply", "destination_en": "Technician"}
MAJOR = {"significance": "major", "reason_en": "Few places.", "reason_fr": "Peu de places."}
PROPOSE = {"title_en": "Everywhere", "reason": "Few."}


def begin(stage: Stage, destination: str = "Technician", jurisdiction: str = "", slug: str = "pharmacy") -> int:
    """One more working draft with the steps of the first."""
    document = PHARMACY.model_copy(
        update={"destination": {"en": destination}, "title": {"en": f"Becoming a {destination.lower()}"}}
    )
    with stage.work("") as work:
        group = work.session.exec(select(Group).where(Group.slug == slug)).one()
        return pathways.draft(work, group, stage.world.profession, document, jurisdiction).id


def test_one_pathway_stands_on_the_page_of_the_group_and_several_in_a_list(browser: Browser, stage: Stage) -> None:
    first = stage.begin()
    henk = browser("henk")
    assert "<h1>Becoming a pharmacist</h1>" in henk.get("/groups/pharmacy/pathway").text
    second, other = begin(stage), begin(stage, "Pharmacist there", "CA-ON")
    page = unescape(henk.get("/groups/pharmacy/pathway").text)
    assert "<h1>Pathways</h1>" in page
    for key in (first, second, other):
        assert f'href="/pathways/{key}"' in page
    assert "Technician" in page
    assert "4 required, 1 optional" in page
    assert "Last changed on" in page
    assert (
        page.index(f'href="/pathways/{second}"') < page.index("kept for comparison") < page.index("Barriers in the way")
    )
    assert "<h1>Becoming a technician</h1>" in henk.get(f"/pathways/{second}").text


def test_that_versions_are_kept_is_no_change(browser: Browser, stage: Stage) -> None:
    begin(stage)
    begin(stage, "Pharmacist there", "CA-ON")
    before = browser("henk").get("/groups/pharmacy/pathway").text
    with stage.work("") as work:
        first = work.session.exec(select(PathwayVersion).where(col(PathwayVersion.step_key) == "")).first()
        assert first is not None
        seeded = first.model_dump(exclude={"id", "at", "person_id"}) | {"at": work.now + timedelta(days=9)}
        work.session.add(PathwayVersion(**seeded))
    assert browser("henk").get("/groups/pharmacy/pathway").text == before


def test_the_list_takes_the_same_number_of_queries_for_any_number(
    browser: Browser, stage: Stage, queries: list[str]
) -> None:
    stage.begin()
    begin(stage)
    henk = browser("henk")

    def count() -> int:
        henk.get("/groups/pharmacy/pathway")
        queries.clear()
        henk.get("/groups/pharmacy/pathway")
        return len(queries)

    before = count()
    for code in ("CA-ON", "CA-MB", "CA"):
        begin(stage, f"Licence in {code}", code)
    assert count() == before


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"destination_en": ""}, "destination_en"),
        ({"destination_en": "pharmacist"}, "destination_en"),
        ({"destination_en": "", "destination_fr": "Pharmacien"}, "destination_fr"),
        ({"jurisdiction": "CA-XX"}, "jurisdiction"),
    ],
)
def test_a_second_one_says_how_it_differs(browser: Browser, stage: Stage, sent: dict[str, Any], field: str) -> None:
    chidi = browser("chidi")
    first = {"title_en": "A", "stage_en": "B", "destination_en": "Pharmacist", "destination_fr": "pharmacien"}
    assert chidi.post("/groups/pharmacy/pathway", data=first).status_code == 200
    page = chidi.post("/groups/pharmacy/pathway", data=ANOTHER | sent)
    assert page.status_code == 422
    assert f'href="#f-{field}"' in page.text
    assert len(stage.rows(Pathway)) == 1
    elsewhere = ANOTHER | {"destination_en": "", "jurisdiction": "CA-ON"}
    assert chidi.post("/groups/pharmacy/pathway", data=elsewhere).status_code == 200, "it is told apart by the province"
    assert chidi.post("/groups/pharmacy/pathway", data=ANOTHER).status_code == 200
    assert [row.jurisdiction for row in stage.rows(Pathway)] == ["CA-NS", "CA-ON", "CA-NS"]


SAYS_NOTHING: dict[str, str] = {}


@pytest.mark.parametrize(
    ("there", "here", "refused"),
    [
        ({"en": "Pharmacist", "fr": "Pharmacien"}, {"en": "Licence", "fr": "pharmacien"}, "fr"),
        ({"en": "Pharmacist", "fr": "Pharmacien"}, {"fr": "Pharmacist"}, "fr"),
        ({"en": "Pharmacist  in\u00a0hospitals"}, {"en": "PHARMACIST in hospitals", "fr": "Pharmacien"}, "en"),
        ({"en": "Pharmacist"}, {"fr": "Pharmacien"}, "en"),
        ({"fr": "Pharmacien"}, {"en": "Pharmacist"}, "fr"),
        ({"en": "Pharmacist"}, {"en": "Technician", "fr": "Technicien"}, None),
        ({"en": "Pharmacist", "fr": "Pharmacien"}, {"fr": "Technicien"}, None),
        (SAYS_NOTHING, {"en": "Technician"}, None),
        (SAYS_NOTHING, SAYS_NOTHING, "en"),
    ],
)
def test_where_two_lead_is_told_apart_in_each_language(
    browser: Browser, stage: Stage, there: dict[str, str], here: dict[str, str], refused: str | None
) -> None:
    chidi = browser("chidi")

    def begun(destination: dict[str, str]) -> Any:
        sent = {f"destination_{lang}": text for lang, text in destination.items()}
        return chidi.post("/groups/pharmacy/pathway", data={"title_en": "A", "stage_en": "B"} | sent)

    assert begun(there).status_code == 200
    page = begun(here)
    assert page.status_code == (422 if refused else 200)
    assert re.findall(r'href="#f-destination_(..)"', page.text) == ([refused] if refused else [])


def test_none_of_several_loses_its_destination(browser: Browser, stage: Stage) -> None:
    stage.begin()
    second, chidi = begin(stage), browser("chidi")
    assert chidi.post(f"/pathways/{second}/description", data={"title_en": "T"}).status_code == 422
    assert (
        chidi.post(
            f"/pathways/{second}/description", data={"title_en": "T", "destination_en": "technician"}
        ).status_code
        == 200
    )
    same = {"title_en": "T", "destination_en": "Technician"}
    assert chidi.post(f"/pathways/{stage.pathway}/description", data=same).status_code == 422
    assert stage.row(Pathway, second).title == {"en": "T"}


def test_the_profession_is_asked_where_a_group_serves_several(browser: Browser, stage: Stage) -> None:
    chidi = browser("chidi")
    assert 'name="profession"' not in chidi.get("/groups/pharmacy/pathway/new").text
    with stage.work("") as work:
        nursing = work.session.exec(select(Profession).where(Profession.slug == "nursing")).one().id
        work.session.add(GroupProfession(group_id=stage.world.group, profession_id=nursing, position=1))
    assert 'name="profession"' in chidi.get("/groups/pharmacy/pathway/new").text
    for refused in ({}, {"profession": "999"}):
        assert 'href="#f-profession"' in chidi.post("/groups/pharmacy/pathway", data=ANOTHER | refused).text
    assert chidi.post("/groups/pharmacy/pathway", data=ANOTHER | {"profession": str(nursing)}).status_code == 200
    (row,) = stage.rows(Pathway)
    assert row.profession_id == nursing


def test_a_proposal_changes_the_pathway_that_was_chosen(browser: Browser, stage: Stage) -> None:
    first, farid = stage.begin(), browser("farid")
    assert 'name="pathway"' not in farid.get("/groups/pharmacy/proposals/new").text
    second, other = begin(stage), begin(stage, "Pharmacist there", "CA-ON")
    page = (
        farid.get(f"/groups/pharmacy/proposals/new?pathway={second}")
        .text.split('name="pathway"')[1]
        .split("</select>")[0]
    )
    assert f'<option value="{second}" selected>' in page
    assert f'<option value="{first}">' in page
    assert f'<option value="{other}"' not in page, "that one is kept for comparison"
    for refused in ({}, {"pathway": str(other)}, {"pathway": "999"}):
        answer = farid.post("/groups/pharmacy/proposals", data=PROPOSE | refused)
        assert answer.status_code == 422
        assert 'href="#f-pathway"' in answer.text
    assert farid.post("/groups/pharmacy/proposals", data=PROPOSE | {"pathway": str(second)}).status_code == 200
    assert farid.post("/groups/pharmacy/proposals", data=PROPOSE | {"pathway": str(first)}).status_code == 200
    assert [row.pathway_id for row in stage.rows(Proposal)] == [second, first]
    assert f'href="/pathways/{second}">Becoming a technician</a>' in farid.get("/proposals/1").text
    listed = farid.get("/groups/pharmacy/proposals").text
    assert "Becoming a technician" in listed
    assert "Becoming a pharmacist" in listed
    assert "/proposals/1" in farid.get(f"/pathways/{second}").text
    assert "/proposals/2" not in farid.get(f"/pathways/{second}").text
    assert "/proposals/2" in farid.get("/groups/pharmacy/pathway").text


def test_one_kept_for_comparison_is_edited_but_neither_changed_by_proposals_nor_published(
    browser: Browser, stage: Stage
) -> None:
    other, chidi, farid = begin(stage, "Pharmacist there", "CA-ON"), browser("chidi"), browser("farid")
    page = farid.get("/groups/pharmacy/pathway").text
    assert "Kept for comparison" in page
    assert "Ontario" in page
    assert "Propose a change" not in page
    assert farid.get("/groups/pharmacy/proposals/new").status_code == 403, (
        "the group has none that a proposal could change"
    )
    step = stage.step("lab")
    page = farid.get(f"/steps/{step}").text
    assert "/proposals/new" not in page
    assert "/barriers/new" not in page, "what stands in the way in another province is not this group’s to remove"
    assert chidi.get(f"/pathways/{other}/edit").status_code == 200
    assert chidi.post(f"/steps/{step}/moves", data={"to": "up"}).status_code == 200
    assert f"/outputs/pathway/{other}" not in chidi.get("/groups/pharmacy/outputs").text
    assert chidi.get(f"/groups/pharmacy/outputs/pathway/{other}").status_code == 404
    submitted = chidi.post(f"/groups/pharmacy/outputs/pathway/{other}/submissions", data=MAJOR)
    assert submitted.status_code == 404
    stage.begin()
    page = farid.get(f"/groups/pharmacy/proposals/new?step={step}").text
    assert "It begins with the step" not in page, "the step belongs to the one that is kept for comparison"
    own = stage.rows_of(stage.pathway)["lab"]
    assert {f"/groups/pharmacy/{noun}/new?step={own}" for noun in ("proposals", "barriers")} <= set(
        re.findall('href="([^"]+)"', farid.get(f"/steps/{own}").text)
    )


def test_each_of_several_is_an_output_of_its_own(browser: Browser, stage: Stage) -> None:
    first = stage.begin()
    second, chidi = begin(stage), browser("chidi")
    page = chidi.get("/groups/pharmacy/outputs").text
    for key in (first, second):
        assert f"/groups/pharmacy/outputs/pathway/{key}" in page
        assert chidi.post(f"/groups/pharmacy/outputs/pathway/{key}/submissions", data=MAJOR).status_code == 200
    assert "Becoming a technician" in chidi.get("/submissions/2").text


def test_a_change_to_two_pathways_is_two_proposals_that_are_linked(browser: Browser, stage: Stage) -> None:
    one, edith = stage.proposal("open"), browser("edith")
    assert 'name="other"' not in edith.get("/groups/pharmacy/proposals/new").text, "there is no other pathway"
    other = begin(stage)
    page = edith.get(f"/groups/pharmacy/proposals/new?pathway={other}").text
    assert f'value="{one}"' in page.partition('name="other"')[2].partition("</select>")[0]
    sent = PROPOSE | {"other": str(one)}
    same = edith.post("/groups/pharmacy/proposals", data=sent | {"pathway": str(stage.pathway)})
    assert same.status_code == 422
    assert "say everything in one proposal" in same.text
    assert edith.post("/groups/pharmacy/proposals", data=sent | {"pathway": str(other)}).status_code == 200
    made = stage.rows(Proposal)[-1].id
    for here, there in ((made, one), (one, made)):
        linked = edith.get(f"/proposals/{here}").text.partition("Linked with")[2]
        assert f'href="/proposals/{there}"' in linked
        assert "goes together with" in linked
