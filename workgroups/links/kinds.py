"""The kinds of things that can be linked and commented on. Each feature registers its own beside its rules."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from workgroups.core.db import Row
from workgroups.core.policy import Rule
from workgroups.web.urls import url


@dataclass(frozen=True)
class Kind:
    """A kind of thing.

    `word` is its name as a msgid; `title` the column or expression that names one (text, or a language map when
    `bilingual`); `route` the name of its page; `see`, `comment` and `attach` the rules; a kind without
    `comment` takes no comments, one without `attach` no papers.
    Where `binds` holds, somebody has signed for the papers: none is taken off or put back any more.
    `parts` are the keys of what can be commented on apart from the whole thing.
    `is_topic` says that people choose one as what an agenda item is about; its model then has a `group_id`.
    `state` is the column that says how far one is, `states` its values as msgids; `number` and `at`, a moment, tell
    apart those of one title.
    """

    model: type[Row]
    word: str
    title: Any
    route: str
    see: Rule
    comment: Rule | None = None
    bilingual: bool = False
    attach: Rule | None = None
    binds: Any = None
    is_topic: bool = False
    parts: Callable[[Any], Collection[str]] = lambda _: ()
    state: Any = None
    states: Mapping[Any, str] = field(default_factory=dict, compare=False)
    number: Any = None
    at: Any = None

    @property
    def name(self) -> str:
        return self.model.__name__

    def href(self, key: int) -> str:
        return url(self.route, key=key)


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known. Raises `ValueError` when it is known already."""
    if kind.name in KINDS:
        raise ValueError(f"{kind.name} is registered twice")
    KINDS[kind.name] = kind
    return kind
