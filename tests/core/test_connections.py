"""A page asks for one connection to the database: pages that waited for a second one could wait for each other."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event
from starlette.applications import Starlette

from tests.conftest import Browser


@pytest.fixture
def most(app: Starlette) -> Iterator[list[int]]:
    """How many connections were in use whenever one was taken."""
    pool, seen = app.state.site.database.reader.pool, []

    def taken(*_: object) -> None:
        seen.append(pool.checkedout())

    event.listen(pool, "checkout", taken)
    yield seen
    event.remove(pool, "checkout", taken)


@pytest.mark.parametrize("path", ["/desk", "/sign-in", "/desk/calendar", "/en/nothing-here"])
def test_even_the_first_page_of_a_process_takes_one(browser: Browser, most: list[int], path: str) -> None:
    amara = browser("amara")
    most.clear()
    assert amara.get(path).status_code in (200, 404)
    assert set(most) == {1}
