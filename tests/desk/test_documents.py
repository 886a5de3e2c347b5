"""The agenda and the minutes as files: what each format says, and to whom."""

import re
import zlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlmodel import col, select

from tests.conftest import Browser
from tests.meetings.stage import Stage
from tests.world import World
from workgroups.desk.documents import formats, pdf
from workgroups.meetings import commands as meetings
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda.forms import Adding, Ordering
from workgroups.meetings.agenda.models import AgendaItem, ItemKind
from workgroups.meetings.agenda.sections import commands as sections
from workgroups.meetings.agenda.sections.forms import Naming
from workgroups.meetings.decisions import commands as decisions
from workgroups.meetings.decisions.forms import Deciding
from workgroups.meetings.minutes import commands as minutes
from workgroups.meetings.minutes.forms import Writing
from workgroups.meetings.terms.queries import terms_of

SAID = "The bridge needs **two** supervisors:\n\n- one in a shop\n  - on weekdays\n- one [elsewhere](https://example.org/rules)\n\n> as the law says\n>\n> - a list in it [empty]()\n\n| what | who |\n| --- | --- |\n| `paper` | ~~regulator~~ *employer* |\n\n```\n  kept as it is\n```\n"


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


@pytest.fixture
def meeting(stage: Stage) -> int:
    """In session: an open item with minutes and a decision, and one in camera for Edith and Chidi."""
    key = stage.meeting("in_session")
    with stage.work("chidi") as work:
        item = agenda.add(work, key, adding(title="Bridging places"))
        minutes.write(work, item.id, Writing(text=SAID))
        decisions.decide(work, item.id, Deciding(text="The group asks for a map."))
        closed = agenda.add(
            work, key, adding(title="A quiet matter", in_camera=True, seats=[stage.world.seats["edith"]])
        )
        minutes.write(work, closed.id, Writing(text="What nobody else reads."))
    return key


def adding(**more: object) -> Adding:
    return Adding(**{"kind": ItemKind.DISCUSSION, "minutes_long": 10, "in_camera": False, "seats": []} | more)


def words(document: bytes) -> str:
    """What a docx says, a line for each paragraph."""
    with ZipFile(BytesIO(document)) as parts:
        body = parts.read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", "\n", body))


def test_markdown_says_what_was_said_and_decided(browser: Browser, meeting: int) -> None:
    answer = browser("dolores").get(f"/meetings/{meeting}/minutes.md")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="pharmacy-2026-12-10-minutes-en.md"')
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    text = answer.text
    assert text.startswith("Falls Pharmacy\n\n# Minutes, Meeting of Thursday 10 December 2026\n")
    assert re.search(r"^## \d+\. Bridging places$", text, re.MULTILINE)
    for piece in (
        "**two**",
        "- one in a shop\n  - on weekdays",
        "[elsewhere](https://example.org/rules)",
        "> as the law says",
    ):
        assert piece in text
    assert "**PHARM-2026-01**\n\nThe group asks for a map." in text
    assert "This is a draft." in text


def test_word_has_headings_lists_tables_and_its_language(browser: Browser, meeting: int) -> None:
    document = browser("dolores").get(f"/meetings/{meeting}/minutes.docx").content
    with ZipFile(BytesIO(document)) as parts:
        body, styles = parts.read("word/document.xml").decode(), parts.read("word/styles.xml").decode()
    for style in ("Heading1", "Heading2", "ListBullet", "ListBullet2", "Quote"):
        assert f'w:val="{style}"' in body
    assert "<w:tblHeader" in body
    assert 'w:lang w:val="en-CA"' in styles
    lines = words(document).splitlines()
    assert "one elsewhere (https://example.org/rules)" in lines
    assert "as the law says" in lines
    assert "a list in it empty" in lines
    assert lines.count("on weekdays") == 1
    assert "  kept as it is" in lines


def test_a_pdf_is_tagged_and_knows_its_language(browser: Browser, meeting: int) -> None:
    document = browser("dolores").get(f"/meetings/{meeting}/minutes.pdf").content
    streams = (stream[1] for stream in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL))
    objects = b"".join(zlib.decompress(stream) for stream in streams if stream.startswith(b"x"))
    assert document.startswith(b"%PDF-")
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang"):
        assert mark in document + objects


