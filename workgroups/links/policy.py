from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlmodel import col

from workgroups.core.policy import Who, rule
from workgroups.links.kinds import KINDS
from workgroups.links.models import Comment


@rule(on=Comment)
def see(me: Who) -> ColumnElement[bool]:
    """Whoever sees the thing that it is about."""
    about = [(kind, exists().where(col(kind.model.id) == col(Comment.about), kind.see(me))) for kind in KINDS.values()]
    # The person who asks may be a row of any statement around this one.
    seen = [and_(col(Comment.kind) == kind.name, there.correlate_except(kind.model)) for kind, there in about]
    return or_(false(), *seen)


STANDING_STILL: list[ColumnElement[bool]] = []
"""Conditions on a comment whose words somebody has answered. Features that answer comments put theirs here."""


def is_free(_: Who) -> ColumnElement[bool]:
    return ~or_(false(), *STANDING_STILL)


@rule(on=Comment, see=see, when=is_free)
def edit(me: Who) -> ColumnElement[bool]:
    """Its author, until it was answered as a correction of minutes."""
    return col(Comment.person_id) == me
