import json
from datetime import time, timedelta

from sqlalchemy import select
from sqlmodel import col

from workgroups.core import canonical, clock
from workgroups.core.errors import Invalid, WrongState
from workgroups.core.forms import Nothing
from workgroups.core.languages import format_day, gettext, gettext_noop
from workgroups.core.work import Work, command
from workgroups.groups import queries as groups
from workgroups.groups.chairs import voices
from workgroups.links.commands import link
from workgroups.links.models import Relation
from workgroups.meetings import queries as meetings
from workgroups.meetings.agenda.models import AgendaItem, Standing
from workgroups.meetings.decisions import policy as decision_policy
from workgroups.meetings.decisions.commands import decide
from workgroups.meetings.decisions.forms import Deciding
from workgroups.meetings.decisions.models import Decision
from workgroups.meetings.minutes import adoption, events, policy, queries
from workgroups.meetings.minutes.forms import Adopting, Approving, Circulating, Writing
from workgroups.meetings.minutes.models import Circulation, Minutes, MinutesApproval, MinutesVersion
from workgroups.meetings.models import Meeting, MeetingState
from workgroups.meetings.session import pen
from workgroups.meetings.terms.models import MOST_CORRECTIONS
from workgroups.meetings.terms.queries import terms_of
from workgroups.publishing import commands as published
from workgroups.publishing.forms import Approving as Text

ONE_SITTING = timedelta(minutes=5)
"""Saves of one writer that follow this closely on the first of them are one version: text is saved as it is typed."""


@command(policy.write)
def write(work: Work, minutes: Minutes, writing: Writing) -> None:
    """Write the minutes of one item."""
    text = writing.text or ""
    if text != minutes.text:
        say(work, minutes, text)


def say(work: Work, minutes: Minutes, text: str, restored: int | None = None) -> None:
    """Let the minutes of an item say something else, as whoever writes them."""
    pen.hold(work, minutes, queries.meeting_of(work, minutes))
    store(work, minutes, text, restored)


def store(work: Work, minutes: Minutes, text: str, restored: int | None = None) -> None:
    """What the minutes of an item say from now on, whoever writes them; what they said before is kept."""
    minutes.text, minutes.by_id, minutes.at = text, work.me or None, work.now
    last = None if restored else sitting(work, minutes)
    if last:
        last.text, last.at = text, work.now
    else:
        work.add(
            MinutesVersion(
                group_id=minutes.group_id, item_id=minutes.id, text=text, by_id=work.me or None, begun_at=work.now,
                at=work.now, restored_id=restored,
            )
        )  # fmt: skip
    work.record(events.MinutesWritten(minutes.id), about=minutes)


def sitting(work: Work, minutes: Minutes) -> MinutesVersion | None:
    """The latest version, when this writer saved it just now and it was not sent round since."""
    found = select(MinutesVersion).where(col(MinutesVersion.item_id) == minutes.id)
    last: MinutesVersion | None = work.rows(found.order_by(col(MinutesVersion.id).desc()).limit(1)).scalar()
    if last is None or last.by_id != work.me or last.restored_id or work.now - last.begun_at > ONE_SITTING:
        return None
    circulated_at = queries.meeting_of(work, minutes).circulated_at
    return None if circulated_at and last.at <= circulated_at else last


@command(policy.circulate)
def circulate(work: Work, meeting: Meeting, circulating: Circulating) -> None:
    """Send the minutes round: they stand still, and everybody can say until a day what is wrong in them."""
    zone, day = groups.group_of(work, meeting.group_id).timezone, circulating.until
    today = clock.today(work.now, zone)
    if not today <= day <= today + timedelta(days=MOST_CORRECTIONS):
        raise Invalid(until=gettext_noop("Choose a day from today on, within three months."))
    meeting.state, meeting.circulated_at = MeetingState.MINUTES_CIRCULATED, work.now
    meeting.corrections_on = day
    meeting.corrections_end_at = clock.local(day + timedelta(days=1), time.min, zone)
    meeting.adoption = terms_of(work, meeting.group_id).adoption
    meeting.circulation += 1
    document = queries.document(work, meeting)
    meeting.minutes_digest = canonical.digest(document)
    work.add(
        Circulation(
            group_id=meeting.group_id, meeting_id=meeting.id, number=meeting.circulation, digest=meeting.minutes_digest,
            document=json.loads(canonical.dumps(document)), by_id=work.me or None, at=work.now,
        )
    )  # fmt: skip
    work.record(events.MinutesCirculated(meeting.circulation, meeting.minutes_digest, day), about=meeting)


