"""What every feature shares: typed links between things, and comments on them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from workgroups.core.db import Row, UtcDateTime, Versioned, enum_type


class Relation(StrEnum):
    """How one thing stands to another; read from the first to the second."""

    CONCERNS = "concerns"
    ANSWERS = "answers"
    TAKEN_IN = "taken_in"
    FOLLOWS_FROM = "follows_from"
    PUBLISHES = "publishes"
    CORRECTS = "corrects"
    GOES_WITH = "goes_with"


class Link(Row, table=True):
    """One typed link, readable in both directions. A kind is the name of a model."""

    __table_args__ = (
        UniqueConstraint("from_kind", "from_id", "to_kind", "to_id", "relation"),
        Index("ix_link_to", "to_kind", "to_id"),
    )

    group_id: int = Field(foreign_key="work_group.id", index=True)
    relation: Relation = Field(sa_type=enum_type(Relation, "relation"))
    from_kind: str = Field(max_length=40)
    from_id: int
    to_kind: str = Field(max_length=40)
    to_id: int
    by_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)


class Comment(Versioned, table=True):
    """What somebody wrote about a thing, in Markdown."""

    __table_args__ = (Index("ix_comment_about", "kind", "about"),)

    group_id: int = Field(foreign_key="work_group.id", index=True)
    kind: str = Field(max_length=40)
    about: int
    part: str = Field(default="", max_length=60)
    """Which part of it, such as the key of a step that a proposal changes; "" is the whole."""
    person_id: int = Field(foreign_key="person.id", index=True)
    seat_id: int | None = Field(default=None, foreign_key="seat.id")
    text: str
    at: datetime = Field(sa_type=UtcDateTime)
    edited_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CommentVersion(Row, table=True):
    """What a comment said before it was edited."""

    __tablename__ = "comment_version"

    comment_id: int = Field(foreign_key="comment.id", index=True)
    text: str
    until: datetime = Field(sa_type=UtcDateTime)
