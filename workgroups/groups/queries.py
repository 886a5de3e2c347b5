from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import and_, bindparam, case, exists, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from workgroups.core.languages import LanguageMap, pick
from workgroups.core.policy import ME
from workgroups.core.statements import run
from workgroups.core.text import alphabetical
from workgroups.core.work import Work, seat_finders
from workgroups.groups import policy
from workgroups.groups.drawing import Placed, SeatMark, ring, tally
from workgroups.groups.models import (
    CHAIRS,
    HEARD,
    Acting,
    Coordination,
    Group,
    GroupProfession,
    GroupState,
    Nomination,
    Profession,
    Seat,
    SeatRole,
)
from workgroups.groups.policy import MINE
from workgroups.people.models import Organisation, Person, SignIn, StakeholderType
from workgroups.web.urls import url


class GroupView(NamedTuple):
    """What a page says of the group it belongs to."""

    id: int
    slug: str
    name: LanguageMap
    timezone: str


GROUP = (col(Group.id), col(Group.slug), col(Group.name), col(Group.timezone))
"""Its columns."""


class SeatView(NamedTuple):
    """A seat with the names that its page shows."""

    id: int
    group_id: int
    label: LanguageMap
    role: SeatRole
    stakeholder_type: StakeholderType
    organisation_id: int | None
    organisation: LanguageMap | None
    holder_id: int | None
    holder: str | None
    alternate_id: int | None
    alternate: str | None
    term_ends: date | None
    vacant_since: date | None
    deputy_of_id: int | None
    came: bool
    """The holder has signed in at least once."""

    @property
    def is_chair(self) -> bool:
        return self.role in CHAIRS

    @property
    def is_heard(self) -> bool:
        """The seat takes positions and somebody sits in it."""
        return self.role in HEARD and self.holder_id is not None


HOLDER, ALTERNATE = aliased(Person), aliased(Person)
SEATS = (
    select(  # type: ignore[call-overload,misc]
        Seat.id,
        Seat.group_id,
        Seat.label,
        Seat.role,
        Seat.stakeholder_type,
        Seat.organisation_id,
        Organisation.name,
        Seat.holder_id,
        HOLDER.name,
        Seat.alternate_id,
        ALTERNATE.name,
        Seat.term_ends,
        Seat.vacant_since,
        Seat.deputy_of_id,
        exists().where(col(SignIn.person_id) == col(Seat.holder_id)),
    )
    .outerjoin(Organisation, col(Organisation.id) == col(Seat.organisation_id))
    .outerjoin(HOLDER, col(HOLDER.id) == col(Seat.holder_id))
    .outerjoin(ALTERNATE, col(ALTERNATE.id) == col(Seat.alternate_id))
    .where(col(Seat.group_id) == bindparam("group_id"))
    .order_by(col(Seat.place), col(Seat.id))
)


def seats(work: Work, group_id: int) -> list[SeatView]:
    """The seats of a group in the order in which they stand around the table."""
    return [SeatView(*row) for row in work.rows(SEATS, group_id=group_id)]


class Table(NamedTuple):
    """The table as it is drawn and listed: both come from the same seats."""

    placed: tuple[Placed, ...]
    counts: tuple[tuple[str, int], ...]


def table(seats: Sequence[SeatView], states: Mapping[int, str] | None = None) -> Table:
    """The seats placed around the table, each with its state, for the drawing and its list.

    `states` maps seat ids to one of `drawing.STATES`; without it the drawing shows membership.
    """
    marks = (
        SeatMark(
            key=seat.id,
            type=seat.stakeholder_type.value,
            label=pick(seat.label)[0],
            href=url("groups:seat", key=seat.id),
            state=(states or {}).get(seat.id),
            vacant=seat.holder_id is None,
            chair=seat.is_chair,
            observer=seat.role is SeatRole.OBSERVER,
        )
        for seat in seats
    )
    return drawn(tuple(marks))


@lru_cache(maxsize=128)
def drawn(marks: tuple[SeatMark, ...]) -> Table:
    return Table(tuple(ring(marks)), tuple(tally(marks)))


OWN_SEAT = (
    select(Seat)
    .where(col(Seat.group_id) == bindparam("group_id"), MINE)
    .order_by(case((col(Seat.holder_id) == ME, 0), else_=1), col(Seat.id))
    .limit(1)
)


def own_seat(work: Work, group_id: int) -> Seat | None:
    """The seat in which I act in this group: the one I hold before one whose alternate I am."""
    return work.rows(OWN_SEAT, group_id=group_id).scalar_one_or_none()


ACTING_SEAT = (
    select(Seat.id)  # type: ignore[call-overload]
    .where(col(Seat.group_id) == bindparam("group_id"), MINE)
    .order_by(case((col(Seat.holder_id) == ME, 0), else_=1), col(Seat.id))
    .limit(1)
)


def acting_seat(session: Session, person_id: int, group_id: int) -> int | None:
    """The id of the seat in which a person acts in a group."""
    found: int | None = run(session, ACTING_SEAT, {"me": person_id, "group_id": group_id}).scalar_one_or_none()
    return found


seat_finders.append(acting_seat)


def mine(work: Work) -> Sequence[Group]:
    """The groups at whose table I am."""
    return work.rows(select(Group).where(policy.see()).order_by(col(Group.slug))).scalars().all()


