from collections.abc import Iterable

from sqlalchemy import func, select
from sqlmodel import col

from workgroups.core import clock
from workgroups.core.errors import Invalid
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop, language_map
from workgroups.core.work import Work, command
from workgroups.groups import events, policy, queries
from workgroups.groups.forms import Closing, Founding, Inviting, NamingAlternate, NamingCoordinator, Seating, Settling
from workgroups.groups.models import (
    CHAIRS,
    Acting,
    Coordination,
    Group,
    GroupProfession,
    GroupState,
    Profession,
    Seat,
    SeatRole,
)
from workgroups.people.events import PersonAdded
from workgroups.people.models import Organisation, Person, StakeholderType
from workgroups.people.policy import administer

FIRST_SEATS = (
    (
        SeatRole.CO_CHAIR_HOST,
        StakeholderType.SETTLEMENT_ORGANISATION,
        {"en": "Settlement organisation, host of the group", "fr": "Organisme d’établissement, hôte du groupe"},
    ),
    (
        SeatRole.CO_CHAIR_PROFESSION,
        StakeholderType.PROFESSIONAL_ASSOCIATION,
        {"en": "Leader of the profession", "fr": "Chef de file de la profession"},
    ),
    (SeatRole.SECRETARY, StakeholderType.SETTLEMENT_ORGANISATION, {"en": "Secretary", "fr": "Secrétaire"}),
)
"""What every table begins with, in the order in which the seats stand."""


NOT_ONESELF = gettext_noop("Another administrator has to do this for you.")


@command(administer)
def found(work: Work, _: Person, founding: Founding) -> Group:
    """Begin a group; it starts with its two co-chair seats and a secretary's, all vacant.

    Raises `Invalid` when the slug is taken or the profession unknown.
    """
    if work.rows(select(Group.id).where(col(Group.slug) == founding.slug)).first():  # type: ignore[call-overload]
        raise Invalid(slug=gettext_noop("Another group has this address."))
    if work.session.get(Profession, founding.profession) is None:
        raise Invalid(profession=gettext_noop("Choose a profession."))
    group = work.add(
        Group(
            slug=founding.slug,
            name=language_map(en=founding.name_en, fr=founding.name_fr),
            decision_prefix=founding.decision_prefix,
        )
    )
    work.session.add(GroupProfession(group_id=group.id, profession_id=founding.profession))
    today = clock.today(work.now, group.timezone)
    for place, (role, kind, label) in enumerate(FIRST_SEATS):
        seat = Seat(group_id=group.id, place=place, label=label, role=role, stakeholder_type=kind, vacant_since=today)
        work.add(seat)
    work.record(events.GroupFounded(), about=group, group_id=group.id)
    return group


@command(policy.arrange)
def settle(work: Work, group: Group, settling: Settling) -> None:
    """Change what the group has decided about itself. Raises `Invalid` when it is to be forming again, or closed."""
    if settling.state is GroupState.CLOSED:
        raise Invalid(state=gettext_noop("A group is closed on a page of its own."))
    if settling.state is GroupState.FORMING and group.state is not GroupState.FORMING:
        raise Invalid(state=gettext_noop("A group that has begun does not go back to forming."))
    group.name = language_map(en=settling.name_en, fr=settling.name_fr)
    group.profile = language_map(en=settling.profile_en, fr=settling.profile_fr)
    group.state, group.positions_shown = settling.state, settling.positions_shown
    work.record(events.GroupChanged(state=group.state.value), about=group, group_id=group.id)


@command(policy.close)
def close(work: Work, group: Group, closing: Closing) -> None:
    """End the group for good, and say which group goes on with what it kept, if any does.

    Raises `Invalid` for a group that cannot.
    """
    successor = closing.successor or None
    if successor and successor not in [other.id for other in queries.others_at_work(work, group)]:
        raise Invalid(successor=gettext_noop("Choose a group that is at work."))
    group.state, group.closed_at, group.successor_id = GroupState.CLOSED, work.now, successor
    work.record(events.GroupClosed(successor), about=group, group_id=group.id)


