from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class ProposalForwarded(Fact):
    """About the proposal, in the chain of its group."""

    to_group_id: int
    digest: str


@dataclass(frozen=True)
class ForwardingReceived(Fact):
    """In the chain of the group that got it."""

    digest: str


@dataclass(frozen=True)
class ForwardingAdapted(Fact):
    proposal_id: int


@dataclass(frozen=True)
class ForwardingSetAside(Fact): ...
