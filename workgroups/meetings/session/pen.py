"""One person at a time writes the minutes of a meeting in session. What others type is kept beside, never lost."""

from workgroups.core.errors import Stale
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work
from workgroups.meetings.minutes.models import Minutes
from workgroups.meetings.models import Meeting, MeetingState
from workgroups.meetings.session.events import PenTaken
from workgroups.meetings.session.models import Pen


def hold(work: Work, minutes: Minutes, meeting: Meeting) -> None:
    """Before minutes are saved: whoever writes first has the pen. Raises `Stale` when somebody else has it."""
    if meeting.state is not MeetingState.IN_SESSION:
        return
    pen = work.session.get(Pen, meeting.id, with_for_update=True)
    if pen is None:
        give(work, meeting)
    elif pen.person_id != work.me:
        raise Stale(
            minutes.model_dump(),
            minutes.version,
            gettext_noop(
                "Somebody else writes the minutes now, so this was not saved. Both texts are below; nothing is lost. "
                "Take over writing to save yours."
            ),
        )


def give(work: Work, meeting: Meeting) -> None:
    """Let me write the minutes of a meeting from now on."""
    pen = work.session.get(Pen, meeting.id, with_for_update=True)
    if pen is not None and pen.person_id == work.me:
        return
    before = pen.person_id if pen else None
    work.session.merge(Pen(id=meeting.id, group_id=meeting.group_id, person_id=work.me, at=work.now))
    work.record(PenTaken(before), about=meeting)
