from sqlalchemy import ColumnElement, or_
from sqlmodel import col

from workgroups.core.policy import Who, rule
from workgroups.groups.policy import speaks_for
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.agenda.policy import arranging, change, see


@rule(on=AgendaItem, see=see, when=change.when)
def name_topic(me: Who) -> ColumnElement[bool]:
    """Whoever arranges, and the seat that proposed it, until it was dealt with."""
    return or_(arranging(me), speaks_for(col(AgendaItem.proposer_seat_id), me))
