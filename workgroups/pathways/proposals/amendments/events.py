from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class AmendmentDrafted(Fact):
    proposal_id: int


@dataclass(frozen=True)
class AmendmentChanged(Fact):
    digest: str


@dataclass(frozen=True)
class AmendmentOpened(Fact):
    digest: str


@dataclass(frozen=True)
class AmendmentAnswered(Fact):
    """The seats that propose accepted or rejected it."""

    state: str
    digest: str


@dataclass(frozen=True)
class AmendmentWithdrawn(Fact): ...


@dataclass(frozen=True)
class AmendmentLapsed(Fact):
    """Its proposal was decided or withdrawn before it was answered."""


@dataclass(frozen=True)
class ProposalAmended(Fact):
    """About the proposal: it says now what an amendment said."""

    amendment_id: int
    number: int
