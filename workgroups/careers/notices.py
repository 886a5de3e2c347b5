from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlmodel import Session, col

from workgroups.careers import policy, words
from workgroups.careers.events import CareerAccepted, CareerDeclined, CareerProposed
from workgroups.careers.models import Career
from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.groups import audience
from workgroups.groups.models import Group
from workgroups.groups.policy import speaks_for
from workgroups.people.models import Person


def letters(session: Session, event: Event, now: datetime, template: str, *conditions: Any) -> Iterator[Letter]:
    """A letter to everybody who sees the career and meets the conditions, but not to whoever did it."""
    career = session.get_one(Career, event.about)
    group = session.get_one(Group, career.group_id)
    for person in audience.people(session, policy.see, career, now, *conditions, besides=event.person_id):
        context = {"name": person.name, "career": career, "group": group, "state": words.STATE[career.state]}
        yield Letter(person.email, person.language.value, template, context, group.id)


@notice(CareerProposed)
def proposed(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Whoever may accept it hears of it, while it still waits."""
    yield from letters(session, event, now, "careers/proposed_mail.html", policy.accept(col(Person.id)))


@notice(CareerAccepted)
@notice(CareerDeclined)
def answered(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The seat that proposed it hears what became of it."""
    own = speaks_for(col(Career.seat_id), col(Person.id))
    yield from letters(session, event, now, "careers/answered_mail.html", own)