def group_of(work: Work, group_id: int) -> Group:
    """The group of a row that I have taken."""
    return work.session.get_one(Group, group_id)


def professions_of(work: Work, group_id: int) -> Sequence[Profession]:
    """The professions a group serves, the one whose pathway it keeps first."""
    found = select(Profession).join(GroupProfession, col(GroupProfession.profession_id) == col(Profession.id))
    found = found.where(col(GroupProfession.group_id) == group_id).order_by(col(GroupProfession.position))
    return work.rows(found).scalars().all()


def professions(work: Work) -> Sequence[Profession]:
    """All professions, in the alphabetical order of the reader's language."""
    found = work.rows(select(Profession).order_by(col(Profession.slug))).scalars().all()
    return sorted(found, key=lambda profession: alphabetical(profession.name))


def groups(work: Work) -> Sequence[Group]:
    """All groups, for administrators: names and states, nothing of their content."""
    return work.rows(select(Group).order_by(col(Group.slug))).scalars().all()


def nominations(work: Work, group_id: int) -> Sequence[tuple[Nomination, Person]]:
    """Nominations for a co-chair seat that wait for the other chair."""
    found = select(Nomination, Person).join(Person, col(Person.id) == col(Nomination.person_id))
    found = found.where(col(Nomination.group_id) == group_id, policy.OPEN)
    return [(nomination, person) for nomination, person in work.rows(found.order_by(col(Nomination.id)))]


def rivals(work: Work, nomination: Nomination) -> Sequence[Nomination]:
    """Other open nominations for the same seat, of the same kind: chair or deputy."""
    found = select(Nomination).where(
        col(Nomination.seat_id) == nomination.seat_id,
        col(Nomination.id) != nomination.id,
        col(Nomination.deputy_seat_id).is_(None) == (nomination.deputy_seat_id is None),
        policy.OPEN,
    )
    return work.rows(found).scalars().all()


def nominated_for(work: Work, nomination: Nomination) -> Organisation | None:
    """The organisation that a nominated chair or deputy comes from."""
    deputy = work.session.get(Seat, nomination.deputy_seat_id) if nomination.deputy_seat_id else None
    organisation_id = deputy.organisation_id if deputy else nomination.organisation_id
    return work.session.get(Organisation, organisation_id) if organisation_id else None


def acting(work: Work, group_id: int) -> Sequence[tuple[Acting, Person]]:
    """Deputies who act for a chair now or will."""
    found = select(Acting, Person).join(Person, col(Person.id) == col(Acting.person_id))
    found = found.where(col(Acting.group_id) == group_id, col(Acting.ends_at) > work.now)
    return [(row, person) for row, person in work.rows(found.order_by(col(Acting.starts_at)))]


def acting_of(work: Work, seat: Seat) -> Sequence[Acting]:
    """When somebody acts for this seat, or its holder for a chair of the group, now or later."""
    as_deputy = and_(col(Acting.group_id) == seat.group_id, col(Acting.person_id) == seat.holder_id)
    found = select(Acting).where(or_(col(Acting.chair_seat_id) == seat.id, as_deputy), col(Acting.ends_at) > work.now)
    return work.rows(found).scalars().all()


def acting_for(work: Work, seat: Seat, other_than: int) -> Sequence[Acting]:
    """When anybody but this person acts for a co-chair seat, now or later."""
    found = select(Acting).where(col(Acting.chair_seat_id) == seat.id, col(Acting.person_id) != other_than)
    return work.rows(found.where(col(Acting.ends_at) > work.now)).scalars().all()


def keeps_records(work: Work, group_id: int, person_id: int) -> bool:
    """Is somebody the secretary of a group, or one of its coordinators?"""
    found: bool = work.rows(select(policy.keeps_records(group_id, person_id))).scalar_one()
    return found


def others_at_work(work: Work, group: Group) -> Sequence[GroupView]:
    """The other groups that are at work: they can go on with what this one kept, and take a proposal from it."""
    others = col(Group.id) != group.id, col(Group.state) == GroupState.ACTIVE
    return [GroupView(*row) for row in work.rows(select(*GROUP).where(*others).order_by(col(Group.slug)))]


def coordinators(work: Work, group_id: int) -> Sequence[Person]:
    found = select(Person).join(Coordination, col(Coordination.person_id) == col(Person.id))
    return work.rows(found.where(col(Coordination.group_id) == group_id).order_by(col(Person.name))).scalars().all()


def chair_seats(work: Work, group_id: int) -> Sequence[Seat]:
    """Both co-chair seats, host first."""
    found = select(Seat).where(col(Seat.group_id) == group_id, col(Seat.role).in_(CHAIRS))
    return work.rows(found.order_by(col(Seat.role))).scalars().all()


def other_chair(work: Work, seat: Seat) -> Seat:
    """The co-chair seat across the table from this one."""
    return next(other for other in chair_seats(work, seat.group_id) if other.id != seat.id)


def deputies(work: Work, seat: Seat) -> Sequence[Seat]:
    """The seats that deputise for a co-chair seat: at most one, as long as everybody keeps to the commands."""
    return work.rows(select(Seat).where(col(Seat.deputy_of_id) == seat.id)).scalars().all()
