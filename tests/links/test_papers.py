"""Papers on a thing: who adds them, what comes in, its versions, and what leaves again."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlmodel import select

from tests.conftest import ORIGIN, Browser
from tests.links import files
from tests.links.files import PDF
from tests.meetings.stage import Stage
from tests.world import MEMBERS, World
from workgroups.core.events import Event
from workgroups.core.settings import Settings
from workgroups.links.papers.models import Arrival, Paper, PaperVersion
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda.backlog import commands as backlog
from workgroups.meetings.agenda.backlog.forms import Merging
from workgroups.meetings.agenda.forms import Changing, Declining, Proposing
from workgroups.meetings.agenda.models import ItemKind

ARRANGE = {"amara", "blaise", "chidi", "iris"}
ATTACH = ARRANGE | {"edith", "ewan", "farid"}
EVERYBODY = (*sorted(ATTACH), "dolores", "gita", "henk", "kofi", "jonas", None)


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


@pytest.fixture
def meeting(stage: Stage) -> int:
    return stage.meeting()


@pytest.fixture
def item(stage: Stage, meeting: int) -> int:
    """An item that Edith proposed and Farid presents."""
    proposing = Proposing(title="Fees", kind=ItemKind.DISCUSSION, minutes_long=10, presenter=stage.world.seats["farid"])
    return stage.do("edith", agenda.propose, meeting, proposing).id


def bring(browser: Browser, path: str, name: str | None = "chidi", content: bytes = PDF, **sent: str):
    sent = {"called": "fees.pdf", "type": "application/pdf"} | sent
    file = {"file": (sent.pop("called"), content, sent.pop("type"))}
    return browser(name).post(path, files=file, data=sent)


MULTIPART = {"Content-Type": "multipart/form-data; boundary=x"}


def multipart(content: bytes, called: str) -> bytes:
    """The body of a form with a file whose name is left as it is; the test client would clean it."""
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{called}"\r\n\r\n'
    return head.encode() + content + b"\r\n--x--\r\n"


def papers(world: World) -> list[Paper]:
    with world.database.read() as session:
        return list(session.exec(select(Paper).order_by(Paper.id)))


def versions(world: World) -> list[PaperVersion]:
    with world.database.read() as session:
        return list(session.exec(select(PaperVersion).order_by(PaperVersion.id)))


def stored(settings: Settings) -> set[str]:
    folder = settings.data_dir / "papers"
    return {file.name for file in folder.iterdir()} if folder.exists() else set()


def answer_for(name: str | None, allowed: set[str], page: int = 200) -> int:
    if name is None:
        return 401
    if name in ("kofi", "jonas"):
        return 404
    return page if name in allowed else 403


# Who may do what.


def test_the_seats_that_propose_and_present_an_item_and_whoever_arranges_add_papers(
    browser: Browser, world: World, settings: Settings, item: int
) -> None:
    for name in EVERYBODY:
        before = len(papers(world))
        if name in MEMBERS:
            page = browser(name).get(f"/items/{item}").text
            assert (f'action="/items/{item}/papers"' in page) is (name in ATTACH), name
        assert bring(browser, f"/items/{item}/papers", name).status_code == answer_for(name, ATTACH), name
        assert len(papers(world)) == len(stored(settings)) == before + (name in ATTACH), name


def test_papers_of_the_whole_meeting_come_from_whoever_arranges_it(browser: Browser, meeting: int) -> None:
    for name in EVERYBODY:
        assert bring(browser, f"/meetings/{meeting}/papers", name).status_code == answer_for(name, ARRANGE), name


def test_a_paper_is_read_by_whoever_sees_its_item(browser: Browser, world: World, item: int) -> None:
    bring(browser, f"/items/{item}/papers")
    paper = papers(world)[0].id
    for name in EVERYBODY:
        for path in (f"/papers/{paper}", f"/papers/{paper}/versions/1", f"/papers/{paper}/versions"):
            answer = browser(name).get(path)
            if name is None:
                assert answer.url.path == "/sign-in"
            else:
                assert answer.status_code == (200 if name in MEMBERS else 404), (name, path)


def test_a_new_version_comes_from_whoever_may_add_papers(browser: Browser, world: World, item: int) -> None:
    bring(browser, f"/items/{item}/papers")
    path = f"/papers/{papers(world)[0].id}/versions"
    for number, name in enumerate(EVERYBODY):
        before = len(versions(world))
        answer = bring(browser, path, name, PDF + b"%%%d" % number)
        assert answer.status_code == answer_for(name, ATTACH), name
        assert len(versions(world)) == before + (name in ATTACH), name


def test_whoever_added_a_paper_and_whoever_arranges_remove_it_and_put_it_back(
    browser: Browser, world: World, item: int
) -> None:
    bring(browser, f"/items/{item}/papers", "farid")
    paper, may = papers(world)[0].id, ARRANGE | {"farid"}
    for name in EVERYBODY:
        assert browser(name).post(f"/papers/{paper}/removal").status_code == answer_for(name, may), name
        browser("chidi").post(f"/papers/{paper}/removal")
        gone = 404 if name in MEMBERS and name not in may else answer_for(name, may)
        assert browser(name).get(f"/papers/{paper}").status_code == (200 if name is None else gone), name
        assert browser(name).post(f"/papers/{paper}/return").status_code == gone, name
        assert (papers(world)[0].removed_at is None) is (name in may), name
        browser("chidi").post(f"/papers/{paper}/return")


def test_a_removed_paper_leaves_the_pages_and_the_archive_but_not_the_record(
    browser: Browser, world: World, settings: Settings, stage: Stage, meeting: int
) -> None:
    item = stage.item(meeting)
    bring(browser, f"/items/{item}/papers")
    paper = papers(world)[0].id
    page = browser("chidi").post(f"/papers/{paper}/removal").text
    assert "Chidi took it off the list" in page
    for path in (f"/items/{item}", f"/meetings/{meeting}"):
        assert "fees.pdf" not in browser("chidi").get(path).text
    assert names_in(browser("chidi").get(f"/meetings/{meeting}/papers.zip").content) == []
    assert len(stored(settings)) == 1
    assert browser("chidi").post(f"/papers/{paper}/removal").status_code == 409


def test_nothing_is_added_or_taken_away_once_minutes_are_circulated(
    browser: Browser, world: World, stage: Stage
) -> None:
    meeting = stage.meeting("minutes_draft")
    item = next(item.id for item in stage.items(meeting))
    for path in (f"/items/{item}/papers", f"/meetings/{meeting}/papers"):
        assert bring(browser, path).status_code == 200
    stage.circulate(meeting)
    for path in (f"/items/{item}/papers", f"/meetings/{meeting}/papers"):
        answer = bring(browser, path, content=PDF + b"%")
        assert answer.status_code == 409
        assert "nothing was changed" in answer.text
        assert f'action="{path}"' not in browser("chidi").get(path.removesuffix("/papers")).text
    paper = papers(world)[0].id
    assert bring(browser, f"/papers/{paper}/versions", content=PDF + b"%").status_code == 409
    assert len(versions(world)) == 2
    assert browser("chidi").post(f"/papers/{paper}/removal").status_code == 200, "a mistake can still be taken off"


def test_a_declined_item_takes_no_papers(browser: Browser, stage: Stage, item: int) -> None:
    stage.do("chidi", agenda.decline, item, Declining(reason="Later"))
    assert bring(browser, f"/items/{item}/papers", "edith").status_code == 409


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


# Versions.


def test_earlier_versions_stay_with_who_brought_them(browser: Browser, world: World, item: int) -> None:
    bring(browser, f"/items/{item}/papers", "farid")
    paper = papers(world)[0].id
    world.pass_time(days=1)
    better = PDF + b"% better\n"
    page = bring(browser, f"/papers/{paper}/versions", "ewan", better, called="fees 2.pdf").text
    assert page.index("Version 2") < page.index("Version 1")
    for word in ("Ewan, Seat of Edith", "Farid, Seat of Farid", sha256(PDF).hexdigest(), sha256(better).hexdigest()):
        assert word in page
    dolores = browser("dolores")
    assert "fees 2.pdf" in dolores.get(f"/items/{item}").text
    assert dolores.get(f"/papers/{paper}").content == better
    assert dolores.get(f"/papers/{paper}/versions/2").content == better
    assert dolores.get(f"/papers/{paper}/versions/1").content == PDF
    assert dolores.get(f"/papers/{paper}/versions/3").status_code == 404


def test_the_same_file_is_no_new_version(browser: Browser, world: World, item: int) -> None:
    bring(browser, f"/items/{item}/papers")
    answer = bring(browser, f"/papers/{papers(world)[0].id}/versions")
    assert answer.status_code == 422
    assert "stands here already" in answer.text
    assert len(versions(world)) == 1


def test_every_act_is_on_the_ledger_without_a_word_of_the_file(browser: Browser, world: World, item: int) -> None:
    bring(browser, f"/items/{item}/papers")
    paper = papers(world)[0].id
    bring(browser, f"/papers/{paper}/versions", content=PDF + b"%")
    browser("chidi").post(f"/papers/{paper}/removal")
    browser("chidi").post(f"/papers/{paper}/return")
    with world.database.read() as session:
        told = session.exec(select(Event).where(Event.fact.startswith("Paper")).order_by(Event.id)).all()
    assert [(event.fact, event.kind, event.about, event.payload) for event in told] == [
        ("PaperAttached", "AgendaItem", item, {"paper_id": paper}),
        ("PaperRenewed", "Paper", paper, {"number": 2}),
        ("PaperRemoved", "Paper", paper, {}),
        ("PaperRestored", "Paper", paper, {}),
    ]


# What leaves.


def test_a_paper_leaves_as_an_attachment_that_can_do_nothing(browser: Browser, world: World, item: int) -> None:
    bring(browser, f"/items/{item}/papers", called="Frais d’été.pdf")
    path = f"/papers/{papers(world)[0].id}"
    dolores = browser("dolores")
    answer = dolores.get(path)
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"Frais d__t_.pdf\"; filename*=UTF-8''Frais%20d%E2%80%99%C3%A9t%C3%A9.pdf"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Content-Length"] == str(len(PDF))
    assert "Content-Encoding" not in answer.headers
    tag = answer.headers["ETag"]
    assert tag == f'"{sha256(PDF).hexdigest()}"'
    known = dolores.get(path, headers={"If-None-Match": tag})
    assert (known.status_code, known.content) == (304, b"")
    assert browser("kofi").get(path, headers={"If-None-Match": tag}).status_code == 404
    head = dolores.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(PDF))
    bring(browser, f"{path}/versions", content=PDF + b"%")
    assert dolores.get(path, headers={"If-None-Match": tag}).content == PDF + b"%"


def test_a_large_paper_comes_whole(browser: Browser, world: World, item: int) -> None:
    content = PDF + bytes(range(256)) * 30_000
    bring(browser, f"/items/{item}/papers", content=content)
    assert browser("dolores").get(f"/papers/{papers(world)[0].id}").content == content


def names_in(content: bytes) -> list[str]:
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_all_papers_of_a_meeting_come_in_the_order_of_its_agenda(
    browser: Browser, stage: Stage, world: World, meeting: int
) -> None:
    first, second = stage.item(meeting, "Fees: how much / how long?"), stage.item(meeting, "Zinnia")
    number = {item.id: at for at, item in enumerate(sorted(stage.items(meeting), key=lambda item: item.position), 1)}
    for path, called in (
        (f"/items/{second}", "note.txt"), (f"/items/{first}", "fees.pdf"), (f"/items/{first}", "FEES.pdf"),
        (f"/meetings/{meeting}", "résumé.pdf"),
    ):  # fmt: skip
        content = b"a note" if called == "note.txt" else PDF + called.encode()
        assert bring(browser, f"{path}/papers", content=content, called=called).status_code == 200
    answer = browser("dolores").get(f"/meetings/{meeting}/papers.zip")
    assert answer.headers["Content-Type"] == "application/zip"
    assert ".zip" in answer.headers["Content-Disposition"]
    title = f"{number[first]:02} Fees_ how much _ how long_"
    assert names_in(answer.content) == [
        "00 - résumé.pdf", f"{title} - fees.pdf", f"{title} - FEES (2).pdf", f"{number[second]:02} Zinnia - note.txt",
    ]  # fmt: skip
    with ZipFile(BytesIO(answer.content)) as archive:
        assert archive.read(f"{number[second]:02} Zinnia - note.txt") == b"a note"
    assert browser("kofi").get(f"/meetings/{meeting}/papers.zip").status_code == 404
    assert browser("dolores").head(f"/meetings/{meeting}/papers.zip").status_code == 200
    assert "/papers.zip" in browser("dolores").get(f"/meetings/{meeting}").text


# In camera.

QUIET = {"amara", "edith", "ewan", "chidi"}


def test_papers_of_an_item_in_camera_are_seen_by_its_seats_only(
    browser: Browser, stage: Stage, world: World, meeting: int
) -> None:
    seats = [world.seats["amara"], world.seats["edith"]]
    quiet = stage.item(meeting, "Heliotrope", in_camera=True, seats=seats, presenter=world.seats["farid"])
    bring(browser, f"/items/{quiet}/papers", called="heliotrope.pdf")
    paper = papers(world)[0].id
    for name in MEMBERS:
        for path in (f"/papers/{paper}", f"/papers/{paper}/versions", f"/papers/{paper}/versions/1"):
            assert browser(name).get(path).status_code == (200 if name in QUIET else 404), name
        answers = [browser(name).post(f"/papers/{paper}/{verb}") for verb in ("removal", "return")]
        answers += [bring(browser, path, name) for path in (f"/items/{quiet}/papers", f"/papers/{paper}/versions")]
        assert {answer.status_code == 404 for answer in answers} == {name not in QUIET}, name
        browser("chidi").post(f"/papers/{paper}/return")


def test_an_archive_holds_what_its_reader_sees(browser: Browser, stage: Stage, world: World, meeting: int) -> None:
    quiet = stage.item(meeting, "Heliotrope", in_camera=True, seats=[world.seats["amara"]])
    after = stage.item(meeting, "Zinnia")
    bring(browser, f"/items/{quiet}/papers", called="heliotrope.pdf")
    bring(browser, f"/items/{after}/papers", called="zinnia.pdf")
    seen = names_in(browser("amara").get(f"/meetings/{meeting}/papers.zip").content)
    assert [name.split(" ", 1)[1] for name in seen] == ["Heliotrope - heliotrope.pdf", "Zinnia - zinnia.pdf"]
    outside = names_in(browser("blaise").get(f"/meetings/{meeting}/papers.zip").content)
    assert [name.split(" ", 1)[1] for name in outside] == ["Zinnia - zinnia.pdf"]
    assert int(outside[0][:2]) == int(seen[1][:2]) - 1, "no gap tells of what is in camera"
    for name, sees in (("amara", True), ("blaise", False)):
        assert ("heliotrope" in browser(name).get(f"/meetings/{meeting}").text.lower()) is sees


def test_an_item_that_closes_its_doors_closes_those_of_its_papers(
    browser: Browser, stage: Stage, world: World, meeting: int
) -> None:
    item = stage.item(meeting)
    bring(browser, f"/items/{item}/papers")
    path = f"/papers/{papers(world)[0].id}"
    assert browser("dolores").get(path).status_code == 200
    changing = Changing(
        title_en="Fees", kind=ItemKind.DECISION, minutes_long=20, in_camera=True, seats=[world.seats["amara"]]
    )
    stage.do("chidi", agenda.change, item, changing)
    assert browser("dolores").get(path).status_code == 404


# Over meetings, and in letters.


def test_what_is_carried_shows_the_papers_of_earlier_meetings(
    browser: Browser, stage: Stage, world: World, meeting: int
) -> None:
    item = stage.item(meeting)
    bring(browser, f"/items/{item}/papers", called="first.pdf")
    stage.do("chidi", agenda.park, item)
    again = stage.do("chidi", agenda.take_up, item)
    assert "first.pdf" in browser("dolores").get(f"/items/{again.id}").text
    in_session = stage.meeting("in_session", stage.world.now.date() + timedelta(days=10))
    moved = stage.item(in_session, "Language results")
    bring(browser, f"/items/{moved}/papers", called="earlier.pdf")
    stage.meeting(day=stage.world.now.date() + timedelta(days=60))
    browser("chidi").post(f"/items/{moved}/outcome", data={"state": "continues"})
    browser("chidi").post(f"/meetings/{in_session}/closing")
    page = browser("dolores").get(f"/items/{moved}").text
    carried = max(item.id for other in (meeting, in_session + 1) for item in stage.items(other))
    page = browser("dolores").get(f"/items/{carried}").text
    assert "From earlier meetings" in page
    assert "earlier.pdf" in page


def test_papers_go_with_an_item_that_is_merged(browser: Browser, stage: Stage, world: World, meeting: int) -> None:
    """Dolores brings a paper to what she proposed; it goes into another proposal, and that into an item."""
    first, second = (
        stage.do(name, agenda.propose, meeting, Proposing(title="Tests", kind=ItemKind.DISCUSSION, minutes_long=5)).id
        for name in ("dolores", "edith")
    )
    taker = stage.item(meeting, "Language tests")
    bring(browser, f"/items/{first}/papers", "dolores")
    paper = papers(world)[0].id
    stage.do("chidi", backlog.merge, first, Merging(into=second))
    stage.do("chidi", backlog.merge, second, Merging(into=taker))
    dolores = browser("dolores")
    for page in (f"/meetings/{meeting}", f"/items/{taker}"):
        assert f'href="/papers/{paper}"' in dolores.get(page).text
    assert f'href="/papers/{paper}"' not in dolores.get(f"/items/{first}").text
    assert any("Language tests" in name for name in names_in(dolores.get(f"/meetings/{meeting}/papers.zip").content))
    assert bring(browser, f"/papers/{paper}/versions", "dolores", PDF + b"2").status_code == 200
    assert bring(browser, f"/items/{taker}/papers", "dolores", PDF + b"3").status_code == 200
    assert bring(browser, f"/items/{first}/papers", "dolores").status_code == 409
    assert bring(browser, f"/items/{taker}/papers", "gita").status_code == 403
    assert "Language tests" in dolores.get(f"/items/{first}").text


def test_an_invitation_counts_papers_and_never_those_in_camera(
    browser: Browser, stage: Stage, world: World, meeting: int, mailbox
) -> None:
    item = stage.item(meeting, "Zinnia")
    quiet = stage.item(meeting, "Heliotrope", in_camera=True, seats=[world.seats["amara"]])
    for path, called in ((item, "one.pdf"), (item, "two.pdf"), (quiet, "three.pdf")):
        bring(browser, f"/items/{path}/papers", called=called)
    browser("chidi").post(f"/meetings/{meeting}/calling")
    letter = next(text for text in mailbox() if "amara@example.org" in text)
    assert "Zinnia (20 min, 2 papers)" in letter
    assert "Heliotrope" not in letter
    assert "3 papers" not in letter


# The store.


def arrivals(world: World) -> list[str]:
    with world.database.read() as session:
        return list(session.exec(select(Arrival.key)))


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


# What pages cost.


def test_pages_do_not_ask_more_for_more_papers(
    browser: Browser, stage: Stage, queries: list[str], meeting: int
) -> None:
    dolores = browser("dolores")
    item = stage.item(meeting)
    paths = (f"/meetings/{meeting}", f"/items/{item}", "/papers/1/versions")

    def cost(path: str) -> int:
        dolores.get(path)
        queries.clear()
        assert dolores.get(path).status_code == 200
        return len([sent for sent in queries if sent.startswith("SELECT")])

    bring(browser, f"/items/{item}/papers")
    bring(browser, f"/meetings/{meeting}/papers")
    few = [cost(path) for path in paths]
    for number in range(6):
        bring(browser, f"/items/{item}/papers", content=PDF + b"%%%d" % number)
        bring(browser, f"/meetings/{meeting}/papers", content=PDF + b"%%%d" % number)
        bring(browser, "/papers/1/versions", content=PDF + b"%%%d" % number)
    assert [cost(path) for path in paths] == few
