from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.groups.events import AlternateNamed, ChairNominated, DeputyProposed, SeatFilled
from workgroups.groups.models import CHAIRS, Group, Nomination, Seat
from workgroups.people.models import Person


def to_seat(session: Session, seat: Seat, person_id: int | None, template: str) -> Iterator[Letter]:
    """A letter about this seat to one person, unless she has left it meanwhile."""
    if person_id is not None:
        person = session.get_one(Person, person_id)
        context = {"name": person.name, "group": session.get_one(Group, seat.group_id), "seat": seat}
        yield Letter(person.email, person.language.value, template, context, seat.group_id)


@notice(SeatFilled)
def invitation(session: Session, event: Event, now: datetime) -> Iterator[Letter]:  # noqa: ARG001
    """The new holder hears which seat she has and how to come in."""
    seat = session.get_one(Seat, event.about)
    return to_seat(session, seat, seat.holder_id, "groups/invitation_mail.html")


@notice(AlternateNamed)
def alternate(session: Session, event: Event, now: datetime) -> Iterator[Letter]:  # noqa: ARG001
    """The new alternate hears for which seat she may act."""
    seat = session.get_one(Seat, event.about)
    return to_seat(session, seat, seat.alternate_id, "groups/alternate_mail.html")


@notice(ChairNominated)
@notice(DeputyProposed)
def nomination(session: Session, event: Event, now: datetime) -> Iterator[Letter]:  # noqa: ARG001
    """The other chair hears that her agreement is asked for, unless it is her own nomination."""
    row = session.get_one(Nomination, event.about)
    found = select(Person).join(Seat, col(Seat.holder_id) == col(Person.id))
    other = session.exec(
        found.where(col(Seat.group_id) == row.group_id, col(Seat.role).in_(CHAIRS), col(Seat.id) != row.seat_id)
    ).first()
    if other is not None and other.id != row.by_id and row.agreed_at is None:
        context = {
            "name": other.name,
            "group": session.get_one(Group, row.group_id),
            "nominee": session.get_one(Person, row.person_id).name,
            "nomination": row,
        }
        yield Letter(other.email, other.language.value, "groups/nomination_mail.html", context, row.group_id)
