from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, or_, select
from sqlmodel import col

from workgroups.core.events import Event
from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.groups.events import AlternateNamed, SeatFilled, SeatVacated
from workgroups.groups.models import Coordination, Seat, SeatRole
from workgroups.meetings.agenda.models import AgendaItem, ItemState
from workgroups.meetings.decisions.models import Decision
from workgroups.meetings.guests.models import Guest
from workgroups.meetings.minutes.models import Minutes
from workgroups.meetings.minutes.summary import policy
from workgroups.meetings.minutes.summary.models import Summary
from workgroups.meetings.minutes.summary.redaction import Somebody
from workgroups.meetings.models import CAME, Attendance, Meeting
from workgroups.meetings.replies.models import Reply
from workgroups.people.models import Person, StakeholderType


class SummaryRow(NamedTuple):
    """The public words for an item or a decision, beside what the minutes say."""

    id: int
    item_id: int
    title: LanguageMap
    state: ItemState
    decision: str | None
    """Its number, when it is one."""
    public: bool
    text: LanguageMap
    internal: str
    """What the minutes or the decision say."""


SUMMARIES: Any = (
    select(  # type: ignore[call-overload]
        Summary.id,
        Summary.item_id,
        AgendaItem.title,
        AgendaItem.state,
        Decision.number,
        Summary.public,
        Summary.text,
        func.coalesce(Decision.text, Minutes.text),
    )
    .join(AgendaItem, col(AgendaItem.id) == col(Summary.item_id))
    .join(Minutes, col(Minutes.id) == col(Summary.item_id))
    .outerjoin(Decision, col(Decision.id) == col(Summary.decision_id))
    .where(policy.CAN_BE_PUBLIC)
    .order_by(col(AgendaItem.position), col(AgendaItem.id), col(Decision.serial).nulls_first())
)
OF_MEETING = SUMMARIES.where(col(AgendaItem.meeting_id) == bindparam("meeting_id"))
ONE = SUMMARIES.where(col(Summary.id) == bindparam("summary_id"))


def summaries(work: Work, meeting_id: int) -> list[SummaryRow]:
    """What could be public of a meeting: its items in order, each followed by its decisions; nothing in camera."""
    return [SummaryRow(*row) for row in work.rows(OF_MEETING, meeting_id=meeting_id)]


def one(work: Work, summary: Summary) -> SummaryRow | None:
    """None for what has become an item in camera."""
    row = work.rows(ONE, summary_id=summary.id).one_or_none()
    return SummaryRow(*row) if row else None


SITS = or_(col(Seat.holder_id) == col(Person.id), col(Seat.alternate_id) == col(Person.id))
PEOPLE = (
    select(col(Person.id), col(Person.name), col(Seat.stakeholder_type))
    .join(Seat, SITS)
    .where(col(Seat.group_id) == bindparam("group_id"))
    .order_by(col(Seat.place), col(Person.id))
)
CAME_TO_IT = (
    select(col(Person.id), col(Person.name), col(Seat.stakeholder_type))
    .join(Attendance, col(Attendance.person_id) == col(Person.id))
    .join(Seat, col(Seat.id) == col(Attendance.seat_id))
    .where(col(Attendance.meeting_id) == bindparam("meeting_id"))
    .order_by(col(Person.id))
)
COORDINATORS = (
    select(col(Person.id), col(Person.name))
    .join(Coordination, col(Coordination.person_id) == col(Person.id))
    .where(col(Coordination.group_id) == bindparam("group_id"))
    .order_by(col(Person.id))
)
ACTED = (
    select(col(Person.id), col(Person.name), col(Seat.stakeholder_type))
    .distinct()
    .join(Event, col(Event.person_id) == col(Person.id))
    .outerjoin(Seat, col(Seat.id) == col(Event.seat_id))
    .where(col(Event.chain) == bindparam("group_id"))
    .order_by(col(Person.id))
)
"""Whoever proposed, wrote, corrected, answered or commented, wherever she sits now."""
NAMED = (
    select(col(Seat.stakeholder_type), col(Event.payload))
    .join(Event, col(Event.about) == col(Seat.id))
    .where(
        col(Event.chain) == bindparam("group_id"),
        col(Event.fact).in_(fact.__name__ for fact in (SeatFilled, SeatVacated, AlternateNamed)),
    )
    .order_by(col(Event.id).desc())
)
"""Who was ever given a seat, or was named the alternate of one."""
STOOD_IN = (
    select(col(Person.id), col(Person.name), col(Seat.stakeholder_type))
    .join(Reply, col(Reply.alternate_id) == col(Person.id))
    .join(Seat, col(Seat.id) == col(Reply.seat_id))
    .where(col(Reply.group_id) == bindparam("group_id"))
    .order_by(col(Person.id))
)
GUESTS = select(col(Guest.name)).distinct().where(col(Guest.group_id) == bindparam("group_id"))
BY_ID = select(col(Person.id), col(Person.name)).where(col(Person.id).in_(bindparam("ids", expanding=True)))


def people(work: Work, meeting: Meeting) -> list[Somebody]:
    """Everybody whose name does not become public: who came, sits at the table now or ever did, coordinates, took part,
    was a guest.

    For whom she spoke at the meeting counts before what she was earlier or is now.
    """
    found = [Somebody(*row) for row in work.rows(CAME_TO_IT, meeting_id=meeting.id)]
    found += [Somebody(*row) for row in work.rows(PEOPLE, group_id=meeting.group_id)]
    found += [Somebody(key, name, None) for key, name in work.rows(COORDINATORS, group_id=meeting.group_id)]
    found += [Somebody(*row) for row in work.rows(STOOD_IN, group_id=meeting.group_id)]
    found += once_seated(work, meeting.group_id)
    found += [Somebody(*row) for row in work.rows(ACTED, group_id=meeting.group_id)]
    guests = [Somebody(None, name, None) for name in work.rows(GUESTS, group_id=meeting.group_id).scalars()]
    return [*{person.id: person for person in reversed(found)}.values(), *guests]


def once_seated(work: Work, group_id: int) -> list[Somebody]:
    """Who was ever given a seat of the group or named its alternate, as the ledger knows it: two queries."""
    spoke_for: dict[int, StakeholderType] = {}
    for kind, payload in work.rows(NAMED, group_id=group_id):
        for person_id in (payload or {}).values():
            if person_id is not None:
                spoke_for.setdefault(person_id, kind)
    return [Somebody(key, name, spoke_for[key]) for key, name in work.rows(BY_ID, ids=list(spoke_for))]


CAME_BY_TYPE = (
    select(col(Seat.stakeholder_type), func.count(col(Attendance.id)))
    .join(Attendance, col(Attendance.seat_id) == col(Seat.id))
    .where(
        col(Attendance.meeting_id) == bindparam("meeting_id"),
        col(Attendance.presence).in_(CAME),
        col(Seat.role) != SeatRole.OBSERVER,
    )
    .group_by(col(Seat.stakeholder_type))
    .order_by(col(Seat.stakeholder_type))
)


def came(work: Work, meeting: Meeting) -> list[tuple[StakeholderType, int]]:
    """How many seats of each kind came, without saying who."""
    return [(kind, number) for kind, number in work.rows(CAME_BY_TYPE, meeting_id=meeting.id)]
