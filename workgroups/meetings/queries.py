from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, func, select
from sqlmodel import Session, col

from workgroups.core import clock
from workgroups.core.languages import LanguageMap
from workgroups.core.policy import NOW, Rule
from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.groups.models import Group
from workgroups.meetings import policy
from workgroups.meetings.agenda.models import ON_AGENDA, AgendaItem, ItemState
from workgroups.meetings.agenda.policy import IN_BACKLOG
from workgroups.meetings.agenda.policy import see as see_item
from workgroups.meetings.decisions.models import Decision
from workgroups.meetings.decisions.policy import see as see_decision
from workgroups.meetings.models import AHEAD, CAME, HELD, UPCOMING, Attendance, Meeting, MeetingState
from workgroups.meetings.rhythm import days
from workgroups.meetings.terms.models import Terms
from workgroups.people.models import Person

# One meeting.


@cache
def around_statement(rules: tuple[Rule, ...]) -> Any:
    permissions = [rule().label(f"rule_{number}") for number, rule in enumerate(rules)]
    found: Any = select(*groups.GROUP, *permissions).join(Meeting, col(Meeting.group_id) == col(Group.id))
    return found.where(col(Meeting.id) == bindparam("meeting_id"))


def around(work: Work, meeting: Meeting, *rules: Rule) -> tuple[groups.GroupView, set[str]]:
    """The group of a meeting, and which verbs of these rules hold for the meeting: one query."""
    key, slug, name, timezone, *answers = work.rows(around_statement(rules), meeting_id=meeting.id).one()
    return groups.GroupView(key, slug, name, timezone), {
        rule.verb for rule, yes in zip(rules, answers, strict=True) if yes
    }


def meeting_of(work: Work, item: AgendaItem) -> Meeting:
    """The meeting on whose agenda an item stands that I have taken."""
    return work.session.get_one(Meeting, item.meeting_id)


# The meetings of a group.


class MeetingRow(NamedTuple):
    """A meeting in a list; the counts are what I may see."""

    id: int
    title: LanguageMap
    state: MeetingState
    starts_at: datetime
    minutes_long: int
    place: str
    video_url: str
    items: int
    minutes_planned: int
    proposed: int
    decisions: int
    came: int

    @property
    def is_upcoming(self) -> bool:
        return self.state in UPCOMING


def counted(what: Any, *conditions: ColumnElement[bool]) -> Any:
    return select(what).where(*conditions).correlate(Meeting).scalar_subquery()


OF_MEETING = (col(AgendaItem.meeting_id) == col(Meeting.id), see_item())
PLANNED = (*OF_MEETING, col(AgendaItem.state).in_(ON_AGENDA))
MEETINGS: Any = (
    select(  # type: ignore[call-overload]
        Meeting.id,
        Meeting.title,
        Meeting.state,
        Meeting.starts_at,
        Meeting.minutes_long,
        Meeting.place,
        Meeting.video_url,
        counted(func.count(col(AgendaItem.id)), *PLANNED),
        func.coalesce(counted(func.sum(col(AgendaItem.minutes_long)), *PLANNED), 0),
        counted(func.count(col(AgendaItem.id)), *OF_MEETING, col(AgendaItem.state) == ItemState.PROPOSED),
        counted(func.count(col(Decision.id)), col(Decision.meeting_id) == col(Meeting.id), see_decision()),
        counted(
            func.count(col(Attendance.id)),
            col(Attendance.meeting_id) == col(Meeting.id),
            col(Attendance.presence).in_(CAME),
        ),
    )
    .where(col(Meeting.group_id) == bindparam("group_id"), policy.see())
    .order_by(col(Meeting.starts_at).desc(), col(Meeting.id).desc())
)


def meetings(work: Work, group_id: int) -> list[MeetingRow]:
    """All meetings of a group, latest first."""
    return [MeetingRow(*row) for row in work.rows(MEETINGS, group_id=group_id)]


