"""Steps come from files: read, previewed and, when somebody has read that, brought into the working draft."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Browser
from tests.pathways.documents import PHARMACY, pathways
from tests.pathways.stage import Stage
from workgroups.core.events import Event
from workgroups.pathways.document import Pathway, Step, Weeks
from workgroups.pathways.imports import columns, guide, tables
from workgroups.pathways.imports.bodies import Bodies
from workgroups.pathways.imports.checks import Wrong
from workgroups.pathways.imports.plan import plan
from workgroups.pathways.models import PathwayVersion
from workgroups.people.models import Organisation, StakeholderType

BODIES = Bodies(
    [
        Organisation(id=key, name={"en": name}, stakeholder_type=StakeholderType.REGULATORY_BODY)
        for key, name in ((1, "Regulator"), (2, "Twin"), (3, "Twin"))
    ]
)
TODAY = date(2026, 12, 5)
NEW = "key,title_en,title_fr,stage,type\nvisit,Visit,Visite,before,course\n"
SEAL = re.compile(r'name="confirmed" value="([^"]+)"')


def previewed(browser, stage: Stage, text: str, way: str = "change", status: int = 200) -> tuple[str, str | None]:
    """The page that previews a text, and the seal that confirms it."""
    answer = browser.post(f"/pathways/{stage.pathway}/imports", data={"way": way, "text": text})
    assert answer.status_code == status, answer.text
    found = SEAL.search(answer.text)
    return answer.text, found and found[1]


def confirmed(browser, stage: Stage, text: str, seal: str | None, way: str = "change"):
    sent = {"way": way, "text": text, "confirmed": seal}
    return browser.post(f"/pathways/{stage.pathway}/imports", data=sent)


# What is exported and imported again changes nothing.


def formats(document: Pathway) -> list[str]:
    return [tables.written(document, BODIES), *(columns.written(document.steps, BODIES, each) for each in ("en", "fr"))]


@given(pathways(sound=True))
def test_what_comes_out_goes_in_again_and_changes_nothing(document: Pathway) -> None:
    for text in formats(document) if document.steps else ():
        found = plan(text, "change", document, BODIES, {}, today=date.max)
        assert found.is_sound
        assert found.document == document
        assert {entry.state for entry in found.entries} == {"same"}


TYPED = (
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), max_size=30).map(str.strip).filter(bool)
)
"""What a form keeps of what was typed: nothing blank around it."""


@given(TYPED, TYPED)
def test_any_text_goes_through(title: str, note: str) -> None:
    step = Step(key="a", title={"en": title}, stage="s", type="course", note={"fr": f"{note}\n{note}"})
    document = Pathway(title={"en": "P"}, stages=({"key": "s", "title": {"en": "S"}},), steps=(step,))
    for text in formats(document):
        assert plan(text, "change", document, BODIES, {}, today=date.max).document == document
        [entry] = plan(text, "add", document.having(()), BODIES, {}, today=date.max).entries
        assert entry.state == "new", entry.wrong
        assert entry.new == step


@given(pathways(sound=True))
def test_toml_carries_a_whole_pathway_to_another(document: Pathway) -> None:
    if not document.steps:
        return
    found = plan(tables.written(document, BODIES), "add", Pathway(title={"en": "Empty"}), BODIES, {}, today=date.max)
    assert found.is_sound, found
    assert found.document.stages == document.stages
    carried, sources = found.document.staged(), {"url": "https://example.org/"}
    for (_, steps), (_, wanted) in zip(carried, document.staged(), strict=True):
        assert [step.key for step in steps] == [step.key for step in wanted]
        for step, old in zip(steps, wanted, strict=True):
            source = old.source and old.source.model_copy(update=sources)  # addresses are kept as browsers read them
            assert step == old.model_copy(update={"source": source, "replaces": ()})


LINEAGE = """
[[stages]]
key = "s"
title = {en = "S"}

