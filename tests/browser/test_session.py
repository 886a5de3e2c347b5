"""A meeting in session as its secretary writes it and the others follow it."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Door, axe_finds_nothing, fits_a_phone

SECRETARY, CHAIR, MEMBER = "Étienne Comeau", "Dana Okafor", "Maricel Dela Cruz"
SOON = 3_000
"""Milliseconds after which others see what was saved."""


def session(page: Page) -> str:
    """The address of the meeting that is in session."""
    page.goto("/groups/pharmacy")
    page.get_by_role("link", name="Go to the session").click()
    expect(page.locator("#live")).to_be_visible()
    return page.url


def saved(page: Page) -> None:
    expect(page.locator("[data-unsaved] [role=status]")).to_contain_text("Saved")


def test_others_see_what_is_typed(door: Door) -> None:
    writer = door(SECRETARY)
    address = session(writer)
    reader = door(MEMBER)
    reader.goto(address)
    text = writer.get_by_label("Minutes of this item")
    text.fill("The college *agrees*.")
    saved(writer)
    expect(reader.locator("#followed em", has_text="agrees")).to_be_visible()
    expect(reader.get_by_text("Étienne Comeau writes the minutes")).to_be_visible()
    text.press("End")
    text.press_sequentially(" So do we.")
    saved(writer)
    expect(reader.locator("#followed", has_text="So do we.")).to_be_visible()
    assert text.input_value() == "The college *agrees*. So do we."
    for page in (writer, reader):
        axe_finds_nothing(page)
        fits_a_phone(page)


def test_buttons_stay_steady_while_the_page_asks_what_is_new(door: Door) -> None:
    page = door(SECRETARY)
    page.route("**/pulse?*", lambda route: None)
    session(page)
    expect(page.locator("#live.htmx-request")).to_be_visible()
    expect(page.locator("#live").get_by_role("button").first).to_have_css("opacity", "1")


def test_a_sentence_becomes_a_decision_and_an_action_by_keyboard(door: Door) -> None:
    page = door(SECRETARY)
    session(page)
    text = page.get_by_label("Minutes of this item")
    text.fill("We talked. The college writes to all applicants. Then we closed.")
    text.evaluate("area => area.setSelectionRange(20, 20)")
    text.press("Control+Enter")
    decision = page.get_by_label("What the group resolved")
    expect(decision).to_be_focused()
    assert decision.input_value() == "The college writes to all applicants."
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[id^=decisions-] li", has_text="The college writes")).to_be_visible()
    expect(text).to_be_focused()
    text.press("Control+Shift+Enter")
    title = page.get_by_label("What is to be done")
    expect(title).to_be_focused()
    assert title.input_value() == "The college writes to all applicants."
    page.get_by_label("Which seat").select_option(index=1)
    page.get_by_role("button", name="Add the action").press("Enter")
    expect(page.get_by_text("hears of it by mail")).to_be_visible()
    expect(text).to_be_focused()


def test_nothing_is_lost_when_the_connection_drops(door: Door) -> None:
    page = door(SECRETARY)
    session(page)
    text = page.get_by_label("Minutes of this item")
    text.fill("Before the gap.")
    saved(page)
    page.context.set_offline(True)
    text.press("End")
    text.press_sequentially(" In the gap.")
    expect(page.locator("[data-unsaved] [role=status]")).to_contain_text("No connection")
    text.press_sequentially(" Still in it.")
    page.context.set_offline(False)
    saved(page)
    page.reload()
    assert page.get_by_label("Minutes of this item").input_value() == "Before the gap. In the gap. Still in it."


def test_what_could_not_be_saved_is_offered_back(door: Door) -> None:
    page = door(SECRETARY)
    session(page)
    text = page.get_by_label("Minutes of this item")
    text.fill("Before the gap.")
    saved(page)
    page.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    text.fill("Never sent.")
    expect(page.locator("[data-unsaved] [role=status]")).to_contain_text("No connection")
    page.reload()
    expect(text).to_have_value("Before the gap.")
    page.unroute("**/*")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Put it back").click()
    page.reload()
    expect(text).to_have_value("Never sent.")


def test_taking_over_shows_both_texts_and_overwrites_none(door: Door) -> None:
    first, second = door(SECRETARY), door(CHAIR)
    address = session(first)
    text = first.get_by_label("Minutes of this item")
    text.fill("What the secretary heard.")
    saved(first)
    second.goto(address)
    expect(second.get_by_text("Étienne Comeau writes the minutes since")).to_be_visible()
    second.get_by_role("button", name="Take over writing").click()
    second.get_by_label("Minutes of this item").fill("What the chair heard.")
    saved(second)
    expect(first.get_by_text("Dana Okafor writes the minutes since")).to_be_visible()
    text.press("End")
    text.press_sequentially(" And more.")
    expect(first.locator(".conflict")).to_contain_text("What the chair heard.")
    assert text.input_value() == "What the secretary heard. And more."
    second.reload()
    assert second.get_by_label("Minutes of this item").input_value() == "What the chair heard."
    first.get_by_role("button", name="Take over writing").click()
    expect(first.get_by_role("button", name="Take over writing")).to_have_count(0)
    first.get_by_role("button", name="Save", exact=True).click()
    saved(first)
    assert text.input_value() == "What the secretary heard. And more."


def test_without_scripts_everything_is_a_button(door: Door) -> None:
    page = door(SECRETARY, java_script_enabled=False)
    session(page)
    page.get_by_label("Minutes of this item").fill("By hand.")
    page.get_by_role("button", name="Save", exact=True).click()
    saved(page)
    page.get_by_text("Record a decision").first.click()
    page.get_by_label("What the group resolved").fill("We agree by hand.")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("We agree by hand.")).to_be_visible()
    before = page.locator("h1").inner_text()
    page.get_by_role("button", name="Next item").click()
    expect(page.locator("h1")).not_to_have_text(before)
    page.get_by_role("button", name="apologies").first.click()
    expect(page.locator("#live")).to_be_visible()
    expect(page.get_by_text("Saved as you type")).to_be_hidden()


def test_a_later_sentence_takes_the_place_of_the_one_before_it(door: Door) -> None:
    page = door(SECRETARY)
    session(page)
    text = page.get_by_label("Minutes of this item")
    text.fill("The board writes. The board meets.")
    decision = page.get_by_label("What the group resolved")
    for place, held in ((3, "The board writes."), (22, "The board meets.")):
        text.evaluate("(area, place) => area.setSelectionRange(place, place)", place)
        text.press("Control+Enter")
        expect(decision).to_be_focused()
        assert decision.input_value() == held
    decision.fill("In other words.")
    text.press("Control+Enter")
    assert decision.input_value() == "In other words. The board meets."


def test_an_item_is_dragged_to_another_place(door: Door) -> None:
    page = door(SECRETARY)
    page.goto("/groups/pharmacy/meetings")
    page.locator("main article", has_text="draft").get_by_role("link").first.click()
    page.get_by_role("link", name="Arrange the agenda").click()
    page.get_by_text("Add a section").click()
    page.get_by_label("Title in English").fill("At last")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator("#flash p")).to_have_count(1)
    page.set_viewport_size({"width": 1280, "height": 2600})
    rows = page.locator("#agenda [data-mark]")
    marks = "rows => rows.map((row) => row.dataset.mark)"
    before = rows.evaluate_all(marks)
    grip, place = rows.nth(5).locator(".grip").bounding_box(), rows.nth(2).bounding_box()
    assert grip
    assert place
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(place["x"] + 60, place["y"] + 4, steps=20)
    with page.expect_response("**/order"):
        page.mouse.up()
    expect(page.locator("#flash p")).to_have_count(0)
    moved = [*before[:2], before[5], *before[2:5], *before[6:]]
    page.reload()
    assert rows.evaluate_all(marks) == moved
    axe_finds_nothing(page)


def test_minutes_are_saved_as_they_are_typed_after_the_meeting_too(door: Door) -> None:
    page = door(SECRETARY)
    session(page)
    page.get_by_role("link", name="Close the meeting").click()
    page.get_by_role("button", name="Close the meeting").click()
    page.goto("/desk")
    page.get_by_role("link", name="Finish and circulate the minutes").click()
    address = page.url
    texts = page.get_by_label("Minutes of this item")
    texts.nth(2).fill("The board writes.")
    expect(page.locator("[data-unsaved] [role=status]").nth(2)).to_contain_text("Saved")
    texts.nth(1).fill("Typed last.")
    page.get_by_role("link", name="Circulate the minutes").click()
    expect(page.get_by_label("Corrections are taken until")).to_be_visible()
    for _ in range(20):  # on leaving, the last words are sent beside the next page, and may arrive after it
        page.goto(address)
        if texts.nth(1).input_value() == "Typed last.":
            break
    assert [texts.nth(place).input_value() for place in (1, 2)] == ["Typed last.", "The board writes."]
    texts.nth(2).press("Control+Enter")
    assert page.get_by_label("What the group resolved").nth(2).input_value() == "The board writes."
    axe_finds_nothing(page)
    fits_a_phone(page)
