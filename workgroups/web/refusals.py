"""What a refusal looks like: a sentence on a page, and what was typed beside it, so that nothing is lost."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import structlog
from sqlalchemy.exc import OperationalError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from workgroups.core import languages
from workgroups.core.errors import DomainError, Stale
from workgroups.web.pages import env
from workgroups.web.visits import Visit, language_of

log = structlog.get_logger()

Pairs = Sequence[tuple[str, Any]]
"""What a browser sent: names and values, in the order of the form."""


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
