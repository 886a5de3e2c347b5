"""The first minute: the demonstration opens, and everybody lands on the desk."""

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
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(door: Door, path: str, scheme: str) -> None:
    page = door("Dana Okafor", color_scheme=scheme)
    page.goto(path)
    axe_finds_nothing(page)
    fits_a_phone(page)
