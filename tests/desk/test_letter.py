"""The letter to the responsible body: what is recommended and why, and what the sides of the table say."""

import re

import pytest

from tests.conftest import Browser
from tests.desk.test_documents import words
from tests.pathways.stage import Stage
from tests.pathways.test_amendments import reworded
from tests.world import World
from workgroups.pathways.document import Option, Weeks, without


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def test_it_says_the_change_its_reason_and_the_sides_of_the_table(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("shown")
    stage.state(proposal, "farid", "support")
    stage.state(proposal, "edith", "reserved", reason="XYZZY council")
    stage.decide(proposal, "recommended")
    text = browser("henk").get(f"/proposals/{proposal}/letter.md").text
    assert "# Recommendation: Anywhere" in text
    assert "Few places in hospitals." in text
    assert re.search(r"Setting \| hospital and community \| community, hospital, or both", text)
    assert re.search(r"Employer \| Support: 1", text)
    assert re.search(r"Regulatory body \| Reserved: 1", text)
    assert re.search(r"Educational institution \| not heard: 1", text)
    assert "amara agrees." in text
    assert "XYZZY" not in text, "what a seat said is not passed on"
    assert f"/proposals/{proposal}" in text


def test_what_was_said_on_an_earlier_version_is_not_said_of_this_one(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("shown")
    stage.state(proposal, "farid", "support")
    reworded(stage, proposal, note={"en": "PLUGH"})
    stage.state(proposal, "edith", "reserved")
    stage.decide(proposal, "recommended")
    text = browser("henk").get(f"/proposals/{proposal}/letter.md").text
    assert re.search(r"Employer \| on an earlier version: 1", text)
    assert re.search(r"Regulatory body \| Reserved: 1", text)


def test_it_is_a_page_and_a_file_in_the_reader_s_language(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("recommended")
    page = browser("henk").get(f"/proposals/{proposal}/letter")
    assert "Recommendation: Anywhere" in page.text
    assert f'href="/proposals/{proposal}/letter.pdf?body=' in page.text
    assert f'href="/proposals/{proposal}/letter?body=' in browser("henk").get(f"/proposals/{proposal}").text
    document = browser("henk").get(f"/proposals/{proposal}/letter.docx")
    assert re.search(r'filename="pharmacy-\d{4}-01-letter-en.docx"', document.headers["Content-Disposition"])
    assert "What we ask of you" in words(document.content)
    assert "lang=fr" in page.text
    french = browser("henk").get(f"/proposals/{proposal}/letter.docx?lang=fr")
    assert re.search(r'filename="pharmacy-\d{4}-01-letter-fr.docx"', french.headers["Content-Disposition"])
    assert "Partout" in words(french.content)
    assert browser("henk").get(f"/proposals/{proposal}/letter.md?lang=xx").text.startswith("Falls Pharmacy")
    assert browser("henk").get(f"/proposals/{proposal}/letter.exe").status_code == 404
    assert browser("kofi").get(f"/proposals/{proposal}/letter.md").status_code == 404


def test_it_says_what_is_in_an_option_that_is_new_or_gone(browser: Browser, stage: Stage) -> None:
    stage.begin()
    step = stage.document().step("internship")
    assert step is not None
    new = Option(
        key="evening", type="supervised_practice", title={"en": "Evenings"}, weeks=Weeks(min=30, max=40),
        note={"en": "XYZZY"},
    )  # fmt: skip
    proposal = stage.proposal("recommended", options=(*without(step.options, "part-time"), new))
    text = browser("henk").get(f"/proposals/{proposal}/letter.md").text
    assert re.search(r"“Evenings”: Time \| \(nothing\) \| 30–40 weeks", text)
    assert re.search(r"“Evenings”: Note \| \(nothing\) \| XYZZY", text)
    assert re.search(r"“Part time”: Time \| 60–80 weeks \| \(nothing\)", text)


def test_before_the_decision_there_is_none(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("shown")
    assert browser("gita").get(f"/proposals/{proposal}/letter").status_code == 409
    assert "/letter" not in browser("gita").get(f"/proposals/{proposal}").text