[[steps]]
key = "b"
title = {en = "B"}
stage = "s"
type = "course"
replaces = [%s]
"""


def former(key: str) -> str:
    return f'{{key = "{key}", title = {{en = "Invented"}}}}'


def test_toml_tells_of_former_steps_only_what_is_known_here() -> None:
    gone = {"known": {"en": "As it was"}}
    text = LINEAGE % f"{former('known')}, {former('never')}"
    found = plan(text, "change", Pathway(title={"en": "P"}), BODIES, gone, today=TODAY)
    assert found.is_sound
    [entry] = found.entries
    assert [(one.key, one.title) for one in entry.new.replaces] == [("known", {"en": "As it was"})]
    assert entry.row.left_out(entry.new) == ["never"]
    for refused in (former("b"), f"{former('known')}, {former('known')}"):
        [entry] = plan(LINEAGE % refused, "change", Pathway(title={"en": "P"}), BODIES, gone, today=TODAY).entries
        assert [wrong.field for wrong in entry.wrong] == ["replaces"]


def test_the_page_names_its_pathway_and_what_is_left_out(browser: Browser, stage: Stage) -> None:
    stage.begin()
    page, _ = previewed(browser("chidi"), stage, LINEAGE % former("never"))
    assert stage.document().title["en"] in page
    assert "This pathway never had these steps" in page


# Through the pages.


def test_a_new_step_is_previewed_and_then_brought(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, before = browser("chidi"), stage.document()
    page, seal = previewed(chidi, stage, NEW)
    assert "new step" in page
    assert "right after “Show your French”" in page
    assert stage.document() == before, "nothing is saved yet"
    answer = confirmed(chidi, stage, NEW, seal)
    assert "Imported into the working draft." in answer.text
    assert stage.document().keys == ["documents", "language", "visit", "lab", "internship", "register"]
    assert stage.document().step("visit").title == {"en": "Visit", "fr": "Visite"}
    assert [row.step_key for row in stage.rows(PathwayVersion)][-1] == "visit"
    assert stage.rows(PathwayVersion)[-1].person_id == stage.world.people["chidi"]


def test_what_a_changed_step_says_now_and_then_stand_beside_each_other(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, before = browser("chidi"), stage.document().step("internship")
    text = "key,setting_en,weeks_max\ninternship,community and hospital,52\nlab,,60\n"
    page, seal = previewed(chidi, stage, text)
    assert '<span class="word">Now</span>30–44 weeks' not in page, "what differs is marked"
    assert page.index("Now</span>") < page.index("Imported</span>")
    assert "<ins>" in page
    assert "One step of the file is left as it stands" in page
    confirmed(chidi, stage, text, seal)
    after = stage.document().step("internship")
    setting = before.setting | {"en": "community and hospital"}
    assert after == before.model_copy(update={"setting": setting, "weeks": Weeks(min=30, max=52)}), "the rest stays"
    assert [row.step_key for row in stage.rows(PathwayVersion)].count("lab") == 1
    assert "setting" not in str([event.payload for event in stage.rows(Event)]), "the ledger has ids and digests only"


def test_steps_that_stand_already_can_be_left_alone(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, before = browser("chidi"), stage.document().step("lab")
    text = "key,title_en,stage,type,designation\nlab,Other,before,course,\nvisit,Visit,before,course,\n"
    page, seal = previewed(chidi, stage, text, "add")
    assert "One step of the file is left as it stands" in page
    confirmed(chidi, stage, text, seal, "add")
    assert stage.document().step("lab") == before
    assert stage.document().step("visit").designation == "required"


def test_an_import_that_says_nothing_new_has_no_button(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi = browser("chidi")
    page, seal = previewed(chidi, stage, chidi.get(f"/pathways/{stage.pathway}/steps.toml").text)
    assert seal is None
    assert "the working draft says all of this already" in page


def test_a_file_is_read_like_a_text(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, path = browser("chidi"), f"/pathways/{stage.pathway}/imports"
    exported = chidi.get(f"/pathways/{stage.pathway}/steps.csv").content.replace(b"Skills lab", b"Skills laboratory")
    page = chidi.post(path, data={"way": "change"}, files={"file": ("steps.csv", exported)})
    assert page.status_code == 200
    assert "Skills laboratory" in page.text
    text = exported.decode("utf-8-sig").replace("\r\n", "\n").replace("\n", "\r\n")
    assert "Imported" in confirmed(chidi, stage, text, SEAL.search(page.text)[1]).text
    assert stage.document().step("lab").title["en"] == "Skills laboratory"


def test_a_draft_that_changed_meanwhile_is_previewed_again(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi = browser("chidi")
    _, seal = previewed(chidi, stage, NEW)
    stage.store(stage.document().step("lab").model_copy(update={"weeks": None}))
    answer = confirmed(chidi, stage, NEW, seal)
    assert answer.status_code == 409
    assert "has changed since this preview" in answer.text
    assert "visit,Visit,Visite,before,course" in answer.text, "nothing typed is lost"
    assert stage.document().step("visit") is None
    confirmed(chidi, stage, NEW, SEAL.search(answer.text)[1])
    assert stage.document().step("visit")


def test_a_text_that_changed_since_its_preview_is_previewed(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi = browser("chidi")
    _, seal = previewed(chidi, stage, NEW)
    answer = confirmed(chidi, stage, NEW.replace("Visit,", "Look,"), seal)
    assert answer.status_code == 200
    assert "Look" in answer.text
    assert stage.document().step("visit") is None
    assert confirmed(chidi, stage, NEW, seal, "add").status_code == 200, "what is done with it is part of it"
    assert stage.document().step("visit") is None


def test_a_confirmation_ends_with_the_step_that_it_was_for(browser: Browser, stage: Stage) -> None:
    stage.begin()
    browser("edith").post(f"/steps/{stage.step('internship')}/confirmations", data={"state": "confirmed"})
    chidi, text = browser("chidi"), "key,weeks_max\ninternship,50\nlab,60\n"
    assert "Confirmed by" in chidi.get(f"/pathways/{stage.pathway}").text
    confirmed(chidi, stage, text, previewed(chidi, stage, text)[1])
    assert "Not yet confirmed by" in chidi.get(f"/pathways/{stage.pathway}").text


def test_only_those_who_edit_import(browser: Browser, stage: Stage) -> None:
    stage.begin()
    path = f"/pathways/{stage.pathway}/imports"
    for name, status in (("gita", 403), ("henk", 403), ("kofi", 404)):
        assert browser(name).get(path).status_code == status
        assert browser(name).post(path, data={"way": "add", "text": NEW}).status_code == status
    assert "Import steps" in browser("chidi").get(f"/pathways/{stage.pathway}/edit").text


def test_a_pathway_begins_with_an_import(browser: Browser, stage: Stage) -> None:
    chidi, sent = browser("chidi"), {"title_en": "A", "jurisdiction": "CA-NS", "stage_en": "Before"}
    page = chidi.get("/groups/pharmacy/pathway/new").text
    assert 'formaction="/groups/pharmacy/pathway/imports">Begin and import steps<' in page
    page = chidi.post("/groups/pharmacy/pathway/imports", data=sent | {"title_en": ""})
    assert page.status_code == 422
    assert 'value="Before"' in page.text
    begun = chidi.post("/groups/pharmacy/pathway/imports", data=sent, follow_redirects=False).headers["location"]
    stage.begin()
    assert "<h1>Import steps</h1>" in chidi.get(begun).text
    assert "<b>A</b>" in chidi.get(begun).text, "it is the pathway that was begun, and not the latest of the group"


@pytest.mark.parametrize("text", ["key,stage\n" + "a,b\n" * 45_000, "key,stage\n" + ",b\n" * 60_000])
def test_more_rows_than_a_pathway_has_steps_are_refused_unread(text: str) -> None:
    found = plan(text, "change", PHARMACY, BODIES, {}, today=date.max)
    assert found.entries == []
    assert [wrong.message for wrong in found.wrong] == ["A pathway has at most 300 steps."]


def test_too_many_conditions_are_refused_before_anything_is_planned_with_them() -> None:
    keys = [f"a{number}" for number in range(290)]
    rows = [f'{key},T,before,course,"{" ".join(keys[place + 1 : place + 131])}"' for place, key in enumerate(keys)]
    text = "\n".join(["key,title_en,stage,type,after", *rows, "wrong key,T,before,course,"])
    assert len(text) > 140_000
    found = plan(text, "change", PHARMACY, BODIES, {}, today=date.max)
    assert not found.is_sound
    refused = found.having("wrong")
    assert [entry.row.key for entry in refused] == [*keys[:259], "wrong key"], "what is malformed is told too"
    told = {wrong for entry in refused[:-1] for wrong in entry.wrong}
    assert told == {Wrong("after", "At most 30 steps can come before one.")}
    assert not {*found.document.keys} & {*keys[:259]}


def test_a_step_that_has_too_many_conditions_already_is_still_imported() -> None:
    first, *others = PHARMACY.steps
    keys = [f"a{number}" for number in range(40)]
    many = [first.model_copy(update={"key": key, "after": ()}) for key in keys]
    document = PHARMACY.having((*many, first.model_copy(update={"after": tuple(keys)}), *others))
    found = plan(f"key,title_en\n{first.key},Otherwise", "change", document, BODIES, {}, today=date.max)
    assert [entry.state for entry in found.entries] == ["changed"]
    assert found.is_sound


# What spreadsheets make of it.


def test_excel_in_french(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi = browser("chidi")
    file = (
        "\ufeffkey;title_fr;stage;type;cost_min;cost_max;after;note_fr;valid_from;;\r\n"
        'visite;Visite guidée;before;course;1\u00a0250,5;2 000;"documents\nlanguage";\'=gratuit;2026-12-01;;\r\n;;;;;;;;;;\r\n'
    ).encode()
    page = chidi.post(f"/pathways/{stage.pathway}/imports", data={"way": "add"}, files={"file": ("Étapes.csv", file)})
    text = file.decode("utf-8-sig")
    confirmed(chidi, stage, text, SEAL.search(page.text)[1], "add")
    step = stage.document().step("visite")
    assert (step.cost.min_cents, step.cost.max_cents) == (125050, 200000)
    assert step.after == ("documents", "language")
    assert step.note == {"fr": "=gratuit"}
    assert step.valid_from.isoformat() == "2026-12-01"


def test_cells_are_pasted_from_a_spreadsheet() -> None:
    text = "key\ttitle_en\tstage\ttype\na\tA\ts\tcourse\n"
    document = Pathway(title={"en": "P"}, stages=({"key": "s", "title": {"en": "S"}},))
    assert plan(text, "add", document, BODIES, {}, today=TODAY).document.keys == ["a"]


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("é".encode("latin-1"), "no text in UTF-8"),
        (b"PK\x03\x04\xff\xfe", "no text in UTF-8"),
        (b"a" * 200_001, "more than 200 KB"),
    ],
)
def test_a_file_that_cannot_be_read(browser: Browser, stage: Stage, file: bytes, why: str) -> None:
    stage.begin()
    answer = browser("chidi").post(
        f"/pathways/{stage.pathway}/imports", data={"way": "add"}, files={"file": ("a.csv", file)}
    )
    assert answer.status_code == 422
    assert why in answer.text


def test_a_text_that_is_too_long_is_kept(browser: Browser, stage: Stage) -> None:
    stage.begin()
    page, _ = previewed(browser("chidi"), stage, f"{NEW}é{'x' * 200_000}", status=422)
    assert "more than 200 KB" in page
    assert "x" * 200_000 in page
    for sent in ({"way": "add"}, {"way": "add", "text": " "}):
        assert browser("chidi").post(f"/pathways/{stage.pathway}/imports", data=sent).status_code == 422


def test_one_of_both_is_imported(browser: Browser, stage: Stage) -> None:
    stage.begin()
    answer = browser("chidi").post(
        f"/pathways/{stage.pathway}/imports", data={"way": "add", "text": NEW}, files={"file": ("a.csv", b"key\n")}
    )
    assert answer.status_code == 422
    assert "one of both is imported" in answer.text
    assert "visit,Visit,Visite" in answer.text


# What is wrong is told by line and field, and nothing of it is imported.

HEAD = "key,title_en,stage,type"
GOOD = f"{HEAD}\na,A,s,course\n"
TOML = '[[steps]]\nkey = "a"\ntitle = {en = "A"}\nstage = "s"\ntype = "course"\n'
LONG = "x" * 20_001
BAD = {
    "unknown column": (f"{HEAD},colour\na,A,s,course,red", 1, "colour", "There is no such column."),
    "the same column twice": (f"{HEAD},type\na,A,s,course,course", 1, "type", "This column stands here twice."),
    "no key": ("title_en,stage\nA,s", 1, "", "one of them is called key"),
    "an empty key": (f"{HEAD}\n,A,s,course", 2, "key", "Give it a key"),
    "a key with spaces": (f"{HEAD}\nA b,A,s,course", 2, "key", "Give it a key"),
    "a long key": (f"{HEAD}\n{'a' * 61},A,s,course", 2, "key", "60 characters"),
    "a key twice": (f"{GOOD}b,B,s,course\na,C,s,course", 2, "key", "This stands here twice."),
    "unknown type": (f"{HEAD}\na,A,s,lecture", 2, "type", "Write one of these: assessment, examination, language"),
    "no type": (f"{HEAD}\na,A,s,", 2, "type", "Fill this in."),
    "no title": (f"{HEAD}\na,,s,course", 2, "title_en", "Fill this in, in English or French."),
    "unknown stage": (f"{HEAD}\na,A,elsewhere,course", 2, "stage", "Choose one of the stages"),
    "a stage that is no key": (f"{HEAD}\na,A,Before you apply,course", 2, "stage", "Choose one of the stages"),
    "unknown organisation": (f"{HEAD},body\na,A,s,course,Nobody", 2, "body", "No organisation has this name."),
    "an ambiguous organisation": (f"{HEAD},body\na,A,s,course,Twin", 2, "body", "No organisation has this name."),
    "a bad amount": (f"{HEAD},cost_min\na,A,s,course,cheap", 2, "cost_min", "Enter a number, like 12.5."),
    "thousands": (f'{HEAD},cost_min\na,A,s,course,"1,200"', 2, "cost_min", "Enter a number, like 12.5."),
    "a negative amount": (f"{HEAD},cost_min\na,A,s,course,-5", 2, "cost_min", "Enter 0 or more."),
    "a reversed range": (f"{HEAD},weeks_min,weeks_max\na,A,s,course,9,3", 2, "weeks_min", "The smaller figure comes first."),
    "bad weeks": (f"{HEAD},weeks_min\na,A,s,course,two", 2, "weeks_min", "Enter a whole number"),
    "a bad currency": (f"{HEAD},cost_min,cost_currency\na,A,s,course,5,dollars", 2, "cost_min", "three letters, like CAD"),
    "a bad date": (f"{HEAD},valid_from\na,A,s,course,1/12/2026", 2, "valid_from", "Enter a date, like 2026-12-10."),
    "a source looked at tomorrow": (f"{HEAD},source_title_en,source_checked\na,A,s,course,Law,2026-12-06", 2, "source_checked", "Enter today"),
    "a figure of another century": (
        TOML + "[[steps.facts]]\nkind = 'places'\non = 2199-01-01\nvalue = 1\nsource = {en = 'A'}\n", 1, "facts", "Enter today",
    ),
    "a bad address": (f"{HEAD},source_url\na,A,s,course,here", 2, "source_url", "web address that starts with https"),
    "a bad language": (f"{HEAD},languages\na,A,s,course,de", 2, "languages", "Write one of these: en, fr."),
    "a circle": (f"{HEAD},after\na,A,s,course,b\nb,B,s,course,a", 2, "after", "in a circle"),
    "an unknown step": (f"{HEAD},after\na,A,s,course,z", 2, "after", "a step that the pathway does not have"),
    "a step that is no key": (f"{HEAD},after\na,A,s,course,Ä", 2, "after", "a step that the pathway does not have"),
    "a step that never was": (f"{HEAD},replaces\na,A,s,course,z", 2, "replaces", "a step that the pathway does not have"),
    "too many needed": (f"{HEAD},after,after_rule,after_n\na,A,s,course,,n_of,2", 2, "after_n", "how many of them are needed"),
    "a long text": (f"{HEAD},documents_en\na,A,s,course,{LONG}", 2, "documents_en", "Keep it to 20000 characters"),
    "a hidden mark": (f"{HEAD},note_en\na,A,s,course,\u202ex", 2, "note_en", "turns the writing around"),
    "more cells than columns": (f"{HEAD}\na,A,s,course,more", 2, "", "more cells than there are columns"),
    "a torn quotation": (f'{HEAD}\na,"A,s,course', 2, "", "a quotation mark is missing"),
    "only a header": (HEAD, None, "", "No step stands in it."),
    "too many steps": (HEAD + "".join(f"\na{n},A,s,course" for n in range(301)), None, "", "at most 300 steps"),
    "a row after a long cell": (f'{HEAD},note_en\na,A,s,course,"x\ny"\nb,B,s,lecture,', 4, "type", "Write one of these"),
    "no TOML": ("[[steps]]\nkey = a", 2, "", "This is no TOML"),
    "TOML that ends early": ('[[steps]]\nkey = "a', None, "", "This is no TOML"),
    "TOML of something else": ('title = {en = "A"}\n' + TOML, None, "title", "Only stages and steps are imported."),
    "TOML without headings": ("steps = 3", None, "steps", "in double square brackets"),
    "TOML without steps": ("[[stages]]\nkey = 'x'\ntitle = {en = 'X'}", None, "", "No step stands in it."),
    "a stage without a title": (f"[[stages]]\nkey = 'x'\ntitle = {{}}\n{TOML}", None, "stages.x.title.en", "Fill this in"),
    "a field of no step": (TOML + "colour = 1", 1, "colour", "There is no such field."),
    "a text without language": (TOML + 'note = "free"', 1, "note", "Write it by language"),
    "a text in Latin": (TOML + 'note = {la = "gratis"}', 1, "note", "Write it by language"),
    "a cost in words": (TOML + 'cost = "free"', 1, "cost", "in braces"),
    "a list that is none": (TOML + 'after = "b"', 1, "after", "in square brackets"),
    "a date that is none": (TOML + 'valid_from = "soon"', 1, "valid_from", "Enter a date"),
    "a large number": (TOML + f"cost = {{min_cents = 0x{'F' * 5000}, max_cents = 1, currency = 'CAD'}}", 1, "", "too large"),
    "a title of two lines": (TOML.replace('"A"', '"A\\nB"'), 1, "title.en", "Keep this on one line."),
    "a reversed option": (
        TOML + "[[steps.options]]\nkey = 'x'\ntitle = {en = 'X'}\ntype = 'course'\nweeks = {min = 9, max = 1}",
        1, "options.x.weeks", "The smaller figure comes first.",
    ),
    "an option of two lines": (
        TOML + "[[steps.options]]\nkey = 'x'\ntitle = {en = \"X\\nY\"}\ntype = 'course'", 1, "options.x.title.en", "on one line",
    ),
    "a figure twice": (
        TOML + 2 * "[[steps.facts]]\nkind = 'places'\non = 2026-01-01\nvalue = 1\nsource = {en = 'A'}\n", 1, "facts", "twice",
    ),
    "a second step": (f"# About\n\n{TOML}\n[[steps]]\nkey = 'b'", 9, "title", "Fill this in."),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_stands_beside_its_row(case: str) -> None:
    text, line, field, message = BAD[case]
    document = Pathway(title={"en": "P"}, stages=({"key": "s", "title": {"en": "S"}},))
    found = plan(text, "change", document, BODIES, {}, today=TODAY)
    assert not found.is_sound
    told = [(wrong.line, wrong) for wrong in found.wrong]
    told += [(entry.row.line, wrong) for entry in found.entries for wrong in entry.wrong]
    assert [wrong for at, wrong in told if at == line and wrong.field == field and message in wrong.message], told


def test_the_page_tells_what_is_wrong_and_keeps_the_text(browser: Browser, stage: Stage) -> None:
    stage.begin()
    chidi, before = browser("chidi"), stage.document()
    text = NEW + "other,Other,,nowhere,lecture\n"
    page, seal = previewed(chidi, stage, text, status=422)
    assert seal is None
    assert "line 3" in page
    assert "Write one of these: assessment" in page
    assert "other,Other,,nowhere,lecture" in page
    assert confirmed(chidi, stage, text, "x").status_code == 422
    assert stage.document() == before


def test_everything_that_is_wrong_is_told_at_once() -> None:
    text = f"{HEAD},after\na,A,s,lecture,\nb,B,nowhere,course,a\n"
    document = Pathway(title={"en": "P"}, stages=({"key": "s", "title": {"en": "S"}},))
    entries = plan(text, "change", document, BODIES, {}, today=TODAY).entries
    assert [[wrong.field for wrong in entry.wrong] for entry in entries] == [["type"], ["stage"]]


def test_what_the_file_breaks_elsewhere_is_told_too() -> None:
    steps = [{"key": key, "title": {"en": key.upper()}, "stage": "s", "type": "course"} for key in "ab"]
    steps[1]["after"] = ["a"]
    document = Pathway(title={"en": "P"}, stages=({"key": "s", "title": {"en": "S"}},), steps=tuple(steps))
    found = plan("key,after\na,b\n", "change", document, BODIES, {}, today=TODAY)
    assert [entry.state for entry in found.entries] == ["wrong"]
    assert [wrong.field for wrong in found.wrong] == ["b"], "a step that the file does not name is in the circle"


# What should take long, or fall over, does neither.

BOMBS = {
    "names of many parts": ".".join("a" * 50_000) + " = 1",
    "names of many quoted parts": ".".join(["'a'"] * 50_000) + " = 1",
    "headings of many parts": "[" + ".".join("a" * 50_000) + "]",
    "brackets in brackets": "a = " + "[" * 190_000,
    "braces in braces": "a = " + "{a = " * 39_000,
    "a number of many digits": "a = " + "9" * 190_000,
    "a string without end": 'a = "' + r"\"" * 95_000,
    "quotation marks": '"' * 190_000,
    "empty steps": "[[steps]]\n" * 19_000,
    "columns": "key," + ",".join(f"c{n}" for n in range(30_000)),
    "separators": "key" + "," * 190_000,
    "rows": "key\n" + "a\n" * 90_000,
    "a long cell": 'key\n"' + "x\n" * 90_000,
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("bomb", BOMBS)
def test_no_text_is_a_bomb(bomb: str) -> None:
    assert not plan(BOMBS[bomb], "change", Pathway(title={"en": "P"}), BODIES, {}, today=TODAY).is_sound


def test_the_guide_names_every_column() -> None:
    named = {name for columns_of, _, _ in guide.COLUMNS for name in columns_of.split(", ")}
    assert named | {"key"} == set(columns.COLUMNS)
