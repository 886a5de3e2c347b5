from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from workgroups.actions.events import ActionPromised
from workgroups.actions.models import Action
from workgroups.actions.policy import IN_CAMERA, see
from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.groups import audience
from workgroups.groups.models import Group
from workgroups.groups.policy import speaks_for
from workgroups.people.models import Person


@notice(ActionPromised)
def promised(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Holder and alternate of the seat hear what somebody else put down for it; no subject says what is in camera."""
    action = session.get_one(Action, event.about)
    group = session.get_one(Group, action.group_id)
    in_camera = session.exec(select(col(Action.id)).where(col(Action.id) == action.id, IN_CAMERA)).first() is not None
    owns = speaks_for(action.seat_id, col(Person.id))
    for person in audience.people(session, see, action, now, owns, besides=event.person_id):
        context = {"name": person.name, "action": action, "group": group, "in_camera": in_camera}
        yield Letter(person.email, person.language.value, "actions/promised_mail.html", context, group.id)
