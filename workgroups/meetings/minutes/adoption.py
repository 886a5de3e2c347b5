"""When circulated minutes become the group's: both co-chairs have approved, and nobody has objected in time.

Co-chairs can approve as soon as they have read. The minutes are adopted when the time for corrections ends and each
correction has its answer, whichever comes last: by the command that makes it so, or by the worker.
A group can also agree that the next meeting adopts them: that is a decision like any other, see `commands.adopt`.
"""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from workgroups.core.db import Database
from workgroups.core.work import Work, reading, writing
from workgroups.groups.chairs import voices
from workgroups.meetings.minutes import policy, queries
from workgroups.meetings.minutes.events import MinutesAdopted
from workgroups.meetings.minutes.models import MinutesApproval
from workgroups.meetings.models import Adoption, Meeting, MeetingState

RIPE = (
    select(Meeting).where(policy.adopted(Adoption.BY_CHAIRS), policy.corrections_are_over()).order_by(col(Meeting.id))
)
"""Nothing but approvals stands in the way of these minutes."""


def adopt(work: Work, meeting: Meeting, decision_id: int | None = None) -> None:
    """The minutes stand, for use inside commands that have their own rule."""
    lapse(work, meeting)
    meeting.state, meeting.approved_at = MeetingState.MINUTES_APPROVED, work.now
    digest = meeting.minutes_digest or ""
    work.record(MinutesAdopted(meeting.circulation, digest, decision_id), about=meeting)


def lapse(work: Work, meeting: Meeting) -> None:
    """What no longer counts when the minutes are adopted never counts again."""
    counting = {(row.seat_id, row.person_id) for row in queries.approvals(work, meeting) if row.counts}
    given = select(MinutesApproval).where(
        col(MinutesApproval.meeting_id) == meeting.id, col(MinutesApproval.circulation) == meeting.circulation
    )
    for approval in work.rows(given).scalars():
        if (approval.seat_id, approval.person_id) not in counting:
            approval.lapsed_at = work.now


def both_approved(work: Work, meeting: Meeting, *, lock: bool = False) -> bool:
    """Do two voices that count together approve what was circulated last?"""
    return voices.together(voices.voices(work, meeting.group_id, lock=lock), queries.given(work, meeting))


def adopt_if_due(work: Work, meeting: Meeting) -> None:
    """Adopt the minutes of one meeting, when nothing stands in the way any more."""
    ripe = work.rows(RIPE.where(col(Meeting.id) == meeting.id)).first() is not None
    if ripe and both_approved(work, meeting, lock=True):
        adopt(work, meeting)


def adopt_due(database: Database, now: datetime) -> None:
    """Scheduled: adopt the minutes whose time for corrections has ended."""
    with reading(database, 0, now) as work:
        due = [meeting.id for meeting in work.rows(RIPE).scalars().all() if both_approved(work, meeting)]
    if not due:
        return
    with writing(database, 0, now) as work:
        found = RIPE.where(col(Meeting.id).in_(due)).with_for_update(of=Meeting)
        for meeting in work.rows(found).scalars().all():
            adopt_if_due(work, meeting)  # asked again: a correction may have come while we waited for the lock
