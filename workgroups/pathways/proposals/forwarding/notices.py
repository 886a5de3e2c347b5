from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.groups import audience
from workgroups.groups.models import Group
from workgroups.pathways.proposals.forwarding import policy
from workgroups.pathways.proposals.forwarding.events import ForwardingReceived
from workgroups.pathways.proposals.forwarding.models import Forwarding


@notice(ForwardingReceived)
def received(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Co-chairs, secretary and coordinator of the group that got it hear of it, unless it has its answer meanwhile."""
    forwarding = session.get_one(Forwarding, event.about)
    group = session.get_one(Group, forwarding.group_id)
    for person in audience.people(session, policy.hear, forwarding, now, besides=event.person_id):
        context = {"name": person.name, "forwarding": forwarding, "group": group}
        yield Letter(person.email, person.language.value, "forwarding/received_mail.html", context, group.id)
