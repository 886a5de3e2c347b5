"""Who comes to a meeting. The answers are read with the seats, in one query: `meetings.attendance.queries.table`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, select
from sqlmodel import Session, col

from workgroups.core.policy import ME
from workgroups.core.statements import run
from workgroups.core.work import Work
from workgroups.groups.models import Seat
from workgroups.groups.policy import MINE
from workgroups.meetings.models import Meeting
from workgroups.meetings.replies.models import Answer, Reply
from workgroups.people.models import Person


class ReplyView(NamedTuple):
    """What a seat answered, for which date, who said so, and the alternate who comes."""

    answer: Answer
    at: datetime
    starts_at: datetime
    by: str
    alternate: str | None


BY: Any = Person.__table__.alias("replied_by")  # type: ignore[attr-defined]
NAMED: Any = Person.__table__.alias("named_alternate")  # type: ignore[attr-defined]
COLUMNS: Any = (col(Reply.answer), col(Reply.at), col(Reply.starts_at), BY.c.name, NAMED.c.name)


def joined(seats: Any, seat_id: Any) -> Any:
    """A select of seats with what each answered to the meeting `meeting_id`, if it did."""
    mine = and_(col(Reply.seat_id) == seat_id, col(Reply.meeting_id) == bindparam("meeting_id"))
    found = seats.add_columns(*COLUMNS).outerjoin(Reply, mine).outerjoin(BY, BY.c.id == col(Reply.person_id))
    return found.outerjoin(NAMED, NAMED.c.id == col(Reply.alternate_id))


class OwnSeat(NamedTuple):
    """A seat for which I speak at a meeting, and what it answered."""

    seat: Seat
    holder: str | None
    alternate: str | None
    reply: ReplyView | None


HOLDER: Any = Person.__table__.alias("seat_holder")  # type: ignore[attr-defined]
ALTERNATE: Any = Person.__table__.alias("seat_alternate")  # type: ignore[attr-defined]
OWN: Any = joined(
    select(Seat, HOLDER.c.name, ALTERNATE.c.name)
    .outerjoin(HOLDER, HOLDER.c.id == col(Seat.holder_id))
    .outerjoin(ALTERNATE, ALTERNATE.c.id == col(Seat.alternate_id)),
    col(Seat.id),
).where(col(Seat.group_id) == bindparam("group_id"), MINE)
OWN = OWN.order_by(col(Seat.place), col(Seat.id))


def own_seats(work: Work, meeting: Meeting) -> list[OwnSeat]:
    """The seats for which I can answer, with what each answered."""
    found = work.rows(OWN, group_id=meeting.group_id, meeting_id=meeting.id)
    return [
        OwnSeat(seat, holder, alternate, ReplyView(*reply) if reply[0] else None)
        for seat, holder, alternate, *reply in found
    ]


ASKED: Any = (
    select(Seat, Reply)
    .outerjoin(Reply, and_(col(Reply.seat_id) == col(Seat.id), col(Reply.meeting_id) == bindparam("meeting_id")))
    .where(col(Seat.group_id) == bindparam("group_id"), MINE)
    .order_by(case((col(Seat.holder_id) == ME, 0), else_=1), col(Seat.id))
    .limit(1)
)


def asked(session: Session, meeting: Meeting, person_id: int) -> tuple[Seat | None, Reply | None]:
    """The seat in which an invitation reaches somebody, her own before one whose alternate she is; what it answered."""
    values = {"group_id": meeting.group_id, "meeting_id": meeting.id, "me": person_id}
    found = session.execute(ASKED, values).first()
    return (found[0], found[1]) if found else (None, None)


STANDS: Any = (
    select(col(Meeting.id), col(Seat.holder_id), col(Seat.alternate_id), col(Reply.answer), col(Reply.at))
    .join(Seat, col(Seat.group_id) == col(Meeting.group_id))
    .outerjoin(
        Reply,
        and_(
            col(Reply.meeting_id) == col(Meeting.id),
            col(Reply.seat_id) == col(Seat.id),
            col(Reply.starts_at) == col(Meeting.starts_at),
        ),
    )
)
OF_MEETING = STANDS.where(col(Meeting.id) == bindparam("meeting_id"))
OF_PERSON = STANDS.where(MINE)

HOLDS = {
    Answer.ACCEPTED: "ACCEPTED",
    Answer.TENTATIVE: "TENTATIVE",
    Answer.ALTERNATE: "DELEGATED",
    Answer.DECLINED: "DECLINED",
}
STANDS_IN = {Answer.ALTERNATE: "ACCEPTED", Answer.TENTATIVE: "TENTATIVE", Answer.DECLINED: "DECLINED"}
"""What calendars call it (RFC 5545, 3.2.12), for whoever holds a seat and for its alternate."""

UNANSWERED = "NEEDS-ACTION"
STRONGEST = ("ACCEPTED", "TENTATIVE", UNANSWERED, "DELEGATED", "DECLINED")
"""Of two seats of one person, the one for which she more likely comes counts."""


class Stand(NamedTuple):
    """Whether a person comes, as calendars say it, and since when she is known to."""

    status: str
    at: datetime | None = None


UNKNOWN = Stand(UNANSWERED)


def stands_of_meeting(session: Session, meeting_id: int) -> Mapping[int, Stand]:
    """Whether each person comes to a meeting."""
    return {person: stand for (_, person), stand in strongest(run(session, OF_MEETING, {"meeting_id": meeting_id}))}


def stands_of_person(work: Work) -> Mapping[int, Stand]:
    """Whether I come to each meeting of my groups."""
    return {
        meeting: stand for (meeting, person), stand in strongest(work.rows(OF_PERSON)) if person == work.me
    }  # fmt: skip


def strongest(found: Any) -> Any:
    """Each (meeting, person) with where she stands."""
    stands: dict[tuple[int, int], Stand] = {}
    for meeting, holder, alternate, answer, at in found:
        for person, words in ((holder, HOLDS), (alternate, STANDS_IN)):
            if person is not None:
                said = Stand(words.get(answer, UNANSWERED), at)
                key = (meeting, person)
                stands[key] = min(stands.get(key, said), said, key=lambda stand: STRONGEST.index(stand.status))
    return stands.items()
