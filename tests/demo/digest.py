"""What is in a database, as one number."""

from hashlib import sha256

from sqlalchemy import select
from sqlmodel import SQLModel

from workgroups.core.db import Database

SEEN = {("sign_in", "seen_at"), ("sign_in", "expires_at")}
"""When somebody was last here: reading may change it."""


def digest(database: Database) -> str:
    """SHA-256 over all rows of all tables, but for when somebody was last seen."""
    whole = sha256()
    with database.read() as session:
        for table in SQLModel.metadata.sorted_tables:
            columns = [column for column in table.columns if (table.name, column.name) not in SEEN]
            order = list(table.primary_key.columns)
            for row in session.execute(select(*columns).order_by(*order)):
                whole.update(f"{table.name}{row!r}\n".encode())
    return whole.hexdigest()
