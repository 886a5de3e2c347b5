"""The steps of a working draft as files: for spreadsheets of both languages, and for whoever likes text."""

import csv
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Browser
from tests.pathways.stage import Stage
from workgroups.core.languages import gettext
from workgroups.pathways.document import Cost, Pathway
from workgroups.pathways.imports.columns import COLUMNS, guarded, unguarded


def test_the_steps_come_as_a_spreadsheet(browser: Browser, stage: Stage) -> None:
    stage.begin()
    answer = browser("henk").get(f"/pathways/{stage.pathway}/steps.csv")
    called = "pharmacy-ns-becoming-a-pharmacist-2026-11-23.csv"
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{called}"')
    assert answer.content.startswith(b"\xef\xbb\xbfkey,title_en,title_fr,stage,type,"), "a mark that it is UTF-8"
    rows = {row["key"]: row for row in csv.DictReader(answer.content.decode("utf-8-sig").splitlines(keepends=True))}
    assert list(rows) == ["documents", "language", "lab", "internship", "register"]
    assert rows["documents"]["documents_en"] == "Degree\nLetter of standing"
    assert rows["documents"]["documents_fr"] == ""
    assert rows["internship"]["body"] == "Falls Pharmacy Regulator"
    assert rows["register"]["after"] == "internship\nlanguage"
    assert (rows["documents"]["cost_min"], rows["documents"]["cost_max"]) == ("500", "700")


def test_a_french_spreadsheet_has_semicolons_and_decimal_commas(browser: Browser, stage: Stage) -> None:
    stage.begin()
    stage.store(
        stage.document().step("lab").model_copy(update={"cost": Cost(min_cents=1250, max_cents=1250, currency="CAD")})
    )
    chidi = browser("chidi")
    chidi.post("/language", data={"lang": "fr"})
    text = chidi.get(f"/pathways/{stage.pathway}/steps.csv").content.decode("utf-8-sig")
    rows = {row["key"]: row for row in csv.DictReader(text.splitlines(keepends=True), delimiter=";")}
    assert tuple(rows["lab"]) == COLUMNS, "the columns are called the same in both languages"
    assert rows["lab"]["cost_min"] == "12,50"


def test_the_steps_come_as_toml(browser: Browser, stage: Stage) -> None:
    stage.begin()
    text = browser("henk").get(f"/pathways/{stage.pathway}/steps.toml").text
    found = tomllib.loads(text)
    assert [step["key"] for step in found["steps"]] == stage.document().keys
    internship = found["steps"][3]
    assert internship.pop("body") == "Falls Pharmacy Regulator"
    body = stage.world.organisations["Falls Pharmacy Regulator"]
    assert internship | {"body": body} == stage.document().step("internship").data()
    assert 'title = {en = "Send documents", fr = "Faire envoyer vos documents"}' in text


def test_a_pathway_without_steps_has_its_columns(browser: Browser, stage: Stage) -> None:
    stage.begin()
    stage.replace(Pathway(title={"en": "Empty"}))
    assert browser("henk").get(f"/pathways/{stage.pathway}/steps.csv").text.strip("\ufeff\r\n") == ",".join(COLUMNS)
    assert browser("henk").get(f"/pathways/{stage.pathway}/steps.toml").text == ""


FORMULAS = ["=1+1", "+1", "-2", "@SUM(A1)", "＝1", "'=1", "''-x"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(browser: Browser, stage: Stage, text: str) -> None:
    stage.begin()
    stage.store(stage.document().step("lab").model_copy(update={"note": {"en": text}}))
    written = browser("henk").get(f"/pathways/{stage.pathway}/steps.csv").content.decode("utf-8-sig")
    rows = {row["key"]: row for row in csv.DictReader(written.splitlines(keepends=True))}
    assert rows["lab"]["note_en"] == f"'{stage.document().step('lab').note['en']}"
    assert unguarded(rows["lab"]["note_en"]) == stage.document().step("lab").note["en"]


@given(st.text(alphabet="'=+-@a \t", max_size=6))
def test_what_is_guarded_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(tuple("=+-@\t"))


def test_the_draft_leads_to_its_files(browser: Browser, stage: Stage) -> None:
    stage.begin()
    page = browser("henk").get(f"/pathways/{stage.pathway}").text
    for ending in ("csv", "toml"):
        assert f"/pathways/{stage.pathway}/steps.{ending}" in page
    assert gettext("Steps as CSV") in page
