"""The way of a proposal until now: each state it came to, when, and how long it had been in the one before."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import col

from workgroups.core import clock
from workgroups.core.events import Event
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work
from workgroups.pathways.proposals import events
from workgroups.pathways.proposals.amendments.events import ProposalAmended
from workgroups.pathways.proposals.answers.events import AdoptionConfirmed
from workgroups.pathways.proposals.forwarding.events import ProposalForwarded
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.verdicts.events import ChairsDiffer, ProposalDecided
from workgroups.pathways.proposals.verdicts.models import VerdictValue

STOPS = {
    events.ProposalDrafted: gettext_noop("Drafted"),
    events.ProposalOpened: gettext_noop("Opened to the group"),
    events.PositionsCalled: gettext_noop("Positions called for"),
    events.DeadlineExtended: gettext_noop("Deadline extended"),
    events.PositionsShown: gettext_noop("Positions shown"),
    ChairsDiffer: gettext_noop("The co-chairs differed"),
    ProposalDecided: gettext_noop("Decided by both co-chairs"),
    events.ProposalWithdrawn: gettext_noop("Withdrawn"),
    ProposalAmended: gettext_noop("Amendment %(number)s accepted"),
    AdoptionConfirmed: gettext_noop("Adoption confirmed"),
    ProposalForwarded: gettext_noop("Forwarded to another group"),
}
"""What the ledger says of a proposal's way, in words."""

DECIDED: dict[Any, str] = {
    VerdictValue.RECOMMENDED: gettext_noop("Recommended by both co-chairs"),
    VerdictValue.NOT_RECOMMENDED: gettext_noop("Not recommended by both co-chairs"),
    VerdictValue.DEFERRED: gettext_noop("Deferred by both co-chairs"),
}


class Stop(NamedTuple):
    """Something that a proposal came to; `words` is a msgid."""

    words: str
    at: datetime
    days: int | None
    """How long after the one before; None for the first."""
    given: dict[str, Any]
    """What the words have to be filled in with."""


WAY = (
    select(col(Event.fact), col(Event.at), col(Event.payload))
    .where(
        col(Event.kind) == Proposal.__name__,
        col(Event.about) == bindparam("key"),
        col(Event.fact).in_([fact.__name__ for fact in STOPS]),
    )
    .order_by(col(Event.id))
)


def course(work: Work, proposal: Proposal, zone: str) -> list[Stop]:
    """The stops of a proposal that I see, from the ledger: the first one first."""
    words = {fact.__name__: said for fact, said in STOPS.items()}
    found: list[Stop] = []
    for fact, at, payload in work.rows(WAY, key=proposal.id):
        told = DECIDED.get((payload or {}).get("value"), words[fact])
        before = clock.today(found[-1].at, zone) if found else None
        found.append(Stop(told, at, (clock.today(at, zone) - before).days if before else None, payload or {}))
    return found
