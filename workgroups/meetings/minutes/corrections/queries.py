from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.groups.models import Seat
from workgroups.links.models import Comment
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.minutes.corrections import policy
from workgroups.meetings.minutes.corrections.models import Correction, CorrectionState
from workgroups.people.models import Person


class CorrectionRow(NamedTuple):
    """A correction with the words of its comment."""

    id: int
    item_id: int
    state: CorrectionState
    author: str
    seat: LanguageMap | None
    text: str
    at: datetime
    comment_id: int
    edited_at: datetime | None
    answer: str
    answered_by: str | None
    answered_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state is CorrectionState.OPEN


ANSWERER = aliased(Person)
CORRECTIONS: Any = (
    select(  # type: ignore[call-overload]
        Correction.id,
        Correction.item_id,
        Correction.state,
        Person.name,
        Seat.label,
        Comment.text,
        Comment.at,
        Comment.id,
        Comment.edited_at,
        Correction.answer,
        ANSWERER.name,
        Correction.answered_at,
    )
    .join(Comment, col(Comment.id) == col(Correction.comment_id))
    .join(Person, col(Person.id) == col(Comment.person_id))
    .outerjoin(Seat, col(Seat.id) == col(Comment.seat_id))
    .outerjoin(ANSWERER, col(ANSWERER.id) == col(Correction.answered_by_id))
    .where(policy.see())
    .order_by(case((col(Correction.state) == CorrectionState.OPEN, 0), else_=1), col(Correction.id))
)
OF_MEETING = CORRECTIONS.where(col(Correction.meeting_id) == bindparam("meeting_id"))
ONE = CORRECTIONS.where(col(Correction.id) == bindparam("correction_id"))


def of_meeting(work: Work, meeting_id: int) -> list[CorrectionRow]:
    """The corrections of the minutes of a meeting that I may read, what waits for an answer first."""
    return [CorrectionRow(*row) for row in work.rows(OF_MEETING, meeting_id=meeting_id)]


def one(work: Work, correction: Correction) -> CorrectionRow:
    return CorrectionRow(*work.rows(ONE, correction_id=correction.id).one())


def of_comment(work: Work, comment: Comment) -> Correction | None:
    """The correction that a comment is."""
    found: Correction | None = work.rows(
        select(Correction).where(col(Correction.comment_id) == comment.id)
    ).scalar_one_or_none()
    return found


def item_of(work: Work, correction: Correction) -> AgendaItem:
    """The item of a correction that I have taken."""
    return work.session.get_one(AgendaItem, correction.item_id)


def author(session: Session, correction: Correction) -> int:
    """The person who proposed a correction."""
    return session.get_one(Comment, correction.comment_id).person_id
