from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.groups import audience
from workgroups.groups.models import Group
from workgroups.outcomes import policy
from workgroups.outcomes.events import OutcomeRecorded
from workgroups.outcomes.models import Outcome


@notice(OutcomeRecorded)
def recorded(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Whoever may edit it hears of it, so that it can be checked and published."""
    outcome = session.get_one(Outcome, event.about)
    group = session.get_one(Group, outcome.group_id)
    for person in audience.people(session, policy.edit, outcome, now, besides=event.person_id):
        context = {"name": person.name, "outcome": outcome, "group": group}
        yield Letter(person.email, person.language.value, "outcomes/recorded_mail.html", context, group.id)
