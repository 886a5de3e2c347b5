from sqlalchemy import ColumnElement, ColumnExpressionArgument, and_, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.actions.models import UNFINISHED, WORDS, Action
from workgroups.core.languages import gettext_noop
from workgroups.core.policy import Who, rule
from workgroups.groups.models import Group
from workgroups.groups.policy import arranges, in_room, seated, speaks, speaks_for
from workgroups.groups.policy import see as see_group
from workgroups.links import kinds, waits
from workgroups.links.models import Link, Relation
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.agenda.policy import HELD_OPEN
from workgroups.meetings.agenda.policy import see as see_item


@rule(on=Group, see=see_group)
def promise(me: Who) -> ColumnElement[bool]:
    """Whoever holds a seat, for that seat; observers do not promise."""
    return speaks(col(Group.id), me) & seated(col(Group.id), me)


@rule(on=Group, see=see_group)
def assign(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator: for any seat."""
    return arranges(col(Group.id), me)


@rule(on=Group, see=see_group)
def add(me: Who) -> ColumnElement[bool]:
    """Whoever may promise for a seat or assign to any: the page with the form."""
    return or_(promise.may(me), assign.may(me))


@rule(on=AgendaItem, see=see_item)
def assign_from_item(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator: for any seat, out of an agenda item."""
    return arranges(col(AgendaItem.group_id), me)


def taken_in(*conditions: ColumnExpressionArgument[bool]) -> ColumnElement[bool]:
    """The action was taken in an item for which these hold."""
    link = aliased(Link)
    origin = (
        col(link.from_kind) == Action.__name__,
        col(link.from_id) == col(Action.id),
        col(link.relation) == Relation.TAKEN_IN,
        col(link.to_kind) == AgendaItem.__name__,
        col(link.to_id) == col(AgendaItem.id),
    )
    return exists().where(*origin, *conditions).correlate_except(link, AgendaItem)


IN_CAMERA = taken_in(col(AgendaItem.in_camera))


def is_shut_out(me: Who) -> ColumnElement[bool]:
    """The action was taken in camera, and I do not see the item."""
    return taken_in(col(AgendaItem.in_camera), ~see_item(me))


@rule(on=Action)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table; what was promised in camera, whoever sees the item."""
    return and_(in_room(col(Action.group_id), me), ~is_shut_out(me))


@rule(on=Action, see=see)
def update(me: Who) -> ColumnElement[bool]:
    """The seat that promised it; co-chairs, secretary, coordinator."""
    return or_(speaks_for(col(Action.seat_id), me), arranges(col(Action.group_id), me))


@rule(on=Action, see=see)
def comment(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(Action.group_id), me)


def has_open_actions() -> ColumnElement[bool]:
    """Something that was promised in the thread of the item is not finished."""
    origin, link = aliased(AgendaItem), aliased(Link)
    promised = (
        col(origin.thread_id) == col(AgendaItem.thread_id),
        col(link.to_kind) == AgendaItem.__name__,
        col(link.to_id) == col(origin.id),
        col(link.relation) == Relation.TAKEN_IN,
        col(link.from_kind) == Action.__name__,
        col(link.from_id) == col(Action.id),
    )
    return exists().where(*promised, col(Action.state).in_(UNFINISHED)).correlate_except(origin, link, Action)


HELD_OPEN.append(has_open_actions())
KIND = kinds.register(
    kinds.Kind(
        Action,
        gettext_noop("action"),
        col(Action.title),
        "actions:show",
        see=see,
        comment=comment,
        is_topic=True,
        state=col(Action.state),
        states=WORDS,
    )
)
waits.register(
    waits.Wait(
        KIND,
        gettext_noop("You promised: %(title)s"),
        lambda me: and_(speaks_for(col(Action.seat_id), me), col(Action.state).in_(UNFINISHED), ~is_shut_out(me)),
        group_id=col(Action.group_id),
        since=col(Action.added_at),
        due=col(Action.due_on),
    )
)
