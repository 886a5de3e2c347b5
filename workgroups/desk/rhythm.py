"""How the meetings of groups stand against their cadence."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import col

from workgroups.core import clock
from workgroups.core.work import Work
from workgroups.groups import policy
from workgroups.groups.models import Group, GroupState
from workgroups.meetings.models import HELD, UPCOMING, Meeting
from workgroups.meetings.rhythm import days
from workgroups.meetings.terms.models import Terms


class Rhythm(StrEnum):
    """How a group's meetings stand against its cadence."""

    KEPT = "kept"
    LATE = "late"
    UNPLANNED = "unplanned"
    OVERDUE = "overdue"


class Standing(NamedTuple):
    """Does a group keep its rhythm? `due` is when it means to have met again, `next` when it does."""

    rhythm: Rhythm
    due: date | None = None
    next: date | None = None

    @property
    def is_late(self) -> bool:
        return self.rhythm in (Rhythm.LATE, Rhythm.OVERDUE)

    @property
    def weeks(self) -> int:
        """How much later than it means to it meets."""
        return (self.next - self.due).days // 7 if self.next and self.due else 0


LEEWAY = timedelta(weeks=4)
"""How much later than its cadence a group may meet and still keep its rhythm."""


def standing(zone: str, terms: Terms, last: datetime | None, ahead: datetime | None, now: datetime) -> Standing | None:
    """Of a group that met last and meets next at these moments; None when it never met and has nothing planned."""
    today, day = clock.today(now, zone), clock.today(ahead, zone) if ahead else None
    if last is None:
        return Standing(Rhythm.KEPT, next=day) if day else None
    due = days.due_day(clock.today(last, zone), terms)
    if day is None:
        return Standing(Rhythm.UNPLANNED if today <= due else Rhythm.OVERDUE, due)
    return Standing(Rhythm.KEPT if day <= due + LEEWAY else Rhythm.LATE, due, day)


def of_group(
    terms: Terms, group: Group, last: datetime | None, ahead: datetime | None, now: datetime
) -> Standing | None:
    """Of one group; a group that is not active keeps no rhythm."""
    return standing(group.timezone, terms, last, ahead, now) if group.state is GroupState.ACTIVE else None


OF_GROUP = col(Meeting.group_id) == col(Group.id)
LAST = select(func.max(col(Meeting.starts_at))).where(OF_GROUP, col(Meeting.state).in_(HELD))
NEXT = select(func.min(col(Meeting.starts_at))).where(OF_GROUP, col(Meeting.state).in_(UPCOMING))
ARRANGED = (
    select(Group, Terms, LAST.correlate(Group).scalar_subquery(), NEXT.correlate(Group).scalar_subquery())
    .join(Terms, col(Terms.id) == col(Group.id))
    .where(policy.arrange())
)


def standings(work: Work) -> dict[str, Standing | None]:
    """How the groups whose work I arrange stand, by their addresses: one query."""
    return {
        group.slug: of_group(terms, group, last, ahead, work.now)
        for group, terms, last, ahead in work.rows(ARRANGED)
    }  # fmt: skip
