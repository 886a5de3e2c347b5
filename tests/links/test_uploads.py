"""What comes in as a paper, and what the store does with it."""

from hashlib import sha256

import pytest

from tests.conftest import ORIGIN, Browser
from tests.links import files
from tests.links.files import PDF
from tests.links.shelf import (
    MULTIPART,
    arrivals,
    bring,
    multipart,
    papers,
    stored,
    versions,
)
from tests.world import World
from workgroups.core.settings import Settings
from workgroups.links.papers.models import Arrival

# What comes in.

GOOD = {
    "fees.pdf": (PDF, "application/pdf", "PDF"),
    "Fees.PDF": (PDF, "application/pdf", "PDF"),
    "fees.docx": (files.office("docx"), files.OOXML + "wordprocessingml.document", "Word"),
    "fees.xlsx": (files.office("xlsx"), files.OOXML + "spreadsheetml.sheet", "Excel"),
    "fees.pptx": (files.office("pptx"), files.OOXML + "presentationml.presentation", "PowerPoint"),
    "fees.odt": (files.open_document(), "application/vnd.oasis.opendocument.text", "OpenDocument text"),
    "fees.ods": (files.open_document("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet", "spreadsheet"),
    "fees.odp": (files.open_document("presentation"), "application/vnd.oasis.opendocument.presentation", "slides"),
    "frais.txt": ("Frais été".encode(), "text/plain", "plain text"),
    "fees.md": (b"# Fees\n", "text/markdown", "Markdown"),
    "fees.csv": (b"what,how much\nfee,12\n", "text/csv", "CSV"),
    "fees.png": (files.PNG, "image/png", "PNG"),
    "fees.jpg": (files.JPEG, "image/jpeg", "JPEG"),
    "fees.jpeg": (files.JPEG, "image/jpeg", "JPEG"),
}


def test_what_comes_in_is_known_by_its_content(browser: Browser, world: World, settings: Settings, item: int) -> None:
    for called, (content, media_type, word) in GOOD.items():
        page = bring(browser, f"/items/{item}/papers", content=content, called=called, type="application/x-whatever")
        assert page.status_code == 200, called
        assert called in page.text
        assert word in page.text
        assert "The paper is added." in page.text
        version = versions(world)[-1]
        assert (version.name, version.media_type, version.size) == (called, media_type, len(content))
        assert version.sha256 == sha256(content).hexdigest()
        assert (settings.data_dir / "papers" / version.key).read_bytes() == content
        answer = browser("dolores").get(f"/papers/{version.paper_id}")
        assert answer.content == content
        assert answer.headers["Content-Type"].split(";")[0] == media_type


BAD = {
    "nothing chosen": (b"", ""),
    "empty": (b"", "fees.pdf"),
    "a program": (files.EXE, "fees.exe"),
    "a renamed program": (files.EXE, "fees.pdf"),
    "a program as text": (files.EXE, "fees.txt"),
    "no extension": (PDF, "fees"),
    "a page": (b"<html><script>alert(1)</script></html>", "fees.html"),
    "a drawing with scripts": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "fees.svg"),
    "an old Word file": (files.OLD_WORD, "fees.doc"),
    "an old Word file renamed": (files.OLD_WORD, "fees.docx"),
    "a picture as PDF": (files.PNG, "fees.pdf"),
    "a spreadsheet as text document": (files.office("xlsx"), "fees.docx"),
    "any package": (files.zipped(a__txt=b"a"), "fees.docx"),
    "any package as OpenDocument": (files.zipped(a__txt=b"a"), "fees.odt"),
    "a spreadsheet as OpenDocument text": (files.open_document("spreadsheet"), "fees.odt"),
    "macros": (files.office("docx", files.MACRO_WORD), "fees.docx"),
    "hidden macros": (files.office("docx", word_in_vbaProject__bin=b"1"), "fees.docx"),
    "macros in OpenDocument": (files.open_document(Basic_in_Standard_in_Module1__xml=b"1"), "fees.odt"),
    "a bomb": (files.bomb(), "fees.docx"),
    "a thousand parts too many": (files.zipped(**{f"p{at}": b"" for at in range(5_001)}), "fees.docx"),
    "cut short": (files.office("docx")[:-30], "fees.docx"),
    "locked": (files.locked(), "fees.docx"),
    "text in another encoding": ("Frais été".encode("latin-1"), "fees.txt"),
    "text with a NUL": (b"a\0b", "fees.csv"),
    "half a character": ("é".encode()[:1], "fees.md"),
}


