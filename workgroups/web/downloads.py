"""Answers that are files: streamed from where they stand, and never shown by the browser as a page of ours."""

from collections.abc import Callable, Iterator
from itertools import chain
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from workgroups.core.errors import StoreAway
from workgroups.web.refusals import store_away

LOCKED = "sandbox; default-src 'none'"
"""Whatever a file holds, a browser that shows it nevertheless lets it do nothing."""


class Download(Response):
    """A file as an attachment. `read` opens it, and raises `StoreAway` when it cannot be read."""

    def __init__(
        self,
        read: Callable[[], Iterator[bytes]],
        name: str,
        media_type: str,
        *,
        size: int | None = None,
        digest: str | None = None,
    ) -> None:
        super().__init__(media_type=media_type)
        self.read = read
        del self.headers["Content-Length"]
        self.headers["Content-Disposition"] = attachment(name)
        self.headers["Content-Security-Policy"] = LOCKED
        self.headers["X-Content-Type-Options"] = "nosniff"
        self.headers.update(private(digest))
        if size is not None:
            self.headers["Content-Length"] = str(size)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer: Response
        if scope["method"] == "HEAD":
            answer = StreamingResponse(iter(()), headers=self.headers)
        else:
            try:
                pieces = await run_in_threadpool(begun, self.read)
                answer = StreamingResponse(pieces, headers=self.headers)
            except StoreAway:
                answer = store_away(Request(scope))
        answer.background = self.background
        await answer(scope, receive, send)


def begun(read: Callable[[], Iterator[bytes]]) -> Iterator[bytes]:
    """The pieces of a file, the first of them read: what can go wrong at once has gone wrong here."""
    pieces = read()
    return chain([next(pieces, b"")], pieces)


def unchanged(request: Request, digest: str) -> Response | None:
    """The answer to a browser that has this content already."""
    if f'"{digest}"' in request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers=private(digest))
    return None


def private(digest: str | None) -> dict[str, str]:
    """Headers of what one person may keep and has to ask for again each time."""
    kept = {"Cache-Control": "private, no-cache", "Vary": "Cookie"}
    return kept | ({"ETag": f'"{digest}"'} if digest else {})


def attachment(name: str) -> str:
    """The header that has a browser save a file under a name: RFC 6266, with the name in UTF-8."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_").replace("\\", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
