"""The demonstration, loaded once for all tests that look at it."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.conftest import ORIGIN, another
from tests.world import NOW
from workgroups.app import create_app, render_public_pages
from workgroups.core.db import Database
from workgroups.core.settings import Settings
from workgroups.core.work import writing
from workgroups.demo import loader
from workgroups.demo.cast import content
from workgroups.people import commands
from workgroups.people.models import Person, SignInMethod

GROUPS = [row["slug"] for row in content("groups.toml")["group"] if row["state"] == "active"]


class Demo(NamedTuple):
    """The loaded demonstration, and how long loading took in seconds."""

    app: Starlette
    database: Database
    now: datetime
    seconds: float

    def browser(self, key: str | None = None) -> TestClient:
        """A browser in which a person of `people.toml` is signed in, or nobody."""
        client = TestClient(self.app, headers=ORIGIN, follow_redirects=False, raise_server_exceptions=False)
        if key:
            address = next(row["email"] for row in content("people.toml")["person"] if row["key"] == key)
            with writing(self.database, 0, self.now) as work:
                person = work.session.exec(select(Person).where(Person.email == address)).one()
                token = commands.start(work, person, SignInMethod.DEMO, "test")
            client.cookies.set(self.app.state.site.session_cookie, token)
        return client


@pytest.fixture(scope="session")
def demo(template: str, postgres: str | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    url = another(postgres, folder, template)
    settings = Settings(data_dir=Path(folder), database_url=url, public_url="http://testserver")
    app = create_app(settings, demo=True, clock=lambda: NOW)
    database: Database = app.state.site.database
    began = time.perf_counter()
    loader.load(database, settings, NOW)
    render_public_pages(database, NOW)
    yield Demo(app, database, NOW, time.perf_counter() - began)
    database.dispose()


@pytest.fixture(scope="session")
def told() -> Callable[[str, str], list[dict[str, Any]]]:
    """The rows of one kind in the file of one group."""

    def rows(group: str, kind: str) -> list[dict[str, Any]]:
        return content(f"year/{group}.toml")[kind]

    return rows
