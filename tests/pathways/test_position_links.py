"""The letter that asks for a position: what it tells, and the link by which a seat answers without signing in."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from tests.conftest import Browser
from tests.letters import fresh, text_of
from tests.pathways.stage import DEADLINE, Stage
from tests.world import World
from workgroups.core.events import Event
from workgroups.pathways.document import Step
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals.forms import Calling, Withdrawing
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.positions.models import Position, PositionValue
from workgroups.pathways.steps.changes import bridged

Mailbox = Callable[[], list[str]]
ASKED = "Your seat"
TOKEN = re.compile(r"/positions/by-link/(\S+)")


def token_of(letters: list[str], name: str, subject: str = ASKED) -> str:
    """The secret of the link in somebody's letter."""
    return TOKEN.findall(text_of(letters, name, subject))[0]


def test_the_letter_tells_before_and_after_and_how_many_were_heard(stage: Stage, mailbox: Mailbox) -> None:
    key = stage.proposal("called")
    told = text_of(mailbox(), "dolores", ASKED)
    assert re.search(r"Now: .*hospital", told)
    assert re.search(r"Proposed: .*community, hospital, or both", told)
    assert "have been heard" not in told
    stage.state(key, "edith", "reserved")
    before = mailbox()
    stage.world.pass_time(days=9)
    told = text_of(fresh(mailbox, before), "dolores")
    assert re.search(r"1 of \d seats has been heard", told)
    assert "reserved" not in told.lower(), "what was said is hidden"


def test_the_letter_tells_a_new_and_a_removed_step_in_two_lines_each_and_why(stage: Stage, mailbox: Mailbox) -> None:
    stage.begin()
    key = stage.proposal("draft")
    body = stage.world.organisations["Falls Pharmacy Regulator"]
    with stage.work("gita") as work:
        proposal = work.session.get_one(Proposal, key)
        proposal.reason = f"**Few** places {'far away ' * 60}.\n\nXYZZY"
        document = bridged(stage.document(), "internship")
        first = Step(key="welcome", type="course", stage="before", title={"en": "Welcome"}, who={"en": "A counsellor"})
        new = Step(
            key="talk", type="assessment", stage="before", title={"en": "A talk"}, body=body, detail={"en": "PLUGH"}
        )
        proposals.revise(work, proposal, document.having((first, *document.steps[:1], new, *document.steps[1:])))
    stage.do("gita", proposals.open_up, key)
    stage.do("amara", proposals.call, key, Calling(deadline=DEADLINE))
    told = text_of(mailbox(), "dolores", ASKED)
    assert "New step: Welcome, first in the stage “Before you apply”\nWho is in charge: A counsellor\n" in told
    assert "New step: A talk, right after “Send documents”\nResponsible body: Falls Pharmacy Regulator\n" in told
    assert told.count("Responsible body: Falls Pharmacy Regulator") == 2
    assert "Step that goes: Complete the internship, until now " in told
    assert "PLUGH" not in told
    assert "Why: Few places far away" in told
    assert "far away…" in told
    assert "XYZZY" not in told
    assert told.count("Now:") == 1, "of the step behind the one that goes"


def test_looking_changes_nothing_and_a_post_states_it(
    browser: Browser, stage: Stage, world: World, mailbox: Mailbox
) -> None:
    stage.proposal("called")
    token = token_of(mailbox(), "dolores")
    visitor = browser()
    page = visitor.get(f"/positions/by-link/{token}")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    assert "Few places in hospitals." in page.text
    assert stage.rows(Position) == []
    refused = visitor.post(f"/positions/by-link/{token}", data={"value": "concern", "reason": "Kept words"})
    assert refused.status_code == 422
    assert "Kept words" in refused.text
    assert 'href="#f-resolved_by"' in refused.text
    before = mailbox()
    done = visitor.post(f"/positions/by-link/{token}", data={"value": "support"})
    assert done.status_code == 200
    assert "Your seat said until now" in unescape(done.text)
    (said,) = stage.rows(Position)
    assert (said.value, said.seat_id) == (PositionValue.SUPPORT, world.seats["dolores"])
    assert said.person_id == world.people["dolores"]
    assert "If that was not you" in text_of(fresh(mailbox, before), "dolores", "Your link")
    assert {event.person_id for event in stage.rows(Event) if event.fact.startswith("PositionStated")} == {
        world.people["dolores"]
    }


