"""The two co-chair seats: who fills them, who is their deputy, and when the deputy acts."""

from datetime import time, timedelta

from workgroups.core import clock
from workgroups.core.errors import Invalid, WrongState
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command
from workgroups.groups import events, policy, queries
from workgroups.groups.commands import NOT_ONESELF, end_acting, fill, known
from workgroups.groups.forms import DeclaringAbsence, NominatingChair, ProposingDeputy
from workgroups.groups.models import Acting, Nomination, Seat, SeatRole
from workgroups.people.models import Organisation, Person

KEEPS_RECORDS = gettext_noop("The deputy is neither the secretary nor a coordinator.")


def clash(work: Work, seat: Seat, person_id: int, organisation_id: int | None) -> dict[str, str]:
    """Why this person of this organisation cannot hold this seat beside the other co-chair; empty when she can."""
    other = queries.other_chair(work, seat)
    if other.holder_id == person_id:
        return {"email": gettext_noop("One person cannot hold both co-chair seats.")}
    if other.holder_id and organisation_id is not None and other.organisation_id == organisation_id:
        return {"organisation": gettext_noop("The co-chairs come from two different organisations.")}
    return {}


def unfit(work: Work, seat: Seat, person_id: int, organisation_id: int | None) -> str | None:
    """Why this person of this organisation cannot deputise for a co-chair seat; None when she can."""
    if clash(work, seat, person_id, organisation_id):
        return gettext_noop("The deputy comes from another organisation than the other co-chair.")
    return KEEPS_RECORDS if queries.keeps_records(work, seat.group_id, person_id) else None


def chosen(work: Work, seat: Seat, nominating: NominatingChair) -> Person:
    """The person to fill a co-chair seat. Raises `Invalid` when she cannot hold it beside the other chair."""
    if work.session.get(Organisation, nominating.organisation) is None:
        raise Invalid(organisation=gettext_noop("Choose an organisation."))
    person = known(work, nominating.name, nominating.email)
    if wrong := clash(work, seat, person.id, nominating.organisation):
        raise Invalid(**wrong)
    return person


@command(policy.nominate)
def nominate(work: Work, seat: Seat, nominating: NominatingChair) -> Nomination:
    """Propose somebody for a co-chair seat; the other chair has to agree."""
    person = chosen(work, seat, nominating)
    nomination = work.add(
        Nomination(
            group_id=seat.group_id,
            seat_id=seat.id,
            person_id=person.id,
            organisation_id=nominating.organisation,
            by_id=work.me,
            at=work.now,
        )
    )
    work.record(events.ChairNominated(seat_id=seat.id, nominee_id=person.id), about=nomination)
    return nomination


@command(policy.propose_deputy)
def propose_deputy(work: Work, seat: Seat, proposing: ProposingDeputy) -> Nomination:
    """The holder of a co-chair seat proposes whose seat is to deputise for it; the other chair has to agree."""
    deputy = work.session.get(Seat, proposing.seat)
    if deputy is None or deputy.group_id != seat.group_id or deputy.role is not SeatRole.MEMBER or not deputy.holder_id:
        raise Invalid(seat=gettext_noop("Choose a member's seat that somebody holds."))
    if wrong := unfit(work, seat, deputy.holder_id, deputy.organisation_id):
        raise Invalid(seat=wrong)
    nomination = work.add(
        Nomination(
            group_id=seat.group_id,
            seat_id=seat.id,
            person_id=deputy.holder_id,
            deputy_seat_id=deputy.id,
            by_id=work.me,
            at=work.now,
        )
    )
    work.record(events.DeputyProposed(chair_seat_id=seat.id, deputy_seat_id=deputy.id), about=nomination)
    return nomination


@command(policy.agree)
def agree(work: Work, nomination: Nomination, _: Nothing) -> None:
    """The other chair agrees: the seat is filled, or has its deputy. Other nominations for it are declined with that.

    Raises `WrongState` when the two chairs would no longer be two people of two organisations, or the deputy keeps the
    group's records by now.
    """
    seat = work.session.get_one(Seat, nomination.seat_id, with_for_update=True)
    organisation = queries.nominated_for(work, nomination)
    if wrong := clash(work, seat, nomination.person_id, organisation.id if organisation else None):
        raise WrongState(next(iter(wrong.values())))
    nomination.agreed_at = work.now
    for rival in queries.rivals(work, nomination):
        rival.declined_at = work.now
    if nomination.deputy_seat_id is None:
        seat.organisation_id = nomination.organisation_id
        fill(work, seat, work.session.get_one(Person, nomination.person_id))
        work.record(events.ChairAgreed(seat_id=seat.id, nominee_id=nomination.person_id), about=nomination)
    else:
        if queries.keeps_records(work, seat.group_id, nomination.person_id):
            raise WrongState(KEEPS_RECORDS)
        for earlier in queries.deputies(work, seat):
            earlier.deputy_of_id = None
        end_acting(work, queries.acting_for(work, seat, other_than=nomination.person_id))
        work.session.get_one(Seat, nomination.deputy_seat_id).deputy_of_id = seat.id
        work.record(events.DeputyAgreed(seat.id, nomination.deputy_seat_id), about=nomination)


@command(policy.agree)
def decline(work: Work, nomination: Nomination, _: Nothing) -> None:
    """The other chair does not agree: everything stays as it is."""
    nomination.declined_at = work.now
    work.record(events.NominationDeclined(seat_id=nomination.seat_id), about=nomination)


@command(policy.name_chair)
def name_chair(work: Work, seat: Seat, nominating: NominatingChair) -> str:
    """An administrator names the first co-chairs, or both when both seats are vacant; returns the group's slug.

    Raises `Invalid` when she names herself.
    """
    person = chosen(work, seat, nominating)
    if person.id == work.me:
        raise Invalid(email=NOT_ONESELF)
    seat.organisation_id = nominating.organisation
    fill(work, seat, person)
    return queries.group_of(work, seat.group_id).slug


@command(policy.let_deputy_act)
def let_deputy_act(work: Work, seat: Seat, declaring: DeclaringAbsence) -> None:
    """A chair declares an absence or recusal: the agreed deputy acts for these days."""
    if declaring.ends_on < declaring.starts_on:
        raise Invalid(ends_on=gettext_noop("The last day comes before the first."))
    named = next((deputy for deputy in queries.deputies(work, seat) if deputy.holder_id), None)
    if named is None or not (deputy := named.holder_id):
        raise Invalid(reason=gettext_noop("Your seat has no deputy yet. Agree on one with the other chair first."))
    if wrong := unfit(work, seat, deputy, named.organisation_id):
        raise Invalid(reason=wrong)
    zone = queries.group_of(work, seat.group_id).timezone
    acting = work.add(
        Acting(
            group_id=seat.group_id,
            chair_seat_id=seat.id,
            person_id=deputy,
            starts_at=clock.local(declaring.starts_on, time.min, zone),
            ends_at=clock.local(declaring.ends_on + timedelta(days=1), time.min, zone),
            reason=declaring.reason,
        )
    )
    work.record(
        events.DeputyActs(chair_seat_id=seat.id, deputy_id=deputy, starts_at=acting.starts_at, ends_at=acting.ends_at),
        about=acting,
    )
