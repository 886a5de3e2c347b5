"""What leaves of the papers: one by one, all of a meeting, and of what is in camera."""

from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

from tests.conftest import Browser
from tests.links.files import PDF
from tests.links.shelf import bring, names_in, papers
from tests.meetings.stage import Stage
from tests.world import MEMBERS, World
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda.forms import Changing
from workgroups.meetings.agenda.models import ItemKind

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
