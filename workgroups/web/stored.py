"""Answers that are bytes before anybody asks: static files and published pages, looked up before the router."""

import gzip
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import blake2b
from mimetypes import guess_type
from time import monotonic
from typing import NamedTuple

import brotli
import structlog
from sqlalchemy.exc import OperationalError
from starlette.types import ASGIApp, Receive, Scope, Send

from workgroups.web.guard import STRICT
from workgroups.web.urls import asset, folder

log = structlog.get_logger()

FOR_EVER = "public, max-age=31536000, immutable"
REVALIDATE = "public, max-age=0, must-revalidate"
"""For all that is public: a withdrawal has to be seen at once."""

LOOK_EVERY = 1.0
"""Seconds between two looks whether another process published something."""


class Answer(NamedTuple):
    """One answer in three encodings, with the headers that go with each."""

    etag: bytes
    bodies: Mapping[bytes, bytes]
    headers: Mapping[bytes, list[tuple[bytes, bytes]]]
    unchanged: list[tuple[bytes, bytes]]
    """The headers of a 304; the browser keeps all others with what it has."""


def answer(plain: bytes, media_type: str, cache: str, compressed: bytes | None = None) -> Answer:
    """Prepare an answer; `compressed` is its brotli form when it was made before."""
    etag = f'"{blake2b(plain, digest_size=12).hexdigest()}"'.encode()
    unchanged = [(b"etag", etag), (b"cache-control", cache.encode()), (b"vary", b"Accept-Encoding")]
    strict = [(name.lower().encode(), value.encode()) for name, value in STRICT.items()]
    typed = [*strict, *unchanged, (b"content-type", media_type.encode())]
    bodies = {b"": plain, b"gzip": gzip.compress(plain, 9, mtime=0), b"br": compressed or brotli.compress(plain)}
    headers = {
        name: [*typed, (b"content-length", str(len(body)).encode()), *([(b"content-encoding", name)] if name else [])]
        for name, body in bodies.items()
    }
    return Answer(etag, bodies, headers, unchanged)


@cache
def static_answers() -> dict[str, Answer]:
    """Every file below `static/`, under its fingerprinted path."""
    found = {}
    for file in sorted(folder("static").iterdir()):
        if file.suffix != ".md":
            media_type = guess_type(file.name)[0] or "application/octet-stream"
            if media_type.startswith("text/") or file.suffix == ".js":
                media_type += "; charset=utf-8"
            found[asset(file.name)] = answer(file.read_bytes(), media_type, FOR_EVER)
    return found


Load = Callable[[int], tuple[int, dict[str, Answer]] | None]
"""Published pages if the generation is another than the given one: (generation, pages), or None."""


class Shelf:
    """The answers of this process, refreshed when the generation of the published pages changes."""

    def __init__(self, static: dict[str, Answer], load: Load) -> None:
        self.static, self.load = static, load
        self.pages: dict[str, Answer] = {}
        self.generation = -1
        self.expire()

    def expire(self) -> None:
        """Look again before the next page: somebody wrote here, perhaps published or withdrew."""
        self.looked = -LOOK_EVERY

    def get(self, path: str) -> Answer | None:
        found = self.static.get(path)
        if found is None:
            if monotonic() - self.looked >= LOOK_EVERY:
                self.look()
            found = self.pages.get(path)
        return found

    def look(self) -> None:
        self.looked = monotonic()
        try:
            loaded = self.load(self.generation)
        except OperationalError:  # readers keep what was published; writers say that the database is away
            log.warning("site.database_away")
            return
        if loaded:
            self.generation, self.pages = loaded


class Stored:
    """ASGI middleware: answers from the shelf, everything else goes on to the application."""

    def __init__(self, app: ASGIApp, shelf: Shelf) -> None:
        self.app, self.shelf = app, shelf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = None
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            found = self.shelf.get(scope["path"])
        if found is None:
            await self.app(scope, receive, send)
            if scope["type"] == "http" and scope["method"] == "POST":
                self.shelf.expire()
            return
        accepts = matches = b""
        for name, value in scope["headers"]:
            if name == b"accept-encoding":
                accepts = value
            elif name == b"if-none-match":
                matches = value
        if found.etag in matches:
            await send({"type": "http.response.start", "status": 304, "headers": found.unchanged})
            await send({"type": "http.response.body", "body": b""})
            return
        encoding = b"br" if b"br" in accepts else b"gzip" if b"gzip" in accepts else b""
        body = b"" if scope["method"] == "HEAD" else found.bodies[encoding]
        await send({"type": "http.response.start", "status": 200, "headers": found.headers[encoding]})
        await send({"type": "http.response.body", "body": body})
