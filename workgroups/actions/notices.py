from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, or_, select

from workgroups.actions.events import ActionPromised
from workgroups.actions.models import Action
from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.groups.models import Group, Seat
from workgroups.people.models import Person


@notice(ActionPromised)
def promised(session: Session, event: Event, now: datetime) -> Iterator[Letter]:  # noqa: ARG001
    """Holder and alternate of the seat hear what somebody else put down for it."""
    action = session.get_one(Action, event.about)
    group = session.get_one(Group, action.group_id)
    owners = select(Person).join(
        Seat, or_(col(Seat.holder_id) == col(Person.id), col(Seat.alternate_id) == col(Person.id))
    )
    for person in session.exec(owners.where(col(Seat.id) == action.seat_id, col(Person.id) != event.person_id)):
        context = {"name": person.name, "action": action, "group": group}
        yield Letter(person.email, person.language.value, "actions/promised_mail.html", context, group.id)
