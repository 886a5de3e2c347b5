"""The papers of a meeting: its own, and those of the items on its agenda that I see."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import and_, bindparam, or_, select
from sqlmodel import Session, col, func

from workgroups.core.languages import pick
from workgroups.core.work import Work
from workgroups.links.papers.archive import Entry
from workgroups.links.papers.models import Paper
from workgroups.links.papers.queries import LISTED, PaperRow, Papers
from workgroups.meetings.agenda import queries as agenda
from workgroups.meetings.agenda.models import ON_AGENDA, AgendaItem
from workgroups.meetings.agenda.policy import see as see_item
from workgroups.meetings.models import Meeting
from workgroups.web.urls import url


class MeetingPapers(NamedTuple):
    """The meeting's own papers, and those under each item by its id."""

    own: Papers
    of_items: Mapping[int, list[PaperRow]]


OF_ITEMS = and_(
    col(Paper.kind) == AgendaItem.__name__,
    col(Paper.about).in_(
        select(col(AgendaItem.id)).where(
            col(AgendaItem.meeting_id) == bindparam("meeting_id"), col(AgendaItem.state).in_(ON_AGENDA), see_item()
        )
    ),
)
ITS_OWN = and_(col(Paper.kind) == Meeting.__name__, col(Paper.about) == bindparam("meeting_id"))
OF_MEETING = LISTED.add_columns(col(Paper.kind)).where(or_(ITS_OWN, OF_ITEMS))


def of_meeting(work: Work, meeting: Meeting, *, may_attach: bool = False) -> MeetingPapers:
    """Everything to read for a meeting: one query."""
    own: list[PaperRow] = []
    of_items: dict[int, list[PaperRow]] = defaultdict(list)
    for *columns, kind in work.rows(OF_MEETING, meeting_id=meeting.id):
        paper = PaperRow(*columns)
        (own if kind == Meeting.__name__ else of_items[paper.about]).append(paper)
    return MeetingPapers(Papers(url("meetings:show", key=meeting.id), own, [], may_attach), of_items)


def in_order(work: Work, meeting: Meeting) -> list[Entry]:
    """The papers for an archive: the meeting's own first, then by the numbers that the items have for me."""
    papers = of_meeting(work, meeting)
    entries = [Entry("00", paper) for paper in papers.own.rows]
    for item in agenda.agenda(work, meeting):
        place = f"{item.number:02} {pick(item.title)[0]}"
        entries += [Entry(place, paper) for paper in papers.of_items.get(item.id, ())]
    return entries


IN_MAIL = (
    select(col(Paper.about), func.count(col(Paper.id)))
    .join(AgendaItem, col(AgendaItem.id) == col(Paper.about))
    .where(
        col(Paper.kind) == AgendaItem.__name__,
        col(Paper.removed_at).is_(None),
        col(AgendaItem.meeting_id) == bindparam("meeting_id"),
        ~col(AgendaItem.in_camera),
    )
    .group_by(col(Paper.about))
)


def counts_in_mail(session: Session, meeting: Meeting) -> dict[int, int]:
    """How many papers an item has, by its id, for letters: never those of an item in camera."""
    found = session.execute(IN_MAIL, {"meeting_id": meeting.id})
    return {item: papers for item, papers in found}  # noqa: C416 - a row is not a pair to a type checker
