"""What a meeting talks about, and the thread that runs through several meetings."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from workgroups.core.db import Document, Row, UtcDateTime, Versioned, enum_type
from workgroups.core.languages import LanguageMap


class ItemKind(StrEnum):
    INFORMATION = "information"
    DISCUSSION = "discussion"
    DECISION = "decision"


class ItemState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    PARKED = "parked"
    DISCUSSED = "discussed"
    NOT_REACHED = "not_reached"
    CONTINUES = "continues"
    CLOSED = "closed"
    MERGED = "merged"


ON_AGENDA = (
    ItemState.ACCEPTED,
    ItemState.DISCUSSED,
    ItemState.NOT_REACHED,
    ItemState.CONTINUES,
    ItemState.CLOSED,
)
GOING_ON = (ItemState.NOT_REACHED, ItemState.CONTINUES)
PENDING = (ItemState.PROPOSED, ItemState.ACCEPTED, ItemState.PARKED)
"""Not dealt with yet: the thread needs no other item."""


class Standing(StrEnum):
    """The items that every meeting has."""

    WELCOME = "welcome"
    CONFLICTS = "conflicts"
    AGENDA = "agenda"
    MINUTES = "minutes"
    ACTIONS = "actions"
    CAREERS = "careers"
    NEXT_DATE = "next_date"


STANDING: dict[Standing, tuple[LanguageMap, ItemKind, int]] = {
    Standing.WELCOME: (
        {"en": "Welcome and land acknowledgement", "fr": "Mot de bienvenue et reconnaissance du territoire"},
        ItemKind.INFORMATION, 5,
    ),
    Standing.CONFLICTS: (
        {
            "en": "Conflicts of interest and competition-law reminder",
            "fr": "Conflits d’intérêts et rappel du droit de la concurrence",
        },
        ItemKind.INFORMATION, 5,
    ),
    Standing.AGENDA: (
        {"en": "Adoption of the agenda", "fr": "Adoption de l’ordre du jour"}, ItemKind.DECISION, 5,
    ),
    Standing.MINUTES: (
        {"en": "Minutes of the last meeting", "fr": "Procès-verbal de la dernière réunion"},
        ItemKind.DECISION, 5,
    ),
    Standing.ACTIONS: (
        {"en": "Actions since the last meeting", "fr": "Suivis depuis la dernière réunion"},
        ItemKind.DISCUSSION, 15,
    ),
    Standing.CAREERS: (
        {"en": "Alternative careers", "fr": "Autres carrières"}, ItemKind.DISCUSSION, 10,
    ),
    Standing.NEXT_DATE: ({"en": "Next date", "fr": "Prochaine date"}, ItemKind.DECISION, 5),
}  # fmt: skip
"""The default template: title, kind and minutes of each standing item, in order."""

LAST = (Standing.CAREERS, Standing.NEXT_DATE)
"""The standing items that a group starts with at the end; what members add comes before them."""

STEP = 100
"""Distance between positions, so that an item fits between two others without moving them."""


class Thread(Row, table=True):
    """The life of an item over several meetings. A standing item makes its thread once."""

    __table_args__ = (UniqueConstraint("group_id", "standing"),)

    group_id: int = Field(foreign_key="work_group.id")
    standing: Standing | None = Field(default=None, sa_type=enum_type(Standing, "standing"))
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AgendaItem(Versioned, table=True):
    """One item on one agenda, or in the backlog when it has no meeting."""

    __tablename__ = "agenda_item"

    group_id: int = Field(foreign_key="work_group.id", index=True)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id", index=True)
    thread_id: int = Field(foreign_key="thread.id", index=True)
    carried_from_id: int | None = Field(default=None, foreign_key="agenda_item.id")
    standing: Standing | None = Field(default=None, sa_type=enum_type(Standing, "standing"))
    state: ItemState = Field(default=ItemState.ACCEPTED, sa_type=enum_type(ItemState, "state"))
    kind: ItemKind = Field(sa_type=enum_type(ItemKind, "kind"))
    position: int = 0
    title: LanguageMap = Field(sa_type=Document)
    text: str = ""
    """What it is about, in Markdown."""
    minutes_long: int
    proposer_seat_id: int | None = Field(default=None, foreign_key="seat.id")
    presenter_seat_id: int | None = Field(default=None, foreign_key="seat.id")
    reason: str = ""
    """Why it was declined, or taken out of the backlog."""
    merged_into_id: int | None = Field(default=None, foreign_key="agenda_item.id", index=True)
    """The item that takes up what this one asked for."""
    in_camera: bool = False
    """Only the named seats know that it exists."""
    by_consent: bool = False
    """It is taken together with others, without discussion, or was; what was dealt with by hand was not."""
    resolution: str = ""
    """What the group would resolve by consent, in full words."""
    discussed_for_id: int | None = Field(default=None, foreign_key="seat.id")
    """The seat that asked to discuss it instead of taking it by consent."""

    @property
    def mark(self) -> str:
        """What it is called among the headings and items of an agenda."""
        return str(self.id)

    @property
    def goes_on(self) -> bool:
        """Does the thread need another meeting? Standing items come back from the template."""
        return self.standing is None and self.state in GOING_ON

    @property
    def is_left(self) -> bool:
        """It is to be taken by consent, and was not dealt with."""
        return self.by_consent and self.state is ItemState.ACCEPTED

    @property
    def fits_consent(self) -> bool:
        """Nothing in camera, and no decision whose words nobody could read before; standing items need none."""
        has_words = self.kind is not ItemKind.DECISION or self.standing is not None or bool(self.resolution)
        return has_words and not self.in_camera

    def outcome(self, *, written: bool) -> ItemState:
        """What became of it when its meeting ends.

        An item that nobody marked was discussed when something is written under it, and was not reached otherwise;
        of a standing item without a word nothing is said.
        """
        if self.state is not ItemState.ACCEPTED or (self.standing and not written):
            return self.state
        return ItemState.DISCUSSED if written else ItemState.NOT_REACHED


class NamedSeat(Row, table=True):
    """A seat that may see an item in camera."""

    __tablename__ = "named_seat"
    __table_args__ = (UniqueConstraint("item_id", "seat_id"),)

    item_id: int = Field(foreign_key="agenda_item.id")
    seat_id: int = Field(foreign_key="seat.id", index=True)
