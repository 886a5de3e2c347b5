from functools import cache
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from workgroups.core.db import Row
from workgroups.core.errors import Invalid
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Command, Work, command
from workgroups.groups import queries as groups
from workgroups.links import events, policy
from workgroups.links.forms import Commenting
from workgroups.links.kinds import KINDS, Kind
from workgroups.links.models import Comment, CommentVersion, Link, Relation


def link(work: Work, one: Row, relation: Relation, other: Row) -> None:
    """Link two things of one group; part of the commands that know why."""
    group_id: int = one.group_id  # type: ignore[attr-defined]
    row = Link(
        group_id=group_id,
        relation=relation,
        from_kind=type(one).__name__,
        from_id=one.id,
        to_kind=type(other).__name__,
        to_id=other.id,
        by_id=work.me or None,
        at=work.now,
    )
    work.add(row)
    work.record(events.Linked(relation.value, row.to_kind, row.to_id), about=one)


def unlink(work: Work, one: Row, relation: Relation, other: Row) -> None:
    """Take a link of this kind away again, if there is one."""
    found = select(Link).where(
        col(Link.relation) == relation,
        col(Link.from_kind) == type(one).__name__,
        col(Link.from_id) == one.id,
        col(Link.to_kind) == type(other).__name__,
        col(Link.to_id) == other.id,
    )
    for row in work.rows(found).scalars():
        work.session.delete(row)
        work.record(events.Unlinked(relation.value, row.to_kind, row.to_id), about=one)


@cache
def commenting_on(kind: Kind) -> Command[Any, Any]:
    """The command that comments on things of this kind. Raises `ValueError` for one that takes no comments."""
    if kind.comment is None:
        raise ValueError(f"{kind.name} takes no comments")

    def comment(work: Work, row: Any, commenting: Commenting) -> Comment:
        if commenting.part and commenting.part not in kind.parts(row):
            raise Invalid(part=gettext_noop("Choose one from the list."))
        seat = groups.own_seat(work, row.group_id)
        written = work.add(
            Comment(
                group_id=row.group_id,
                kind=kind.name,
                about=row.id,
                part=commenting.part or "",
                person_id=work.me,
                seat_id=seat.id if seat else None,
                text=commenting.text,
                at=work.now,
            )
        )
        work.record(events.Commented(comment_id=written.id), about=row)
        return written

    comment.__module__ = kind.see.on.__module__.removesuffix(".models") + ".commands"
    comment.__name__ = f"comment_on_{kind.name.lower()}"
    return command(kind.comment)(comment)


@command(policy.edit)
def edit(work: Work, comment: Comment, commenting: Commenting) -> Comment:
    """Change one's own comment; what it said before is kept."""
    if comment.text != commenting.text:
        work.session.add(CommentVersion(comment_id=comment.id, text=comment.text, until=work.now))
        comment.text, comment.edited_at = commenting.text, work.now
        work.record(events.CommentEdited(), about=comment)
    return comment


def subject(comment: Comment) -> str:
    """The path of the page of what a comment is about."""
    return KINDS[comment.kind].href(comment.about)
