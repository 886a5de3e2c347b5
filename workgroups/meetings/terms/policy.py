from sqlalchemy import ColumnElement
from sqlmodel import col

from workgroups.core.policy import Who, rule
from workgroups.groups.policy import approves, arranges, in_room
from workgroups.meetings.terms.models import Terms


@rule(on=Terms)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(Terms.id), me)


@rule(on=Terms, see=see)
def change(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator."""
    return arranges(col(Terms.id), me)


@rule(on=Terms, see=see)
def choose_adoption(me: Who) -> ColumnElement[bool]:
    """Who adopts the minutes: whoever holds a co-chair seat or acts for one."""
    return approves(col(Terms.id), me)
