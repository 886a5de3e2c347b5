from collections.abc import Container, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, func, literal_column, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.groups.models import Seat
from workgroups.meetings.agenda import ordering, policy
from workgroups.meetings.agenda.models import (
    ON_AGENDA,
    STEP,
    AgendaItem,
    ItemKind,
    ItemState,
    NamedSeat,
    Standing,
)
from workgroups.meetings.agenda.sections import queries as headings
from workgroups.meetings.agenda.sections.models import Section
from workgroups.meetings.agenda.template import queries as template
from workgroups.meetings.guests.models import Guest
from workgroups.meetings.interests.models import Interest
from workgroups.meetings.models import Meeting


class ItemRow(NamedTuple):
    """An item on an agenda, with the number and the start that it has among the items that I see.

    An item in camera leaves neither a number nor a gap: for whoever does not see it, its minutes are part of the
    time that is free at the end, and a start is when an item begins at the earliest.
    """

    id: int
    number: int
    starts_at: datetime
    title: LanguageMap
    kind: ItemKind
    state: ItemState
    standing: Standing | None
    minutes_long: int
    text: str
    in_camera: bool
    presenter: LanguageMap | None
    agendas: int | None
    """On how many agendas a carried item has been, this one included."""
    first_at: datetime | None
    """When the first of them was."""
    position: int
    section_id: int | None
    section: LanguageMap | None
    """The heading under which it stands."""
    by_consent: bool
    resolution: str
    """What the group would resolve by consent."""
    interests: int
    """How many seats have declared an interest in it."""
    guests: str | None
    """The names of those who were invited for it."""

    @property
    def is_left(self) -> bool:
        """It is to be taken by consent, and was not dealt with."""
        return self.by_consent and self.state is ItemState.ACCEPTED

    @property
    def mark(self) -> str:
        """What it is called among the headings and items of an agenda."""
        return str(self.id)


class ProposedRow(NamedTuple):
    """An item that stands on no agenda: proposed for one, or waiting in the backlog."""

    id: int
    title: LanguageMap
    kind: ItemKind
    minutes_long: int
    text: str
    in_camera: bool
    proposer: LanguageMap | None
    presenter: LanguageMap | None
    agendas: int
    state: ItemState


PRESENTER, PROPOSER = aliased(Seat), aliased(Seat)
EARLIER, EARLIER_MEETING = aliased(AgendaItem), aliased(Meeting)

ON_EARLIER = (
    col(EARLIER.thread_id) == col(AgendaItem.thread_id),
    col(EARLIER.id) < col(AgendaItem.id),
    col(EARLIER.state).in_(ON_AGENDA),
    col(EARLIER.meeting_id) == col(EARLIER_MEETING.id),
)
TIMES = select(func.count(col(EARLIER.id))).where(*ON_EARLIER).correlate(AgendaItem).scalar_subquery()
SINCE = select(func.min(col(EARLIER_MEETING.starts_at))).where(*ON_EARLIER).correlate(AgendaItem).scalar_subquery()
IS_CARRIED = col(AgendaItem.carried_from_id).is_not(None)

DECLARED = (
    select(func.count(col(Interest.seat_id).distinct()))
    .where(col(Interest.item_id) == col(AgendaItem.id), col(Interest.taken_back_at).is_(None))
    .correlate(AgendaItem)
    .scalar_subquery()
)

NAMES: Any = func.aggregate_strings(col(Guest.name), literal_column("', '"))  # type: ignore[arg-type]
GUESTS = (
    select(NAMES.aggregate_order_by(col(Guest.id)))
    .where(
        col(Guest.item_id) == col(AgendaItem.id),
        col(Guest.meeting_id) == col(AgendaItem.meeting_id),
        col(Guest.ended_at).is_(None),
    )
    .correlate(AgendaItem)
    .scalar_subquery()
)

HEADING, ABOVE = aliased(Section), aliased(Section)
HEADING_OF = (
    select(col(ABOVE.id))
    .where(col(ABOVE.meeting_id) == col(AgendaItem.meeting_id), col(ABOVE.position) <= col(AgendaItem.position))
    .order_by(col(ABOVE.position).desc(), col(ABOVE.id).desc())
    .limit(1)
    .correlate(AgendaItem)
    .scalar_subquery()
)

IN_ORDER = (col(AgendaItem.position), col(AgendaItem.id))
AGENDA: Any = (
    select(  # type: ignore[call-overload]
        AgendaItem.id,
        func.row_number().over(order_by=IN_ORDER),
        func.sum(col(AgendaItem.minutes_long)).over(order_by=IN_ORDER, rows=(None, 0)),
        AgendaItem.title,
        AgendaItem.kind,
        AgendaItem.state,
        AgendaItem.standing,
        AgendaItem.minutes_long,
        AgendaItem.text,
        AgendaItem.in_camera,
        PRESENTER.label,
        case((IS_CARRIED, TIMES)),
        case((IS_CARRIED, SINCE)),
        AgendaItem.position,
        HEADING.id,
        HEADING.title,
        AgendaItem.by_consent,
        AgendaItem.resolution,
        DECLARED,
        GUESTS,
    )
    .select_from(AgendaItem)
    .outerjoin(HEADING, col(HEADING.id) == HEADING_OF)
    .outerjoin(PRESENTER, col(PRESENTER.id) == col(AgendaItem.presenter_seat_id))
    .where(col(AgendaItem.meeting_id) == bindparam("meeting_id"), col(AgendaItem.state).in_(ON_AGENDA), policy.see())
    .order_by(*IN_ORDER)
)


