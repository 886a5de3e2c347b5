from workgroups.core.work import Work, command
from workgroups.links import queries as links
from workgroups.links.commands import link, unlink
from workgroups.links.models import Relation
from workgroups.links.topics import topic
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.agenda.topics import policy
from workgroups.meetings.agenda.topics.forms import Naming


@command(policy.name_topic)
def name(work: Work, item: AgendaItem, naming: Naming) -> AgendaItem:
    """Say what it is about; the two are linked."""
    thing = topic(work, item.group_id, naming.topic)
    if not links.between(work, item, thing):
        link(work, item, Relation.CONCERNS, thing)
    return item


@command(policy.name_topic)
def take_off(work: Work, item: AgendaItem, naming: Naming) -> AgendaItem:
    """Say that it is not about this after all."""
    unlink(work, item, Relation.CONCERNS, topic(work, item.group_id, naming.topic))
    return item
