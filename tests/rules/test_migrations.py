"""The migrated database is the one that the models describe, on the database this run uses."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from tests.world import World
from workgroups.migrations import is_current, models


def test_migrations_give_what_the_models_say(world: World) -> None:
    with world.database.writer.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, models.metadata) == []


def test_a_migrated_database_is_ready(world: World) -> None:
    assert is_current(world.database)
