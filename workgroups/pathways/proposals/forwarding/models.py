"""Forwardings: a decided proposal as another group reads it, and what that group did with it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from workgroups.core.db import Document, UtcDateTime, Versioned, enum_type
from workgroups.core.languages import LanguageMap, gettext_noop


class ForwardingState(StrEnum):
    WAITING = "waiting"
    ADAPTED = "adapted"
    SET_ASIDE = "set_aside"


WORDS = {
    ForwardingState.WAITING: gettext_noop("waits for the other group"),
    ForwardingState.ADAPTED: gettext_noop("adapted there"),
    ForwardingState.SET_ASIDE: gettext_noop("set aside there"),
}
"""What the group that forwarded it reads of it."""

WORDS_HERE = {
    ForwardingState.WAITING: gettext_noop("waits for us"),
    ForwardingState.ADAPTED: gettext_noop("adapted by us"),
    ForwardingState.SET_ASIDE: gettext_noop("set aside by us"),
}
"""What the group that got it reads of it."""


class Forwarding(Versioned, table=True):
    """A proposal that one group has forwarded to another. The other group reads what stands here and nothing else."""

    __table_args__ = (UniqueConstraint("proposal_id", "group_id"),)

    proposal_id: int = Field(foreign_key="proposal.id")
    group_id: int = Field(foreign_key="work_group.id", index=True)
    """The group that it was forwarded to, whose room the row is in."""
    title: LanguageMap = Field(sa_type=Document)
    source: LanguageMap = Field(sa_type=Document)
    """The name of the group that forwarded it, as both were called then; lists show them without the snapshot."""
    snapshot: dict[str, Any] = Field(sa_type=Document)
    """What the other group reads, as `snapshot.Snapshot` has it."""
    note: str
    by_id: int = Field(foreign_key="person.id")
    at: datetime = Field(sa_type=UtcDateTime)
    state: ForwardingState = Field(default=ForwardingState.WAITING, sa_type=enum_type(ForwardingState, "state"))
    adapted_id: int | None = Field(default=None, foreign_key="proposal.id", index=True)
    """The proposal that the other group made of it; while it waits, the draft that was begun last."""
    reason: str = ""
    """Why it was set aside; only the group that did so reads it."""
    answered_by_id: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