def agenda(work: Work, meeting: Meeting) -> list[ItemRow]:
    """The agenda in order with its start times, as far as I may see it: one query."""
    items = []
    for row in work.rows(AGENDA, meeting_id=meeting.id):
        key, number, until, title, kind, state, standing, long, text, in_camera, presenter, times, *rest = row
        starts_at = meeting.starts_at + timedelta(minutes=int(until) - long)
        agendas = None if times is None else times + 1
        items.append(
            ItemRow(
                key, number, starts_at, title, kind, state, standing, long, text, in_camera, presenter, agendas, *rest,
            )
        )  # fmt: skip
    return items


def arranged(work: Work, meeting: Meeting, items: list[ItemRow]) -> list[ItemRow | Section]:
    """The items of an agenda with its headings between them, those with nothing under them included."""
    rows: list[ItemRow | Section] = [*headings.sections(work, meeting.id), *items]
    return sorted(rows, key=lambda row: row.position)


def in_order(work: Work, meeting_id: int) -> dict[str, AgendaItem | Section]:
    """Every heading and item of an agenda by its mark, for commands."""
    rows: list[AgendaItem | Section] = [*headings.sections(work, meeting_id)]
    rows.extend(item for item in of_meeting(work, meeting_id) if item.state in ON_AGENDA)
    return {row.mark: row for row in sorted(rows, key=lambda row: row.position)}


PLANNED = select(func.coalesce(func.sum(col(AgendaItem.minutes_long)), 0)).where(
    col(AgendaItem.meeting_id) == bindparam("meeting_id"), col(AgendaItem.state).in_(ON_AGENDA), policy.see()
)


def planned(work: Work, meeting_id: int | None) -> int:
    """The minutes that the items on an agenda take, as far as I may see them."""
    return int(work.rows(PLANNED, meeting_id=meeting_id).scalar_one())


WAITING: Any = (
    select(  # type: ignore[call-overload]
        AgendaItem.id,
        AgendaItem.title,
        AgendaItem.kind,
        AgendaItem.minutes_long,
        AgendaItem.text,
        AgendaItem.in_camera,
        PROPOSER.label,
        PRESENTER.label,
        TIMES,
        AgendaItem.state,
    )
    .outerjoin(PROPOSER, col(PROPOSER.id) == col(AgendaItem.proposer_seat_id))
    .outerjoin(PRESENTER, col(PRESENTER.id) == col(AgendaItem.presenter_seat_id))
    .where(policy.see())
    .order_by(col(AgendaItem.id))
)
PROPOSED = WAITING.where(
    col(AgendaItem.meeting_id) == bindparam("meeting_id"), col(AgendaItem.state) == ItemState.PROPOSED
)
BACKLOG = WAITING.where(col(AgendaItem.group_id) == bindparam("group_id"), policy.IN_BACKLOG)


def proposed(work: Work, meeting: Meeting) -> list[ProposedRow]:
    """Items that members proposed for this meeting and nobody has judged yet."""
    return [ProposedRow(*row) for row in work.rows(PROPOSED, meeting_id=meeting.id)]


def backlog(work: Work, group_id: int) -> list[ProposedRow]:
    """Items that wait for an agenda."""
    return [ProposedRow(*row) for row in work.rows(BACKLOG, group_id=group_id)]


def named_seats(work: Work, item: AgendaItem) -> Sequence[int]:
    """The ids of the seats that may see an item in camera."""
    return work.rows(select(col(NamedSeat.seat_id)).where(col(NamedSeat.item_id) == item.id)).scalars().all()


def of_meeting(work: Work, meeting_id: int) -> Sequence[AgendaItem]:
    """Every item of a meeting in order, for commands."""
    found = select(AgendaItem).where(col(AgendaItem.meeting_id) == meeting_id).order_by(*IN_ORDER)
    return work.rows(found).scalars().all()


def place_for(work: Work, meeting_id: int, kind: ItemKind) -> int:
    """A position for an item of a kind, before the standing items that stay last and the headings above them."""
    rows = list(in_order(work, meeting_id).values())
    last = template.last(work, rows[0].group_id) if rows else ()
    tail = len(rows)
    while tail and stays_last(rows[tail - 1], last):
        tail -= 1
    if not any(isinstance(row, AgendaItem) for row in rows[tail:]):
        tail = len(rows)
    at = ordering.among(rows[:tail], kind)
    before = rows[at - 1].position if at else 0
    return (before + rows[at].position) // 2 if at < len(rows) else before + STEP


def stays_last(row: AgendaItem | Section, last: Container[Standing]) -> bool:
    return isinstance(row, Section) or row.standing in last


AGENDA_IN_MAIL = (
    select(AgendaItem)
    .where(
        col(AgendaItem.meeting_id) == bindparam("meeting_id"),
        col(AgendaItem.state).in_(ON_AGENDA),
        ~col(AgendaItem.in_camera),
    )
    .order_by(*IN_ORDER)
)


def agenda_in_mail(session: Session, meeting: Meeting) -> Sequence[AgendaItem]:
    """What a letter says of the agenda: never what is in camera."""
    return session.execute(AGENDA_IN_MAIL, {"meeting_id": meeting.id}).scalars().all()
