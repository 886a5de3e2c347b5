from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlmodel import col

from workgroups.core.policy import Rule, Who, rule
from workgroups.groups.policy import arranges
from workgroups.links.kinds import KINDS
from workgroups.links.papers.models import Paper


def thing(holds: Callable[[Rule, Rule], ColumnElement[bool]]) -> ColumnElement[bool]:
    """A condition on the thing that a paper is attached to, made of its kind's rules `see` and `attach`."""
    about = [
        and_(
            col(Paper.kind) == kind.name,
            exists()
            .where(col(kind.model.id) == col(Paper.about), holds(kind.see, kind.attach))
            .correlate_except(kind.model),
        )
        for kind in KINDS.values()
        if kind.attach
    ]
    return or_(false(), *about)


def added(me: Who) -> ColumnElement[bool]:
    return col(Paper.person_id) == me


def arranging(me: Who) -> ColumnElement[bool]:
    return arranges(col(Paper.group_id), me)


@rule(on=Paper)
def see(me: Who) -> ColumnElement[bool]:
    """Whoever sees the thing it is attached to; a removed one, who added it and who arranges the group's work."""
    listed = or_(col(Paper.removed_at).is_(None), added(me), arranging(me))
    return and_(thing(lambda see, _: see(me)), listed)


def is_open(me: Who) -> ColumnElement[bool]:
    """The thing still takes papers."""
    return thing(lambda _, attach: attach.when(me))


def is_bound() -> ColumnElement[bool]:
    """The paper is a part of what somebody has signed for."""
    about = [
        and_(
            col(Paper.kind) == kind.name,
            exists().where(col(kind.model.id) == col(Paper.about), kind.binds).correlate_except(kind.model),
        )
        for kind in KINDS.values()
        if kind.binds is not None
    ]
    return or_(false(), *about)


def is_at_hand(me: Who) -> ColumnElement[bool]:
    """The thing still takes papers, or I arrange the group's work and nobody has signed for them."""
    return or_(is_open(me), and_(arranging(me), ~is_bound()))


def is_listed(me: Who) -> ColumnElement[bool]:
    return and_(col(Paper.removed_at).is_(None), is_open(me))


@rule(on=Paper, see=see, when=is_listed)
def renew(me: Who) -> ColumnElement[bool]:
    """A new version: whoever may attach a paper to the thing, as long as it takes papers."""
    return thing(lambda _, attach: attach.may(me))


@rule(on=Paper, see=see, when=lambda me: and_(col(Paper.removed_at).is_(None), is_at_hand(me)))
def remove(me: Who) -> ColumnElement[bool]:
    """Whoever added it, while the thing takes papers; co-chairs, secretary, coordinator until somebody signs for it."""
    return or_(added(me), arranging(me))


@rule(on=Paper, see=see, when=lambda me: and_(col(Paper.removed_at).is_not(None), is_at_hand(me)))
def restore(me: Who) -> ColumnElement[bool]:
    """Put a removed one back: whoever may remove it."""
    return or_(added(me), arranging(me))
