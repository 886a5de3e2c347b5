"""Changes that bring a file: nothing of it is read for somebody who may not, and never all of it is in memory."""

from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from anyio import CapacityLimiter, to_thread
from sqlalchemy.exc import OperationalError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.errors import DomainError, TooLarge
from workgroups.core.forms import Form
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Command, Work
from workgroups.web.endpoints import declared, named
from workgroups.web.forms import Pairs
from workgroups.web.reading import Handler, who
from workgroups.web.refusals import signed_out, unavailable, unread
from workgroups.web.visits import Site, Visit
from workgroups.web.writing import Writer

FIELDS = 200_000
"""Bytes that a form may have beside its file, unless it says otherwise."""

MOST_FIELDS = 100

MEGABYTE = 1_000_000

UPLOADS = CapacityLimiter(2)
"""Files are checked and stored in threads of their own: a slow store must not hold up the pages."""


@dataclass(frozen=True)
class Upload:
    """A file as it came: what the browser calls it, and its bytes, which lie on the disk when there are many."""

    name: str
    file: BinaryIO


@dataclass(eq=False)
class Uploader(Writer):
    """A change whose form has one file. `keep` checks and stores it, and what it returns stands in the form instead.

    That happens before the transaction, which a slow store would hold open.
    """

    keep: Callable[[Site, Upload], Any] = field(kw_only=True)
    fields: int = field(kw_only=True)

    def largest(self, site: Site) -> int:
        return site.settings.paper_mb * MEGABYTE + self.fields

    async def respond(self, request: Request) -> Response:
        refusal = await to_thread.run_sync(self.refusal, request, limiter=UPLOADS)
        if refusal:
            return refusal
        if int(request.headers.get("Content-Length", "0")) > self.largest(request.app.state.site):
            return await self.too_large(request, await before_the_file(request))
        try:
            async with request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=self.fields) as form:
                pairs = [(name, uploaded(value)) for name, value in form.multi_items()]
                return await to_thread.run_sync(self.answer, request, pairs, limiter=UPLOADS)
        except HTTPException as problem:
            return await self.too_large(request) if problem.status_code == 413 else unread(request, problem)

    async def too_large(self, request: Request, pairs: Pairs = ()) -> Response:
        """The page with the reason beside the field and what was typed; the rest of the file is not kept."""
        large = TooLarge(file=gettext_noop("This file is too large. Save it smaller, with smaller pictures perhaps."))
        return await to_thread.run_sync(self.again, request, request.app.state.site, pairs, large, limiter=UPLOADS)

    def refusal(self, request: Request) -> Response | None:
        """The answer to somebody who may not do this, before the file is read; None for whoever may."""
        site: Site = request.app.state.site
        try:
            try:
                with site.database.read() as session:
                    work = Work(session, 0, site.clock())
                    if who(request, work) is None:
                        return signed_out(request, ())
                    work.take(request.path_params["key"], self.rule)
            except DomainError as why:
                return self.again(request, site, (), why)
        except OperationalError as problem:
            return unavailable(request, problem, ())
        return None

    def attempt(self, request: Request, site: Site, pairs: Pairs) -> Response:
        kept = [(name, self.keep(site, value) if isinstance(value, Upload) else value) for name, value in pairs]
        return super().attempt(request, site, kept)


async def before_the_file(request: Request) -> Pairs:
    """What was typed in a form whose file is not read: all of it, as a file comes last in its form."""

    async def beginning() -> AsyncGenerator[bytes]:
        came = 0
        async for chunk in request.stream():
            yield chunk[: FIELDS - came]
            came += len(chunk)
            if came >= FIELDS:
                raise MultiPartException("the rest is left")

    parser = MultiPartParser(request.headers, beginning(), max_fields=MOST_FIELDS)
    with suppress(MultiPartException):  # what was read until then stands in `items`
        await parser.parse()
    return [(name, value) for name, value in parser.items if isinstance(value, str)]


def uploaded(value: str | UploadFile) -> str | Upload:
    """A field as it came; of a field for a file in which none was chosen, nothing."""
    if isinstance(value, str):
        return value
    return Upload(value.filename, value.file) if value.filename else ""


def upload(
    path: str,
    command: Command[Any, Any],
    form: type[Form],
    keep: Callable[[Site, Upload], Any],
    *,
    back_to: Handler,
    then: str | Callable[[Visit, Any], str | Response] | None = None,
    done: str | None = None,
    fields: int = FIELDS,
) -> Route:
    """Declare a change whose form has a field `file`; otherwise like `write`. `fields` is how long its texts may be."""
    name = named(command.do)
    return declared(Uploader(path, command, form, back_to, then, name, "upload", done, None, keep=keep, fields=fields))
