from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlmodel import col

from workgroups.core import clock
from workgroups.core.errors import Invalid
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command, reacts_to
from workgroups.groups import queries as groups
from workgroups.meetings.minutes.events import MinutesCirculated
from workgroups.meetings.models import AHEAD, Meeting
from workgroups.meetings.rhythm import events, policy, queries
from workgroups.meetings.rhythm.forms import Moving
from workgroups.meetings.rhythm.models import BEFORE, MeetingStep, StepKind
from workgroups.meetings.terms.events import TermsChanged
from workgroups.meetings.terms.models import Terms
from workgroups.meetings.terms.queries import terms_of

HAPPENED = {
    StepKind.ITEMS_CALLED: events.ItemsCalled,
    StepKind.PAPERS_ASKED: events.PapersAsked,
    StepKind.AGENDA_CLOSES: events.AgendaClosed,
}


def due_at(meeting: Meeting, kind: StepKind, day: date, zone: str) -> datetime:
    """The moment of a step on a day: the clocks show the time of the meeting, or the day of the minutes is over."""
    away = day - clock.today(meeting.starts_at, zone)
    if kind is StepKind.MINUTES_DUE:
        return clock.moved(meeting.day_ends_at, away, zone)
    return clock.moved(meeting.starts_at, away, zone)


def follow(work: Work, meeting: Meeting) -> None:
    """Put the steps of a meeting where its date and the group's terms want them.

    What has happened stays, and so does what was moved by hand, unless the meeting is before it now.
    """
    zone, terms = groups.group_of(work, meeting.group_id).timezone, terms_of(work, meeting.group_id)
    day = clock.today(meeting.starts_at, zone)
    known = {step.kind: step for step in queries.of_meeting(work, meeting.id)}
    for kind in StepKind:
        away = timedelta(days=getattr(terms, kind.value))
        due_on = day + away if kind is StepKind.MINUTES_DUE else day - away
        moment = due_at(meeting, kind, due_on, zone)
        step = known.get(kind)
        if step is None:
            work.session.add(
                MeetingStep(
                    group_id=meeting.group_id, meeting_id=meeting.id, kind=kind, due_on=due_on, due_at=moment
                )
            )  # fmt: skip
        elif step.done_at is None and not (step.is_moved and (step.due_on < day) is (kind in BEFORE)):
            step.due_on, step.due_at, step.is_moved = due_on, moment, False


def cover(work: Work, meeting: Meeting) -> None:
    """The invitation says what earlier steps would have said, when a meeting is called after their day."""
    for step in queries.of_meeting(work, meeting.id):
        if step.kind in BEFORE and step.due_at <= work.now:
            step.done_at = work.now


@reacts_to(TermsChanged)
def follow_all(work: Work, _: TermsChanged, terms: Terms) -> None:
    """The steps of the meetings ahead follow the terms."""
    work.session.flush()
    ahead = select(Meeting).where(col(Meeting.group_id) == terms.id, col(Meeting.state).in_(AHEAD))
    for meeting in work.rows(ahead.order_by(col(Meeting.id))).scalars().all():
        follow(work, meeting)


@reacts_to(MinutesCirculated)
def finish(work: Work, _: MinutesCirculated, meeting: Meeting) -> None:
    """The minutes went out."""
    for step in queries.of_meeting(work, meeting.id):
        if step.kind is StepKind.MINUTES_DUE and step.done_at is None:
            step.done_at = work.now


@command(policy.move)
def move(work: Work, step: MeetingStep, moving: Moving) -> None:
    """Choose another day for a step. Raises `Invalid` for a past day, or one on the wrong side of the meeting."""
    meeting = work.session.get_one(Meeting, step.meeting_id)
    zone = groups.group_of(work, step.group_id).timezone
    day = clock.today(meeting.starts_at, zone)
    if moving.day < clock.today(work.now, zone):
        raise Invalid(day=gettext_noop("Choose today or a later day."))
    if step.kind in BEFORE and moving.day >= day:
        raise Invalid(day=gettext_noop("Choose a day before the meeting."))
    if step.kind is StepKind.MINUTES_DUE and not day <= moving.day <= day + timedelta(days=366):
        raise Invalid(day=gettext_noop("Choose a day in the year after the meeting."))
    if moving.day != step.due_on:
        step.due_on, step.due_at = moving.day, due_at(meeting, step.kind, moving.day, zone)
        step.is_moved, step.reminded_at = True, None
        work.record(events.StepMoved(step.kind.value, step.due_on), about=meeting)


@command(policy.hasten)
def hasten(work: Work, step: MeetingStep, _: Nothing) -> None:
    """Let a step happen now."""
    happen(work, step)


def happen(work: Work, step: MeetingStep) -> None:
    """A step that prepares a meeting happens: it is on the ledger, and those whom it concerns hear of it.

    When it happens early, this is its day: an agenda that closes now is closed.
    """
    meeting = work.session.get_one(Meeting, step.meeting_id)
    if step.due_at > work.now:
        step.due_at, step.is_moved = work.now, True
        step.due_on = clock.today(work.now, groups.group_of(work, step.group_id).timezone)
    step.done_at = work.now
    work.record(HAPPENED[step.kind](), about=meeting)


def remind(work: Work, step: MeetingStep) -> None:
    """The minutes are late: whoever keeps the records hears of it, once for each day that was chosen."""
    step.reminded_at = work.now
    work.record(events.MinutesLate(), about=work.session.get_one(Meeting, step.meeting_id))
