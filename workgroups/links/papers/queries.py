from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, select
from sqlmodel import col

from workgroups.core.db import Row
from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.groups.models import Seat
from workgroups.links.kinds import KINDS
from workgroups.links.papers.formats import WORDS
from workgroups.links.papers.models import Paper, PaperVersion
from workgroups.people.models import Person


class PaperRow(NamedTuple):
    """A paper in a list, as its latest version is."""

    id: int
    about: int
    number: int
    key: str
    name: str
    media_type: str
    size: int
    at: datetime

    @property
    def word(self) -> str:
        """What kind of file it is, as a msgid."""
        return WORDS[self.media_type]


class VersionRow(NamedTuple):
    """One version of a paper, and who brought it."""

    number: int
    name: str
    media_type: str
    size: int
    sha256: str
    at: datetime
    person: str
    seat: LanguageMap | None

    @property
    def word(self) -> str:
        return WORDS[self.media_type]


class Papers(NamedTuple):
    """The papers beside a thing on its page, whose path is `href`; `earlier` are those of others it goes on from."""

    href: str
    rows: list[PaperRow]
    earlier: list[PaperRow]
    may_attach: bool


LISTED: Any = (
    select(  # type: ignore[call-overload]
        Paper.id,
        Paper.about,
        PaperVersion.number,
        PaperVersion.key,
        PaperVersion.name,
        PaperVersion.media_type,
        PaperVersion.size,
        PaperVersion.at,
    )
    .join(
        PaperVersion,
        and_(col(PaperVersion.paper_id) == col(Paper.id), col(PaperVersion.number) == col(Paper.latest)),
    )
    .where(col(Paper.removed_at).is_(None))
    .order_by(col(Paper.id))
)
"""The papers that stand in lists. Whoever uses it says on which things, and that these are seen."""

OF_KIND = LISTED.where(col(Paper.kind) == bindparam("kind"), col(Paper.about).in_(bindparam("about", expanding=True)))


def listed(work: Work, kind: str, about: Sequence[int]) -> list[PaperRow]:
    """The papers of things of one kind, all of which I see."""
    return [PaperRow(*paper) for paper in work.rows(OF_KIND, kind=kind, about=list(about))]


def by_thing(work: Work, kind: str, about: Sequence[int]) -> dict[int, list[PaperRow]]:
    """The papers of things of one kind, all of which I see, by thing; nothing is asked about no things."""
    found: dict[int, list[PaperRow]] = {}
    for paper in listed(work, kind, about) if about else ():
        found.setdefault(paper.about, []).append(paper)
    return found


def as_read(papers: Sequence[PaperRow]) -> str:
    """Which papers they are, and which version of each: whoever signs for them has read these."""
    return " ".join(f"{paper.id}.{paper.number}" for paper in papers)


def papers_of(work: Work, row: Row) -> str:
    """The papers of a thing that I have taken, as they would be read now."""
    return as_read(listed(work, type(row).__name__, [row.id]))


def beside(work: Work, row: Row, *, may_attach: bool, goes_on_from: Sequence[int] = ()) -> Papers:
    """The papers of a thing that I have taken, and of others of its kind that I see: one query."""
    kind = KINDS[type(row).__name__]
    found = listed(work, kind.name, [row.id, *goes_on_from])
    own = [paper for paper in found if paper.about == row.id]
    return Papers(kind.href(row.id), own, [paper for paper in found if paper.about != row.id], may_attach)


VERSIONS: Any = (
    select(  # type: ignore[call-overload]
        PaperVersion.number,
        PaperVersion.name,
        PaperVersion.media_type,
        PaperVersion.size,
        PaperVersion.sha256,
        PaperVersion.at,
        Person.name,
        Seat.label,
    )
    .join(Person, col(Person.id) == col(PaperVersion.person_id))
    .outerjoin(Seat, col(Seat.id) == col(PaperVersion.seat_id))
    .where(col(PaperVersion.paper_id) == bindparam("paper_id"))
    .order_by(col(PaperVersion.number).desc())
)


def versions(work: Work, paper: Paper) -> list[VersionRow]:
    """Every version of a paper that I have taken, latest first."""
    return [VersionRow(*version) for version in work.rows(VERSIONS, paper_id=paper.id)]


VERSION = select(PaperVersion).where(
    col(PaperVersion.paper_id) == bindparam("paper_id"), col(PaperVersion.number) == bindparam("number")
)


def version(work: Work, paper: Paper, number: int) -> PaperVersion | None:
    """One version of a paper that I have taken; None when there is no such number."""
    return work.rows(VERSION, paper_id=paper.id, number=number).scalar_one_or_none()


def latest(work: Work, paper: Paper) -> PaperVersion:
    found: PaperVersion = work.rows(VERSION, paper_id=paper.id, number=paper.latest).scalar_one()
    return found


def title_of(work: Work, paper: Paper) -> Any:
    """What the thing is called that a paper is attached to."""
    kind = KINDS[paper.kind]
    return work.rows(select(kind.title).where(col(kind.model.id) == paper.about)).scalar_one()


def who_removed(work: Work, paper: Paper) -> Person | None:
    return work.session.get(Person, paper.removed_by_id) if paper.removed_by_id else None
