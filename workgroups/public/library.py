"""What the public pages are made of: editions, what is being checked in them, and the list of professions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.events import happened
from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.groups.models import Group, GroupProfession, Profession
from workgroups.pathways.keys import key_for
from workgroups.publishing.kinds import Called, Snapshot, kind_of
from workgroups.publishing.models import Edition, EditionState, Mark, PublicPage
from workgroups.publishing.snapshots import gaps


class MarkView(NamedTuple):
    """A part that is being checked."""

    output_id: int
    edition_id: int
    part: str
    note: LanguageMap
    at: datetime


class Closed(NamedTuple):
    """When the group that wrote an edition closed, and which one goes on, with a profession it serves.

    It goes by the name in its latest edition, which both its co-chairs have approved; without one it is not named.
    """

    at: datetime
    successor: LanguageMap | None
    profession: str | None


@dataclass(frozen=True)
class EditionView:
    """One edition, as far as the public reads it."""

    id: int
    output_id: int
    number: int
    title: LanguageMap
    frozen: Snapshot
    digest: str
    seats: list[LanguageMap]
    """From which seats it was approved."""
    state: EditionState
    published_at: datetime
    closed_at: datetime | None
    reason: LanguageMap
    """Why it was withdrawn."""
    marks: list[MarkView]
    closed: Closed | None = None
    called: Called = field(default_factory=dict)
    """What the rows are called to which it points."""

    @property
    def kind(self) -> str:
        return str(self.frozen["kind"])

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = self.frozen["document"]
        return found

    @property
    def group(self) -> dict[str, Any]:
        found: dict[str, Any] = self.frozen["group"]
        return found

    @property
    def professions(self) -> list[str]:
        """On whose pages it stands."""
        return professions_in(self.frozen)

    @property
    def jurisdiction(self) -> str:
        return str(self.document.get("jurisdiction") or self.group["jurisdiction"])

    @cached_property
    def lacking(self) -> set[str]:
        """The languages in which a text is missing."""
        return {lang for _, lang in gaps(self.document)}

    @property
    def is_withdrawn(self) -> bool:
        return self.state is EditionState.WITHDRAWN


def professions_in(frozen: Snapshot) -> list[str]:
    """On whose pages a snapshot stands: the profession it is about, or all that its group serves."""
    about = frozen["document"].get("profession")
    return [about] if about else list(frozen["group"]["professions"])


class Way(NamedTuple):
    """A published pathway, and the key by which further ones of its place are told apart."""

    key: str
    edition: EditionView

    @property
    def path(self) -> str:
        """Its page below that of its place."""
        return f"/pathway/{self.key}" if self.key else "/pathway"

    @property
    def handout(self) -> str:
        """It on paper."""
        return f"{self.path}/handout" if self.key else "/handout"


@dataclass(frozen=True)
class Place:
    """What is published about one profession in one jurisdiction: the latest edition of each output."""

    profession: Profession
    jurisdiction: str
    latest: Sequence[EditionView]
    history: Sequence[EditionView]
    """Every edition, latest first."""

    @property
    def province(self) -> str:
        """The last part of its address: "ns" for CA-NS."""
        return self.jurisdiction.rpartition("-")[2].lower()

    @property
    def path(self) -> str:
        return f"/professions/{self.profession.slug}/{self.province}"

    def of_kind(self, kind: str) -> list[EditionView]:
        """Those of a group that is at work stand before those of one that is closed."""
        found = [edition for edition in self.latest if edition.kind == kind]
        return sorted(found, key=lambda edition: edition.closed is not None)

    @cached_property
    def pathway(self) -> EditionView | None:
        return next(iter(self.of_kind("pathway")), None)

    @cached_property
    def ways(self) -> list[Way]:
        """The pathways, one for each destination: a further one is called after what its first edition led to."""
        firsts = {edition.output_id: edition for edition in self.history}
        found: dict[str, EditionView] = {}
        for edition in self.of_kind("pathway"):
            first = firsts[edition.output_id]
            called = first.document["pathway"].get("destination") or first.title
            found[key_for(called, found) if found else ""] = edition
        return [Way(key, edition) for key, edition in found.items()]

    def page_of(self, edition: EditionView) -> str:
        """The page of a pathway below that of its place."""
        return next(way.path for way in self.ways if way.edition.output_id == edition.output_id)

    @cached_property
    def careers(self) -> EditionView | None:
        return next(iter(self.of_kind("careers")), None)

    @cached_property
    def profile(self) -> EditionView | None:
        return next(iter(self.of_kind("profile")), None)

    @cached_property
    def outcomes(self) -> list[EditionView]:
        """What has changed for people, the latest first."""
        found = [edition for edition in self.of_kind("outcome") if not edition.is_withdrawn]
        return sorted(found, key=lambda edition: (edition.document.get("on") or "", edition.id), reverse=True)

    @cached_property
    def summaries(self) -> list[EditionView]:
        """What the group's meetings talked about, the latest first."""
        found = [edition for edition in self.of_kind("summary") if not edition.is_withdrawn]
        return sorted(found, key=lambda edition: (edition.document["on"], edition.id), reverse=True)

    @property
    def report(self) -> str:
        """Where its keeper, when it is at work, is told what is wrong here; after the language."""
        return "" if self.kept.closed else f"{self.path}/report"

    @property
    def tells(self) -> bool:
        """Has a way to the licence, or a list of other careers, been published here?"""
        return bool(self.pathway or self.careers)

    @property
    def kept(self) -> EditionView:
        """The edition that says who keeps these pages."""
        return self.pathway or self.history[0]

    @property
    def keeper(self) -> dict[str, Any]:
        """The group that keeps these pages, as it called itself in its latest edition."""
        return self.kept.group


