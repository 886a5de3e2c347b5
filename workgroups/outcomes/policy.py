from sqlalchemy import ColumnElement
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import Who, rule
from workgroups.groups.models import Group
from workgroups.groups.policy import arranges, in_room, speaks
from workgroups.groups.policy import see as see_group
from workgroups.links import kinds
from workgroups.outcomes.initiatives.models import Initiative, InitiativeState
from workgroups.outcomes.initiatives.policy import see as see_initiative
from workgroups.outcomes.models import Outcome
from workgroups.pathways.barriers.models import Barrier
from workgroups.pathways.barriers.policy import see as see_barrier
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.policy import see as see_proposal


@rule(on=Group, see=see_group)
def record(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(Group.id), me)


@rule(on=Barrier, see=see_barrier)
def record_of_barrier(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers: what became of a barrier."""
    return speaks(col(Barrier.group_id), me)


@rule(on=Proposal, see=see_proposal, when=col(Proposal.adopted_at).is_not(None))
def record_of_proposal(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers: what came of a proposal, once it was adopted and holds."""
    return speaks(col(Proposal.group_id), me)


@rule(on=Initiative, see=see_initiative, when=col(Initiative.state) == InitiativeState.COMPLETED)
def record_of_initiative(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers: what came of an initiative, once it is completed."""
    return speaks(col(Initiative.group_id), me)


@rule(on=Outcome)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(Outcome.group_id), me)


@rule(on=Outcome, see=see)
def edit(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator."""
    return arranges(col(Outcome.group_id), me)


@rule(on=Outcome, see=see)
def comment(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(Outcome.group_id), me)


KIND = kinds.register(
    kinds.Kind(
        Outcome,
        gettext_noop("outcome"),
        col(Outcome.what),
        "outcomes:show",
        see=see,
        comment=comment,
        bilingual=True,
    )
)
