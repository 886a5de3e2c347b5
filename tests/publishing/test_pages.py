"""The shelf of public pages: what is new is put there, what is the same stays, what is no longer made goes."""

from collections.abc import Iterator

import pytest
from sqlmodel import select

from tests.world import World
from workgroups.core.work import Work, writing
from workgroups.publishing import pages
from workgroups.publishing.models import PublicPage
from workgroups.publishing.pages import Page


def renew(world: World, **bodies: str) -> int:
    """Make these pages of a folder and no others; returns how many changed."""

    def render(_: Work) -> Iterator[Page]:
        for name, body in bodies.items():
            yield Page(f"/en/shelf/{name}", "text/html", body.encode())

    with writing(world.database, 0, world.now) as work:
        return pages.renew(work, render, ["/en/shelf/"])


def shelf(world: World) -> dict[str, tuple[bytes, int]]:
    with world.database.read() as session:
        rows = session.exec(select(PublicPage).where(PublicPage.path.startswith("/en/shelf/")))  # type: ignore[attr-defined]
        return {row.path.rpartition("/")[2]: (row.body, row.generation) for row in rows}


def test_only_what_differs_is_written(world: World) -> None:
    assert renew(world, one="1", two="2") == 2
    first = shelf(world)
    assert renew(world, one="1", two="2") == 0
    assert shelf(world) == first
    assert renew(world, one="1", two="3", three="3") == 2
    after = shelf(world)
    assert after["one"] == first["one"]
    assert after["two"][0] == b"3"
    assert after["two"][1] == after["three"][1] > first["two"][1]


def test_what_is_no_longer_made_is_gone(world: World) -> None:
    renew(world, one="1", two="2")
    assert renew(world, two="2") == 1
    assert list(shelf(world)) == ["two"]


def test_held_back_the_shelf_stays_as_it_is(world: World) -> None:
    with pages.holding_back():
        assert renew(world, one="1") == 0
        with pytest.raises(ZeroDivisionError), pages.holding_back():
            raise ZeroDivisionError
        assert renew(world, one="1") == 0
    assert shelf(world) == {}
    assert renew(world, one="1") == 1
