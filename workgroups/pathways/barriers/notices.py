from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.groups.models import Group
from workgroups.pathways import audience
from workgroups.pathways.barriers import policy
from workgroups.pathways.barriers.events import BarrierChanged, BarrierReported, BarrierReportedInConfidence
from workgroups.pathways.barriers.forms import WORDS
from workgroups.pathways.barriers.models import Barrier, BarrierState
from workgroups.people.models import Person


@notice(BarrierReportedInConfidence)
@notice(BarrierReported)
def reported(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Whoever may confirm the barrier hears of it, without the reporter's name."""
    barrier = session.get_one(Barrier, event.about)
    group = session.get_one(Group, barrier.group_id)
    for person in audience.people(session, policy.confirm, barrier, now, besides=barrier.reporter_id):
        context = {"name": person.name, "barrier": barrier, "group": group}
        yield Letter(person.email, person.language.value, "barriers/reported_mail.html", context, group.id)


@notice(BarrierChanged)
def changed(session: Session, event: Event, now: datetime) -> Iterator[Letter]:  # noqa: ARG001
    """Who reported it hears what became of it."""
    barrier = session.get_one(Barrier, event.about)
    person = session.get(Person, barrier.reporter_id) if barrier.reporter_id else None
    if person is None or person.disabled_at or person.id == event.person_id:
        return
    group = session.get_one(Group, barrier.group_id)
    state = WORDS[BarrierState((event.payload or {})["state"])]
    context = {"name": person.name, "barrier": barrier, "group": group, "state": state}
    # A letter that cannot be delivered is shown to the secretary, who must not learn a withheld name from it.
    known = None if barrier.name_withheld else group.id
    yield Letter(person.email, person.language.value, "barriers/changed_mail.html", context, known)
