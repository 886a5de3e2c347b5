"""Every template parses, every page has a title, every fragment has one root with its own name."""

import re
from pathlib import Path

import pytest
from jinja2 import nodes

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
