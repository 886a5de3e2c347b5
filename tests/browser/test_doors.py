"""The first minute: the demonstration opens, and everybody lands on the desk."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Door, axe_finds_nothing, come_in, fits_a_phone


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
    torn = "[...document.querySelectorAll('main :is(h2, h3, h4, h5, h6, summary)')].filter((head) => getComputedStyle(head).breakAfter !== 'avoid').length"
    assert page.evaluate(torn) == 0, "a heading stays with what follows it"


def test_another_language_takes_nothing_typed_with_it(door: Door) -> None:
    page = door("Dana Okafor")
    page.goto("/groups/pharmacy/outcomes/new")
    page.get_by_label("What changed, in English").fill("The hospital part is gone.")
    page.get_by_label("People reached").fill("12")
    page.get_by_label("Kind of outcome").select_option("access_opened")
    page.get_by_role("button", name="Français").click()
    page.get_by_role("status").get_by_role("button").first.click()
    expect(page.locator("[name=what_en]")).to_have_value("The hospital part is gone.")
    expect(page.locator("[name=reached]")).to_have_value("12")
    expect(page.locator("[name=kind]")).to_have_value("access_opened")


def test_nobody_is_offered_what_another_person_typed_in_this_tab(door: Door) -> None:
    page = door("Dana Okafor")
    field, offered = page.locator("[name=what_en]"), page.get_by_role("button", name="Put it back")
    page.goto("/groups/pharmacy/outcomes/new")
    field.fill("For my eyes.")
    page.reload()
    expect(offered).to_be_visible()
    page.context.clear_cookies()
    come_in(page, "Étienne Comeau")
    page.goto("/groups/pharmacy/outcomes/new")
    expect(field).to_be_visible()
    expect(offered).to_have_count(0)
    assert page.evaluate("Object.keys(sessionStorage)") == ["person"]


def test_a_pasted_import_outlives_the_session(door: Door) -> None:
    page, pasted = door("Dana Okafor"), "key,title_en,stage,type\nvisit,A visit,before,course"
    field, offered = page.locator("[name=text]"), page.get_by_role("button", name="Put it back")
    page.goto("/groups/pharmacy/pathway")
    page.locator("main a[href^='/pathways/']").first.click()
    page.get_by_role("link", name="Edit the draft").click()
    page.get_by_role("link", name="Import steps").click()
    field.fill(pasted)
    page.context.clear_cookies()
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    come_in(page.context.new_page(), "Dana Okafor")
    page.go_back()
    offered.click()
    expect(field).to_have_value(pasted)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="What would happen")).to_be_visible()