@command(policy.administer)
def name_coordinator(work: Work, group: Group, naming: NamingCoordinator) -> None:
    """Give somebody the secretary's rights in this group. Raises `Invalid` for an administrator who names herself."""
    person = work.session.get(Person, naming.person)
    if person is None:
        raise Invalid(person=gettext_noop("Choose a person."))
    if person.id == work.me:
        raise Invalid(person=NOT_ONESELF)
    if person.id not in [known.id for known in queries.coordinators(work, group.id)]:
        work.add(Coordination(group_id=group.id, person_id=person.id))
        work.record(events.CoordinatorNamed(coordinator_id=person.id), about=group, group_id=group.id)


@command(policy.arrange)
def add_seat(work: Work, group: Group, seating: Seating) -> Seat:
    """Add a place at the table; co-chair seats exist from the start."""
    if seating.role in CHAIRS:
        raise Invalid(role=gettext_noop("A group has exactly two co-chair seats."))
    if seating.organisation is not None and work.session.get(Organisation, seating.organisation) is None:
        raise Invalid(organisation=gettext_noop("Choose an organisation."))
    places = work.rows(select(func.count()).where(col(Seat.group_id) == group.id)).scalar_one()
    seat = work.add(
        Seat(
            group_id=group.id,
            place=places,
            label=language_map(en=seating.label_en, fr=seating.label_fr),
            role=seating.role,
            stakeholder_type=seating.stakeholder_type,
            organisation_id=seating.organisation,
            vacant_since=clock.today(work.now, group.timezone),
        )
    )
    work.record(events.SeatAdded(role=seat.role.value), about=seat)
    return seat


def known(work: Work, name: str, email: str) -> Person:
    """The person with this address, added when there is none. Raises `Invalid` when the account is closed."""
    person = work.rows(select(Person).where(col(Person.email) == email)).scalar_one_or_none()
    if person is None:
        person = work.add(Person(name=name, email=email))
        work.record(PersonAdded(), about=person)
    if person.disabled_at:
        raise Invalid(email=gettext_noop("This account is closed. An administrator can open it again."))
    return person


def leave(work: Work, seat: Seat, successor: int | None = None) -> None:
    """What was agreed with the holder and not with the seat ends with her: she is no deputy, and has none that acts."""
    if seat.holder_id == successor:
        return
    end_acting(work, queries.acting_of(work, seat))
    seat.deputy_of_id = None


def end_acting(work: Work, ending: Iterable[Acting]) -> None:
    """Deputies act no more, from now on."""
    for acting in ending:
        acting.ends_at = work.now
        work.record(events.DeputyActsNoMore(acting.chair_seat_id, acting.person_id), about=acting)


def fill(work: Work, seat: Seat, person: Person) -> None:
    """Put a person in a seat from today on."""
    leave(work, seat, person.id)
    seat.holder_id, seat.vacant_since = person.id, None
    if seat.alternate_id == person.id:
        seat.alternate_id = None
    seat.term_starts = clock.today(work.now, queries.group_of(work, seat.group_id).timezone)
    work.record(events.SeatFilled(holder_id=person.id), about=seat)


@command(policy.change_seat)
def invite(work: Work, seat: Seat, inviting: Inviting) -> None:
    """Give the seat to somebody, by e-mail. Raises `Invalid` for whoever invites herself."""
    person = known(work, inviting.name, inviting.email)
    if person.id == work.me:
        raise Invalid(email=gettext_noop("Somebody else has to give you a seat."))
    fill(work, seat, person)
    seat.term_ends = inviting.term_ends


@command(policy.change_seat)
def vacate(work: Work, seat: Seat, _: Nothing) -> None:
    """Somebody leaves; what the seat owns stays with it."""
    leave(work, seat)
    left, seat.holder_id = seat.holder_id, None
    seat.vacant_since = clock.today(work.now, queries.group_of(work, seat.group_id).timezone)
    work.record(events.SeatVacated(holder_id=left), about=seat)


@command(policy.name_alternate)
def name_alternate(work: Work, seat: Seat, naming: NamingAlternate) -> None:
    """The holder names who acts for the seat in everything but approval."""
    person = known(work, naming.name, naming.email)
    if person.id == seat.holder_id:
        raise Invalid(email=gettext_noop("Name somebody else as your alternate."))
    seat.alternate_id = person.id
    work.record(events.AlternateNamed(alternate_id=person.id), about=seat)


@command(policy.name_alternate)
def drop_alternate(work: Work, seat: Seat, _: Nothing) -> None:
    """Nobody acts for the seat but its holder."""
    seat.alternate_id = None
    work.record(events.AlternateNamed(alternate_id=None), about=seat)
