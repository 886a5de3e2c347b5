"""Papers: files that people attach to a thing, each with its versions. The files themselves stand in the store."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from workgroups.core.db import Row, UtcDateTime


class Paper(Row, table=True):
    """A paper on a thing. A kind is the name of a model.

    A removed one leaves the lists; its row and its files stay for the record, until retention or an erasure ends them.
    """

    __table_args__ = (Index("ix_paper_about", "kind", "about"),)

    group_id: int = Field(foreign_key="work_group.id", index=True)
    kind: str = Field(max_length=40)
    about: int
    latest: int = 1
    """The number of the version that counts."""
    person_id: int = Field(foreign_key="person.id", index=True)
    """Who added it."""
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    removed_by_id: int | None = Field(default=None, foreign_key="person.id")


class PaperVersion(Row, table=True):
    """One file as it came. It never changes; a better one is the next version."""

    __tablename__ = "paper_version"
    __table_args__ = (UniqueConstraint("paper_id", "number"),)

    paper_id: int = Field(foreign_key="paper.id")
    number: int
    name: str = Field(max_length=120)
    media_type: str = Field(max_length=100)
    """What its content is; a folder on a disk does not remember it."""
    size: int
    sha256: str = Field(max_length=64)
    key: str = Field(max_length=40)
    """Where it stands in the store."""
    person_id: int = Field(foreign_key="person.id", index=True)
    seat_id: int | None = Field(default=None, foreign_key="seat.id")
    at: datetime = Field(sa_type=UtcDateTime)


class Arrival(SQLModel, table=True):
    """A file that is on its way into the store, and that no version names yet.

    It is written down before the file, and taken away by the transaction that names the file; what stays was given up.
    """

    __tablename__ = "paper_arrival"

    key: str = Field(primary_key=True, max_length=40)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
