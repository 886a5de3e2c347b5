from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, or_, select

from workgroups.actions.events import ActionPromised
from workgroups.actions.models import Action
from workgroups.actions.policy import IN_CAMERA, see
from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.groups.models import Group, Seat
from workgroups.people.models import Person


@notice(ActionPromised)
def promised(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Holder and alternate of the seat hear what somebody else put down for it; no subject says what is in camera."""
    action = session.get_one(Action, event.about)
    group = session.get_one(Group, action.group_id)
    sits = or_(col(Seat.holder_id) == col(Person.id), col(Seat.alternate_id) == col(Person.id))
    owners = select(Person).join(Seat, sits).join(Action, col(Action.seat_id) == col(Seat.id))
    owners = owners.where(col(Action.id) == action.id, col(Person.id) != event.person_id, see(col(Person.id)))
    in_camera = session.exec(select(col(Action.id)).where(col(Action.id) == action.id, IN_CAMERA)).first() is not None
    for person in session.exec(owners, params={"me": 0, "now": now}):
        context = {"name": person.name, "action": action, "group": group, "in_camera": in_camera}
        yield Letter(person.email, person.language.value, "actions/promised_mail.html", context, group.id)
