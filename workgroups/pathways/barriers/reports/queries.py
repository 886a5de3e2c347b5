from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, exists, or_, select
from sqlmodel import col

from workgroups.core.errors import NotFound
from workgroups.core.work import Work
from workgroups.groups.models import Group, GroupProfession, Profession
from workgroups.pathways.barriers.models import Barrier, BarrierChange, BarrierState
from workgroups.pathways.models import Pathway
from workgroups.people.secrets import hashed
from workgroups.publishing.models import Edition


class Place(NamedTuple):
    """Of which public pages somebody speaks, and the group that keeps them."""

    profession: Profession
    group: Group

    @property
    def path(self) -> str:
        """Their address after the language."""
        return f"/professions/{self.profession.slug}/{self.group.jurisdiction.rpartition('-')[2].lower()}"


SERVES = exists().where(
    col(GroupProfession.group_id) == col(Group.id), col(GroupProfession.profession_id) == col(Profession.id)
)
KEEPS = exists().where(col(Pathway.group_id) == col(Group.id), col(Pathway.profession_id) == col(Profession.id))
PUBLISHES = exists().where(col(Edition.group_id) == col(Group.id))
AT_WORK = (
    select(Profession, Group)
    .join(Group, or_(SERVES, KEEPS))
    .where(PUBLISHES, col(Group.closed_at).is_(None))
    .order_by(KEEPS.desc(), col(Group.id))
)
KEEPERS = AT_WORK.where(
    col(Profession.slug) == bindparam("slug"), col(Group.jurisdiction) == bindparam("jurisdiction")
).limit(1)
KEPT = AT_WORK.where(col(Group.id) == bindparam("group_id"))
"""The pages of one group."""


def place(work: Work, slug: str, province: str) -> Place:
    """Whose pages these are. Raises `NotFound` where no group at work has published anything."""
    found = work.rows(KEEPERS, slug=slug, jurisdiction=f"CA-{province.upper()}").first()
    if found is None:
        raise NotFound
    return Place(*found)


class Course(NamedTuple):
    """A report and what became of it; the reasons stay in the room."""

    barrier: Barrier
    group: Group
    states: Sequence[tuple[BarrierState, datetime]]
    place: Place | None
    """The pages that the group keeps."""


REPORTED = (
    select(Barrier, Group)
    .join(Group, col(Group.id) == col(Barrier.group_id))
    .where(col(Barrier.token_hash) == bindparam("token_hash"))
)
STATES = (
    select(col(BarrierChange.state), col(BarrierChange.at))
    .where(col(BarrierChange.barrier_id) == bindparam("key"))
    .order_by(col(BarrierChange.id))
)


def course(work: Work, token: str) -> Course:
    """What became of a report. Raises `NotFound` where no such link was given."""
    found = work.rows(REPORTED, token_hash=hashed(token)).first()
    if found is None:
        raise NotFound
    barrier, group = found
    states = [(state, at) for state, at in work.rows(STATES, key=barrier.id)]
    kept = work.rows(KEPT, group_id=group.id).first()
    return Course(barrier, group, states, Place(*kept) if kept else None)
