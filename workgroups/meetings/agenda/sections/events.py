from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class SectionAdded(Fact):
    meeting_id: int


@dataclass(frozen=True)
class SectionRenamed(Fact): ...


@dataclass(frozen=True)
class SectionRemoved(Fact):
    section_id: int
