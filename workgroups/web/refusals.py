"""What a refusal looks like: a sentence on a page, and what was typed beside it, so that nothing is lost."""

from urllib.parse import quote

import structlog
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from workgroups.core import languages
from workgroups.core.errors import DomainError, Stale
from workgroups.web.forms import Pairs
from workgroups.web.pages import env
from workgroups.web.visits import Visit, language_of

log = structlog.get_logger()


def sentence(refusal: DomainError) -> str:
    """What happened, what is safe, what to do."""
    _ = languages.gettext
    if isinstance(refusal, Stale) and not str(refusal):
        return _(
            "Somebody else saved this while you were writing. Both texts are below; nothing is lost. "
            "Choose and save again."
        )
    if refusal.status == 409 and not str(refusal):
        return _("This has moved on since you opened the page, so nothing was changed. This is how it stands now.")
    return _(str(refusal)) if str(refusal) else ""


def refused(visit: Visit, refusal: DomainError) -> Response:
    """The page that says why not, with whatever was typed to copy it from."""
    visit.status = refusal.status
    return visit.page("errors/show.html", status=refusal.status, why=str(refusal), typed=visible(visit.typed))


def signed_out(request: Request, pairs: Pairs | None = None) -> Response:
    """To the sign-in page; a form comes back with what was typed, ready to be sent again."""
    if pairs is None:
        asked = f"{request.url.path}?{request.url.query}".removesuffix("?")
        return RedirectResponse(f"/sign-in?next={quote(asked)}", 303)
    return send_again(request, pairs, 401)


def unavailable(request: Request, problem: OperationalError, pairs: Pairs | None = None) -> Response:
    """The database does not answer: say so, and keep what was typed."""
    log.error("database.away", path=request.url.path, problem=str(problem.orig))
    return send_again(request, pairs or (), 503)


def unread(request: Request, problem: HTTPException) -> Response:
    """A form that was not even read: larger than any form of ours, or not a form at all."""
    return send_again(request, (), problem.status_code)


def broken(request: Request, problem: Exception, pairs: Pairs = ()) -> Response:
    """Something broke that nobody foresaw: write it down, and keep what was typed."""
    log.error("request.broken", path=request.url.path, exc_info=problem)
    return send_again(request, pairs, 500)


def store_away(request: Request) -> Response:
    """The place where files stand does not answer a download."""
    return send_again(request, (), 503, of="store")


def send_again(request: Request, pairs: Pairs, status: int, of: str = "database") -> Response:
    """A page that needs neither a session nor the database, and sends a form again just as it came.

    A form with a file cannot be sent again: no page may choose a file for somebody.
    """
    with_file = request.headers.get("Content-Type", "").startswith("multipart/")
    with languages.using(language_of(request, None)):
        html = env.get_template("errors/again.html").render(
            status=status,
            of=of,
            path=request.url.path,
            method=request.method,
            with_file=with_file,
            typed=visible(pairs),
            lang=languages.current(),
        )
    return Response(html, status, {"Cache-Control": "no-store"}, media_type="text/html")


def visible(pairs: Pairs) -> list[tuple[str, str]]:
    """What was typed, without uploaded files."""
    return [(name, value) for name, value in pairs if isinstance(value, str)]
