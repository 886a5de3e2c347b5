"""Every template parses, every page has a title, every fragment has one root with its own name."""

import re
from pathlib import Path

import pytest
from jinja2 import nodes

from workgroups.web.forms import FormState
from workgroups.web.pages import env
from workgroups.web.urls import folder

TEMPLATES = sorted(str(path.relative_to(folder("templates"))) for path in folder("templates").rglob("*.html"))
PAGES = [
    name
    for name in TEMPLATES
    if "extends" in (folder("templates") / name).read_text() and not name.endswith("_mail.html")
]


def source(name: str) -> str:
    return (Path(folder("templates")) / name).read_text()


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_parses(name: str) -> None:
    env.get_template(name)


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith("layouts/")])
def test_a_page_has_a_title_and_a_main_part(name: str) -> None:
    assert {"title", "main"} <= {block.name for block in env.parse(source(name)).find_all(nodes.Block)}


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_inline_style_or_script(name: str) -> None:
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|hx-on|javascript:", source(name))


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in TEMPLATES
        if name.rpartition("/")[2].startswith("_") and not name.startswith(("drawings/", "layouts/", "public/"))
    ],
)
def test_a_fragment_has_its_own_name_as_id(name: str) -> None:
    stem = name.rpartition("/")[2].removeprefix("_").removesuffix(".html").replace("_", "-")
    assert re.search(rf'id="{stem}(-\{{\{{|")', source(name)), f"{name} needs one root with id {stem}"


NEEDED_WHEN = {
    "actions/show.html": ("text", "unblocked_by"),
    "answers/new.html": ("effective_on", "document_title", "document_url", "document_text", "operations", "note"),
    "barriers/show.html": ("reason",),
    "initiatives/_fields.html": ("title_en", "title_fr"),
    "initiatives/show.html": ("reason",),
    "meetings/_item_fields.html": ("seats",),
    "meetings/edit_item.html": ("title_en", "title_fr"),
    "outcomes/_fields.html": ("on_day",),
    "positions/fields.html": ("reason", "resolved_by", "answer_by", "mandated_on"),
    "publishing/edition.html": ("reason_en", "reason_fr"),
    "publishing/prepare.html": ("reason_en", "reason_fr"),
    "steps/_fields.html": ("after_n", "n"),
    "steps/show.html": ("note",),
    "verdicts/new.html": ("until",),
}
"""The fields that another field of their form makes necessary."""


@pytest.mark.parametrize("name", NEEDED_WHEN)
def test_a_field_that_depends_on_another_says_when_it_is_needed(name: str) -> None:
    calls = [
        call
        for call in env.parse(source(name)).find_all(nodes.Call)
        if isinstance(call.node, nodes.Getattr) and call.node.attr == "field"
        if isinstance(call.args[1], nodes.Const)
    ]
    fields = {call.args[1].value: {given.key for given in call.kwargs} for call in calls}
    assert [field for field in NEEDED_WHEN[name] if "needed" not in fields[field]] == []


def test_what_is_needed_stands_in_place_of_the_word_optional() -> None:
    drawn = env.from_string(
        '{% import "ui.html" as ui %}{{ ui.field(form, "until", "Until", "date", needed="needed when you defer it") }}'
        '{{ ui.field(form, "place", "Place") }}{{ ui.field(form, "title", "Title", required=True) }}'
    ).render(form=FormState())
    assert re.findall(r"<label[^>]*>([^<]*)(?: ?<span[^>]*>(.*?)</span>)?</label>", drawn) == [
        ("Until ", "(needed when you defer it)"),
        ("Place ", "(optional)"),
        ("Title", ""),
    ]


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_calls_only_macros_that_exist(name: str) -> None:
    there = vars(env.get_template("ui.html").module)
    assert set(re.findall(r"\bui\.(\w+)", source(name))) <= {*there, "html"}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_label_and_its_colon_are_one_message(name: str) -> None:
    """French has a space before it: `_("%(label)s:", label=…)`. Values like "BC:licence" are no labels."""
    assert not re.search(r"(?:\) \}\}|\}\}</\w+>|localized \}\}|moment \}\}):", source(name))
