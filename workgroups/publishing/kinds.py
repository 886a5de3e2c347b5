"""What a group can publish. Upper features register their kinds; nothing in publishing knows one by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from workgroups.core.db import Row
from workgroups.core.errors import NotFound
from workgroups.core.languages import LanguageMap
from workgroups.core.policy import Rule
from workgroups.core.work import Work
from workgroups.links import kinds as links

Snapshot = dict[str, Any]
"""JSON values: text, whole numbers, yes or no, nothing, lists and mappings; every language is in it."""

Called = Mapping[str, Mapping[str, LanguageMap]]
"""What rows are called to which a snapshot points: by the field that holds their ids, and by id."""

Place = str
"""Where something stands in a snapshot, keys joined by dots: "pathway.steps.internship.weeks".

An item of a list is named by its own "key"; lists whose items have none are one place as a whole.
"""

ORDER = "*"
"""The last part of a place that is the order of a list: "pathway.steps.*"."""


def nothing_said(place: Place, value: Any) -> str | None:  # noqa: ARG001
    """Leave a value to the usual words."""
    return None


def nothing_called(work: Work) -> Called:  # noqa: ARG001
    """For kinds that point to nothing outside themselves."""
    return {}


def nothing_covered(work: Work, row: Any, since: datetime | None) -> Mapping[Place, LanguageMap] | None:  # noqa: ARG001
    """For kinds that are not changed by proposals."""
    return None


class Doubt(NamedTuple):
    """A text that stayed as it was although figures changed that it may name."""

    place: Place
    texts: LanguageMap
    figures: Sequence[tuple[str, str, str]]
    """What each is called, and how it stood before and stands now, in words."""


def nothing_doubted(before: Snapshot, now: Snapshot) -> Doubt | None:  # noqa: ARG001
    """For kinds that say no figures beside a text about them."""
    return None


def nothing_broken(document: Snapshot) -> Sequence[tuple[LanguageMap, str]]:  # noqa: ARG001
    """For kinds that are texts."""
    return ()


def as_typed(work: Work, row: Any, texts: LanguageMap) -> LanguageMap:  # noqa: ARG001
    """Leave a text as it is."""
    return texts


@dataclass(frozen=True)
class OutputKind:
    """A kind of output.

    `name` stands in addresses and snapshots, `word` is a msgid, `place` says which kind comes first in a list;
    `model` is of the rows that can be published.
    `snapshot(work, row)` is the whole of a row as it would be published, `template` the file below
    `templates/` that shows one (with `view`, see `register_view`), `title(snapshot)` its title,
    `label(place)` the words for the field at the end of a place.

    What a kind may say besides: `see` and `title_of` when its model is no kind of `links` (else these come
    from there); `tell(place, value)`, a value in words ("$500–700 CAD") or None; `covered(work, row, since)`,
    the places whose changes since a moment follow from adopted proposals, with the title of each, or None
    when the kind has no proposals; `doubt(before, now)`, the text that may not hold any more, and `edit`, the route of
    the form that changes it; `broken(document)`, what keeps it from being published: of which part, and the msgid of
    what is wrong with it; `refers`, the fields that hold keys of items or are kept by them, each with the
    name of their list; `called(work)`, the names of rows outside to which it points; `testimony` for a person's own
    words, left alone by the wording check; `plain(work, row, texts)`, what the public may read of words that a chair
    types beside the snapshot: why it changed, is being checked, was withdrawn.
    """

    name: str
    word: str
    place: int
    model: type[Row]
    snapshot: Callable[[Work, Any], Snapshot]
    template: str
    title: Callable[[Snapshot], LanguageMap]
    label: Callable[[Place], str]
    see: Rule | None = None
    title_of: Any = None
    tell: Callable[[Place, Any], str | None] = nothing_said
    covered: Callable[[Work, Any, datetime | None], Mapping[Place, LanguageMap] | None] = nothing_covered
    doubt: Callable[[Snapshot, Snapshot], Doubt | None] = nothing_doubted
    edit: str = ""
    broken: Callable[[Snapshot], Sequence[tuple[LanguageMap, str]]] = nothing_broken
    refers: Mapping[str, str] = field(default_factory=dict, compare=False)
    called: Callable[[Work], Called] = nothing_called
    testimony: bool = False
    plain: Callable[[Work, Any, LanguageMap], LanguageMap] = as_typed

    @property
    def link_kind(self) -> links.Kind | None:
        """How the rows are linked and commented on, when they are."""
        return links.KINDS.get(self.model.__name__)

    @property
    def rule(self) -> Rule:
        """Who sees the working draft. Raises `ValueError` when neither the kind nor `links` says it."""
        found = self.see or (self.link_kind.see if self.link_kind else None)
        if found is None:
            raise ValueError(f"nobody says who sees a {self.name}")
        return found

    @property
    def titles(self) -> Any:
        """The column that names a working draft."""
        return self.title_of if self.title_of is not None else self.link_kind.title  # type: ignore[union-attr]

    @property
    def group_column(self) -> Any:
        """The column that says whose a row is; a group is its own."""
        return getattr(self.model, "group_id", self.model.id)


KINDS: dict[str, OutputKind] = {}

View = Callable[[Snapshot, Sequence[Any]], Any]
VIEWS: dict[str, View] = {}


def register_kind(kind: OutputKind) -> OutputKind:
    """Make a kind known. Raises `ValueError` when it is known already."""
    if kind.name in KINDS:
        raise ValueError(f"{kind.name} is registered twice")
    KINDS[kind.name] = kind
    return kind


def register_view(name: str, view: View) -> None:
    """What the template of a kind shows as `view`: `view(frozen, marks)`, pure, in the language in force.

    Without one, templates get the kind's own snapshot.
    """
    VIEWS[name] = view


def view_of(frozen: Snapshot, marks: Sequence[Any] = ()) -> Any:
    """What the template shows of a frozen snapshot, in the language in force."""
    view = VIEWS.get(frozen["kind"])
    return view(frozen, marks) if view else frozen["document"]


def kind_of(name: str) -> OutputKind:
    """The kind of this name; raises `NotFound`."""
    if name not in KINDS:
        raise NotFound
    return KINDS[name]
