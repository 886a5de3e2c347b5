from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import String, and_, bindparam, cast, literal, null, or_, select, union_all
from sqlmodel import col

from workgroups.core.db import Document, Row, UtcDateTime
from workgroups.core.languages import LanguageMap, gettext_noop
from workgroups.core.work import Work
from workgroups.groups.models import Seat
from workgroups.links.kinds import KINDS, Kind
from workgroups.links.models import Comment, CommentVersion, Link, Relation
from workgroups.people.models import Person

WORDS = {
    Relation.CONCERNS: (gettext_noop("concerns"), gettext_noop("dealt with in")),
    Relation.ANSWERS: (gettext_noop("answers"), gettext_noop("answered by")),
    Relation.TAKEN_IN: (gettext_noop("taken in"), gettext_noop("led to")),
    Relation.FOLLOWS_FROM: (gettext_noop("follows from"), gettext_noop("followed by")),
    Relation.PUBLISHES: (gettext_noop("publishes"), gettext_noop("published in")),
    Relation.CORRECTS: (gettext_noop("corrects"), gettext_noop("corrected by")),
    Relation.GOES_WITH: (gettext_noop("goes together with"), gettext_noop("goes together with")),
}
"""How a link reads from its first thing, and from its second."""


class LinkView(NamedTuple):
    """The other end of a link."""

    relation: str
    word: str
    title: str | LanguageMap
    href: str
    state: str | None
    """How far it is, as a msgid, when things of its kind have states."""
    number: str | None
    at: datetime | None
    """The moment that tells it from another one of the same title."""


class CommentView(NamedTuple):
    id: int
    author: str
    person_id: int
    seat: LanguageMap | None
    part: str
    text: str
    at: datetime
    edited_at: datetime | None


class Beside(NamedTuple):
    """What stands beside a thing on its page, whose path is `href`."""

    href: str
    links: list[LinkView]
    comments: list[CommentView]
    may_comment: bool
    parts: Mapping[str, str] = {}
    """What can be commented on apart from the whole, by its key, as it is called in the language in force."""


COMMENTS = (
    select(
        Comment.id,
        Person.name,
        Comment.person_id,
        Seat.label,
        Comment.part,
        Comment.text,
        Comment.at,
        Comment.edited_at,
    )  # type: ignore[call-overload]
    .join(Person, col(Person.id) == col(Comment.person_id))
    .outerjoin(Seat, col(Seat.id) == col(Comment.seat_id))
    .where(col(Comment.kind) == bindparam("kind"), col(Comment.about) == bindparam("about"))
    .order_by(col(Comment.id))
)

statements: dict[tuple[tuple[bool, ...], bool], Any] = {}


def linked_statement(directions: tuple[bool, ...] = (True, False), *, many: bool = False) -> Any:
    """One select for all kinds and for these directions; each kind's rule says which things I see.

    It asks about one thing, or about many of one kind at once.
    """
    if (directions, many) not in statements:
        parts = []
        for kind in KINDS.values():
            for forward in directions:
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
                        (null() if kind.state is None else cast(kind.state, String)).label("state"),
                        (null() if kind.number is None else cast(kind.number, String)).label("number"),
                        (cast(null(), UtcDateTime) if kind.at is None else kind.at).label("at"),
                        here[1].label("about"),
                    ).where(
                        here[0] == bindparam("kind"),
                        here[1].in_(bindparam("about", expanding=True)) if many else here[1] == bindparam("about"),
                        there[0] == kind.name,
                        there[1] == col(kind.model.id),
                        kind.see(),
                    )
                )
        statements[directions, many] = union_all(*parts)
    return statements[directions, many]


def links(work: Work, row: Row) -> list[LinkView]:
    """What this thing is linked with, in both directions, as far as I may see it."""
    found = views(work.rows(linked_statement(), kind=type(row).__name__, about=row.id))
    return found.get(row.id, [])


def came_of(work: Work, kind: Kind, keys: Sequence[int]) -> dict[int, list[LinkView]]:
    """What points at each of these things of one kind, as far as I may see it: one query for all."""
    return views(work.rows(linked_statement((False,), many=True), kind=kind.name, about=list(keys)))


def views(found: Iterable[Any]) -> dict[int, list[LinkView]]:
    """The links by the thing that was asked about, in the order in which they were made."""
    by_thing: dict[int, list[LinkView]] = {}
    for _, relation, forward, name, key, title, titles, state, *apart, about in sorted(found, key=lambda link: link[0]):
        kind, word = KINDS[name], WORDS[Relation(relation)][0 if forward else 1]
        view = LinkView(word, kind.word, titles or title, kind.href(key), kind.states.get(state), *apart)
        by_thing.setdefault(about, []).append(view)
    return by_thing


def comments(work: Work, row: Row) -> list[CommentView]:
    return [CommentView(*found) for found in work.rows(COMMENTS, kind=type(row).__name__, about=row.id)]


def beside(work: Work, row: Row) -> Beside:
    """Links and comments of a thing that I have taken."""
    kind = KINDS[type(row).__name__]
    may_comment = kind.comment is not None and bool(work.may(row, kind.comment))
    return Beside(kind.href(row.id), links(work, row), comments(work, row), may_comment)


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
