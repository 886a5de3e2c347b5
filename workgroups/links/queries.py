from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import String, and_, bindparam, cast, literal, null, or_, select, union_all
from sqlmodel import col

from workgroups.core.db import Document, Row
from workgroups.core.languages import LanguageMap, gettext_noop
from workgroups.core.work import Work
from workgroups.groups.models import Seat
from workgroups.links.kinds import KINDS
from workgroups.links.models import Comment, CommentVersion, Link, Relation
from workgroups.people.models import Person

WORDS = {
    Relation.CONCERNS: (gettext_noop("concerns"), gettext_noop("dealt with in")),
    Relation.ANSWERS: (gettext_noop("answers"), gettext_noop("answered by")),
    Relation.TAKEN_IN: (gettext_noop("taken in"), gettext_noop("led to")),
    Relation.FOLLOWS_FROM: (gettext_noop("follows from"), gettext_noop("followed by")),
    Relation.PUBLISHES: (gettext_noop("publishes"), gettext_noop("published in")),
    Relation.CORRECTS: (gettext_noop("corrects"), gettext_noop("corrected by")),
}
"""How a link reads from its first thing, and from its second."""


class LinkView(NamedTuple):
    """The other end of a link."""

    relation: str
    word: str
    title: str | LanguageMap
    href: str


class CommentView(NamedTuple):
    id: int
    author: str
    person_id: int
    seat: LanguageMap | None
    text: str
    at: datetime
    edited_at: datetime | None


class Beside(NamedTuple):
    """What stands beside a thing on its page, whose path is `href`."""

    href: str
    links: list[LinkView]
    comments: list[CommentView]
    may_comment: bool


COMMENTS = (
    select(Comment.id, Person.name, Comment.person_id, Seat.label, Comment.text, Comment.at, Comment.edited_at)  # type: ignore[call-overload]
    .join(Person, col(Person.id) == col(Comment.person_id))
    .outerjoin(Seat, col(Seat.id) == col(Comment.seat_id))
    .where(col(Comment.kind) == bindparam("kind"), col(Comment.about) == bindparam("about"))
    .order_by(col(Comment.id))
)

statements: dict[str, Any] = {}


def linked_statement() -> Any:
    """One select for both directions and all kinds; each kind's rule says which things I see."""
    if "links" not in statements:
        parts = []
        for kind in KINDS.values():
            for forward in (True, False):
                ends = (col(Link.from_kind), col(Link.from_id)), (col(Link.to_kind), col(Link.to_id))
                here, there = ends if forward else ends[::-1]
                plain, maps = (null(), kind.title) if kind.bilingual else (kind.title, cast(null(), Document))
                parts.append(
                    select(
                        col(Link.id),
                        col(Link.relation),
                        literal(forward).label("forward"),
                        literal(kind.name).label("kind"),
                        col(kind.model.id).label("key"),
                        cast(plain, String).label("title"),
                        maps.label("titles"),
                    ).where(
                        here[0] == bindparam("kind"),
                        here[1] == bindparam("about"),
                        there[0] == kind.name,
                        there[1] == col(kind.model.id),
                        kind.see(),
                    )
                )
        statements["links"] = union_all(*parts)
    return statements["links"]


def links(work: Work, row: Row) -> list[LinkView]:
    """What this thing is linked with, in both directions, as far as I may see it."""
    found = work.rows(linked_statement(), kind=type(row).__name__, about=row.id)
    views = []
    for _, relation, forward, name, key, title, titles in sorted(found, key=lambda link: link[0]):
        kind = KINDS[name]
        views.append(
            LinkView(WORDS[Relation(relation)][0 if forward else 1], kind.word, titles or title, kind.href(key))
        )
    return views


def comments(work: Work, row: Row) -> list[CommentView]:
    return [CommentView(*found) for found in work.rows(COMMENTS, kind=type(row).__name__, about=row.id)]


def beside(work: Work, row: Row) -> Beside:
    """Links and comments of a thing that I have taken."""
    kind = KINDS[type(row).__name__]
    return Beside(kind.href(row.id), links(work, row), comments(work, row), bool(work.may(row, kind.comment)))


def earlier(work: Work, comment: Comment) -> Sequence[CommentVersion]:
    """What a comment said before, latest first."""
    found = select(CommentVersion).where(col(CommentVersion.comment_id) == comment.id)
    return work.rows(found.order_by(col(CommentVersion.id).desc())).scalars().all()


def author_of(work: Work, comment: Comment) -> Person:
    return work.session.get_one(Person, comment.person_id)


def between(work: Work, one: Row, other: Row) -> bool:
    """Are these two linked already, in either direction?"""
    ends = [(type(row).__name__, row.id) for row in (one, other)]
    found = select(col(Link.id)).where(
        or_(
            *(
                and_(
                    col(Link.from_kind) == a[0],
                    col(Link.from_id) == a[1],
                    col(Link.to_kind) == b[0],
                    col(Link.to_id) == b[1],
                )
                for a, b in (ends, ends[::-1])
            )
        )
    )
    return work.rows(found.limit(1)).first() is not None
