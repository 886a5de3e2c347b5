"""Pages: who asks, one read transaction, the row that the rule gives out, and one handler."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from typing import Concatenate

import structlog
from anyio import CapacityLimiter, to_thread
from sqlalchemy.exc import OperationalError
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from workgroups.core import languages
from workgroups.core.db import Database
from workgroups.core.errors import DomainError
from workgroups.core.policy import ANYONE, Rule
from workgroups.core.work import Work
from workgroups.web.limits import check
from workgroups.web.pages import BUILD, FLASH, MEMBER_PAGE, squeezed
from workgroups.web.refusals import refused, signed_out, unavailable
from workgroups.web.visits import Me, Site, Visit, language_of

log = structlog.get_logger()

Handler = Callable[Concatenate[Visit, ...], Response]

PAGES: dict[Handler, "Endpoint"] = {}
"""The endpoint that shows each handler's page, for writes that come back to it."""


@contextmanager
def visiting(request: Request, me: Me | None, work: Work) -> Iterator[Visit]:
    with languages.using(language_of(request, me)):
        yield Visit(request, request.app.state.site, work, me)


def who(request: Request, work: Work) -> Me | None:
    """The person whose session cookie this is; the work is then theirs."""
    site: Site = request.app.state.site
    token = request.cookies.get(site.session_cookie)
    me = site.identify(work.session, token, work.now) if token else None
    work.me = me.id if me else 0
    return me


class Answering(ABC):
    """What answers a route, with all that its declaration says.

    It is an ASGI application itself, because Starlette wraps nothing but functions.
    """

    path: str
    name: str
    rate: str
    cache: str
    methods: tuple[str, ...]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        response = squeezed(request, await self.respond(request))
        await response(scope, receive, send)

    @abstractmethod
    async def respond(self, request: Request) -> Response: ...


TOUCHES = CapacityLimiter(1)
"""While a writer is busy they wait in one thread, and leave the others to the pages."""


async def afterwards(touch: Callable[[Database], None], database: Database) -> None:
    """Touch the sign-in when the page is out. What does not work is done after another page."""
    try:
        await to_thread.run_sync(touch, database, limiter=TOUCHES)
    except OperationalError as problem:
        log.warning("sign_in.not_touched", problem=str(problem.orig))


LINK_PAGE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
"""What opens by its address alone is kept and listed nowhere."""


@dataclass(eq=False)
class Endpoint(Answering):
    """A page: one rule, one read transaction, one handler."""

    path: str
    handler: Handler
    rule: Rule
    name: str
    cache: str = "member"
    rate: str = "page"
    methods: tuple[str, ...] = ("GET",)

    async def respond(self, request: Request) -> Response:
        """Answer right here when the database is a file: its readers wait for nobody, and a page takes a few ms.

        Going to another thread and back takes a good part of that. What waits for a network does so in a thread.
        """
        if request.app.state.site.database.is_local:
            return self.answer(request)
        return await run_in_threadpool(self.answer, request)

    def answer(self, request: Request) -> Response:
        site: Site = request.app.state.site
        try:
            check(self.rate, request)
            with site.database.read() as session:
                work = Work(session, 0, site.clock())
                me = who(request, work)
                if me is None and self.rule is not ANYONE:
                    return signed_out(request)
                tag = fingerprint(request, work, me) if me else None
                if tag and tag in request.headers.get("If-None-Match", ""):
                    return Response(status_code=304, headers=MEMBER_PAGE | {"ETag": tag})
                with visiting(request, me, work) as visit:
                    response = self.show(visit)
            if self.cache == "link":
                response.headers.update(LINK_PAGE)
            if me and (touch := site.touch(me, work.now)):
                response.background = BackgroundTask(afterwards, touch, site.database)
            if tag and response.status_code == 200 and "ETag" not in response.headers:
                response.headers["ETag"] = tag
            return response
        except OperationalError as problem:
            return unavailable(request, problem)

    def show(self, visit: Visit) -> Response:
        """Take the row, as the rule says, and run the handler; a refusal becomes its page."""
        params = dict(visit.request.path_params)
        try:
            if self.rule is ANYONE:
                return self.handler(visit, **params)
            row = visit.work.take(params.pop("key", visit.work.me), self.rule)
            return self.handler(visit, row, **params)
        except DomainError as refusal:
            return refused(visit, refusal)


def fingerprint(request: Request, work: Work, me: Me) -> str | None:
    """What a member's page depends on: who she is, the ledger, the templates and the time in steps of five minutes.

    Every change is on the ledger, and deadlines fall on whole steps, so an equal fingerprint means an equal page.
    None while a message waits to be shown.
    """
    if FLASH in request.cookies:
        return None
    asked = (request.scope["path"], request.scope["query_string"], request.headers.get("HX-Target"))
    parts = (me.sign_in_id, me.language, work.ledger, work.step, *asked, BUILD)
    return f'W/"{blake2b(repr(parts).encode(), digest_size=12).hexdigest()}"'
