from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col

from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.groups import audience, policy
from workgroups.groups.events import AlternateNamed, ChairNominated, DeputyProposed, SeatFilled
from workgroups.groups.models import Group, Nomination, Seat
from workgroups.people.models import Person


def to_seat(  # noqa: PLR0917
    session: Session, event: Event, now: datetime, seat: Seat, person_id: int | None, template: str
) -> Iterator[Letter]:
    """A letter about this seat to one person, unless she has left it meanwhile."""
    group, she = session.get_one(Group, seat.group_id), col(Person.id) == person_id
    for person in audience.people(session, policy.see_seat, seat, now, she, besides=event.person_id):
        context = {"name": person.name, "group": group, "seat": seat}
        yield Letter(person.email, person.language.value, template, context, seat.group_id)


@notice(SeatFilled)
def invitation(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The new holder hears which seat she has and how to come in."""
    seat = session.get_one(Seat, event.about)
    return to_seat(session, event, now, seat, seat.holder_id, "groups/invitation_mail.html")


@notice(AlternateNamed)
def alternate(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The new alternate hears for which seat she may act."""
    seat = session.get_one(Seat, event.about)
    return to_seat(session, event, now, seat, seat.alternate_id, "groups/alternate_mail.html")


@notice(ChairNominated)
@notice(DeputyProposed)
def nomination(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The other chair hears that her agreement is asked for, unless it is her own nomination."""
    row = session.get_one(Nomination, event.about)
    group, nominee = session.get_one(Group, row.group_id), session.get_one(Person, row.person_id).name
    for person in audience.people(session, policy.agree, row, now, besides=event.person_id):
        context = {"name": person.name, "group": group, "nominee": nominee, "nomination": row}
        yield Letter(person.email, person.language.value, "groups/nomination_mail.html", context, row.group_id)
