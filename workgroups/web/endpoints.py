"""Every request enters here: who asks, one transaction, and what a refusal looks like.

A route cannot be declared without a rule, and a POST not without a command; the application starts with no others.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Concatenate
from urllib.parse import quote

import structlog
from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from workgroups.core import languages, messages, once
from workgroups.core.errors import DomainError, Invalid, Repeated, Stale
from workgroups.core.forms import Form
from workgroups.core.policy import ANYONE, Rule
from workgroups.core.work import Command, Work
from workgroups.web.forms import FormState, plain, shown, typed
from workgroups.web.limits import LIMITS, check
from workgroups.web.pages import BUILD, FLASH, MEMBER_PAGE, env, flash, squeezed
from workgroups.web.urls import PATHS, url
from workgroups.web.visits import Me, Site, Visit, language_of

Handler = Callable[Concatenate[Visit, ...], Response]
Pairs = Sequence[tuple[str, Any]]


class KeyConvertor(Convertor[int]):
    """A row's number in a path: anything that cannot be one is no path at all."""

    regex = "[1-9][0-9]{0,8}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("key", KeyConvertor())

log = structlog.get_logger()

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
            if me:
                site.touch(site.database, me, work.now)
            if tag and response.status_code == 200:
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


@dataclass(eq=False)
class Writer(Answering):
    """A change: one command, one form, one write transaction, then 303 to a page."""

    path: str
    command: Command[Any, Any]
    form: type[Form]
    back_to: Handler
    then: "str | Callable[[Visit, Any], str | Response] | None"
    name: str
    rate: str
    done: str | None
    also: Callable[[Visit], dict[str, Any]] | None
    methods: tuple[str, ...] = ("POST",)
    cache: str = field(default="never")

    @property
    def rule(self) -> Rule:
        return self.command.rule

    async def respond(self, request: Request) -> Response:
        async with request.form(max_files=10, max_fields=500) as form:
            return await run_in_threadpool(self.answer, request, form.multi_items())

    def answer(self, request: Request, pairs: Pairs) -> Response:
        site: Site = request.app.state.site
        try:
            check(self.rate, request)
            return self.attempt(request, site, pairs)
        except DomainError as refusal:
            return self.again(request, site, pairs, refusal)
        except (StaleDataError, IntegrityError):
            # Somebody saved in the same instant. The second look finds their row, or says honestly what is wrong.
            try:
                return self.attempt(request, site, pairs)
            except DomainError as refusal:
                return self.again(request, site, pairs, refusal)
        except OperationalError as problem:
            return unavailable(request, problem, pairs)

    def attempt(self, request: Request, site: Site, pairs: Pairs) -> Response:
        controls = dict(pairs)
        with site.database.write() as session:
            work = Work(session, 0, site.clock())
            me = who(request, work)
            if me is None and self.rule is not ANYONE:
                return signed_out(request, pairs)
            with visiting(request, me, work) as visit:
                params = dict(request.path_params)
                row = self.take(work, params, version_of(controls))
                given = self.parse(pairs)
                claimed = None
                if key := str(controls.get("_once", ""))[:64]:
                    try:
                        claimed = once.claim(session, f"{work.me}:{key}", work.now)
                    except Repeated as before:
                        return RedirectResponse(before.location, 303)
                also = self.also(visit) if self.also else {}
                result = self.command.do(work, *row, given, **params, **also)
                response = self.onward(visit, result)
                if claimed:
                    claimed.location = response.headers.get("Location", "/desk")
                if self.done:
                    flash(response, languages.gettext(self.done))
                work.finish()
        site.wake()
        return response

    def parse(self, pairs: Pairs) -> Form:
        """The form's fields as values. Raises `Invalid` with the first thing that is wrong with each."""
        try:
            return self.form.model_validate(self.form.fold(pairs))
        except ValidationError as refused_by_form:
            errors = reversed(refused_by_form.errors())
            wrong = {place(error): messages.message(error, languages.gettext) for error in errors}
            raise Invalid(**wrong) from None

    def take(self, work: Work, params: dict[str, Any], version: int | None) -> tuple[Any, ...]:
        """The row that the command is about, locked; none for anonymous changes."""
        if self.rule is ANYONE:
            return ()
        return (work.take(params.pop("key", work.me), self.rule, version, lock=True),)

    def onward(self, visit: Visit, result: Any) -> Response:
        """Where the browser goes after the change."""
        to: str | Response
        if callable(self.then):
            to = self.then(visit, result)
        elif self.then:
            to = url(self.then, key=result.id)
        else:
            to = url(PAGES[self.back_to].name, **visit.request.path_params)
        return to if isinstance(to, Response) else RedirectResponse(to, 303)

    def again(self, request: Request, site: Site, pairs: Pairs, refusal: DomainError) -> Response:
        """The page the form came from, with what was typed and what is wrong. Nothing typed is lost."""
        with site.database.read() as session:
            work = Work(session, 0, site.clock())
            me = who(request, work)
            with visiting(request, me, work) as visit:
                visit.status = refusal.status
                if refusal.status in (403, 404, 429):
                    return refused(visit, refusal, pairs)
                visit.path = url(PAGES[self.back_to].name, **request.path_params)
                visit.failed = self.failed(request, pairs, refusal)
                if not isinstance(refusal, Invalid):
                    visit.notes = (sentence(refusal),)
                return PAGES[self.back_to].show(visit)

    def failed(self, request: Request, pairs: Pairs, refusal: DomainError) -> FormState:
        controls = dict(pairs)
        errors = {name: languages.gettext(why) for name, why in getattr(refusal, "fields", {}).items()}
        state = FormState(
            of=(self.command.name, request.path_params.get("key")),
            values=typed(pairs),
            errors=errors,
            version=version_of(controls),
            once=str(controls.get("_once", "")),
        )
        if isinstance(refusal, Stale):
            saved = shown(refusal.saved)
            state.saved = {name: value for name, value in saved.items() if name in self.form.model_fields}
            state.version = refusal.version
        return state


