"""Changes: one command, one form, one write transaction, and the page that a refusal comes back to."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Message, Receive, Scope, Send

from workgroups.core import canonical, languages, messages, once
from workgroups.core.errors import DomainError, Invalid, Repeated, Stale
from workgroups.core.forms import Form
from workgroups.core.policy import ANYONE, Rule
from workgroups.core.work import Command, Work
from workgroups.web.forms import FormState, Pairs, held, left_alone, plain, shown, typed
from workgroups.web.limits import check
from workgroups.web.pages import Said, flash
from workgroups.web.reading import PAGES, Answering, Handler, visiting, who
from workgroups.web.refusals import broken, refused, sentence, signed_out, unavailable, unread
from workgroups.web.urls import url
from workgroups.web.visits import Site, Visit

OURS = re.compile(r"(/[A-Za-z0-9_-]+)+")
"""A path that leads to no other server."""

LARGEST = 4_000_000
"""Bytes of a form: each field of the longest one may be filled many times over, and is refused beside itself."""


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

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await super().__call__(scope, limited(receive, self.largest(scope["app"].state.site)), send)

    def largest(self, _: Site) -> int:
        """How many bytes of a form are read."""
        return LARGEST

    async def respond(self, request: Request) -> Response:
        try:
            async with request.form(max_files=0, max_fields=500, max_part_size=LARGEST) as form:
                pairs = form.multi_items()
        except HTTPException as problem:
            return unread(request, problem)
        return await run_in_threadpool(self.answer, request, pairs)

    def answer(self, request: Request, pairs: Pairs) -> Response:
        """The page after the change, or one that says why not; whatever happens, nothing typed is lost."""
        site: Site = request.app.state.site
        try:
            return self.decided(request, site, pairs)
        except OperationalError as problem:
            return unavailable(request, problem, pairs)
        except Exception as problem:  # noqa: BLE001 - it is logged where its page is made
            return broken(request, problem, pairs)

    def decided(self, request: Request, site: Site, pairs: Pairs) -> Response:
        """Done, or refused for a reason."""
        try:
            check(self.rate, request)
            try:
                return self.attempt(request, site, pairs)
            except (StaleDataError, IntegrityError):
                # Somebody saved in the same instant. The second look finds their row, or says honestly what is wrong.
                return self.attempt(request, site, pairs)
        except DomainError as refusal:
            return self.again(request, site, pairs, refusal)

    def attempt(self, request: Request, site: Site, pairs: Pairs) -> Response:
        """The change in one transaction: nothing of it stays when anything is raised."""
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
                key = fingerprint(request.url.path, pairs) if controls.get("_once") else ""
                if key:
                    try:
                        once.claim(session, f"{work.me}:{key}", work.now)
                    except Repeated as before:
                        return RedirectResponse(before.location, 303)
                also = self.also(visit) if self.also else {}
                result = self.command.do(work, *row, given, **params, **also)
                response = self.onward(visit, result, str(controls.get("_next", "")))
                if key:
                    once.done(session, f"{work.me}:{key}", response.headers.get("Location", "/desk"))
                if said := self.said(pairs):
                    flash(response, *said, secure=site.secure)
                work.finish()
        site.wake()
        return response

    def parse(self, pairs: Pairs) -> Form:
        """The form's fields as values. Raises `Invalid` with the first thing that is wrong with each."""
        given = self.form.fold(pairs)
        try:
            return self.form.model_validate(given)
        except ValidationError as refused_by_form:
            wrong: dict[str, str] = {}
            for error in self.form.everything_wrong(given, refused_by_form):
                wrong.setdefault(place(error), messages.message(error, languages.gettext))
            raise Invalid(**wrong) from None

    def said(self, pairs: Pairs) -> list[Said]:
        """What the next page says: that it is done, and which texts perhaps say something else now than before."""
        said = [Said(languages.gettext(self.done))] if self.done else []
        if labels := left_alone(pairs):
            note = languages.gettext("Not changed: %(fields)s. Check that it still says the same.")
            said.append(Said(note % {"fields": "; ".join(labels)}, is_note=True))
        return said

    def take(self, work: Work, params: dict[str, Any], version: int | None) -> tuple[Any, ...]:
        """The row that the command is about, locked; none for anonymous changes."""
        if self.rule is ANYONE:
            return ()
        return (self.command.take(work, params.pop("key", work.me), version),)

    def onward(self, visit: Visit, result: Any, asked: str) -> Response:
        """Where the browser goes after the change: to the page of ours that the form names, first of all."""
        to: str | Response
        if OURS.fullmatch(asked):
            to = asked
        elif callable(self.then):
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
                visit.status, visit.typed = refusal.status, pairs
                if refusal.status in (403, 404, 429):
                    return refused(visit, refusal)
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
            held=held(pairs),
        )
        if isinstance(refusal, Stale):
            saved = shown(refusal.saved)
            state.saved = {name: value for name, value in saved.items() if name in self.form.model_fields}
            state.version = refusal.version
        return state


def fingerprint(path: str, pairs: Pairs) -> str:
    """What tells a form that is sent twice from another one: with the same key, but filled in anew, it is another."""
    said = [(name, value if isinstance(value, str) else getattr(value, "sha256", "")) for name, value in pairs]
    return canonical.digest({"path": path, "said": said})


def limited(receive: Receive, largest: int) -> Receive:
    """The same, but no more than so many bytes of it. Raises `HTTPException` 413 where more of them are asked for."""
    came = 0

    async def some() -> Message:
        nonlocal came
        if came > largest:
            raise HTTPException(413)
        message = await receive()
        body = message.get("body", b"")
        came += len(body)
        return message if came <= largest else {**message, "body": body[: largest - came], "more_body": True}

    return some


def place(error: Mapping[str, Any]) -> str:
    """The field beside which an error stands."""
    return str(error["loc"][0]) if error["loc"] else "form"


def version_of(controls: dict[str, Any]) -> int | None:
    version = plain(controls.get("_version"))
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
