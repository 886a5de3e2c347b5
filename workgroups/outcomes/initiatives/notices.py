from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.groups import audience
from workgroups.groups.models import Group
from workgroups.outcomes.initiatives import policy
from workgroups.outcomes.initiatives.events import InitiativeProposed
from workgroups.outcomes.initiatives.models import Initiative


@notice(InitiativeProposed)
def proposed(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Whoever may move it hears of it."""
    initiative = session.get_one(Initiative, event.about)
    group = session.get_one(Group, initiative.group_id)
    for person in audience.people(session, policy.move, initiative, now, besides=event.person_id):
        context = {"name": person.name, "initiative": initiative, "group": group}
        yield Letter(person.email, person.language.value, "initiatives/proposed_mail.html", context, group.id)
