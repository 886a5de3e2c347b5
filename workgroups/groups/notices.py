from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col

from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.groups import audience, policy
from workgroups.groups.events import AlternateNamed, ChairNominated, DeputyProposed, GroupClosed, SeatFilled
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


@notice(GroupClosed)
def closed(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Everybody at the table hears that the group has ended; the co-chairs of its successor, what is theirs now."""
    group = session.get_one(Group, event.about)
    successor = session.get_one(Group, group.successor_id) if group.successor_id else None
    told = list(audience.people(session, policy.see, group, now, besides=event.person_id))
    if successor:
        chairing = policy.approves(col(Group.id), col(Person.id))
        told += audience.people(session, policy.see, successor, now, chairing, besides=event.person_id)
    for person in {person.id: person for person in told}.values():
        context = {"name": person.name, "group": group, "successor": successor}
        yield Letter(person.email, person.language.value, "groups/closed_mail.html", context, group.id)
