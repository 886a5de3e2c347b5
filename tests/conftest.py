"""A migrated database for each test, on SQLite and, with `--postgres`, on PostgreSQL; browsers signed in as the cast."""

import gc
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import hypothesis
import psycopg
import pytest
from psycopg import sql
from sqlalchemy import event
from sqlalchemy.engine import make_url
from starlette.testclient import TestClient

from tests import compiled, shadows  # noqa: F401 - from here on, statements are kept and looked at
from tests.connections import one_each
from tests.postgres import keep, put_back, server
from tests.world import World, settle
from workgroups import migrations
from workgroups.app import create_app
from workgroups.core.db import Database
from workgroups.core.settings import Settings
from workgroups.core.work import writing
from workgroups.people import commands
from workgroups.people.models import Person, SignInMethod

ORIGIN = {"Sec-Fetch-Site": "same-origin"}

hypothesis.settings.register_profile("tests", deadline=None)  # a busy machine is no failure
hypothesis.settings.load_profile("tests")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run what needs a database, on PostgreSQL")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, of a table of cases the first: its rows differ in what is typed and who asks, not in statements.

    Those whose rows do ask different statements are marked `every_row`.
    """
    if config.getoption("--postgres"):
        asked = [item for item in items if isinstance(item, pytest.Function) and "postgres" in item.fixturenames]
        first = {(item.parent, item.originalname): item for item in reversed(asked)}
        items[:] = [
            item
            for item in asked
            if item is first[item.parent, item.originalname] or item.get_closest_marker("every_row")
        ]


def pytest_collection_finish() -> None:
    """What is there by now stays; looking through it for garbage again and again takes a tenth of our time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The address of a PostgreSQL server of our own, when it is asked for."""
    if not request.config.getoption("--postgres"):
        yield None
        return
    with server() as address:
        yield address


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, postgres: str | None) -> str:
    """The address of a database that is migrated once, to be copied."""
    url = another(postgres, tmp_path_factory.mktemp("template"))
    migrations.upgrade(url)
    return url


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory, postgres: str | None, template: str) -> tuple[str, World]:
    """The address of a database in which the cast has taken its seats, to be copied, and who they are."""
    url = another(postgres, tmp_path_factory.mktemp("settled"), template)
    database = Database(url)
    world = settle(database)
    database.dispose()
    if postgres:
        keep(url)
    return url, world


def another(server: str | None, folder: Path, copy_of: str = "") -> str:
    """Make a database, empty or a copy of another one, in a folder or on the server; returns its address."""
    if server is None:
        if copy_of:
            shutil.copy(copy_of.removeprefix("sqlite:///"), folder / "test.db")
        return f"sqlite:///{folder / 'test.db'}"
    name = f"test_{uuid4().hex}"
    template = (
        sql.SQL(" TEMPLATE {}").format(sql.Identifier(str(make_url(copy_of).database))) if copy_of else sql.SQL("")
    )
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + template)
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def database_url(settled: tuple[str, World], postgres: str | None, tmp_path: Path) -> str:
    """The address of a database with the cast in it and nothing that another test did."""
    if postgres is None:
        return another(postgres, tmp_path, settled[0])
    put_back(settled[0])
    return settled[0]


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path, database_url=database_url, public_url="http://testserver", mail_from="groups@example.org"
    )


@pytest.fixture
def world(settings: Settings, settled: tuple[str, World]) -> Iterator[World]:
    """The cast of `tests/world.py` around its table."""
    database = Database(settings.database_url)
    cast = settled[1]
    yield replace(cast, database=database, people=cast.people.copy(), seats=cast.seats.copy())
    database.dispose()


@pytest.fixture
def app(settings: Settings, world: World):
    app = create_app(settings, clock=world.clock)
    with one_each(app.state.site.database):
        yield app
    app.state.site.database.dispose()


Browser = Callable[..., TestClient]


@pytest.fixture
def browser(app, world: World) -> Browser:
    """A browser: `browser("amara")` is signed in as Amara, `browser()` is not signed in."""

    def opened(name: str | None = None, **options: object) -> TestClient:
        client = TestClient(app, headers=ORIGIN, **({"follow_redirects": True} | options))
        if name:
            with writing(world.database, 0, world.now) as work:
                person = work.session.get_one(Person, world.people[name])
                token = commands.start(work, person, SignInMethod.EMAIL, "test")
            client.cookies.set(app.state.site.session_cookie, token)
        return client

    return opened


@pytest.fixture
def mailbox(app, settings: Settings) -> Callable[[], list[str]]:
    """Run the worker once; returns the texts of all mail that was written so far."""

    def opened() -> list[str]:
        app.state.worker.run_once()
        folder = settings.data_dir / "mail"
        return [file.read_text() for file in sorted(folder.glob("*.eml"))] if folder.exists() else []

    return opened


@pytest.fixture
def queries(app) -> Iterator[list[str]]:
    """Every statement that the application sends, in order."""
    sent: list[str] = []
    database = app.state.site.database

    def note(_connection, _cursor, statement, *_rest) -> None:
        if "FROM generation" not in statement:  # the shelf looks once a second, whoever asks
            sent.append(statement)

    # On PostgreSQL the side that reads is a view of the side that writes, and hears what is noted there.
    postgres = database.url.get_backend_name() == "postgresql"
    engines = {database.writer} if postgres else {database.reader, database.writer}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield sent
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
