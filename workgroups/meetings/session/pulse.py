"""The pulse of a meeting in session: whoever follows asks every second whether something has changed.

Mostly nothing has, and saying so takes no session, no thread of the pool and hardly a query: this process remembers for
a few seconds who may ask, and for a moment how long the ledger of a group is. What has changed is shown by the page
itself, under its rule, so that nobody is told more than she sees.
"""

from collections.abc import Callable
from time import monotonic
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from workgroups.core import events
from workgroups.core.errors import DomainError
from workgroups.core.work import Work
from workgroups.web.reading import Endpoint, who
from workgroups.web.visits import Site

KNOWN = 5.0
"""Seconds for which somebody who may follow is remembered. All that she gets unasked is that nothing has changed."""

FRESH = 0.25
"""Seconds for which the length of a ledger is remembered."""

MOST = 10_000
"""Followers and groups that are remembered before everything is forgotten."""

Follower = tuple[str, int, str]
K = TypeVar("K")


class Beats:
    """What one process remembers of those who follow; one per application."""

    def __init__(self) -> None:
        self.chains: dict[Follower, tuple[float, int]] = {}
        self.lengths: dict[int, tuple[float, int]] = {}


def beat(work: Work, chain: int) -> str:
    """Changes with the ledger of a group, and each minute, since the screen shows the time of an item."""
    return f"{events.length_of(work.session, chain)}-{int(work.now.timestamp()) // 60}"


class Pulse(Endpoint):
    """204 while the page with this `at` is still the same; the page otherwise."""

    async def respond(self, request: Request) -> Response:
        asked = request.query_params.get("at")
        if asked and asked == await self.now(request):
            return Response(status_code=204, headers={"Cache-Control": "no-store"})
        return await super().respond(request)

    async def now(self, request: Request) -> str | None:
        """The beat of the page for whoever may see it; None when the page itself has to say."""
        site, beats = request.app.state.site, request.app.state.beats
        follower = self.path, request.path_params["key"], request.cookies.get(site.session_cookie, "")
        seen, chain = beats.chains.get(follower, (0.0, 0))
        if monotonic() - seen > KNOWN:
            chain = await here(site, self.chain, request, site)
            remember(beats.chains, follower, chain)
        if not chain:
            return None
        at, length = beats.lengths.get(chain, (0.0, 0))
        if monotonic() - at > FRESH:
            length = await here(site, length_of, site, chain)
            remember(beats.lengths, chain, length)
        return f"{length}-{int(site.clock().timestamp()) // 60}"

    def chain(self, request: Request, site: Site) -> int:
        """The chain of the group whose page this is; 0 for whoever does not see it."""
        with site.database.read() as session:
            work = Work(session, 0, site.clock())
            if who(request, work) is None:
                return 0
            try:
                group: int = work.take(request.path_params["key"], self.rule).group_id
            except DomainError:
                return 0
            return group


def length_of(site: Site, chain: int) -> int:
    with site.database.read() as session:
        return events.length_of(session, chain)


async def here(site: Site, ask: Callable[..., int], *given: object) -> int:
    """The answer right here when the database is a file, as for any page; else from a thread."""
    return ask(*given) if site.database.is_local else await run_in_threadpool(ask, *given)


def remember(memory: dict[K, tuple[float, int]], key: K, value: int) -> None:
    if len(memory) >= MOST:
        memory.clear()
    memory[key] = monotonic(), value
