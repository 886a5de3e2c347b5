from sqlalchemy import ColumnElement, and_

from workgroups.core.policy import Who, rule
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.agenda.policy import IN_BACKLOG, arranging, see, thread_is_open


@rule(on=AgendaItem, see=see, when=and_(IN_BACKLOG, thread_is_open()))
def retire(me: Who) -> ColumnElement[bool]:
    """Take an item out of the backlog for good: co-chairs, secretary, coordinator."""
    return arranging(me)
