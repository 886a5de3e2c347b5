from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class OutputOpened(Fact):
    kind: str
    subject_id: int


@dataclass(frozen=True)
class OutputSubmitted(Fact):
    output_id: int
    digest: str
    significance: str


@dataclass(frozen=True)
class SubmissionReplaced(Fact):
    digest: str


@dataclass(frozen=True)
class SubmissionReturned(Fact):
    digest: str


@dataclass(frozen=True)
class WordingOverridden(Fact):
    digest: str


@dataclass(frozen=True)
class SubmissionApproved(Fact):
    digest: str
    seat_id: int


@dataclass(frozen=True)
class ApprovalVoided(Fact):
    digest: str
    seat_id: int
    approver_id: int


@dataclass(frozen=True)
class EditionPublished(Fact):
    edition_id: int
    output_id: int
    number: int
    digest: str


@dataclass(frozen=True)
class EditionSuperseded(Fact):
    number: int


@dataclass(frozen=True)
class EditionWithdrawn(Fact):
    edition_id: int


@dataclass(frozen=True)
class PartMarked(Fact):
    mark_id: int


@dataclass(frozen=True)
class MarkLifted(Fact):
    mark_id: int
