from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import col

from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.groups.models import Group
from workgroups.pathways.proposals import policy as proposals
from workgroups.pathways.proposals.forwarding import policy
from workgroups.pathways.proposals.forwarding.models import Forwarding, ForwardingState
from workgroups.pathways.proposals.forwarding.snapshot import Snapshot
from workgroups.pathways.proposals.models import Proposal


class Forwarded(NamedTuple):
    """Where a proposal was forwarded to, and no more of that group than what it answered."""

    group_id: int
    group: LanguageMap
    at: datetime
    state: ForwardingState
    answered_at: datetime | None


FORWARDED = (
    select(Forwarding.group_id, Group.name, Forwarding.at, Forwarding.state, Forwarding.answered_at)  # type: ignore[call-overload]
    .join(Group, col(Group.id) == col(Forwarding.group_id))
    .where(col(Forwarding.proposal_id) == bindparam("key"))
    .order_by(col(Forwarding.id))
)


def forwarded(work: Work, proposal: Proposal) -> list[Forwarded]:
    """The groups that a proposal was forwarded to, in that order."""
    return [Forwarded(*row) for row in work.rows(FORWARDED, key=proposal.id)]


def groups_that_have_it(work: Work, proposal: Proposal) -> set[int]:
    return {view.group_id for view in forwarded(work, proposal)}


def others_at_work(work: Work, proposal: Proposal) -> Sequence[groups.GroupView]:
    return groups.others_at_work(work, groups.group_of(work, proposal.group_id))


def candidates(work: Work, proposal: Proposal) -> list[groups.GroupView]:
    """The groups that a proposal can be forwarded to: those at work that do not have it."""
    having = groups_that_have_it(work, proposal)
    return [group for group in others_at_work(work, proposal) if group.id not in having]


class Received(NamedTuple):
    """A proposal of another group, in the list of those that were forwarded to this one."""

    id: int
    title: LanguageMap
    source: LanguageMap
    at: datetime
    state: ForwardingState


RECEIVED = (
    select(Forwarding.id, Forwarding.title, Forwarding.source, Forwarding.at, Forwarding.state)  # type: ignore[call-overload]
    .where(policy.see(), col(Forwarding.group_id) == bindparam("group_id"))
    .order_by(col(Forwarding.at).desc(), col(Forwarding.id).desc())
)


def received(work: Work, group_id: int) -> list[Received]:
    """What other groups forwarded to a group, the latest first."""
    return [Received(*row) for row in work.rows(RECEIVED, group_id=group_id)]


class Inspired(NamedTuple):
    """What a proposal was made after."""

    id: int
    source: LanguageMap
    snapshot: Snapshot


ORIGIN = select(col(Forwarding.id), col(Forwarding.source), col(Forwarding.snapshot)).where(
    policy.see(), col(Forwarding.adapted_id) == bindparam("key")
)


def origin(work: Work, proposal: Proposal) -> Inspired | None:
    """The proposal of another group that a proposal was made after."""
    row = work.rows(ORIGIN, key=proposal.id).one_or_none()
    return Inspired(row.id, row.source, Snapshot.model_validate(row.snapshot)) if row else None


class Answer(NamedTuple):
    """The proposal that was made of one, as far as I see it."""

    id: int
    title: LanguageMap
    number: str


def adapted(work: Work, forwarding: Forwarding) -> Answer | None:
    """None while nothing was made of it, and while it is a draft that I do not see."""
    found = select(col(Proposal.id), col(Proposal.title), col(Proposal.number)).where(
        proposals.see(), col(Proposal.id) == forwarding.adapted_id
    )
    row = work.rows(found).one_or_none()
    return Answer(*row) if row else None
