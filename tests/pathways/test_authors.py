"""Co-authors: named by whoever drafted a proposal, they propose it too, and leave when they want."""

from collections.abc import Callable
from html import unescape

from tests.conftest import Browser
from tests.letters import fresh
from tests.pathways.stage import Stage
from workgroups.core.events import Event
from workgroups.groups import commands as groups
from workgroups.groups.forms import Closing
from workgroups.pathways.proposals.authors import commands as authors
from workgroups.pathways.proposals.authors.forms import NamingAuthor
from workgroups.pathways.proposals.models import CoAuthor, Proposal


def named(stage: Stage, proposal: int, *seats: str) -> None:
    for seat in seats:
        stage.do("gita", authors.name, proposal, NamingAuthor(seat=stage.world.seats[seat]))


def test_a_co_author_proposes_it_too(browser: Browser, stage: Stage, mailbox: Callable[[], list[str]]) -> None:
    key, edith = stage.proposal(), browser("edith")
    assert edith.get(f"/proposals/{key}/edit").status_code == 404
    before = mailbox()
    page = browser("gita").post(f"/proposals/{key}/authors", data={"seat": str(stage.world.seats["edith"])})
    assert page.status_code == 200
    named(stage, key, "farid")
    told = {letter.split("\nTo: ")[1].split("@")[0] for letter in fresh(mailbox, before)}
    assert told == {"edith", "ewan", "farid"}
    page = unescape(edith.get(f"/proposals/{key}").text)
    assert "Seat of Gita, together with Seat of Edith and Seat of Farid" in page
    assert "Leave as a co-author" in page
    assert edith.get(f"/proposals/{key}/edit").status_code == 200
    assert browser("ewan").get(f"/proposals/{key}/operations").status_code == 200, "the alternate too"
    assert browser("dolores").get(f"/proposals/{key}/edit").status_code == 404
    assert edith.post(f"/proposals/{key}/opening").status_code == 200
    assert stage.row(Proposal, key).state == "open"
    page = unescape(browser("henk").get(f"/proposals/{key}").text)
    assert "Seat of Gita, together with Seat of Edith and Seat of Farid" in page
    assert "Leave as a co-author" not in page
    assert browser("dolores").get(f"/proposals/{key}/edit").status_code == 403


def test_only_a_seat_that_may_propose_is_named_and_once(browser: Browser, stage: Stage) -> None:
    key, gita = stage.proposal(), browser("gita")
    named(stage, key, "edith")
    for wrong in ("henk", "gita", "edith", "vacant", "kofi"):
        page = gita.post(f"/proposals/{key}/authors", data={"seat": str(stage.world.seats[wrong])})
        assert page.status_code == 422, wrong
        assert 'href="#f-author-seat"' in page.text
    assert len(stage.rows(CoAuthor)) == 1


def test_whoever_drafted_it_takes_a_co_author_off_and_it_leaves_by_itself(browser: Browser, stage: Stage) -> None:
    key, edith = stage.proposal(), browser("edith")
    named(stage, key, "edith", "farid")
    assert "Take off" not in edith.get(f"/proposals/{key}").text
    seat = {"seat": str(stage.world.seats["farid"])}
    assert edith.post(f"/proposals/{key}/authors/removal", data=seat).status_code == 403
    assert browser("gita").post(f"/proposals/{key}/authors/removal", data=seat).status_code == 200
    assert edith.post(f"/proposals/{key}/authors/leaving").status_code == 200
    assert stage.rows(CoAuthor) == []
    assert edith.get(f"/proposals/{key}/edit").status_code == 404
    told = [(row.fact, row.payload) for row in stage.rows(Event) if row.fact.startswith("Author")]
    assert told == [
        ("AuthorNamed", {"seat_id": stage.world.seats["edith"]}),
        ("AuthorNamed", {"seat_id": stage.world.seats["farid"]}),
        ("AuthorRemoved", {"seat_id": stage.world.seats["farid"]}),
        ("AuthorRemoved", {"seat_id": stage.world.seats["edith"]}),
    ]


def test_once_decided_its_authors_stay(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("recommended")
    seat = {"seat": str(stage.world.seats["edith"])}
    assert browser("gita").post(f"/proposals/{key}/authors", data=seat).status_code == 409
    assert browser("gita").post(f"/proposals/{key}/authors/removal", data=seat).status_code == 409


def test_in_a_closed_group_nobody_is_named_and_co_authors_are_still(browser: Browser, stage: Stage) -> None:
    key = stage.proposal()
    named(stage, key, "edith")
    stage.do("amara", groups.close, "pharmacy", Closing(successor=0))
    assert browser("edith").get(f"/proposals/{key}/edit").status_code == 403
    assert browser("edith").post(f"/proposals/{key}/authors/leaving").status_code == 403
    seat = {"seat": str(stage.world.seats["farid"])}
    assert browser("gita").post(f"/proposals/{key}/authors", data=seat).status_code == 403
