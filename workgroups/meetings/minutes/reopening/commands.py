from workgroups.core.errors import WrongState
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command
from workgroups.groups.chairs import voices
from workgroups.meetings.minutes.reopening import events, policy, queries
from workgroups.meetings.minutes.reopening.forms import ReopeningFor
from workgroups.meetings.minutes.reopening.models import Reopening
from workgroups.meetings.models import Meeting, MeetingState


@command(policy.reopen)
def reopen(work: Work, meeting: Meeting, reopening: ReopeningFor) -> None:
    """One co-chair wants approved minutes to be a draft again; the second one's agreement makes them one.

    Raises `WrongState` when the seat has said so already, and when both co-chairs are of one organisation.
    """
    able = voices.voices(work, meeting.group_id, lock=True)
    given = voices.standing(able, queries.reopenings(work, meeting))
    if any(asked.person_id == work.me for asked in given):
        return
    voice = voices.own(work, able, given)
    if any(asked.seat_id == voice.seat_id for asked in given):
        raise WrongState(gettext_noop("This co-chair seat wants to reopen the minutes already."))
    complete = voices.other(able, given, voice) is not None
    work.add(
        Reopening(
            group_id=meeting.group_id, meeting_id=meeting.id, circulation=meeting.circulation, seat_id=voice.seat_id,
            person_id=work.me, reason=reopening.reason, at=work.now,
        )
    )  # fmt: skip
    if not complete:
        work.record(events.ReopeningAsked(meeting.circulation, voice.seat_id), about=meeting)
        return
    meeting.state, meeting.approved_at, meeting.adoption = MeetingState.MINUTES_DRAFT, None, None
    meeting.corrections_on = meeting.corrections_end_at = None
    work.record(events.MinutesReopened(meeting.circulation, voice.seat_id), about=meeting)
