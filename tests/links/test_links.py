"""Links between things, read from both ends, by those who may see the other end."""

from sqlmodel import select

from tests.conftest import Browser
from tests.world import World
from workgroups.actions.models import Action
from workgroups.core.work import writing
from workgroups.links import commands, queries
from workgroups.links.models import Relation


def actions(browser: Browser, world: World) -> list[Action]:
    """Two actions of the group, and one that belongs to another."""
    for name, seat, slug in (
        ("chidi", "edith", "pharmacy"),
        ("chidi", "gita", "pharmacy"),
        ("kofi", "lena", "nursing"),
    ):
        form = {"title": f"Promise of {seat}", "due_on": "2026-12-14", "seat": world.seats[seat]}
        assert browser(name).post(f"/groups/{slug}/assignments", data=form).status_code == 200
    with world.database.read() as session:
        return list(session.exec(select(Action).order_by(Action.id)))


def test_a_link_is_read_from_both_ends(browser: Browser, world: World) -> None:
    one, other, _ = actions(browser, world)
    with writing(world.database, world.people["amara"], world.now) as work:
        assert not queries.between(work, one, other)
        commands.link(work, one, Relation.FOLLOWS_FROM, other)
        assert queries.between(work, one, other)
        assert queries.between(work, other, one)
    first = browser("henk").get(f"/actions/{one.id}").text
    second = browser("henk").get(f"/actions/{other.id}").text
    assert f'<a href="/actions/{other.id}">Promise of gita</a><span>follows from · action, open</span>' in first
    assert f'<a href="/actions/{one.id}">Promise of edith</a><span>followed by · action, open</span>' in second


def test_the_other_end_shows_only_to_those_who_see_it(browser: Browser, world: World) -> None:
    one, _, foreign = actions(browser, world)
    with writing(world.database, world.people["amara"], world.now) as work:
        commands.link(work, one, Relation.CONCERNS, foreign)
    page = browser("amara").get(f"/actions/{one.id}").text
    assert "Promise of lena" not in page
    assert "Nothing yet." in page


def test_a_thing_alone_says_what_will_stand_there(browser: Browser, world: World) -> None:
    one, *_ = actions(browser, world)
    assert "What led here, and what follows from it" in browser("edith").get(f"/actions/{one.id}").text
