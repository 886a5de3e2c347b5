"""The demonstration, served as `make demo` serves it, and a real Chromium in front of it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from workgroups import migrations
from workgroups.app import create_app
from workgroups.core.clock import utc_now
from workgroups.core.settings import Settings
from workgroups.demo import loader

PATIENCE = 30_000
"""Milliseconds: machines that run tests are busy."""

expect.set_options(timeout=PATIENCE)

ACCESSIBLE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

CHROMIUM = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a demonstration, to be copied: loaded once, by whichever process of this run comes first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demonstration"
    with folder.with_name("loading").open("w") as lock:
        flock(lock, LOCK_EX)
        if not folder.exists():
            beginning = folder.with_name("being-loaded")
            beginning.mkdir()
            settings = Settings(data_dir=beginning)
            migrations.upgrade(settings.database_url)
            database = create_app(settings, demo=True).state.site.database
            loader.load(database, settings, utc_now())
            database.dispose()
            beginning.rename(folder)
    return folder


@contextmanager
def demonstration(loaded: Path, data: Path) -> Iterator[str]:
    """A demonstration of our own, with its data in a folder; gives its address."""
    shutil.copytree(loaded, data, dirs_exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (data / "log").open("w") as log:
        served = subprocess.Popen(
            [sys.executable, "-m", "workgroups", "demo", "--port", str(port)],
            env={**os.environ, "WORKGROUPS_DATA_DIR": str(data)},
            stdout=log,
            stderr=log,
        )
        address = f"http://127.0.0.1:{port}"
        while not ready(address):
            assert served.poll() is None, (data / "log").read_text()
            time.sleep(0.1)
        yield address
        served.terminate()
        served.wait(20)


def ready(address: str) -> bool:
    try:
        with urlopen(address + "/readyz", timeout=10) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="module")
def site(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demonstration that the tests of one file share."""
    with demonstration(loaded, tmp_path_factory.mktemp("demo")) as address:
        yield address


class Cast:
    """Everybody of one demonstration in a browser of their own, opened when they are first asked for."""

    def __init__(self, chromium: Browser, address: str, data: Path, *, scripts: bool) -> None:
        self.chromium, self.address, self.data, self.scripts = chromium, address, data, scripts
        self.contexts: dict[str, BrowserContext] = {}
        self.visited: dict[str, set[str]] = defaultdict(set)

    def __getitem__(self, name: str) -> Page:
        """The page in front of one of the cast; `cast[""]` is the public."""
        if name not in self.contexts:
            context = self.chromium.new_context(base_url=self.address, java_script_enabled=self.scripts, locale="en-CA")
            context.set_default_timeout(PATIENCE)
            self.contexts[name] = context
            page = context.new_page()
            page.on("framenavigated", lambda frame: self.visited[name].add(urlsplit(frame.url).path))
            come_in(page, name)
        return self.contexts[name].pages[0]

    def check(self, page: Page) -> None:
        """WCAG on the page, and its width on a phone; both ask with a script, so in the walk with scripts."""
        if self.scripts:
            axe_finds_nothing(page)
            fits_a_phone(page)

    def settled(self, page: Page) -> None:
        """Wait until a change in place has come back."""
        page.wait_for_load_state("networkidle")

    def letter_to(self, address: str, holding: str) -> str:
        """All texts of the letter to this address that holds these words, once the worker has written it."""
        for _ in range(100):
            for file in sorted((self.data / "mail").glob("*.eml")):
                message = message_from_bytes(file.read_bytes(), policy=default)
                text = "".join(part.get_content() for part in message.walk() if part.get_content_maintype() == "text")
                if message["To"] == address and holding in text:
                    return text
            time.sleep(0.1)
        raise AssertionError(f"no letter to {address} with {holding}")

    def leave(self) -> None:
        for context in self.contexts.values():
            context.close()


def come_in(page: Page, name: str) -> None:
    page.on("pageerror", lambda problem: pytest.fail(f"script: {problem}"))
    if name:
        page.goto("/sign-in")
        folded = page.locator("details:not([open]) > summary")
        while folded.count():
            folded.first.click()
        page.get_by_role("button", name=re.compile(re.escape(name))).first.click()
        page.wait_for_url("**/desk")
        if page.locator("html").get_attribute("lang") == "fr":
            page.get_by_role("button", name="English").click()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Closed after each file: as long as Playwright is there, no other test of the process has an event loop."""
    with sync_playwright() as playwright:
        path = next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), None)
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield browser
        browser.close()


Door = Callable[..., Page]


@pytest.fixture
def door(site: str, chromium: Browser) -> Iterator[Door]:
    """Come in as one of the cast: `door("Priya Nair")`, or as the public: `door()`. Options are Playwright's."""
    contexts: list[BrowserContext] = []

    def opened(name: str | None = None, **options: Any) -> Page:
        context = chromium.new_context(base_url=site, **({"locale": "en-CA"} | options))
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        come_in(page, name or "")
        return page

    yield opened
    for context in contexts:
        context.close()


def fits_a_phone(page: Page) -> None:
    """Nothing scrolls sideways at 360 px."""
    before = page.viewport_size
    assert before
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
    page.set_viewport_size(before)


def axe_finds_nothing(page: Page) -> None:
    """WCAG 2.2 AA as far as a machine can tell."""
    found = Axe().run(page, options={"runOnly": ACCESSIBLE, "resultTypes": ["violations"]})
    problems = [
        (violation["id"], violation["help"], [node["html"][:200] for node in violation["nodes"][:3]])
        for violation in found.response["violations"]
    ]
    assert not problems, f"{page.url}: {problems}"
