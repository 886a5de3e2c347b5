"""What the public reads of a meeting, item by item and decision by decision."""

from datetime import datetime

from sqlmodel import Field

from workgroups.core.db import Document, UtcDateTime, Versioned
from workgroups.core.languages import LanguageMap
from workgroups.meetings.agenda.models import AgendaItem, ItemKind


class Summary(Versioned, table=True):
    """The public words for one agenda item, or for one decision under it; nothing is public before it was written."""

    __tablename__ = "public_summary"

    group_id: int = Field(foreign_key="work_group.id", index=True)
    item_id: int = Field(foreign_key="agenda_item.id", index=True)
    decision_id: int | None = Field(default=None, foreign_key="decision.id", unique=True)
    public: bool = False
    """Marked public; what is in camera never is, whatever this says."""
    text: LanguageMap = Field(default_factory=dict, sa_type=Document)
    """Markdown."""
    written_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


def usually_public(item: AgendaItem) -> bool:
    """Discussions and decisions that the group put on its agenda; not standing items, and nothing in camera."""
    return item.standing is None and item.kind is not ItemKind.INFORMATION and not item.in_camera