def test_what_may_not_come_in_is_refused_beside_its_field(
    browser: Browser, world: World, settings: Settings, item: int
) -> None:
    for what, (content, called) in BAD.items():
        answer = bring(browser, f"/items/{item}/papers", content=content, called=called)
        assert answer.status_code == 422, what
        assert 'id="f-paper-0-file-error"' in answer.text, what
        assert "<title>Error:" in answer.text, what
    assert papers(world) == []
    assert stored(settings) == set()


def test_a_form_without_a_file_is_refused_beside_its_field(browser: Browser, item: int) -> None:
    answer = browser("chidi").post(f"/items/{item}/papers", data={"file": "fees.pdf"})
    assert answer.status_code == 422
    assert 'id="f-paper-0-file-error"' in answer.text


def test_two_files_and_a_field_of_somebody_else_are_refused(browser: Browser, world: World, item: int) -> None:
    two = [("file", ("a.pdf", PDF)), ("file", ("b.pdf", PDF))]
    assert browser("chidi").post(f"/items/{item}/papers", files=two).status_code == 400
    answer = bring(browser, f"/items/{item}/papers", person_id="1")
    assert answer.status_code == 422
    assert papers(world) == []


NAMES = {
    "/home/me/Fees.pdf": "Fees.pdf",
    "C:\\Users\\me\\Fees 2026.pdf": "Fees 2026.pdf",
    "../../etc/fees.pdf": "fees.pdf",
    "fees\u202efdp.pdf": "feesfdp.pdf",
    "fe\x01es\x7f.pdf": "fees.pdf",
    " fees \u00a0 of\u2028 2026 .pdf": "fees of 2026.pdf",
    "a<b>|c?*:d.pdf": "a_b__c___d.pdf",
    "re\u0301sume\u0301.pdf": "résumé.pdf",
    "x" * 300 + ".pdf": "x" * 116 + ".pdf",
    "...fees.pdf": "fees.pdf",
}


def test_names_are_made_harmless(browser: Browser, world: World, item: int) -> None:
    chidi = browser("chidi")
    for given, name in NAMES.items():
        answer = chidi.post(f"/items/{item}/papers", content=multipart(PDF, given), headers=MULTIPART)
        assert answer.status_code == 200
        assert versions(world)[-1].name == name


@pytest.mark.parametrize("told", [True, False])
def test_what_is_too_large_is_refused_beside_its_field_and_not_kept(
    browser: Browser, world: World, settings: Settings, app, item: int, *, told: bool
) -> None:
    app.state.site.settings = settings.model_copy(update={"paper_mb": 1})
    content = PDF + bytes(1_200_000)
    body = multipart(content, "fees.pdf")
    pieces = (
        body[at : at + 65_536] for at in range(0, len(body), 65_536)
    )  # a body of unknown length is sent in chunks
    answer = browser("chidi").post(
        f"/items/{item}/papers",
        content=body if told else pieces,
        headers=MULTIPART,
    )
    assert answer.status_code == 413
    assert "This file is too large." in answer.text
    assert "at most 1 MB" in answer.text
    assert 'id="f-paper-0-file-error"' in answer.text
    assert stored(settings) == set()
    assert papers(world) == []
    assert bring(browser, f"/items/{item}/papers", content=PDF + bytes(900_000)).status_code == 200


