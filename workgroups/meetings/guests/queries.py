from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from workgroups.core.errors import NotFound
from workgroups.core.languages import LanguageMap
from workgroups.core.statements import run
from workgroups.core.work import Work
from workgroups.groups.models import Group, Seat
from workgroups.links.papers.models import Paper
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.agenda.queries import agenda_in_mail
from workgroups.meetings.guests import policy
from workgroups.meetings.guests.models import Guest
from workgroups.meetings.models import Meeting
from workgroups.meetings.replies.policy import AWAITED
from workgroups.people.models import Person
from workgroups.people.secrets import hashed


class Opened(NamedTuple):
    """What a guest's link shows: one item, its meeting, and for whom its presenter speaks."""

    guest: Guest
    item: AgendaItem
    meeting: Meeting
    group: Group
    presenter: LanguageMap | None


OPENED: Any = (
    select(Guest, AgendaItem, Meeting, Group, Seat.label)  # type: ignore[call-overload]
    .join(AgendaItem, col(AgendaItem.id) == col(Guest.item_id))
    .join(Meeting, col(Meeting.id) == col(AgendaItem.meeting_id))
    .join(Group, col(Group.id) == col(Guest.group_id))
    .outerjoin(Seat, col(Seat.id) == col(AgendaItem.presenter_seat_id))
    .where(policy.OPENS)
    .order_by(col(Guest.id))
)
BY_LINK = OPENED.where(col(Guest.token_hash) == bindparam("token_hash"))
BY_ID = OPENED.where(col(Guest.id) == bindparam("guest_id"))


def follow(work: Work, secret: str) -> Opened:
    """What the link with this secret shows now.

    Raises `NotFound` for whatever is not such a link any more, or never was: there is no telling which.
    """
    found = work.rows(BY_LINK, token_hash=hashed(secret)).first()
    if found is None:
        raise NotFound
    return Opened(*found)


def opened(session: Session, guest_id: int, now: datetime) -> Opened | None:
    """What a guest may see now, for the letter with her link."""
    found = run(session, BY_ID, {"guest_id": guest_id, "now": now}).first()
    return Opened(*found) if found else None


OF_MEETING = OPENED.where(col(Guest.meeting_id) == bindparam("meeting_id"))


def awaited(work: Work, meeting: Meeting) -> list[Guest]:
    """Whose links show something of a meeting now."""
    return [Opened(*row).guest for row in work.rows(OF_MEETING, meeting_id=meeting.id)]


EXPECTED = (
    select(Guest)
    .join(Meeting, col(Meeting.id) == col(Guest.meeting_id))
    .where(col(Guest.item_id) == bindparam("item_id"), col(Guest.ended_at).is_(None), AWAITED)
    .order_by(col(Guest.id))
)


def expected(work: Work, item: AgendaItem) -> Sequence[Guest]:
    """Who was invited for an item to a meeting that is not over, whether or not the item still stands on its agenda."""
    return work.rows(EXPECTED, item_id=item.id).scalars().all()


INVITED = select(Guest).where(col(Guest.meeting_id) == bindparam("meeting_id"), col(Guest.ended_at).is_(None))


def invited(work: Work, meeting: Meeting) -> Sequence[Guest]:
    """Whoever was invited to a meeting, whatever became of her item."""
    return work.rows(INVITED.order_by(col(Guest.id)), meeting_id=meeting.id).scalars().all()


def starts_at(session: Session, meeting: Meeting, item: AgendaItem) -> datetime:
    """When an item begins at the earliest, as far as everybody may know."""
    before = takewhile(lambda other: other.id != item.id, agenda_in_mail(session, meeting))
    return meeting.starts_at + timedelta(minutes=sum(other.minutes_long for other in before))


PAPER = select(Paper).where(
    col(Paper.id) == bindparam("key"),
    col(Paper.kind) == AgendaItem.__name__,
    col(Paper.about) == bindparam("item_id"),
    col(Paper.removed_at).is_(None),
)


def paper(work: Work, item: AgendaItem, key: int) -> Paper:
    """A paper of the item that a link has shown. Raises `NotFound` for any other."""
    found: Paper | None = work.rows(PAPER, key=key, item_id=item.id).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def known(work: Work, item: AgendaItem, email: str) -> Guest | None:
    """Who was invited for this item at an address before."""
    asked = select(Guest).where(col(Guest.item_id) == item.id, col(Guest.email) == email)
    found: Guest | None = work.rows(asked).scalar_one_or_none()
    return found


class GuestRow(NamedTuple):
    """A guest in the list of an item."""

    id: int
    name: str
    email: str
    meeting_id: int
    at: datetime
    by: str
    ended_at: datetime | None
    may_end: bool


OF_ITEM: Any = (
    select(  # type: ignore[call-overload]
        Guest.id, Guest.name, Guest.email, Guest.meeting_id, Guest.at, Person.name, Guest.ended_at, policy.end()
    )
    .join(Person, col(Person.id) == col(Guest.person_id))
    .where(col(Guest.item_id) == bindparam("item_id"))
    .order_by(col(Guest.id))
)


def of_item(work: Work, item: AgendaItem) -> list[GuestRow]:
    """Everybody who was ever invited for an item that I have taken."""
    return [GuestRow(*row) for row in work.rows(OF_ITEM, item_id=item.id)]
