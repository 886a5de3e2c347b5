from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import or_
from sqlmodel import Session, col

from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.groups import audience
from workgroups.groups.models import Group
from workgroups.groups.policy import chairs
from workgroups.pathways.proposals import policy as proposals
from workgroups.pathways.proposals.forwarding import policy
from workgroups.pathways.proposals.forwarding.events import ForwardingAdapted, ForwardingReceived, ForwardingSetAside
from workgroups.pathways.proposals.forwarding.models import Forwarding
from workgroups.pathways.proposals.models import Proposal
from workgroups.people.models import Person


@notice(ForwardingReceived)
def received(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Co-chairs, secretary and coordinator of the group that got it hear of it, unless it has its answer meanwhile."""
    forwarding = session.get_one(Forwarding, event.about)
    group = session.get_one(Group, forwarding.group_id)
    for person in audience.people(session, policy.hear, forwarding, now, besides=event.person_id):
        context = {"name": person.name, "forwarding": forwarding, "group": group}
        yield Letter(person.email, person.language.value, "forwarding/received_mail.html", context, group.id)


@notice(ForwardingAdapted)
@notice(ForwardingSetAside)
def answered(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """At home the co-chairs and whoever forwarded it hear what the proposal's page says of it, and no more."""
    forwarding = session.get_one(Forwarding, event.about)
    proposal = session.get_one(Proposal, forwarding.proposal_id)
    group, mine = session.get_one(Group, forwarding.group_id), chairs(proposals.GROUP, col(Person.id))
    told = or_(mine, col(Person.id) == forwarding.by_id)
    for person in audience.people(session, proposals.see, proposal, now, told, besides=event.person_id):
        context = {"name": person.name, "forwarding": forwarding, "group": group}
        yield Letter(person.email, person.language.value, "forwarding/answered_mail.html", context, proposal.group_id)