@dataclass(frozen=True)
class Library:
    """Everything public at one moment."""

    editions: Sequence[EditionView]
    professions: Sequence[Profession]
    sample: bool

    @cached_property
    def latest(self) -> list[EditionView]:
        """The latest edition of each output, whatever became of it."""
        return list({edition.output_id: edition for edition in self.editions}.values())

    @cached_property
    def places(self) -> dict[str, list[Place]]:
        """By profession: where something is published about it."""
        return {profession.slug: self.places_of(profession) for profession in self.professions}

    def places_of(self, profession: Profession) -> list[Place]:
        about = [edition for edition in self.editions if profession.slug in edition.professions]
        return [
            Place(
                profession,
                jurisdiction,
                [one for one in self.latest if one in about and one.jurisdiction == jurisdiction],
                sorted(
                    (one for one in about if one.jurisdiction == jurisdiction),
                    key=lambda one: (one.published_at, one.id),
                    reverse=True,
                ),
            )
            for jurisdiction in sorted({edition.jurisdiction for edition in about})
        ]

    @cached_property
    def by_slug(self) -> Mapping[str, Profession]:
        return {profession.slug: profession for profession in self.professions}


SUCCESSOR = aliased(Group)
SERVED = (
    select(col(Profession.slug))
    .join(GroupProfession, col(GroupProfession.profession_id) == col(Profession.id))
    .where(col(GroupProfession.group_id) == col(SUCCESSOR.id))
    .order_by(col(GroupProfession.position), col(GroupProfession.id))
    .limit(1)
    .correlate(SUCCESSOR)
    .scalar_subquery()
)
CLOSED = (
    select(col(Group.id), col(Group.closed_at), col(SUCCESSOR.id), SERVED)
    .outerjoin(SUCCESSOR, and_(col(SUCCESSOR.id) == col(Group.successor_id), col(SUCCESSOR.closed_at).is_(None)))
    .where(col(Group.closed_at).is_not(None))
)
EDITIONS = select(
    col(Edition.id),
    col(Edition.group_id),
    col(Edition.output_id),
    col(Edition.number),
    col(Edition.title),
    col(Edition.snapshot),
    col(Edition.digest),
    col(Edition.approvals),
    col(Edition.state),
    col(Edition.published_at),
    col(Edition.closed_at),
    col(Edition.reason),
).order_by(col(Edition.id))
MARKS = (
    select(col(Mark.output_id), col(Mark.edition_id), col(Mark.part), col(Mark.note), col(Mark.at))
    .where(col(Mark.lifted_at).is_(None))
    .order_by(col(Mark.id))
)


def read(work: Work) -> Library:
    """What is public now; nothing else is looked at but names to which it points, and which groups are closed."""
    rows = work.session.execute(EDITIONS).all()
    names = {row.group_id: row.snapshot["group"]["name"] for row in rows}
    closed = {
        group: Closed(at, names.get(successor), profession)
        for group, at, successor, profession in work.session.execute(CLOSED)
    }
    called = {name: kind_of(name).called(work) for name in {row.snapshot["kind"] for row in rows}}
    marks = [MarkView(*row) for row in work.session.execute(MARKS)]
    editions = [
        EditionView(
            id=row.id,
            output_id=row.output_id,
            number=row.number,
            title=row.title,
            frozen=row.snapshot,
            digest=row.digest,
            seats=[approval["seat"] for approval in row.approvals],
            state=row.state,
            published_at=row.published_at,
            closed_at=row.closed_at,
            reason=row.reason,
            marks=[mark for mark in marks if mark.output_id == row.output_id and mark.edition_id <= row.id],
            closed=closed.get(row.group_id),
            called=called[row.snapshot["kind"]],
        )
        for row in rows
    ]
    return Library(editions, groups.professions(work), happened(work.session, "DemonstrationLoaded"))


def snapshots(work: Work, output_id: int) -> Sequence[Snapshot]:
    """What the editions of one output froze, old and new."""
    return (
        work.session.execute(select(col(Edition.snapshot)).where(col(Edition.output_id) == output_id)).scalars().all()
    )


def paths(work: Work) -> Sequence[str]:
    """The paths of all public pages that are stored, without those of data."""
    found = select(col(PublicPage.path)).where(col(PublicPage.media_type).startswith("text/html"))
    return work.session.execute(found.order_by(col(PublicPage.path))).scalars().all()
