"""The papers of an item that was merged stand with the one that took it up, however many merges lie between them."""

from alembic import op

revision = "0017"
down_revision = "0016"

TAKER = "(SELECT {column} FROM agenda_item AS earlier WHERE earlier.id = {of})"
FLATTEN = "UPDATE agenda_item SET merged_into_id = {taker} WHERE {taker} IS NOT NULL".format(
    taker=TAKER.format(column="earlier.merged_into_id", of="agenda_item.merged_into_id")
)
MOVE = "UPDATE paper SET about = {taker} WHERE kind = 'AgendaItem' AND {taker} IS NOT NULL".format(
    taker=TAKER.format(column="earlier.merged_into_id", of="paper.about")
)


def upgrade() -> None:
    bind = op.get_bind()
    while bind.exec_driver_sql(FLATTEN).rowcount:
        pass
    bind.exec_driver_sql(MOVE)
