"""A draft is seen by the seats that propose it alone, until one of them opens it to the group."""

from collections.abc import Callable

from tests.conftest import Browser
from tests.pathways.stage import Stage
from tests.world import MEMBERS
from workgroups.pathways.barriers import commands as barriers
from workgroups.pathways.proposals import commands
from workgroups.pathways.proposals.authors import commands as authors
from workgroups.pathways.proposals.authors.forms import NamingAuthor
from workgroups.pathways.proposals.forms import Withdrawing
from workgroups.pathways.proposals.models import Proposal

TITLES = ("Anywhere", "Partout")
"""Gita reads French."""


def drafted(stage: Stage, barrier: int) -> int:
    """A draft that answers a barrier."""
    key = stage.proposal()
    with stage.work("gita") as work:
        commands.answer(work, work.session.get_one(Proposal, key), barrier)
    return key


def readers(browser: Browser, *paths: str) -> dict[str, set[str]]:
    """Who of the cast reads its title at each path."""
    return {path: {name for name in MEMBERS if reads(browser(name).get(path).text)} for path in paths}


def reads(page: str) -> bool:
    return any(title in page for title in TITLES)


def places(stage: Stage, key: int, barrier: int) -> tuple[str, ...]:
    return (
        f"/proposals/{key}", "/groups/pharmacy/proposals", f"/barriers/{barrier}", f"/steps/{stage.step('internship')}",
        f"/pathways/{stage.pathway}/history", "/groups/pharmacy",
    )  # fmt: skip


def test_a_draft_is_seen_by_those_who_propose_it(browser: Browser, stage: Stage) -> None:
    stage.begin()
    barrier = stage.barrier()
    stage.do("amara", barriers.confirm, barrier)
    key = drafted(stage, barrier)
    stage.do("gita", authors.name, key, NamingAuthor(seat=stage.world.seats["edith"]))
    seen = readers(browser, *places(stage, key, barrier))
    assert {frozenset(who) for who in seen.values() if who} == {frozenset({"gita", "edith", "ewan"})}
    assert [path for path, who in seen.items() if who] == [*places(stage, key, barrier)[:4]]
    assert "confirmed" in browser("henk").get(f"/barriers/{barrier}").text
    stage.do("gita", commands.open_up, key)
    seen = readers(browser, *places(stage, key, barrier)[:4])
    assert all(who == set(MEMBERS) for who in seen.values())


def test_for_everybody_else_a_draft_is_not_there(browser: Browser, stage: Stage) -> None:
    key = stage.proposal()
    for path in ("", "/edit", "/operations", "/steps/lab/edit", "/calls", "/decision", "/position", "/letter"):
        found = {browser(name).get(f"/proposals/{key}{path}").status_code for name in set(MEMBERS) - {"gita"}}
        assert found == {404}, path
    for verb in ("comments", "opening", "withdrawal", "agenda", "authors"):
        found = {browser(name).post(f"/proposals/{key}/{verb}").status_code for name in set(MEMBERS) - {"gita"}}
        assert found == {404}, verb


def test_one_that_was_withdrawn_without_being_opened_stays_unseen(browser: Browser, stage: Stage) -> None:
    key, opened = stage.proposal(), stage.proposal("open")
    for proposal in (key, opened):
        stage.do("gita", commands.withdraw, proposal, Withdrawing(reason="Later."))
    seen = readers(browser, f"/proposals/{key}", f"/proposals/{opened}")
    assert seen == {f"/proposals/{key}": {"gita"}, f"/proposals/{opened}": set(MEMBERS)}


def test_whoever_leaves_a_draft_comes_to_the_list(browser: Browser, stage: Stage) -> None:
    key = stage.proposal()
    stage.do("gita", authors.name, key, NamingAuthor(seat=stage.world.seats["edith"]))
    page = browser("edith").post(f"/proposals/{key}/authors/leaving")
    assert page.status_code == 200
    assert page.url.path == "/groups/pharmacy/proposals"
    assert "Your seat is no longer a co-author." in page.text
    assert browser("edith").get(f"/proposals/{key}").status_code == 404


def test_nobody_is_told_of_a_draft(stage: Stage, mailbox: Callable[[], list[str]]) -> None:
    before = len(mailbox())
    key = stage.proposal()
    stage.do("gita", commands.withdraw, key, Withdrawing())
    assert len(mailbox()) == before
