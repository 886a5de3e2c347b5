from sqlalchemy import ColumnElement, or_
from sqlmodel import col

from workgroups.actions.models import UNFINISHED, Action
from workgroups.core.languages import gettext_noop
from workgroups.core.policy import Who, rule
from workgroups.groups.models import Group
from workgroups.groups.policy import arranges, in_room, seated, speaks, speaks_for
from workgroups.groups.policy import see as see_group
from workgroups.links import kinds, waits
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.agenda.policy import see as see_item


@rule(on=Group, see=see_group)
def promise(me: Who) -> ColumnElement[bool]:
    """Whoever holds a seat, for that seat; observers do not promise."""
    return speaks(col(Group.id), me) & seated(col(Group.id), me)


@rule(on=Group, see=see_group)
def assign(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator: for any seat."""
    return arranges(col(Group.id), me)


@rule(on=AgendaItem, see=see_item)
def assign_from_item(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator: for any seat, out of an agenda item."""
    return arranges(col(AgendaItem.group_id), me)


@rule(on=Action)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(Action.group_id), me)


@rule(on=Action, see=see)
def update(me: Who) -> ColumnElement[bool]:
    """The seat that promised it; co-chairs, secretary, coordinator."""
    return or_(speaks_for(col(Action.seat_id), me), arranges(col(Action.group_id), me))


@rule(on=Action, see=see)
def comment(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(Action.group_id), me)


KIND = kinds.register(
    kinds.Kind(Action, gettext_noop("action"), col(Action.title), "actions:show", see=see, comment=comment)
)
waits.register(
    waits.Wait(
        KIND,
        gettext_noop("You promised: %(title)s"),
        lambda me: speaks_for(col(Action.seat_id), me) & col(Action.state).in_(UNFINISHED),
        group_id=col(Action.group_id),
        due=col(Action.due_on),
    )
)