def place(error: Mapping[str, Any]) -> str:
    """The field beside which an error stands; a rule about several fields names one in its context."""
    return str(error["loc"][0]) if error["loc"] else str(error.get("ctx", {}).get("field", "form"))


def version_of(controls: dict[str, Any]) -> int | None:
    version = plain(controls.get("_version"))
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None


def read(
    path: str, handler: Handler, rule: Rule, *, name: str | None = None, cache: str = "member", rate: str = "page"
) -> Route:
    """Declare a page. `handler(visit, row, **path)` gets the row that `key` names, taken by `rule`.

    A path without `{key}` is about the person who asks; with `ANYONE` the handler gets no row.
    `cache` is "member" or "public", `rate` one of the classes in `web.limits`.
    """
    if cache not in ("member", "public") or rate not in LIMITS:
        raise ValueError(f"{path}: unknown cache or rate class")
    endpoint = Endpoint(path, handler, rule, name or named(handler), cache, rate)
    PAGES.setdefault(handler, endpoint)
    return declared(endpoint)


def write(
    path: str,
    command: Command[Any, Any],
    form: type[Form],
    *,
    back_to: Handler,
    then: "str | Callable[[Visit, Any], str | Response] | None" = None,
    done: str | None = None,
    rate: str = "write",
    also: Callable[[Visit], dict[str, Any]] | None = None,
) -> Route:
    """Declare a change: POST to a gerund noun, 303 to a page.

    Invalid input and conflicts show `back_to`'s page again. Afterwards the browser goes to the page of the route `then`
    with the result's id, to what `then(visit, result)` says, or to `back_to`. `done` is the sentence (a msgid) the next
    page announces. `also` adds named arguments that come from the request and not from the form.
    """
    if rate not in LIMITS:
        raise ValueError(f"{path}: unknown rate class")
    return declared(Writer(path, command, form, back_to, then, named(command.do), rate, done, also))


class Way(Route):
    """A route that looks at the beginning of a path first: a request passes by some fifty others, each a regex."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        beginning, _, _ = self.path.partition("{")
        return super().matches(scope) if scope["path"].startswith(beginning) else (Match.NONE, {})


def declared(endpoint: Answering) -> Route:
    """The route of an endpoint, its path known to `url`. Raises `ValueError` when two routes share a name."""
    if endpoint.name in PATHS:
        raise ValueError(f"two routes are called {endpoint.name}")
    route = Way(endpoint.path, endpoint, name=endpoint.name, methods=list(endpoint.methods))
    PATHS[endpoint.name] = route.path_format
    return route


def named(function: Callable[..., Any]) -> str:
    """`workgroups.meetings.agenda.commands.propose` is the route `agenda:propose`."""
    return f"{function.__module__.split('.')[-2]}:{function.__name__}"


def sentence(refusal: DomainError) -> str:
    """What happened, what is safe, what to do."""
    _ = languages.gettext
    if isinstance(refusal, Stale):
        return _(
            "Somebody else saved this while you were writing. Both texts are below; nothing is lost. "
            "Choose and save again."
        )
    if refusal.status == 409:
        return str(refusal) or _(
            "This has moved on since you opened the page, so nothing was changed. This is how it stands now."
        )
    return str(refusal)


def refused(visit: Visit, refusal: DomainError, pairs: Pairs = ()) -> Response:
    visit.status = refusal.status
    return visit.page("errors/show.html", status=refusal.status, why=str(refusal), typed=visible(pairs))


def signed_out(request: Request, pairs: Pairs | None = None) -> Response:
    """To the sign-in page; a form comes back with what was typed, ready to be sent again."""
    if pairs is None:
        return RedirectResponse(f"/sign-in?next={quote(request.url.path)}", 303)
    return send_again(request, pairs, 401)


def unavailable(request: Request, problem: OperationalError, pairs: Pairs | None = None) -> Response:
    """The database does not answer: say so, and keep what was typed."""
    log.error("database.away", path=request.url.path, problem=str(problem.orig))
    return send_again(request, pairs or (), 503)


def failed(request: Request) -> Response:
    """Something broke that nobody foresaw."""
    return send_again(request, (), 500)


def send_again(request: Request, pairs: Pairs, status: int) -> Response:
    with languages.using(language_of(request, None)):
        html = env.get_template("errors/again.html").render(
            status=status, path=request.url.path, method=request.method, typed=visible(pairs), lang=languages.current()
        )
    return Response(html, status, {"Cache-Control": "no-store"}, media_type="text/html")


def visible(pairs: Pairs) -> list[tuple[str, str]]:
    """What was typed, without uploaded files."""
    return [(name, value) for name, value in pairs if isinstance(value, str)]
