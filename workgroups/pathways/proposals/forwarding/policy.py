from sqlalchemy import ColumnElement, String, cast
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import Who, rule
from workgroups.groups.policy import arranges, chairs, in_room
from workgroups.links import kinds, waits
from workgroups.pathways.proposals import policy as proposals
from workgroups.pathways.proposals.forwarding.models import WORDS_HERE, Forwarding, ForwardingState
from workgroups.pathways.proposals.models import Proposal, ProposalState

STATE = col(Forwarding.state)
GROUP = col(Forwarding.group_id)
WAITING = STATE == ForwardingState.WAITING


@rule(on=Proposal, see=proposals.see, when=proposals.STATE == ProposalState.RECOMMENDED)
def forward(me: Who) -> ColumnElement[bool]:
    """Either co-chair, once it is recommended: what leaves the room leaves it by a co-chair."""
    return chairs(proposals.GROUP, me)


@rule(on=Forwarding)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table that it was forwarded to."""
    return in_room(GROUP, me)


@rule(on=Forwarding, see=see)
def consider(me: Who) -> ColumnElement[bool]:
    """Everybody who may propose there: the page with the form, whatever the state."""
    return proposals.may_propose(GROUP, me)


@rule(on=Forwarding, see=see, when=WAITING)
def adapt(me: Who) -> ColumnElement[bool]:
    """Everybody who may propose there, as long as it waits."""
    return proposals.may_propose(GROUP, me)


@rule(on=Forwarding, see=see, when=WAITING)
def set_aside(me: Who) -> ColumnElement[bool]:
    """Either co-chair there, as long as it waits."""
    return chairs(GROUP, me)


@rule(on=Forwarding, see=see, when=WAITING)
def hear(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary and coordinator there hear that it waits for an answer."""
    return arranges(GROUP, me)


KIND = kinds.register(
    kinds.Kind(
        Forwarding,
        gettext_noop("proposal from another group"),
        col(Forwarding.title),
        "forwarding:show",
        see=see,
        bilingual=True,
        state=cast(STATE, String),
        states=WORDS_HERE,
    )
)
waits.register(
    waits.Wait(
        KIND,
        gettext_noop("Decide what to do with a proposal from another group: %(title)s"),
        hear,
        group_id=GROUP,
        since=col(Forwarding.at),
    )
)
