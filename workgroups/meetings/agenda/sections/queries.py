from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlmodel import col

from workgroups.core.work import Work
from workgroups.meetings.agenda.sections.models import Section

SECTIONS = (
    select(Section)
    .where(col(Section.meeting_id) == bindparam("meeting_id"))
    .order_by(col(Section.position), col(Section.id))
)


def sections(work: Work, meeting_id: int) -> Sequence[Section]:
    """The headings of an agenda in order, those with nothing under them included."""
    return work.rows(SECTIONS, meeting_id=meeting_id).scalars().all()
