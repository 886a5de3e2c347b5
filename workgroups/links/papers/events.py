from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class PaperAttached(Fact):
    paper_id: int


@dataclass(frozen=True)
class PaperRenewed(Fact):
    number: int


@dataclass(frozen=True)
class PaperRemoved(Fact): ...


@dataclass(frozen=True)
class PaperRestored(Fact): ...
