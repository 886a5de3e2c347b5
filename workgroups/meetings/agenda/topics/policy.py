from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from workgroups.core.policy import Who, rule
from workgroups.groups.policy import is_open, speaks_for
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.agenda.policy import arranging, change, see


@rule(on=AgendaItem, see=see, when=change.when)
def name_topic(me: Who) -> ColumnElement[bool]:
    """Whoever arranges, and the seat that proposed it, until it was dealt with."""
    proposed = and_(is_open(col(AgendaItem.group_id)), speaks_for(col(AgendaItem.proposer_seat_id), me))
    return or_(arranging(me), proposed)
