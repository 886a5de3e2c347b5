"""The migrated database is the one that the models describe, on the database this run uses."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from tests.conftest import another
from tests.world import World
from workgroups.core.db import Database
from workgroups.migrations import HERE, NEWEST, is_current, models


def test_migrations_give_what_the_models_say(world: World) -> None:
    with world.database.writer.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, models.metadata) == []


def test_a_migrated_database_is_ready(world: World) -> None:
    assert is_current(world.database)
    assert ScriptDirectory(HERE).get_current_head() == NEWEST


def test_any_other_database_is_not(template: str, postgres: str | None, tmp_path: Path) -> None:
    database = Database(another(postgres, tmp_path, template))
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert not is_current(database)
    with database.write() as session:
        session.execute(text("DROP TABLE alembic_version"))
    assert not is_current(database)
    database.dispose()
