"""The demonstration never comes into a database that real people use, and its door never opens there."""

import pytest
from sqlmodel import select
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
