"""SQLite gives the number of a removed pathway or step to no other one, as PostgreSQL never did."""

from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for name in ("pathway", "pathway_step"):
        with op.batch_alter_table(name, recreate="always", table_kwargs={"sqlite_autoincrement": True}):
            pass  # The table is made anew with its rows.
    op.execute(
        "UPDATE sqlite_sequence SET seq = max(seq, (SELECT coalesce(max(about), 0) FROM event WHERE kind = 'Step'))"
        " WHERE name = 'pathway_step'"
    )
    op.execute(
        "UPDATE sqlite_sequence SET seq = max(seq, (SELECT coalesce(max(about), 0) FROM event WHERE kind = 'Pathway'))"
        " WHERE name = 'pathway'"
    )
