from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlmodel import Session, col

from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.core.policy import Rule
from workgroups.core.work import Work
from workgroups.groups import audience
from workgroups.groups.models import Group
from workgroups.outcomes.initiatives import policy, queries
from workgroups.outcomes.initiatives.events import InitiativeMoved, InitiativeProposed
from workgroups.outcomes.initiatives.models import Initiative
from workgroups.outcomes.initiatives.words import STATE
from workgroups.people.models import Person


@notice(InitiativeProposed)
def proposed(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Whoever may move it hears of it."""
    initiative = session.get_one(Initiative, event.about)
    yield from letters(session, event, now, initiative, policy.move, "proposed_mail")


@notice(InitiativeMoved)
def moved(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Whoever proposed it hears how far it has come."""
    initiative = session.get_one(Initiative, event.about)
    own = policy.brought(col(Person.id))
    also = {"change": queries.change_at(Work(session, 0, now), initiative, event.at), "words": STATE}
    yield from letters(session, event, now, initiative, policy.see, "moved_mail", own, **also)


def letters(  # noqa: PLR0917
    session: Session,
    event: Event,
    now: datetime,
    initiative: Initiative,
    rule: Rule,
    template: str,
    *conditions: Any,
    **also: Any,
) -> Iterator[Letter]:
    """One letter to everybody for whom the rule holds, besides whoever did it."""
    group = session.get_one(Group, initiative.group_id)
    for person in audience.people(session, rule, initiative, now, *conditions, besides=event.person_id):
        context = {"name": person.name, "initiative": initiative, "group": group, **also}
        yield Letter(person.email, person.language.value, f"initiatives/{template}.html", context, group.id)