def test_nothing_is_read_of_what_an_outsider_sends(app, browser: Browser, item: int) -> None:
    def never():
        raise AssertionError("the file was read")
        yield b""

    for name, status in (("kofi", 404), ("dolores", 403), (None, 401)):
        answer = browser(name).post(f"/items/{item}/papers", content=never(), headers=MULTIPART)
        assert answer.status_code == status


def test_another_site_uploads_nothing(browser: Browser, world: World, item: int) -> None:
    file = {"file": ("fees.pdf", PDF)}
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "", "Origin": "https://elsewhere.example.org"},
    ):
        answer = browser("chidi").post(f"/items/{item}/papers", files=file, headers=ORIGIN | headers)
        assert answer.status_code == 403
    assert papers(world) == []


def test_what_is_sent_twice_counts_once(browser: Browser, world: World, item: int) -> None:
    first = bring(browser, f"/items/{item}/papers", _once="abc")
    again = bring(browser, f"/items/{item}/papers", _once="abc")
    assert first.status_code == again.status_code == 200
    assert first.url == again.url
    assert len(papers(world)) == 1


def test_a_signed_out_person_is_told_to_choose_the_file_again(browser: Browser, item: int) -> None:
    answer = bring(browser, f"/items/{item}/papers", None)
    assert "choose the file again" in answer.text
    assert "Send again" not in answer.text


# The store.


def test_what_came_of_nothing_is_swept_after_an_hour(
    app, browser: Browser, world: World, settings: Settings, item: int
) -> None:
    bring(browser, f"/items/{item}/papers")
    good = stored(settings)
    assert bring(browser, f"/items/{item}/papers", person_id="1").status_code == 422
    left = stored(settings) - good
    assert len(left) == 1
    assert set(arrivals(world)) == left
    world.pass_time(minutes=59)
    app.state.worker.run_once()
    assert stored(settings) == good | left
    world.pass_time(minutes=2)
    app.state.worker.run_once()
    assert stored(settings) == good
    assert arrivals(world) == []
    assert browser("dolores").get(f"/papers/{papers(world)[0].id}").content == PDF


def test_a_file_that_never_arrived_is_forgotten_too(app, world: World, settings: Settings) -> None:
    with world.database.write() as session:
        session.add(Arrival(key="a" * 32, at=world.now))
    world.pass_time(hours=2)
    app.state.worker.run_once()
    assert arrivals(world) == []


def test_pages_say_so_when_the_store_is_away(
    app, browser: Browser, world: World, settings: Settings, item: int
) -> None:
    bring(browser, f"/items/{item}/papers")
    paper = papers(world)[0].id
    folder = settings.data_dir / "papers"
    folder.rename(settings.data_dir / "elsewhere")
    folder.write_text("")
    answer = bring(browser, f"/items/{item}/papers", content=PDF + b"%")
    assert answer.status_code == 503
    assert "The store of the papers does not answer" in answer.text
    assert "fees.pdf" in answer.text, "the page itself is still there"
    for path in (f"/papers/{paper}", f"/papers/{paper}/versions/1"):
        away = browser("dolores").get(path)
        assert away.status_code == 503
        assert "The store of the papers does not answer" in away.text
        assert "Content-Disposition" not in away.headers
    assert browser("dolores").get(f"/papers/{paper}/versions").status_code == 200
    world.pass_time(hours=2)
    app.state.worker.run_once()
    assert len(arrivals(world)) == 1, "swept when the store is back"
    folder.unlink()
    (settings.data_dir / "elsewhere").rename(folder)
    assert browser("dolores").get(f"/papers/{paper}").content == PDF
    assert len(papers(world)) == 1
    app.state.worker.run_once()
    assert len(arrivals(world)) == 1, "it is left alone for ten minutes"
    world.pass_time(minutes=11)
    app.state.worker.run_once()
    assert arrivals(world) == []
