"""The stored bytes of the public pages: written when something is published, read by every process."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

import brotli
from sqlalchemy import or_, select, text
from sqlmodel import col

from workgroups.core.work import Work
from workgroups.publishing.models import Generation, PublicPage

FIRST = text("INSERT INTO generation (id, number) VALUES (1, 0) ON CONFLICT DO NOTHING")
"""Two first publications may come at once; both databases know this statement."""

held_back: ContextVar[bool] = ContextVar("held_back", default=False)


class Page(NamedTuple):
    """One public page: its path and its bytes."""

    path: str
    media_type: str
    body: bytes


Render = Callable[[Work], Iterable[Page]]

QUALITY = 10
"""Of brotli: the last step to 11 takes three times as long, while other writers wait, for two per cent of the bytes."""


@contextmanager
def holding_back() -> Iterator[None]:
    """Inside, publications leave the public pages as they are; whoever opens this renders them afterwards."""
    before = held_back.set(True)
    try:
        yield
    finally:
        held_back.reset(before)


def renew(work: Work, render: Render, below: Sequence[str]) -> int:
    """Store what `render` makes of the editions; returns how many pages changed.

    `below` are the beginnings of the paths that it makes completely: stored pages under them that it no longer
    makes are removed. Publications wait for each other here, so that each sees what the one before it did; only
    pages whose bytes change are compressed and written.
    """
    if held_back.get():
        return 0
    generation = lock(work)
    made = {page.path: page for page in render(work)}
    path = col(PublicPage.path)
    concerned = or_(path.in_(made), *(path.startswith(beginning, autoescape=True) for beginning in below))
    stored = {page.path: page for page in work.session.execute(select(PublicPage).where(concerned)).scalars()}
    gone = [page for path, page in stored.items() if path not in made]
    changed = [page for path, page in made.items() if path not in stored or stored[path].body != page.body]
    if gone or changed:
        generation.number += 1
    for page in gone:
        work.session.delete(page)
    for page in changed:
        compressed = brotli.compress(page.body, quality=QUALITY)
        work.session.merge(PublicPage(**page._asdict(), compressed=compressed, generation=generation.number))
    work.session.flush()
    return len(gone) + len(changed)


def lock(work: Work) -> Generation:
    """The number of times that pages have changed, locked until the transaction ends."""
    work.session.execute(FIRST)
    found = select(Generation).where(col(Generation.id) == 1).with_for_update()
    locked: Generation = work.session.execute(found.execution_options(populate_existing=True)).scalar_one()
    return locked
