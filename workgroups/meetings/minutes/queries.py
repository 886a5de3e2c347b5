from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlmodel import col

from workgroups.core import canonical
from workgroups.core.languages import LanguageMap
from workgroups.core.policy import ME
from workgroups.core.work import Work
from workgroups.groups.chairs import voices
from workgroups.groups.models import Seat
from workgroups.links.models import Link, Relation
from workgroups.meetings.agenda.models import ON_AGENDA, AgendaItem
from workgroups.meetings.agenda.policy import see as see_item
from workgroups.meetings.decisions.models import Decision
from workgroups.meetings.minutes import policy
from workgroups.meetings.minutes.models import Circulation, Minutes, MinutesApproval
from workgroups.meetings.models import AGREED, WRITING, Adoption, Attendance, Meeting, MeetingState
from workgroups.people.models import Person


def minutes(work: Work, meeting_id: int) -> dict[int, Minutes]:
    """The minutes of the items of a meeting that I may see, by item."""
    found = select(Minutes).join(AgendaItem, col(AgendaItem.id) == col(Minutes.id))
    found = found.where(col(AgendaItem.meeting_id) == meeting_id, see_item())
    return {row.id: row for row in work.rows(found).scalars()}


def of_item(work: Work, item: AgendaItem) -> Minutes:
    """The minutes of an item that I have taken."""
    return work.session.get_one(Minutes, item.id)


def meeting_of(work: Work, minutes: Minutes) -> Meeting:
    """The meeting whose minutes they are part of."""
    found = select(Meeting).join(AgendaItem, col(AgendaItem.meeting_id) == col(Meeting.id))
    meeting: Meeting = work.rows(found.where(col(AgendaItem.id) == minutes.id)).scalar_one()
    return meeting


def written(work: Work, meeting_id: int) -> set[int]:
    """The items of a meeting under which something was written or decided."""
    decided = exists().where(col(Decision.item_id) == col(Minutes.id))
    found = select(col(Minutes.id)).join(AgendaItem, col(AgendaItem.id) == col(Minutes.id))
    found = found.where(col(AgendaItem.meeting_id) == meeting_id, or_(col(Minutes.text) != "", decided))
    return set(work.rows(found).scalars())


def digest(work: Work, meeting: Meeting) -> str:
    """The SHA-256 of everything that co-chairs approve."""
    return canonical.digest(document(work, meeting))


def document(work: Work, meeting: Meeting) -> dict[str, Any]:
    """Everything that co-chairs approve: attendance, items, their minutes, decisions."""
    attendance = select(Attendance).where(col(Attendance.meeting_id) == meeting.id).order_by(col(Attendance.seat_id))
    items = select(AgendaItem, col(Minutes.text)).join(Minutes, col(Minutes.id) == col(AgendaItem.id))
    items = items.where(col(AgendaItem.meeting_id) == meeting.id, col(AgendaItem.state).in_(ON_AGENDA))
    decisions = select(Decision).where(col(Decision.meeting_id) == meeting.id).order_by(col(Decision.number))
    return {
        "meeting": meeting.id,
        "starts_at": meeting.starts_at,
        "attendance": [[row.seat_id, row.presence.value, row.person_id] for row in work.rows(attendance).scalars()],
        "items": [
            {"id": item.id, "title": item.title, "state": item.state.value, "minutes": text}
            for item, text in work.rows(items.order_by(col(AgendaItem.position), col(AgendaItem.id)))
        ],
        "decisions": [{"number": row.number, "text": row.text} for row in work.rows(decisions).scalars()],
    }


def sent_before(work: Work, meeting: Meeting) -> Circulation | None:
    """What was sent round before what stands now: the last circulation of a draft, else the one before the last."""
    number = meeting.circulation - (meeting.state in AGREED)
    found = select(Circulation).where(col(Circulation.meeting_id) == meeting.id, col(Circulation.number) == number)
    return work.rows(found).scalar_one_or_none()


class ToAdopt(NamedTuple):
    """An earlier meeting whose minutes this one is to adopt, at once or when corrections are over."""

    meeting: Meeting
    now: bool


TO_ADOPT: Any = (
    select(Meeting, policy.corrections_are_over())
    .where(
        col(Meeting.group_id) == bindparam("group_id"),
        col(Meeting.starts_at) < bindparam("before"),
        policy.adopted(Adoption.AT_MEETING),
        policy.adopt.may(ME),
    )
    .order_by(col(Meeting.starts_at))
)


def to_adopt(work: Work, meeting: Meeting) -> list[ToAdopt]:
    """The earlier meetings of the group whose minutes this one can adopt, for whoever may."""
    if meeting.state not in WRITING:
        return []
    return [ToAdopt(*row) for row in work.rows(TO_ADOPT, group_id=meeting.group_id, before=meeting.starts_at)]


def adopted_by(work: Work, meeting: Meeting) -> Decision | None:
    """The decision of a later meeting that adopted the minutes of this one."""
    found = select(Decision).join(Link, and_(col(Link.from_kind) == "Decision", col(Link.from_id) == col(Decision.id)))
    found = found.where(
        col(Link.relation) == Relation.CONCERNS, col(Link.to_kind) == "Meeting", col(Link.to_id) == meeting.id
    )
    return work.rows(found.order_by(col(Decision.id).desc()).limit(1)).scalar_one_or_none()


class ApprovalRow(NamedTuple):
    """One co-chair seat approved what was circulated."""

    seat_id: int
    seat: LanguageMap
    person: str
    person_id: int
    at: datetime
    circulation: int
    lapsed_at: datetime | None
    counts: bool = False
    """It is of what stands now, and whoever gave it has the voice of the seat, or had it when they were adopted."""


APPROVALS = (
    select(  # type: ignore[call-overload]
        MinutesApproval.seat_id,
        Seat.label,
        Person.name,
        MinutesApproval.person_id,
        MinutesApproval.at,
        MinutesApproval.circulation,
        MinutesApproval.lapsed_at,
    )
    .join(Seat, col(Seat.id) == col(MinutesApproval.seat_id))
    .join(Person, col(Person.id) == col(MinutesApproval.person_id))
    .where(col(MinutesApproval.meeting_id) == bindparam("meeting_id"))
    .order_by(col(MinutesApproval.at), col(MinutesApproval.id))
)


def given(work: Work, meeting: Meeting) -> list[ApprovalRow]:
    """Who approved the minutes as they were circulated last, also those who have no voice any more."""
    return [row for row in ever_given(work, meeting) if row.circulation == meeting.circulation]


def ever_given(work: Work, meeting: Meeting) -> list[ApprovalRow]:
    return [ApprovalRow(*row) for row in work.rows(APPROVALS, meeting_id=meeting.id)]


def approvals(work: Work, meeting: Meeting) -> list[ApprovalRow]:
    """Who approved the minutes of a meeting, whenever they were circulated, and which of it counts."""
    ever = ever_given(work, meeting)
    last = [row for row in ever if row.circulation == meeting.circulation and row.lapsed_at is None]
    if meeting.state is MeetingState.MINUTES_CIRCULATED:
        last = voices.standing(voices.voices(work, meeting.group_id), last)
    counting = last if meeting.state in AGREED else []
    return [row._replace(counts=row in counting) for row in ever]


def waits_for_me(work: Work, meeting: Meeting) -> bool:
    """Does my approval of these minutes still count?"""
    found = select(col(Meeting.id)).where(col(Meeting.id) == meeting.id, policy.waits_for_approval(ME))
    return work.rows(found).first() is not None
