from dataclasses import dataclass

from workgroups.core.events import Fact


@dataclass(frozen=True)
class Linked(Fact):
    relation: str
    to_kind: str
    to_id: int


@dataclass(frozen=True)
class Unlinked(Fact):
    relation: str
    to_kind: str
    to_id: int


@dataclass(frozen=True)
class Commented(Fact):
    comment_id: int


@dataclass(frozen=True)
class CommentEdited(Fact): ...
