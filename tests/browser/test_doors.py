"""The first minute: the demonstration opens, and everybody lands on the desk."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Door, axe_finds_nothing, fits_a_phone


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_one_of_the_cast_comes_in_and_goes_out(door: Door, *, scripts: bool) -> None:
    page = door("Maricel Dela Cruz", java_script_enabled=scripts)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("link", name="Pharmacy work group of Nova Scotia").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pharmacy")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/desk")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


@pytest.mark.parametrize(
    "path", ["/sign-in", "/desk", "/groups", "/groups/pharmacy", "/groups/pharmacy/members", "/people/me"]
)
def test_axe_finds_nothing(door: Door, path: str) -> None:
    page = door("Dana Okafor")
    page.goto(path)
    fits_a_phone(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        axe_finds_nothing(page)


@pytest.mark.parametrize(("path", "most"), [("pathway", 4), ("handout", 7), ("alternatives", 3)])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_paper_is_used_in_full(door: Door, lang: str, path: str, most: int) -> None:
    page = door()
    page.goto(f"/{lang}/professions/pharmacy/ns/{path}")
    assert len(re.findall(rb"/Type /Page\b", page.pdf(format="Letter"))) <= most
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(media="print")
    widths = page.evaluate("[...document.querySelectorAll('main .prose > p')].map((text) => text.clientWidth)")
    assert min(widths) > (200 if path == "alternatives" else 500)