NEXT = (
    select(Meeting)
    .where(col(Meeting.group_id) == bindparam("group_id"), col(Meeting.state).in_(UPCOMING))
    .order_by(
        col(Meeting.state) == MeetingState.IN_SESSION,
        and_(col(Meeting.state) == MeetingState.DRAFT, col(Meeting.starts_at) < NOW),
        col(Meeting.starts_at),
        col(Meeting.id),
    )
    .limit(1)
)
"""A draft whose day has passed, and the meeting that goes on now, are the next only when there is no other."""


def upcoming(work: Work, group_id: int) -> Meeting | None:
    """The next meeting of a group that is drafted, called or in session."""
    return work.rows(NEXT, group_id=group_id).scalar_one_or_none()


def following(work: Work, meeting: Meeting) -> Meeting | None:
    """The meeting to which things are carried: the next one that has not begun."""
    found = select(Meeting).where(
        col(Meeting.group_id) == meeting.group_id,
        col(Meeting.state).in_(AHEAD),
        col(Meeting.id) != meeting.id,
        col(Meeting.starts_at) >= meeting.starts_at,
    )
    return work.rows(found.order_by(col(Meeting.starts_at), col(Meeting.id)).limit(1)).scalar_one_or_none()


def suggested_day(work: Work, group: Group, terms: Terms) -> date:
    """When the group should meet next by its rhythm."""
    latest = select(func.max(col(Meeting.starts_at))).where(
        col(Meeting.group_id) == group.id, col(Meeting.state) != MeetingState.CANCELLED
    )
    last = work.rows(latest).scalar_one()
    today = clock.today(work.now, group.timezone)
    day = clock.today(last, group.timezone) if last else None
    return days.next_day(day, terms, today)


class Overview(NamedTuple):
    """The meetings of a group at a glance, for its page."""

    next: MeetingRow | None
    last: MeetingRow | None
    due: date | None
    """By when the group should have met again, when nothing is planned; None for a group that never met."""
    backlog: int

    @property
    def moments(self) -> tuple[datetime | None, datetime | None]:
        """When the group met last, and when it meets next."""
        return self.last and self.last.starts_at, self.next and self.next.starts_at

    @property
    def turning(self) -> list[int]:
        """The meetings whose steps go on: the next, and the last while its minutes are a draft."""
        writes = self.last is not None and self.last.state is MeetingState.MINUTES_DRAFT
        return [row.id for row in (self.last if writes else None, self.next) if row]


BACKLOG = select(func.count(col(AgendaItem.id))).where(
    col(AgendaItem.group_id) == bindparam("group_id"), IN_BACKLOG, see_item()
)


def overview(work: Work, group: Group, terms: Terms) -> Overview:
    """The next and the last meeting of a group, and whether it keeps its rhythm: two queries."""
    found = meetings(work, group.id)
    ahead = [row for row in found if row.is_upcoming]
    last = next((row for row in found if row.state in HELD), None)
    due = days.due_day(clock.today(last.starts_at, group.timezone), terms) if last else None
    backlog = work.rows(BACKLOG, group_id=group.id).scalar_one()
    return Overview(ahead[-1] if ahead else None, last, None if ahead else due, backlog)


# Who hears of a meeting.


AUDIENCE = (
    select(Person)
    .join(Meeting, col(Meeting.id) == bindparam("meeting_id"))
    .where(policy.see(col(Person.id)), col(Person.disabled_at).is_(None))
    .order_by(col(Person.name), col(Person.id))
)


def audience(session: Session, meeting: Meeting, now: datetime, but: int | None = None) -> Sequence[Person]:
    """Everybody who sees the meeting, for letters about it; without the person `but`, who needs none."""
    found = session.execute(AUDIENCE, {"meeting_id": meeting.id, "me": 0, "now": now}).scalars()
    return [person for person in found if person.id != but]