@pytest.mark.parametrize("suffix", ["md", "docx"])
@pytest.mark.parametrize("what", ["agenda", "minutes"])
@pytest.mark.parametrize(("name", "knows"), [("edith", True), ("chidi", True), ("dolores", False), ("amara", False)])
def test_what_is_in_camera_stays_with_those_who_know_of_it(
    browser: Browser, meeting: int, what: str, suffix: str, name: str, *, knows: bool
) -> None:
    document = browser(name).get(f"/meetings/{meeting}/{what}.{suffix}")
    text = document.text if suffix == "md" else words(document.content)
    assert ("A quiet matter" in text) is knows
    assert ("What nobody else reads." in text) is (knows and what == "minutes")


def test_french_readers_get_french(browser: Browser, meeting: int) -> None:
    edith = browser("edith")
    edith.post("/language", data={"lang": "fr", "next": "/desk"})
    answer = edith.get(f"/meetings/{meeting}/minutes.md")
    assert "minutes-fr.md" in answer.headers["Content-Disposition"]
    assert "# Procès-verbal" in answer.text
    assert "| Siège | Personne | Présence |" in answer.text


def test_circulated_minutes_carry_their_digest(browser: Browser, stage: Stage) -> None:
    key = stage.meeting("minutes_circulated")
    text = browser("dolores").get(f"/meetings/{key}/minutes.md").text
    assert re.search(r"Digest of the text \(SHA-256\): [0-9a-f]{64}", text)
    assert "Not adopted yet." in text


def test_there_are_no_minutes_before_the_meeting_and_no_other_formats(browser: Browser, stage: Stage) -> None:
    key = stage.meeting("called")
    dolores = browser("dolores")
    assert dolores.get(f"/meetings/{key}/minutes.md").status_code == 404
    assert dolores.get(f"/meetings/{key}/agenda.exe").status_code == 404
    assert "minutes.md" not in dolores.get(f"/meetings/{key}/documents").text


def test_what_cannot_be_made_here_is_not_offered(
    browser: Browser, meeting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(formats.offered()) == {"pdf", "docx", "md"}
    monkeypatch.setattr(pdf, "LIBRARIES", ("libnowhere.so.0",))
    pdf.is_here.cache_clear()
    try:
        page = browser("dolores").get(f"/meetings/{meeting}/documents").text
        assert "agenda.docx" in page
        assert "agenda.pdf" not in page
        assert browser("dolores").get(f"/meetings/{meeting}/agenda.pdf").status_code == 404
    finally:
        pdf.is_here.cache_clear()


def test_queries_do_not_grow_with_the_items(browser: Browser, stage: Stage, queries: list[str]) -> None:
    key = stage.meeting("in_session")
    dolores = browser("dolores")

    def asked() -> int:
        queries.clear()
        dolores.get(f"/meetings/{key}/minutes.md")
        return len(queries)

    asked()  # a first page touches the sign-in
    few = asked()
    with stage.work("chidi") as work:
        for number in range(5):
            item = agenda.add(work, key, adding(title=f"Item {number}"))
            decisions.decide(work, item.id, Deciding(text="So be it."))
        assert len(work.rows(select(AgendaItem).where(col(AgendaItem.meeting_id) == key)).all()) == 12
    assert asked() == few


def test_sections_are_headings_and_the_quorum_is_said(browser: Browser, stage: Stage, meeting: int) -> None:
    stage.do("chidi", sections.add, meeting, Naming(title_en="For decision", title_fr="À décider"))
    bridging = next(item.id for item in stage.items(meeting) if item.title["en"] == "Bridging places")
    stage.do("chidi", agenda.order, meeting, Ordering(item="s1", above=bridging))
    with stage.work("chidi") as work:
        terms_of(work, stage.world.group).quorum_seats = 7
    stage.do("chidi", meetings.close, meeting)
    chidi = browser("chidi")
    for what in ("agenda", "minutes"):
        text = chidi.get(f"/meetings/{meeting}/{what}.md").text
        assert re.search(r"^## For decision\n\n### \d+\. Bridging places$", text, re.MULTILINE), what
        assert "on the agenda" not in text
    assert "When the meeting closed: No quorum: 0 of 7 seats, 7 are needed" in text
    assert "\n#### Decisions" in text
    assert "For decision" in words(chidi.get(f"/meetings/{meeting}/minutes.docx").content)
