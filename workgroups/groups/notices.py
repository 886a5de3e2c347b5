from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.groups.events import ChairNominated, SeatFilled
from workgroups.groups.models import CHAIRS, Group, Nomination, Seat
from workgroups.people.models import Person


@notice(SeatFilled)
def invitation(session: Session, event: Event, now: datetime) -> Iterator[Letter]:  # noqa: ARG001
    """The new holder hears which seat she has and how to come in."""
    seat = session.get_one(Seat, event.about)
    if seat.holder_id is None:
        return
    person = session.get_one(Person, seat.holder_id)
    context = {"name": person.name, "group": session.get_one(Group, seat.group_id), "label": seat.label}
    yield Letter(person.email, person.language.value, "groups/invitation_mail.html", context, seat.group_id)


@notice(ChairNominated)
def nomination(session: Session, event: Event, now: datetime) -> Iterator[Letter]:  # noqa: ARG001
    """The other chair hears that her agreement is asked for."""
    row = session.get_one(Nomination, event.about)
    other = session.exec(
        select(Person)
        .join(Seat, col(Seat.holder_id) == col(Person.id))
        .where(col(Seat.group_id) == row.group_id, col(Seat.role).in_(CHAIRS), col(Seat.id) != row.seat_id)
    ).first()
    if other is not None:
        context = {
            "name": other.name,
            "group": session.get_one(Group, row.group_id),
            "nominee": session.get_one(Person, row.person_id).name,
            "nomination": row.id,
        }
        yield Letter(other.email, other.language.value, "groups/nomination_mail.html", context, row.group_id)
