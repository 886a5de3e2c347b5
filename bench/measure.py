"""How requests are sent, and what is read of them: processor time of the server, bytes, statements, packages."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from importlib import metadata
from re import findall
from secrets import token_hex
from typing import NamedTuple
from urllib.parse import urlencode

from httpx2 import Response
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from sqlalchemy import event
from starlette.testclient import TestClient

from bench.servers import Server
from workgroups.app import create_app
from workgroups.core.db import Database
from workgroups.core.settings import Settings

BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/143.0.0.0 Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "en-CA,en;q=0.9,fr;q=0.8",
    "Sec-Fetch-Site": "same-origin",
}
"""What a browser sends with every request; both servers get it."""

BATCH_SECONDS = 0.2
"""Processor time that one measurement should take."""

FEWEST, MOST = 20, 2000
MOST_WRITES = 180
"""Our own limit is 240 writes a minute and address, so each batch comes from an address of its own."""

ADDRESSES = (f"127.0.{network}.{host}" for network in range(1, 255) for host in range(1, 255))


class Call(NamedTuple):
    """One request. With a form it is a POST; `unchanged` asks whether the page is still what the browser has."""

    path: str
    cookie: str = ""
    form: Mapping[str, str] | None = None
    unchanged: bool = False

    @property
    def status(self) -> int:
        """What answers it."""
        return 303 if self.form is not None else 304 if self.unchanged else 200

    @property
    def headers(self) -> dict[str, str]:
        return BROWSER | ({"Cookie": self.cookie} if self.cookie else {})

    @property
    def body(self) -> dict[str, str]:
        """The fields of the form, sent once."""
        return {**(self.form or {}), "_once": token_hex(8)}


class Answer(NamedTuple):
    status: int
    body: bytes


class Browser:
    """A connection that is kept open, from an address of its own; it remembers the last ETag of each path."""

    def __init__(self, server: Server) -> None:
        self.connection = HTTPConnection("127.0.0.1", server.port, source_address=(next(ADDRESSES), 0))
        self.tags: dict[str, str] = {}

    def send(self, call: Call) -> Answer:
        """The answer, as it was sent. Raises `RuntimeError` when it has another status than it should."""
        headers = call.headers
        if call.unchanged and call.path in self.tags:
            headers["If-None-Match"] = self.tags[call.path]
        if call.form is None:
            self.connection.request("GET", call.path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            self.connection.request("POST", call.path, urlencode(call.body), headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != call.status and not (call.unchanged and answer.status == 200):
            raise RuntimeError(f"{call.path} answers {answer.status}, not {call.status}")
        if "ETag" in answer.headers:
            self.tags[call.path] = answer.headers["ETag"]
        return Answer(answer.status, body)


class Load:
    """One request to one server, again and again; how often makes one measurement is found out at the start."""

    def __init__(self, server: Server, call: Call) -> None:
        self.server, self.call, self.times = server, call, FEWEST
        most = MOST if call.form is None else MOST_WRITES
        self.times = max(FEWEST, min(most, round(BATCH_SECONDS * 1000 / self.cost())))

    def cost(self) -> float:
        """Milliseconds of the server's processor time for one such request.

        Raises `RuntimeError` when the server does not see that a page is unchanged.
        """
        browser = Browser(self.server)
        browser.send(self.call)
        before = self.server.cpu()
        others = sum(browser.send(self.call).status != self.call.status for _ in range(self.times))
        used = self.server.cpu() - before
        if others > 1:  # a member's page gets another ETag every five minutes
            raise RuntimeError(f"{self.call.path} was sent {others} times although it had not changed")
        return used / self.times * 1000


class Weight(NamedTuple):
    """An answer before compression, its bytes as they are sent, and the number of statements to the database."""

    html: str
    sent: int
    queries: int


def weigh(settings: Settings, server: Server, call: Call) -> Weight:
    """What an answer weighs; statements are counted in a process of our own."""
    app = create_app(settings)
    with TestClient(app, settings.public_url, headers=call.headers, follow_redirects=False) as client:

        def ask(**headers: str) -> Response:
            if call.form is None:
                return client.get(call.path, headers=headers)
            return client.post(call.path, data=call.body)

        page = ask()
        with statements(app.state.site.database) as found:
            ask(**({"If-None-Match": page.headers["ETag"]} if call.unchanged else {}))
    browser = Browser(server)
    answers = [browser.send(call), browser.send(call)]
    return Weight(page.text, len(answers[-1].body), len(found))


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The statements that are sent to the database in this block, in order."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    for engine in (database.reader, database.writer):
        event.listen(engine, "before_cursor_execute", note)
    yield sent
    for engine in (database.reader, database.writer):
        event.remove(engine, "before_cursor_execute", note)


def first_view(server: Server, page: Weight) -> tuple[int, int]:
    """What a browser fetches to show a page, with its stylesheet, scripts and icon: bytes as sent, requests."""
    browser = Browser(server)
    paths = set(findall(r'(?:src|href)="(/static/[^"]+)"', page.html))
    return page.sent + sum(len(browser.send(Call(path)).body) for path in paths), 1 + len(paths)


def distributions(name: str, extras: Iterable[str] = ()) -> set[str]:
    """The installed distributions that one needs on this machine, itself included; development groups are left out."""
    found: set[str] = {canonicalize_name(name)}
    for line in metadata.requires(name) or ():
        needed = Requirement(line)
        if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            found |= distributions(needed.name, needed.extras)
    return found
