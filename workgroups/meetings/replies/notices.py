from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col

from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.groups import audience
from workgroups.groups.models import Group, Seat
from workgroups.meetings.models import Meeting
from workgroups.meetings.policy import see
from workgroups.meetings.replies.events import SeatReplied
from workgroups.meetings.replies.models import Answer
from workgroups.people.models import Person


@notice(SeatReplied)
def replied(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The holder reads what her alternate answered; the alternate, whether she comes in the holder's place."""
    payload = event.payload or {}
    seat = session.get(Seat, payload.get("seat_id", 0))
    if seat is None:
        return
    meeting = session.get_one(Meeting, event.about)
    group, by = session.get_one(Group, seat.group_id), session.get(Person, event.person_id or 0)
    sent = Answer.ALTERNATE in (payload["answer"], payload["before"])
    told = [seat.holder_id, *([seat.alternate_id] if sent else [])]
    for person in audience.people(session, see, meeting, now, col(Person.id).in_(told), besides=event.person_id):
        context = {
            "name": person.name,
            "meeting": meeting,
            "group": group,
            "zone": group.timezone,
            "seat": seat,
            "by": by.name if by else "",
            "answer": payload["answer"],
            "is_alternate": person.id != seat.holder_id,
        }
        yield Letter(person.email, person.language.value, "replies/replied_mail.html", context, group.id)
