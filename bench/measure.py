"""How requests are sent, and what is read of them: processor time of the server, bytes, statements, packages."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from importlib import metadata
from secrets import token_hex
from typing import NamedTuple
from urllib.parse import urlencode

from packaging.requirements import Requirement
from sqlalchemy import event

from bench.servers import Server
from workgroups.core.db import Database

BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36",
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


class Call(NamedTuple):
    """One request, and the status that answers it. With a form it is a POST."""

    path: str
    headers: Mapping[str, str] = {}
    form: Mapping[str, str] | None = None
    status: int = 200


class Answer(NamedTuple):
    headers: Mapping[str, str]
    body: bytes


class Browser:
    """A connection that is kept open, from one address of this machine."""

    def __init__(self, server: Server, address: str = "127.0.0.1") -> None:
        self.connection = HTTPConnection("127.0.0.1", server.port, source_address=(address, 0))

    def send(self, call: Call) -> Answer:
        """The answer. Raises `RuntimeError` when it has another status than it should."""
        headers = BROWSER | dict(call.headers)
        if call.form is None:
            self.connection.request("GET", call.path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            self.connection.request("POST", call.path, urlencode({**call.form, "_once": token_hex(8)}), headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != call.status:
            raise RuntimeError(f"{call.path} answers {answer.status}, not {call.status}")
        return Answer(answer.headers, body)


def cost(server: Server, call: Call, count: int, address: str) -> float:
    """Milliseconds of processor time that the server needs for one such request, as the mean of `count`."""
    browser = Browser(server, address)
    browser.send(call)
    before = server.cpu()
    for _ in range(count):
        browser.send(call)
    return (server.cpu() - before) / count * 1000


def repetitions(server: Server, call: Call, address: str) -> int:
    """How many requests make one measurement; asking warms the server up."""
    each = cost(server, call, FEWEST, address) / 1000
    return max(FEWEST, min(MOST if call.form is None else MOST_WRITES, round(BATCH_SECONDS / each)))


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


def distributions(name: str) -> set[str]:
    """The installed distributions that one needs on this machine, itself included, without its development group."""
    found: set[str] = set()
    waiting = [(name, "")]
    while waiting:
        wanted, extra = waiting.pop()
        key = wanted.lower().replace("_", "-")
        if (key, extra) in found:
            continue
    return found
