"""Letters on their way: what becomes of one that can never leave, and what its Message-ID is made of."""

import re
from threading import Event as Signal

import pytest
from sqlmodel import col, select, update

from tests.conftest import Browser
from tests.world import World
from workgroups.app import run
from workgroups.core import mail
from workgroups.core.events import Event
from workgroups.core.outbox import NOTICES, Delivery, DeliveryState, Outbox
from workgroups.people.models import Person

ARRANGERS = ("chidi", "blaise", "iris")
PROMISE = {"title": "Write to the three hospitals", "due_on": "2026-12-14"}


def assign(browser: Browser, world: World, to: str) -> None:
    """The holder of a seat and its alternate are told of an action."""
    form = PROMISE | {"seat": world.seats[to]}
    assert browser("chidi").post("/groups/pharmacy/assignments", data=form).status_code == 200


def deliveries(world: World) -> dict[str, Delivery]:
    with world.database.read() as session:
        return {row.address: row for row in session.exec(select(Delivery))}


def waiting(world: World) -> list[Outbox]:
    with world.database.read() as session:
        return list(session.exec(select(Outbox).where(col(Outbox.done_at).is_(None))))


@pytest.mark.parametrize("address", ["nobody", "two..dots@example.org", "edith@example.org, all@example.org"])
def test_an_address_that_is_none_fails_alone(browser: Browser, world: World, mailbox, address: str) -> None:
    with world.database.write() as session:
        session.execute(update(Person).where(col(Person.id) == world.people["edith"]).values(email=address))
    assign(browser, world, "edith")
    assign(browser, world, "gita")
    letters = mailbox()
    told = {re.search(r"^To: (\S+)", letter, re.MULTILINE)[1] for letter in letters}
    assert told == {"ewan@example.org", "gita@example.org"}
    found = deliveries(world)
    assert found[address].state is DeliveryState.FAILED
    assert "exactly one address" in found[address].problem
    assert {found[name].state for name in told} == {DeliveryState.SENT}
    assert waiting(world) == []


@pytest.mark.parametrize("who", ["chidi", "blaise", "iris", "dolores", "henk"])
def test_who_arranges_the_work_sees_at_once_which_letter_did_not_arrive(
    browser: Browser, world: World, mailbox, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    def refuse(_settings, _message) -> None:
        raise mail.Permanent("550 No such mailbox")

    assign(browser, world, "gita")
    reader = browser(who)
    before = reader.get("/groups/pharmacy")
    assert "550 No such mailbox" not in before.text
    monkeypatch.setattr(mail, "send", refuse)
    mailbox()
    page = reader.get("/groups/pharmacy", headers={"If-None-Match": before.headers["ETag"]})
    assert page.status_code == 200
    assert ("550 No such mailbox" in page.text) is (who in ARRANGERS)
    assert ("<li>Gita · action" in page.text) is (who in ARRANGERS)


def test_a_notice_that_breaks_holds_up_no_other_and_is_tried_again(
    browser: Browser, world: World, mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(*_given: object) -> None:
        raise ValueError("nobody foresaw this")

    assign(browser, world, "gita")
    with monkeypatch.context() as patch:
        patch.setitem(NOTICES, "ActionPromised", explode)
        assert mailbox() == []
    [row] = waiting(world)
    assert (row.tries, row.problem) == (1, "ValueError: nobody foresaw this")
    world.pass_time(minutes=3)
    assert len(mailbox()) == 1
    assert waiting(world) == []


def test_slow_letters_are_no_other_worker_s(
    browser: Browser, app, world: World, mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = []

    def take_long(*_given: object) -> None:
        world.pass_time(minutes=4)
        taken.append(app.state.worker.lease())

    assign(browser, world, "edith")
    monkeypatch.setattr(mail, "send", take_long)
    assert mailbox() == []
    assert taken == [None, None], "edith and ewan are told by one worker"
    assert waiting(world) == []


def test_a_job_that_breaks_holds_up_no_mail(
    browser: Browser, app, world: World, mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(*_given: object) -> None:
        raise ValueError("nobody foresaw this")

    monkeypatch.setattr(app.state.worker, "jobs", [explode])
    assign(browser, world, "gita")
    assert len(mailbox()) == 1


def test_the_worker_goes_on_whatever_breaks_and_stops_when_told(app, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, looks = Signal(), []

    def explode() -> None:
        looks.append(1)
        if len(looks) == 2:
            stop.set()
        raise ValueError("nobody foresaw this")

    monkeypatch.setattr(app.state.worker, "run_once", explode)
    monkeypatch.setattr("workgroups.app.LOOK_EVERY", 0.01)
    run(app.state.worker, Signal(), stop)
    assert len(looks) == 2


def test_a_message_id_is_kept_over_all_tries_and_is_no_other_database_s(
    browser: Browser, world: World, mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def refuse(_settings, message) -> None:
        tried.append(message["Message-ID"])
        raise mail.Temporary("not now")

    assign(browser, world, "gita")
    with monkeypatch.context() as patch:
        patch.setattr(mail, "send", refuse)
        mailbox()
        world.pass_time(minutes=3)
        mailbox()
    world.pass_time(minutes=10)
    [letter] = mailbox()
    assert tried == [tried[0]] * 2
    assert f"Message-ID: {tried[0]}" in letter
    with world.database.read() as session:
        [delivery] = session.exec(select(Delivery))
        event = session.get_one(Event, delivery.event_id)
    # Rows are salted, so that no other ledger has this hash.
    assert tried[0] == f"<delivery-{delivery.id}-{event.hash[:16]}@testserver>"
