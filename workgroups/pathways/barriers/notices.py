from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col

from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.groups import audience
from workgroups.groups.models import Group
from workgroups.pathways.barriers import policy
from workgroups.pathways.barriers.events import (
    BarrierChanged,
    BarrierReported,
    BarrierReportedByPublic,
    BarrierReportedInConfidence,
)
from workgroups.pathways.barriers.models import WORDS, Barrier, BarrierState
from workgroups.people.models import Person


@notice(BarrierReportedInConfidence)
@notice(BarrierReportedByPublic)
@notice(BarrierReported)
def reported(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Whoever may confirm the barrier hears of it, without the reporter's name."""
    barrier = session.get_one(Barrier, event.about)
    group = session.get_one(Group, barrier.group_id)
    for person in audience.people(session, policy.confirm, barrier, now, besides=barrier.reporter_id):
        context = {"name": person.name, "barrier": barrier, "group": group}
        yield Letter(person.email, person.language.value, "barriers/reported_mail.html", context, group.id)


@notice(BarrierChanged)
def changed(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Who reported it hears what became of it."""
    barrier = session.get_one(Barrier, event.about)
    group = session.get_one(Group, barrier.group_id)
    state = WORDS[BarrierState((event.payload or {})["state"])]
    # A letter that cannot be delivered is shown to the secretary, who must not learn a withheld name from it.
    known = None if barrier.name_withheld else group.id
    reported_it = col(Person.id) == barrier.reporter_id
    for person in audience.people(session, policy.see, barrier, now, reported_it, besides=event.person_id):
        context = {"name": person.name, "barrier": barrier, "group": group, "state": state}
        yield Letter(person.email, person.language.value, "barriers/changed_mail.html", context, known)
