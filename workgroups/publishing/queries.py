from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import col

from workgroups.core.languages import LanguageMap
from workgroups.core.policy import ME
from workgroups.core.work import Work
from workgroups.people.models import Person
from workgroups.publishing import differences, policy, snapshots
from workgroups.publishing.kinds import OutputKind, Place, Snapshot
from workgroups.publishing.models import (
    Edition,
    EditionState,
    Mark,
    Output,
    Significance,
    Submission,
    SubmissionState,
)

SHOWN_GAPS = 10
"""Beyond ten places a list only tires; the count says the rest."""


class SubmissionView(NamedTuple):
    """A submission in the history of its output, without its text."""

    id: int
    number: int
    state: SubmissionState
    significance: Significance
    by: str
    at: datetime
    return_reason: str
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state is SubmissionState.SUBMITTED


SUBMISSIONS = (
    select(
        col(Submission.id),
        col(Submission.number),
        col(Submission.state),
        col(Submission.significance),
        col(Person.name),
        col(Submission.at),
        col(Submission.return_reason),
        col(Submission.closed_at),
    )
    .join(Person, col(Person.id) == col(Submission.person_id))
    .where(col(Submission.output_id) == bindparam("output_id"))
    .order_by(col(Submission.id).desc())
)


def submissions(work: Work, output_id: int) -> list[SubmissionView]:
    """The submissions of an output, latest first."""
    return [SubmissionView(*row) for row in work.rows(SUBMISSIONS, output_id=output_id)]


class EditionView(NamedTuple):
    """An edition in the history of its output, without its text."""

    id: int
    number: int
    submission_id: int
    title: LanguageMap
    state: EditionState
    published_at: datetime
    reason: LanguageMap
    closed_at: datetime | None


EDITIONS = (
    select(
        col(Edition.id),
        col(Edition.number),
        col(Edition.submission_id),
        col(Edition.title),
        col(Edition.state),
        col(Edition.published_at),
        col(Edition.reason),
        col(Edition.closed_at),
    )
    .where(col(Edition.output_id) == bindparam("output_id"))
    .order_by(col(Edition.number).desc())
)


def editions(work: Work, output_id: int) -> list[EditionView]:
    """The editions of an output, latest first."""
    return [EditionView(*row) for row in work.rows(EDITIONS, output_id=output_id)]


def unfinished(work: Work, output_id: int, *, lock: bool = False) -> Submission | None:
    """The latest submission of an output, when it waits for the chairs or came back from them."""
    found = select(Submission).where(col(Submission.output_id) == output_id)
    latest: Submission | None = one(work, found.order_by(col(Submission.id).desc()).limit(1), lock=lock)
    return latest if latest and latest.state is not SubmissionState.PUBLISHED else None


def waits_for_me(work: Work, submission: Submission) -> bool:
    """Does my approval of this submission still count?"""
    found = select(col(Submission.id)).where(
        col(Submission.id) == submission.id, policy.approve(), ~policy.approved_by(ME)
    )
    return work.rows(found).first() is not None


def output_of(work: Work, submission: Submission) -> Output:
    """The output of a submission that I have taken."""
    return work.session.get_one(Output, submission.output_id)


def edition_before(work: Work, submission: Submission) -> Edition | None:
    """The latest edition that was published before a submission was made."""
    found = select(Edition).where(
        col(Edition.output_id) == submission.output_id, col(Edition.submission_id) < submission.id
    )
    edition: Edition | None = one(work, found.order_by(col(Edition.id).desc()).limit(1), lock=False)
    return edition


def last_edition(work: Work, output_id: int) -> Edition | None:
    """The latest edition of an output, whatever became of it."""
    found = select(Edition).where(col(Edition.output_id) == output_id)
    edition: Edition | None = one(work, found.order_by(col(Edition.id).desc()).limit(1), lock=False)
    return edition


def current_edition(work: Work, output_id: int, *, lock: bool = False) -> Edition | None:
    """The edition that the public reads now."""
    found = select(Edition).where(col(Edition.output_id) == output_id, col(Edition.state) == EditionState.CURRENT)
    edition: Edition | None = one(work, found, lock=lock)
    return edition


def one(work: Work, found: Any, *, lock: bool) -> Any:
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    return work.rows(found).scalar_one_or_none()


def next_number(work: Work, output_id: int) -> int:
    """The number that the next edition gets; numbers are never used again."""
    return max((edition.number for edition in editions(work, output_id)), default=0) + 1


class Finding(NamedTuple):
    """What the wording check said of one place."""

    level: str
    why: LanguageMap
    where: str
    lang: str
    excerpt: str


def findings(kind: OutputKind, submission: Submission) -> list[Finding]:
    """What the wording check said when it was submitted, what blocks first."""
    return told(kind, submission.snapshot, submission.findings)


def told(kind: OutputKind, frozen: Snapshot, found: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """Findings with their places in words, what blocks first."""
    views = [
        Finding(one["level"], one["why"], in_words(kind, frozen, one["where"]), one["lang"], one["excerpt"])
        for one in found
    ]
    return sorted(views, key=lambda finding: finding.level)


def in_words(kind: OutputKind, frozen: Snapshot, place: Place) -> str:
    """A place of a frozen snapshot in words."""
    if place == "reason":
        return differences.frame_label(place)
    return differences.where(kind, frozen["document"], place)


class Gaps(NamedTuple):
    """The texts that a snapshot does not have in one language."""

    lang: str
    number: int
    where: list[str]


def gaps(kind: OutputKind, frozen: Snapshot) -> list[Gaps]:
    """Which texts are missing in which language; empty when both are complete."""
    missing: dict[str, list[str]] = {}
    for place, lang in snapshots.gaps(frozen["document"]):
        missing.setdefault(lang, []).append(differences.where(kind, frozen["document"], place))
    return [Gaps(lang, len(places), places[:SHOWN_GAPS]) for lang, places in sorted(missing.items())]


def marks(work: Work, edition: Edition) -> list[Mark]:
    """What is being checked in an edition: marks made on it, or on an earlier edition and not lifted."""
    found = select(Mark).where(
        col(Mark.output_id) == edition.output_id,
        col(Mark.lifted_at).is_(None),
        col(Mark.edition_id) <= edition.id,
    )
    return list(work.rows(found.order_by(col(Mark.id))).scalars().all())
