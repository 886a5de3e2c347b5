"""Alembic's entry: the connection comes from `workgroups.migrations`."""

from alembic import context

from workgroups.migrations import models

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=models.metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
