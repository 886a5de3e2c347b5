"""Initiatives: ideas that a group incubates and projects that it advises, and how far each has come."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from workgroups.core.db import Document, Row, UtcDateTime, Versioned, enum_type
from workgroups.core.languages import LanguageMap


class InitiativeKind(StrEnum):
    INCUBATED = "incubated"
    ADVISED = "advised"


class InitiativeState(StrEnum):
    IDEA = "idea"
    PROPOSED = "proposed"
    FUNDED = "funded"
    RUNNING = "running"
    COMPLETED = "completed"
    DROPPED = "dropped"

    def is_before(self, other: "InitiativeState") -> bool:
        """Does it come earlier on the way?"""
        return PLACES[self] < PLACES[other]


PLACES = {state: place for place, state in enumerate(InitiativeState)}

WAY = tuple(InitiativeState)[:-1]
"""From an idea to its completion."""

UNFINISHED = WAY[:-1]
"""The states in which something can still come of it."""


class Initiative(Versioned, table=True):
    """Something that people want to do or do already: what, for whom, with whom, and who pays."""

    group_id: int = Field(foreign_key="work_group.id", index=True)
    title: LanguageMap = Field(sa_type=Document)
    text: str
    """What it is and for whom, in Markdown."""
    kind: InitiativeKind = Field(sa_type=enum_type(InitiativeKind, "kind"))
    partners: str = ""
    funding: str = ""
    """Who pays, and how much, in words."""
    url: str | None = None
    state: InitiativeState = Field(default=InitiativeState.IDEA, sa_type=enum_type(InitiativeState, "state"))
    seat_id: int | None = Field(default=None, foreign_key="seat.id")
    """The seat that proposed it; None when somebody without a seat did."""
    person_id: int = Field(foreign_key="person.id")
    proposed_at: datetime = Field(sa_type=UtcDateTime)

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def moves(self) -> list[InitiativeState]:
        """Where it can go: on, a step back, or to its end."""
        if not self.is_unfinished:
            return []
        place = PLACES[self.state]
        return [WAY[place + 1], *WAY[max(place - 1, 0) : place], InitiativeState.DROPPED]


class InitiativeChange(Row, table=True):
    """An initiative came into a state: the one in which it was proposed first."""

    __tablename__ = "initiative_change"

    initiative_id: int = Field(foreign_key="initiative.id", index=True)
    state: InitiativeState = Field(sa_type=enum_type(InitiativeState, "state"))
    reason: str = ""
    person_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
