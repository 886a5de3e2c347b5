"""What moves over all groups of somebody, what has come to rest, and who owes the next step."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, exists, func, literal, or_, select, union_all
from sqlmodel import col

from workgroups.core.db import UtcDateTime
from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.groups.models import HEARD, Group, GroupState, Seat
from workgroups.groups.policy import is_open
from workgroups.pathways.barriers.models import STANDING, Barrier, BarrierChange, BarrierState
from workgroups.pathways.barriers.policy import see as see_barrier
from workgroups.pathways.proposals.answers import queries as answers
from workgroups.pathways.proposals.answers.models import BodyEntry
from workgroups.pathways.proposals.answers.policy import PENDING
from workgroups.pathways.proposals.models import Proposal, ProposalState, ResponsibleBody
from workgroups.pathways.proposals.onward import Owed, owed
from workgroups.pathways.proposals.policy import see as see_proposal
from workgroups.pathways.proposals.positions.policy import heard
from workgroups.publishing.models import Edition, EditionState, Output

YEAR = timedelta(days=365)
"""How far back what was adopted and ended counts."""


class Moving(NamedTuple):
    """A proposal that is before the group or its responsible body; `asked` and `heard` are numbers of seats."""

    id: int
    group_id: int
    number: str
    title: LanguageMap
    state: ProposalState
    since: datetime
    deadline_on: date | None
    deadline_at: datetime | None
    deferred_until: date | None
    returns_at: datetime | None
    is_pending: bool
    """An adoption waits for a second person."""
    asked: int
    heard: int
    owed: Sequence[Owed] = ()
    """Who owes the next step."""


class Movement(NamedTuple):
    """One group: its proposals under way, the one that has stood still longest first, and its figures."""

    group: Group
    moving: Sequence[Moving]
    figures: Mapping[str, int]


ASKED = and_(col(Seat.group_id) == col(Proposal.group_id), col(Seat.role).in_(HEARD), col(Seat.holder_id).is_not(None))
SINCE = case(
    (col(Proposal.state) == ProposalState.OPEN, col(Proposal.opened_at)),
    (col(Proposal.state) == ProposalState.POSITIONS_CALLED, col(Proposal.called_at)),
    else_=col(Proposal.settled_at),
)
UNDER_WAY = (
    ProposalState.OPEN, ProposalState.POSITIONS_CALLED, ProposalState.DEFERRED, ProposalState.RECOMMENDED,
)  # fmt: skip
OWED = (
    exists()
    .where(col(ResponsibleBody.proposal_id) == col(Proposal.id), col(ResponsibleBody.asked_at).is_not(None))
    .correlate(Proposal)
)
WAITS_FOR_SECOND = exists().where(col(BodyEntry.proposal_id) == col(Proposal.id), PENDING).correlate(Proposal)
MOVING: Any = (
    select(  # type: ignore[call-overload]
        Proposal.id,
        Proposal.group_id,
        Proposal.number,
        Proposal.title,
        Proposal.state,
        SINCE.label("since"),
        Proposal.deadline_on,
        Proposal.deadline_at,
        Proposal.deferred_until,
        Proposal.returns_at,
        WAITS_FOR_SECOND.label("is_pending"),
        select(func.count()).select_from(Seat).where(ASKED).correlate(Proposal).scalar_subquery(),
        select(func.count()).select_from(Seat).where(ASKED, heard(Seat)).correlate(Proposal).scalar_subquery(),
    )
    .where(
        see_proposal(),
        is_open(col(Proposal.group_id)),
        col(Proposal.state).in_(UNDER_WAY),
        or_(col(Proposal.state) != ProposalState.RECOMMENDED, OWED, WAITS_FOR_SECOND),
    )
    .order_by(SINCE, col(Proposal.id))
)

ENDED = (
    exists()
    .where(
        col(BarrierChange.barrier_id) == col(Barrier.id),
        col(BarrierChange.state).in_((BarrierState.REMOVED, BarrierState.EASED)),
        col(BarrierChange.at) > bindparam("since", type_=UtcDateTime),
    )
    .correlate(Barrier)
)
FIGURES: Any = union_all(
    *(
        select(col(model.group_id).label("group_id"), literal(name).label("name"), func.count().label("number"))
        .where(rule(), condition)
        .group_by(col(model.group_id))
        for name, model, rule, condition in (
            ("standing", Barrier, see_barrier, col(Barrier.state).in_(STANDING)),
            ("ended", Barrier, see_barrier, ENDED),
            ("adopted", Proposal, see_proposal, col(Proposal.adopted_at) > bindparam("since", type_=UtcDateTime)),
        )
    )
)


class Published(NamedTuple):
    """What the public reads of a group: how many texts, how many of them tell what has changed for people."""

    group: Group
    texts: int
    outcomes: int
    latest: datetime
    """When an edition was published last."""


IS_READ = col(Edition.state) == EditionState.CURRENT
PUBLISHED = (
    select(
        Group,
        func.count(case((IS_READ, 1))),
        func.count(case((and_(IS_READ, col(Output.kind) == "outcome"), 1))),
        func.max(col(Edition.published_at), type_=UtcDateTime),
    )
    .join(Edition, col(Edition.group_id) == col(Group.id))
    .join(Output, col(Output.id) == col(Edition.output_id))
    .group_by(col(Group.id))
    .order_by(col(Group.slug))
)


def published(work: Work) -> list[Published]:
    """Every group that has published something, for who runs the platform: no word that is not public."""
    return [Published(*row) for row in work.rows(PUBLISHED)]


def movement(work: Work) -> list[Movement]:
    """The groups at whose table I am and that are not closed: four queries, however many there are."""
    moving: dict[int, list[Moving]] = {}
    owing = answers.owing(work)
    for row in work.rows(MOVING):
        view = Moving(*row)
        steps = owed(view, work.now, is_pending=view.is_pending, owing=owing.get(view.id, ()))
        moving.setdefault(view.group_id, []).append(view._replace(owed=[*steps]))
    figures: dict[int, dict[str, int]] = {}
    for group_id, name, number in work.rows(FIGURES, since=work.now - YEAR):
        figures.setdefault(group_id, {})[name] = number
    mine = [group for group in groups.mine(work) if group.state is not GroupState.CLOSED]
    return [Movement(group, moving.get(group.id, ()), figures.get(group.id, {})) for group in mine]