@command(policy.send_back)
def send_back(work: Work, meeting: Meeting, _: Nothing) -> None:
    """Back to a draft, to be corrected and circulated again. Approvals so far are void."""
    give_back(work, meeting)


def give_back(work: Work, meeting: Meeting) -> None:
    """Let circulated minutes be a draft again, for use inside commands that have their own rule."""
    meeting.state, meeting.adoption = MeetingState.MINUTES_DRAFT, None
    meeting.corrections_on = meeting.corrections_end_at = None
    work.record(events.MinutesReturned(meeting.circulation), about=meeting)


@command(policy.approve)
def approve(work: Work, meeting: Meeting, approving: Approving) -> None:
    """One co-chair approves the minutes, and with the same press the public summary that waits for her."""
    approve_minutes(work, meeting, approving.digest)
    if approving.submission is not None:
        published.approve(work, approving.submission, Text(digest=approving.summary_digest or ""))


def approve_minutes(work: Work, meeting: Meeting, digest: str) -> None:
    """One co-chair approves exactly the text she had before her.

    With the approvals of both the minutes are adopted as soon as the time for corrections has ended and each of them
    has its answer; see `adoption`.

    The meeting is locked, so the same approval counts once however often and however fast it comes. Raises `WrongState`
    when another text was circulated since, when something under this one has changed, when her deputy or the chair for
    whom she acts approved already, and when the other approval comes from the same organisation.
    """
    refuse_another(work, meeting, digest)
    able = voices.voices(work, meeting.group_id, lock=True)
    given = voices.standing(able, queries.given(work, meeting))
    if any(approval.person_id == work.me for approval in given):
        return
    voice = voices.own(work, able, given)
    if any(approval.seat_id == voice.seat_id for approval in given):
        raise WrongState(gettext_noop("These minutes were approved for this co-chair seat already."))
    complete = voices.other(able, given, voice) is not None
    work.add(
        MinutesApproval(
            group_id=meeting.group_id, meeting_id=meeting.id, circulation=meeting.circulation, digest=digest,
            seat_id=voice.seat_id, person_id=work.me, at=work.now,
        )
    )  # fmt: skip
    fact = events.MinutesApproved(meeting.circulation, voice.seat_id, digest, complete=complete)
    work.record(fact, about=meeting)
    if complete:
        adoption.adopt_if_due(work, meeting)


def refuse_another(work: Work, meeting: Meeting, digest: str) -> None:
    """Raises `WrongState` when another text was circulated since, and when something under this one has changed."""
    if meeting.minutes_digest is None or digest != meeting.minutes_digest:
        raise WrongState(gettext_noop("The minutes were changed since you opened this page. Please read them again."))
    if queries.digest(work, meeting) != meeting.minutes_digest:
        raise WrongState(
            gettext_noop("Something in the minutes has changed since they were circulated. Return them first.")
        )


@command(decision_policy.decide)
def adopt(work: Work, item: AgendaItem, adopting: Adopting) -> Decision:
    """The meeting adopts the minutes of an earlier one, as a decision under its item about minutes.

    Raises `Invalid` for another item and for a meeting that was not earlier.
    """
    work.take(adopting.meeting, policy.adopt, lock=True)
    meeting = work.take(adopting.meeting, policy.adopt)  # a correction may have come while we waited for the lock
    now = meetings.meeting_of(work, item)
    fits = meeting.group_id == now.group_id and meeting.starts_at < now.starts_at
    if not fits or item.standing is not Standing.MINUTES:
        raise Invalid(meeting=gettext_noop("Minutes are adopted at a later meeting, under its item about minutes."))
    refuse_another(work, meeting, adopting.adopted)
    day = format_day(clock.today(meeting.starts_at, groups.group_of(work, meeting.group_id).timezone))
    text = gettext("The minutes of the meeting of %(day)s are adopted.", day=day)
    decision: Decision = decide.do(work, item, Deciding(text=text))
    link(work, decision, Relation.CONCERNS, meeting)
    adoption.adopt(work, meeting, decision.id)
    return decision
