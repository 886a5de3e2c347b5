from datetime import time, timedelta

from sqlalchemy import func, select
from sqlmodel import col

from workgroups.core import clock
from workgroups.core.errors import Invalid
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop, language_map
from workgroups.core.work import Work, command
from workgroups.groups import events, policy, queries
from workgroups.groups.forms import (
    DeclaringAbsence,
    Founding,
    Inviting,
    NamingAlternate,
    NamingCoordinator,
    Nominating,
    Seating,
    Settling,
)
from workgroups.groups.models import (
    CHAIRS,
    Acting,
    Coordination,
    Group,
    GroupProfession,
    Nomination,
    Profession,
    Seat,
    SeatRole,
)
from workgroups.people.events import PersonAdded
from workgroups.people.models import Person, StakeholderType
from workgroups.people.policy import administer

CHAIR_LABELS = {
    SeatRole.CO_CHAIR_HOST: {
        "en": "Settlement organisation, host of the group",
        "fr": "Organisme d'établissement, hôte du groupe",
    },
    SeatRole.CO_CHAIR_PROFESSION: {"en": "Leader of the profession", "fr": "Chef de file de la profession"},
}


@command(administer)
def found(work: Work, _: Person, founding: Founding) -> Group:
    """Begin a group; it starts with its two co-chair seats and a secretary's, all vacant."""
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
    kinds = {
        SeatRole.CO_CHAIR_HOST: StakeholderType.SETTLEMENT_ORGANISATION,
        SeatRole.CO_CHAIR_PROFESSION: StakeholderType.PROFESSIONAL_ASSOCIATION,
    }
    today = clock.today(work.now, group.timezone)
    for place, (role, kind) in enumerate(kinds.items()):
        work.add(
            Seat(
                group_id=group.id,
                place=place * 6,
                label=CHAIR_LABELS[role],
                role=role,
                stakeholder_type=kind,
                vacant_since=today,
            )
        )
    work.record(events.GroupFounded(), about=group, group_id=group.id)
    return group


@command(policy.arrange)
def settle(work: Work, group: Group, settling: Settling) -> None:
    """Change what the group has decided about itself."""
    group.name = language_map(en=settling.name_en, fr=settling.name_fr)
    group.profile = language_map(en=settling.profile_en, fr=settling.profile_fr)
    for name in ("state", "cadence_months", "meets_on", "meets_at", "meets_for", "positions_shown"):
        setattr(group, name, getattr(settling, name))
    group.place, group.video_url = settling.place or "", settling.video_url or ""
    work.record(events.GroupChanged(state=group.state.value), about=group, group_id=group.id)


@command(policy.administer)
def name_coordinator(work: Work, group: Group, naming: NamingCoordinator) -> None:
    """Give somebody the secretary's rights in this group."""
    person = work.session.get(Person, naming.person)
    if person is None:
        raise Invalid(person=gettext_noop("Choose a person."))
    if person.id not in [known.id for known in queries.coordinators(work, group.id)]:
        work.add(Coordination(group_id=group.id, person_id=person.id))
        work.record(events.CoordinatorNamed(coordinator_id=person.id), about=group, group_id=group.id)


@command(policy.arrange)
def add_seat(work: Work, group: Group, seating: Seating) -> Seat:
    """Add a place at the table; co-chair seats exist from the start."""
    if seating.role in CHAIRS:
        raise Invalid(role=gettext_noop("A group has exactly two co-chair seats."))
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
    """The person with this address, added when there is none."""
    person = work.rows(select(Person).where(col(Person.email) == email)).scalar_one_or_none()
    if person is None:
        person = work.add(Person(name=name, email=email))
        work.record(PersonAdded(), about=person)
    return person


def fill(work: Work, seat: Seat, person: Person) -> None:
    """Put a person in a seat. One person cannot hold both co-chair seats, nor one organisation."""
    if seat.is_chair:
        for other in queries.chair_seats(work, seat.group_id):
            if other.id != seat.id and other.holder_id == person.id:
                raise Invalid(email=gettext_noop("One person cannot hold both co-chair seats."))
            if (
                other.id != seat.id
                and other.holder_id
                and seat.organisation_id
                and other.organisation_id == seat.organisation_id
            ):
                raise Invalid(email=gettext_noop("The co-chairs come from two different organisations."))
    seat.holder_id, seat.vacant_since = person.id, None
    seat.term_starts = clock.today(work.now, queries.group_of(work, seat.group_id).timezone)
    work.record(events.SeatFilled(holder_id=person.id), about=seat)


@command(policy.change_seat)
def invite(work: Work, seat: Seat, inviting: Inviting) -> None:
    """Give the seat to somebody, by e-mail."""
    fill(work, seat, known(work, inviting.name, inviting.email))
    seat.term_ends = inviting.term_ends


@command(policy.change_seat)
def vacate(work: Work, seat: Seat, _: Nothing) -> None:
    """Somebody leaves; what the seat owns stays with it."""
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


@command(policy.nominate)
def nominate(work: Work, seat: Seat, nominating: Nominating) -> None:
    """Propose somebody for a co-chair seat; the other chair has to agree."""
    person = known(work, nominating.name, nominating.email)
    nomination = work.add(
        Nomination(group_id=seat.group_id, seat_id=seat.id, person_id=person.id, by_id=work.me, at=work.now)
    )
    work.record(events.ChairNominated(seat_id=seat.id, nominee_id=person.id), about=nomination)


@command(policy.agree)
def agree(work: Work, nomination: Nomination, _: Nothing) -> None:
    """The other chair agrees: the seat is filled."""
    nomination.agreed_at = work.now
    seat = work.session.get_one(Seat, nomination.seat_id, with_for_update=True)
    fill(work, seat, work.session.get_one(Person, nomination.person_id))
    work.record(events.ChairAgreed(seat_id=seat.id, nominee_id=nomination.person_id), about=nomination)


@command(policy.name_chair)
def name_chair(work: Work, seat: Seat, nominating: Nominating) -> str:
    """An administrator names the first co-chairs, or both when both seats are vacant; returns the group's slug."""
    fill(work, seat, known(work, nominating.name, nominating.email))
    return queries.group_of(work, seat.group_id).slug


@command(policy.let_deputy_act)
def let_deputy_act(work: Work, seat: Seat, declaring: DeclaringAbsence) -> None:
    """A chair declares an absence or recusal: the agreed deputy acts for these days."""
    if declaring.ends_on < declaring.starts_on:
        raise Invalid(ends_on=gettext_noop("The last day comes before the first."))
    deputy = (
        work.rows(select(Seat).where(col(Seat.deputy_of_id) == seat.id, col(Seat.holder_id).is_not(None)))
        .scalars()
        .first()
    )
    if deputy is None or deputy.holder_id is None:
        raise Invalid(reason=gettext_noop("Your seat has no deputy yet. Agree on one with the other chair first."))
    zone = queries.group_of(work, seat.group_id).timezone
    begins, ends = (
        clock.local(declaring.starts_on, time.min, zone),
        clock.local(declaring.ends_on + timedelta(days=1), time.min, zone),
    )
    acting = work.add(
        Acting(
            group_id=seat.group_id,
            chair_seat_id=seat.id,
            person_id=deputy.holder_id,
            starts_at=begins,
            ends_at=ends,
            reason=declaring.reason,
        )
    )
    work.record(
        events.DeputyActs(chair_seat_id=seat.id, deputy_id=acting.person_id, starts_at=begins, ends_at=ends),
        about=acting,
    )
