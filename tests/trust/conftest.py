"""A room full of everything, made once for all tests of this folder, and an application that keeps nothing."""

import asyncio
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from httpx2 import ASGITransport, AsyncClient, Response
from sqlmodel import Session, func, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tests.conftest import ORIGIN, another
from tests.trust.scene import FILES, everything
from tests.world import World, settle
from workgroups.app import create_app
from workgroups.core.db import Database
from workgroups.core.settings import Settings
from workgroups.core.work import writing
from workgroups.links.papers.store import store_of
from workgroups.people import commands
from workgroups.people.models import Person, SignIn, SignInMethod
from workgroups.web.limits import limiter

ROLES = {
    "host": "amara",
    "lead": "blaise",
    "deputy": "farid",
    "stand-in": "gita",
    "secretary": "chidi",
    "coordinator": "iris",
    "member": "dolores",
    "regulator": "edith",
    "alternate": "ewan",
    "observer": "henk",
    "admin": "jonas",
    "outsider": "lena",
    "public": None,
}
"""The columns of the table, and who of the cast stands for each.

The host and the lead of the profession are the co-chairs; the deputy acts for the lead, the stand-in is the host's
alternate. The member holds the seat of the internationally educated and proposed what was proposed; the alternate is
the regulator's. The outsider is co-chair of another group.
"""


Files = dict[str, tuple[str, bytes]]
"""What a form with files sends: the name and the content of each, by field."""


class Rehearsal(Database):
    """A database that does everything and keeps nothing, so that each visitor meets the same room."""

    @contextmanager
    def write(self) -> Iterator[Session]:
        with Session(self.writer, expire_on_commit=False) as session:
            yield session
            session.flush()


@dataclass
class Room:
    """The application around the full room; `keys` are its rows by name, `tokens` and `sign_ins` the cookie of each role."""

    app: Starlette
    world: World
    keys: dict[str, Any]
    tokens: dict[str, str]
    sign_ins: dict[str, int]
    loop: asyncio.Runner = field(default_factory=asyncio.Runner)

    def browser(self, role: str) -> TestClient:
        """A browser that keeps its cookies and follows where it is led."""
        return TestClient(self.app, headers=ORIGIN, cookies={"session": self.tokens[role]})

    def close(self) -> None:
        self.loop.close()
        self.app.state.site.database.dispose()
        self.world.database.dispose()

    def ask(
        self, role: str, method: str, path: str, data: dict[str, str] | None = None, files: Files | None = None
    ) -> Response:
        """The answer to a browser of this role. Each request is its first: no cookie but that of its sign-in."""
        self.app.state.limiter = limiter()
        cookies = {"session": self.tokens[role]} if role in self.tokens else {}
        return self.loop.run(self.sent(method, path, data, files, cookies))

    async def sent(
        self, method: str, path: str, data: dict[str, str] | None, files: Files | None, cookies: dict[str, str]
    ) -> Response:
        transport = ASGITransport(self.app)
        async with AsyncClient(
            transport=transport, base_url="http://testserver", headers=ORIGIN, cookies=cookies
        ) as client:
            return await client.request(method, path, data=data, files=files)


def furnished(template: str, postgres: str | None, folder: Path) -> tuple[Room, str]:
    """A full room in a database of its own; returns its address too."""
    url = another(postgres, folder, template)
    settings = Settings(data_dir=folder, database_url=url, public_url="http://testserver")
    world = settle(Database(url))
    app = create_app(settings, clock=world.clock)
    keys = everything(world)
    for name, content in FILES.items():
        store_of(settings).put(name, BytesIO(content))
    tokens, sign_ins = {}, {}
    for role, name_of in ROLES.items():
        if name_of:
            with writing(world.database, 0, world.now) as work:
                person = work.session.get_one(Person, world.people[name_of])
                tokens[role] = commands.start(work, person, SignInMethod.EMAIL, "test")
                sign_ins[role] = work.session.exec(select(func.max(SignIn.id))).one()
    return Room(app, world, keys, tokens, sign_ins), url


@pytest.fixture(scope="session")
def room(template: str, postgres: str | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The room that stays as it is, whatever is done in it."""
    made, url = furnished(template, postgres, tmp_path_factory.mktemp("room"))
    keeps = made.app.state.site.database  # public pages are still read through it
    made.app.state.site.database = Rehearsal(url)
    with closing(made):
        yield made
    keeps.dispose()


@pytest.fixture(scope="module")
def workshop(template: str, postgres: str | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A room in which work is kept."""
    made, _ = furnished(template, postgres, tmp_path_factory.mktemp("workshop"))
    with closing(made):
        yield made
