"""When circulated minutes become the group's: both co-chairs have approved, and nobody has objected in time.

Co-chairs can approve as soon as they have read. The minutes are adopted when the time for corrections ends and each
correction has its answer, whichever comes last: by the command that makes it so, or by the worker.
A group can also agree that the next meeting adopts them: that is a decision like any other, see `commands.adopt`.
"""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from workgroups.core.db import Database
from workgroups.core.work import Work, writing
from workgroups.meetings.minutes import policy
from workgroups.meetings.minutes.events import MinutesAdopted
from workgroups.meetings.models import Meeting, MeetingState
from workgroups.meetings.terms.models import Adoption

DUE = (
    select(Meeting)
    .where(policy.adopted(Adoption.BY_CHAIRS), policy.corrections_are_over(), policy.both_approved())
    .order_by(col(Meeting.id))
)


def adopt(work: Work, meeting: Meeting, decision_id: int | None = None) -> None:
    """The minutes stand, for use inside commands that have their own rule."""
    meeting.state, meeting.approved_at = MeetingState.MINUTES_APPROVED, work.now
    digest = meeting.minutes_digest or ""
    work.record(MinutesAdopted(meeting.circulation, digest, decision_id), about=meeting)


def adopt_if_due(work: Work, meeting: Meeting) -> None:
    """Adopt the minutes of one meeting, when nothing stands in the way any more."""
    if work.rows(DUE.where(col(Meeting.id) == meeting.id)).first() is not None:
        adopt(work, meeting)


def adopt_due(database: Database, now: datetime) -> None:
    """Scheduled: adopt the minutes whose time for corrections has ended."""
    with database.read() as session:
        if session.execute(DUE.limit(1), {"me": 0, "now": now}).first() is None:
            return
    with writing(database, 0, now) as work:
        for meeting in work.rows(DUE.with_for_update(of=Meeting)).scalars().all():
            adopt_if_due(work, meeting)  # asked again: a correction may have come while we waited for the lock