def test_a_link_speaks_for_no_other_seat_and_ends_with_the_call(
    browser: Browser, stage: Stage, world: World, mailbox: Mailbox
) -> None:
    key = stage.proposal("called")
    token = token_of(mailbox(), "dolores")
    visitor = browser()
    sent = {"value": "support", "seat": world.seats["edith"]}
    assert visitor.post(f"/positions/by-link/{token}", data=sent).status_code == 422
    assert stage.rows(Position) == []
    stage.do("gita", proposals.withdraw, key, Withdrawing())
    for path in (f"/positions/by-link/{token}", "/positions/by-link/never-was"):
        assert visitor.get(path).status_code == 404
        assert visitor.post(path, data={"value": "support"}).status_code == 404
    assert stage.rows(Position) == []


@pytest.mark.parametrize("name", ["dolores", "gita"])
def test_the_page_speaks_the_persons_language(browser: Browser, stage: Stage, mailbox: Mailbox, name: str) -> None:
    stage.proposal("called", by="amara")
    subject = {"dolores": ASKED, "gita": ""}[name]
    page = browser().get(f"/positions/by-link/{token_of(mailbox(), name, subject)}")
    expected = {"dolores": "Your seat’s position, Dolores", "gita": "La position de votre siège, Gita"}
    assert expected[name] in unescape(page.text)


def test_a_seat_that_was_heard_gets_no_link(stage: Stage, mailbox: Mailbox) -> None:
    key = stage.proposal("called")
    stage.state(key, "dolores", "support")
    before = mailbox()
    stage.world.pass_time(days=9)
    letters = fresh(mailbox, before)
    assert TOKEN.search("".join(letters))
    assert not any("To: dolores@" in letter for letter in letters)


def test_a_position_binds_the_version_that_was_read(browser: Browser, stage: Stage, mailbox: Mailbox) -> None:
    key = stage.proposal("called")
    link = f"/positions/by-link/{token_of(mailbox(), 'dolores')}"
    sent = {"value": "support_with_conditions", "reason": "Kept words"}
    for visitor, page, to in (
        (browser("dolores"), f"/proposals/{key}/position", f"/proposals/{key}/positions"), (browser(), link, link)
    ):  # fmt: skip
        assert f'name="digest" value="{stage.digest(key)}"' in visitor.get(page).text
        refused = visitor.post(to, data=sent | {"digest": "another"})
        assert refused.status_code == 409
        assert "The proposal has changed since you opened it" in refused.text
        assert "Kept words" in refused.text
        assert stage.digest(key) in refused.text
        assert stage.rows(Position) == []
    assert browser().post(link, data=sent | {"digest": stage.digest(key)}).status_code == 200


def test_a_link_tells_what_no_other_seat_said(browser: Browser, stage: Stage, mailbox: Mailbox, world: World) -> None:
    key = stage.proposal("called")
    token = token_of(mailbox(), "dolores")
    stage.state(key, "edith", "reserved")
    world.pass_time(days=12)
    page = unescape(browser().get(f"/positions/by-link/{token}").text)
    assert re.search(r"1 of \d seats has been heard", page)
    assert "– Reserved" not in page


def test_who_was_heard_is_counted_once_for_all_letters(stage: Stage, queries: list[str], mailbox: Mailbox) -> None:
    stage.proposal("called")
    mailbox()
    assert sum("seat.stakeholder_type" in sent for sent in queries) == 1
