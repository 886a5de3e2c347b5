"""A change to two pathways is two proposals that go together."""

from alembic import op

revision = "0047"
down_revision = "0046"


def upgrade() -> None:
    relations = "'concerns', 'answers', 'taken_in', 'follows_from', 'publishes', 'corrects', 'goes_with'"
    with op.batch_alter_table("link") as table:
        table.drop_constraint(op.f("ck_link_relation"), type_="check")
        table.create_check_constraint(op.f("ck_link_relation"), f"relation IN ({relations})")
