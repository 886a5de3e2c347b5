"""Papers on a thing: who adds them, its versions, and what pages cost."""

from datetime import timedelta
from hashlib import sha256

from sqlmodel import select

from tests.conftest import Browser
from tests.links.files import PDF
from tests.links.shelf import (
    ARRANGE,
    ATTACH,
    EVERYBODY,
    answer_for,
    bring,
    names_in,
    papers,
    stored,
    versions,
)
from tests.meetings.stage import Stage
from tests.world import MEMBERS, World
from workgroups.core.events import Event
from workgroups.core.settings import Settings
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda.backlog import commands as backlog
from workgroups.meetings.agenda.backlog.forms import Merging
from workgroups.meetings.agenda.forms import Declining, Proposing
from workgroups.meetings.agenda.models import ItemKind

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
