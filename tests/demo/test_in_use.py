"""The demonstration never comes into a database that real people use, and its door never opens there."""

from pathlib import Path

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient
from typer.testing import CliRunner

from tests.world import World
from workgroups import cli
from workgroups.core.settings import Settings
from workgroups.people.models import Person


def test_a_database_in_use_is_refused(world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKGROUPS_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("WORKGROUPS_DATA_DIR", str(settings.data_dir))
    served: list[object] = []
    monkeypatch.setattr(cli, "run", lambda *given: served.append(given))
    answer = CliRunner().invoke(cli.cli, ["demo"])
    assert answer.exit_code == 1
    assert "This database is in use: the demonstration needs one of its own." in answer.stderr
    assert served == []
    with world.database.read() as session:
        assert len(session.exec(select(Person.id)).all()) == len(world.people)


def test_it_is_served_to_this_machine_by_either_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKGROUPS_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(cli.loader, "load", lambda *_: None)
    monkeypatch.setattr(cli, "run", lambda app, *_: served.append(app))
    served: list[Starlette] = []
    CliRunner().invoke(cli.cli, ["demo"])
    answers = [
        TestClient(served[0], base_url=f"http://{host}:8000").get("/sign-in").status_code
        for host in ("127.0.0.1", "localhost", "groups.example.org")
    ]
    assert answers == [200, 200, 400]
