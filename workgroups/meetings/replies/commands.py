from typing import Any

from sqlalchemy import select
from sqlmodel import col

from workgroups.core.errors import Invalid
from workgroups.core.languages import gettext_noop
from workgroups.core.policy import ANYONE
from workgroups.core.work import Work, command
from workgroups.groups.models import Seat
from workgroups.meetings.models import Meeting
from workgroups.meetings.replies import events, policy
from workgroups.meetings.replies.forms import Replying
from workgroups.meetings.replies.models import Answer, Reply
from workgroups.people import personal


@command(policy.reply)
def reply(work: Work, meeting: Meeting, replying: Replying) -> None:
    """Say for one seat of mine whether somebody comes, and who."""
    seat: Seat = work.take(replying.seat, policy.answer_for)
    if seat.group_id != meeting.group_id:
        raise Invalid(answer=gettext_noop("Choose a seat of this group."))
    if replying.answer is Answer.ALTERNATE and seat.alternate_id is None:
        raise Invalid(answer=gettext_noop("This seat has named no alternate."))
    if replying.answer is Answer.ACCEPTED and seat.holder_id is None:
        raise Invalid(answer=gettext_noop("Nobody holds this seat. Its alternate can come."))
    known = select(Reply).where(col(Reply.meeting_id) == meeting.id, col(Reply.seat_id) == seat.id)
    given = work.rows(known).scalar_one_or_none()
    before = given.answer.value if given else ""
    alternate_id = seat.alternate_id if replying.answer is Answer.ALTERNATE else None
    said: dict[str, Any] = {
        "answer": replying.answer, "alternate_id": alternate_id, "person_id": work.me, "starts_at": meeting.starts_at,
    }  # fmt: skip
    if given is None:
        work.add(Reply(group_id=meeting.group_id, meeting_id=meeting.id, seat_id=seat.id, at=work.now, **said))
    elif all(getattr(given, name) == value for name, value in said.items()):
        return
    else:
        for name, value in {**said, "at": work.now}.items():
            setattr(given, name, value)
    work.record(events.SeatReplied(seat.id, replying.answer.value, before), about=meeting)


@command(ANYONE)
def reply_by_link(work: Work, replying: Replying, token: str) -> None:
    """The same with the link of the letter, as the person whom it names, without signing in."""
    _, person, meeting, _ = personal.follow(work, token, policy.reply, lock=True)
    work.me = person.id
    reply.do(work, meeting, replying)
