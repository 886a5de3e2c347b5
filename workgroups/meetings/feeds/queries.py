from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlmodel import Session, col

from workgroups.core.events import Event
from workgroups.core.policy import ME
from workgroups.core.work import Work
from workgroups.groups.models import Group, GroupProfession, Profession
from workgroups.meetings.feeds import policy
from workgroups.meetings.models import Meeting
from workgroups.people.models import PersonalLink


class Entry(NamedTuple):
    """A meeting as calendars hold it.

    `mark` keeps it apart from the meeting of another database that has the same number; `told_at` is when calendars
    were last told of a change.
    """

    meeting: Meeting
    group: Group
    mark: str
    told_at: datetime


TELLING = ("MeetingCalled", "MeetingMoved", "MeetingCancelled", "MeetingRecorded")
OF_MEETING = (col(Event.kind) == "Meeting", col(Event.about) == col(Meeting.id))
MARK = select(col(Event.hash)).where(*OF_MEETING).order_by(col(Event.id)).limit(1).correlate(Meeting).scalar_subquery()
TOLD = (
    select(func.max(col(Event.at)))
    .where(*OF_MEETING, col(Event.fact).in_(TELLING))
    .correlate(Meeting)
    .scalar_subquery()
)
ENTRIES: Any = (
    select(Meeting, Group, func.substr(MARK, 1, 16), func.coalesce(TOLD, col(Meeting.starts_at)))
    .join(Group, col(Group.id) == col(Meeting.group_id))
    .order_by(col(Meeting.starts_at), col(Meeting.id))
)
OF_ONE = ENTRIES.where(col(Meeting.id) == bindparam("meeting_id"))
OF_PERSON = ENTRIES.where(policy.see_in_calendar())
PUBLIC = ENTRIES.where(policy.see_publicly())
OF_PROFESSION = PUBLIC.where(
    col(Group.jurisdiction) == bindparam("jurisdiction"),
    col(Group.id).in_(
        select(col(GroupProfession.group_id))
        .join(Profession, col(Profession.id) == col(GroupProfession.profession_id))
        .where(col(Profession.slug) == bindparam("slug"))
    ),
)


def entry(session: Session, meeting_id: int) -> Entry:
    """A meeting of which calendars have been told."""
    return Entry(*session.execute(OF_ONE, {"meeting_id": meeting_id}).one())


def entries(work: Work) -> Sequence[Entry]:
    """Every meeting that I see, from its call on, over all my groups."""
    return [Entry(*row) for row in work.rows(OF_PERSON)]


def public_entries(work: Work) -> Sequence[Entry]:
    """Every meeting of which everybody may know."""
    return [Entry(*row) for row in work.rows(PUBLIC)]


def public_entries_of(work: Work, profession: str, province: str) -> Sequence[Entry]:
    """Those of the groups that serve a profession ("pharmacy") in a province ("ns")."""
    found = work.rows(OF_PROFESSION, slug=profession, jurisdiction=f"CA-{province.upper()}")
    return [Entry(*row) for row in found]


OWN_LINK = select(PersonalLink).where(
    col(PersonalLink.person_id) == ME,
    col(PersonalLink.rule) == policy.subscribe.name,
    col(PersonalLink.ended_at).is_(None),
)


def own_link(work: Work) -> PersonalLink | None:
    """The address of my calendar, as far as we know it: when it was made and last used."""
    return work.rows(OWN_LINK).scalar_one_or_none()
