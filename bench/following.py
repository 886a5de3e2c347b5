"""People who follow a meeting live while its chair writes the minutes, and what that costs everybody else."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from statistics import median
from threading import Event, Thread

from bench.data import Furnished
from bench.measure import BROWSER, Browser, Call
from bench.servers import Server

EVERY = 1.0
"""Seconds between two questions of one browser, as the page says it."""

SAVES, PAUSE = 4, 4.0
"""How often something is saved while we watch, and how many seconds lie between two saves."""

LOOKS = 40
"""How often the other page is asked for in one measurement."""

PLAIN = BROWSER | {"Accept-Encoding": "identity", "HX-Target": "div#followed"}


class Following:
    """Everybody who follows: when something was saved, and when each of them saw it."""

    def __init__(self, server: Server, made: Furnished) -> None:
        self.server, self.made = server, made
        self.saved: dict[str, float] = {}
        self.waits: list[float] = []
        self.over = Event()

    def follow(self, cookie: str, delay: float) -> None:
        """One browser: it asks, and notes how long each save that it sees had been there."""
        connection, at, seen = HTTPConnection("127.0.0.1", self.server.port), "", set[str]()
        self.over.wait(delay)
        while not self.over.wait(EVERY):
            connection.request("GET", f"{self.made.session}/pulse?at={at}", headers=PLAIN | {"Cookie": cookie})
            answer = connection.getresponse()
            page = answer.read().decode()
            if answer.status == 204:
                continue
            if answer.status != 200:
                raise RuntimeError(f"{self.made.session} answers {answer.status}")
            at = re.findall(r"pulse\?at=([0-9-]+)", page)[0]
            for words in set(re.findall(r"Save \d+", page)) - seen:
                seen.add(words)
                self.waits.append(time.monotonic() - self.saved[words])

    def write(self) -> None:
        """Whoever has the pen, until she has saved often enough and all have had the time to see it."""
        browser = Browser(self.server)
        for number in range(1, SAVES + 1):
            form = {"text": f"Save {number}", "_version": str(number)}
            self.saved[form["text"]] = time.monotonic()
            browser.send(Call(self.made.session_text, self.made.large_writer, form))
            time.sleep(PAUSE)
        time.sleep(EVERY * 5)

    @contextmanager
    def going_on(self) -> Iterator[Thread]:
        """While they follow; gives the thread of whoever writes."""
        cookies = self.made.followers
        threads = [
            Thread(target=self.follow, args=(cookie, EVERY * place / len(cookies)), daemon=True)
            for place, cookie in enumerate(cookies)
        ]
        writer = Thread(target=self.write, daemon=True)
        for thread in (*threads, writer):
            thread.start()
        yield writer
        writer.join()
        self.over.set()
        for thread in threads:
            thread.join()


def looks(server: Server, call: Call) -> float:
    """Seconds until another page is there, as somebody sees it who looks now and then."""
    browser, taken = Browser(server), []
    browser.send(call)
    for _ in range(LOOKS):
        began = time.monotonic()
        browser.send(call)
        taken.append(time.monotonic() - began)
        time.sleep(0.1)
    return median(taken)


def measured(server: Server, made: Furnished) -> tuple[float, float]:
    """Seconds until the last of all has seen a save, and how many times as long another page takes meanwhile.

    Raises `RuntimeError` when somebody did not see every save.
    """
    other, following = Call(made.actions, made.member), Following(server, made)
    before = looks(server, other)
    with following.going_on():
        meanwhile = looks(server, other)
    after = looks(server, other)
    if len(following.waits) != SAVES * len(made.followers):
        raise RuntimeError(f"{len(following.waits)} of {SAVES * len(made.followers)} saves were seen")
    return max(following.waits), meanwhile / ((before + after) / 2)
