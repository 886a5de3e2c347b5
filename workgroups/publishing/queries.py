from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.errors import NotFound
from workgroups.core.languages import LanguageMap, gettext
from workgroups.core.policy import NOW
from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.groups.models import CHAIRS, Acting, Group, Seat, SeatRole
from workgroups.people.models import Person
from workgroups.publishing import differences, snapshots
from workgroups.publishing.kinds import KINDS, OutputKind, Place, Snapshot, kind_of
from workgroups.publishing.models import (
    Approval,
    Edition,
    EditionState,
    Mark,
    Output,
    Significance,
    Submission,
    SubmissionState,
)


class Voice(NamedTuple):
    """Somebody who can approve now, from which co-chair seat; a deputy's organisation is her own seat's."""

    seat_id: int
    role: SeatRole
    label: LanguageMap
    organisation_id: int | None
    person_id: int
    name: str
    as_deputy: bool


OWN = aliased(Seat)
HOLDERS = (
    select(Seat.id, Seat.role, Seat.label, Seat.organisation_id, Person.id, Person.name)  # type: ignore[call-overload]
    .join(Person, col(Person.id) == col(Seat.holder_id))
    .where(col(Seat.group_id) == bindparam("group_id"), col(Seat.role).in_(CHAIRS))
    .order_by(col(Seat.role))
)
DEPUTIES = (
    select(Seat.id, Seat.role, Seat.label, OWN.organisation_id, Person.id, Person.name)  # type: ignore[call-overload]
    .join(Acting, col(Acting.chair_seat_id) == col(Seat.id))
    .join(Person, col(Person.id) == col(Acting.person_id))
    .outerjoin(OWN, and_(col(OWN.holder_id) == col(Person.id), col(OWN.group_id) == col(Seat.group_id)))
    .where(
        col(Seat.group_id) == bindparam("group_id"), col(Seat.role).in_(CHAIRS), col(Acting.starts_at) <= NOW, col(Acting.ends_at) > NOW
    )
    .order_by(col(Seat.role))
)


def voices(work: Work, group_id: int, *, lock: bool = False) -> list[Voice]:
    """Who can approve now: the holders of the co-chair seats, then their acting deputies.

    `lock` keeps the seats as they are until the transaction ends.
    """
    if lock:
        seats = select(col(Seat.id)).where(col(Seat.group_id) == group_id, col(Seat.role).in_(CHAIRS))
        work.session.execute(seats.order_by(col(Seat.id)).with_for_update()).all()
    held = [Voice(*row, as_deputy=False) for row in work.rows(HOLDERS, group_id=group_id)]
    return held + [Voice(*row, as_deputy=True) for row in work.rows(DEPUTIES, group_id=group_id)]


class ApprovalView(NamedTuple):
    """An approval, with the names of who gave it."""

    id: int
    submission_id: int
    seat_id: int
    seat: LanguageMap
    person_id: int
    name: str
    as_deputy: bool
    at: datetime
    voided_at: datetime | None


APPROVALS = (
    select(  # type: ignore[call-overload]
        Approval.id, Approval.submission_id, Approval.seat_id, Seat.label, Approval.person_id, Person.name,
        Approval.as_deputy, Approval.at, Approval.voided_at,
    )
    .join(Seat, col(Seat.id) == col(Approval.seat_id))
    .join(Person, col(Person.id) == col(Approval.person_id))
    .join(Submission, col(Submission.id) == col(Approval.submission_id))
    .where(col(Submission.output_id) == bindparam("output_id"))
    .order_by(col(Approval.id))
)


def approvals(work: Work, output_id: int) -> list[ApprovalView]:
    """Every approval of an output's submissions, void ones too, first things first."""
    return [ApprovalView(*row) for row in work.rows(APPROVALS, output_id=output_id)]


def standing(work: Work, submission: Submission, now: Sequence[Voice]) -> list[ApprovalView]:
    """The approvals of a submission that count now: not void, by somebody who still has that seat."""
    able = {(voice.seat_id, voice.person_id) for voice in now}
    return [
        given
        for given in approvals(work, submission.output_id)
        if given.submission_id == submission.id and given.voided_at is None and (given.seat_id, given.person_id) in able
    ]


class Lost(NamedTuple):
    """The latest approval that a resubmission made void, and the submission it was for."""

    approval: ApprovalView
    submission: Submission


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
    select(  # type: ignore[call-overload]
        Submission.id, Submission.number, Submission.state, Submission.significance, Person.name, Submission.at,
        Submission.return_reason, Submission.closed_at,
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
    select(  # type: ignore[call-overload]
        Edition.id, Edition.number, Edition.submission_id, Edition.title, Edition.state, Edition.published_at,
        Edition.reason, Edition.closed_at,
    )
    .where(col(Edition.output_id) == bindparam("output_id"))
    .order_by(col(Edition.number).desc())
)


def editions(work: Work, output_id: int) -> list[EditionView]:
    """The editions of an output, latest first."""
    return [EditionView(*row) for row in work.rows(EDITIONS, output_id=output_id)]


class Lost(NamedTuple):
    """The latest approval that a resubmission made void, and the submission it was for."""

    approval: ApprovalView
    submission: Submission


def lost(work: Work, submission: Submission) -> Lost | None:
    """What was approved before this submission and after the last edition: mine before others', the latest first."""
    earlier = [view for view in submissions(work, submission.output_id) if view.id < submission.id]
    since = max((view.id for view in earlier if view.state is SubmissionState.PUBLISHED), default=0)
    void = [
        given
        for given in approvals(work, submission.output_id)
        if given.voided_at and since < given.submission_id < submission.id
    ]
    if not void:
        return None
    latest = max(void, key=lambda given: (given.person_id == work.me, given.submission_id, given.id))
    return Lost(latest, work.session.get_one(Submission, latest.submission_id))


def open_submission(work: Work, output_id: int, *, lock: bool = False) -> Submission | None:
    """The submission of an output that waits for the chairs."""
    found = select(Submission).where(
        col(Submission.output_id) == output_id, col(Submission.state) == SubmissionState.SUBMITTED
    )
    return one(work, found, lock=lock)


def edition_before(work: Work, submission: Submission) -> Edition | None:
    """The latest edition that was published before a submission was made."""
    found = select(Edition).where(
        col(Edition.output_id) == submission.output_id, col(Edition.submission_id) < submission.id
    )
    return work.rows(found.order_by(col(Edition.id).desc()).limit(1)).scalar_one_or_none()


def last_edition(work: Work, output_id: int) -> Edition | None:
    """The latest edition of an output, whatever became of it."""
    found = select(Edition).where(col(Edition.output_id) == output_id)
    return work.rows(found.order_by(col(Edition.id).desc()).limit(1)).scalar_one_or_none()


def current_edition(work: Work, output_id: int, *, lock: bool = False) -> Edition | None:
    """The edition that the public reads now."""
    found = select(Edition).where(col(Edition.output_id) == output_id, col(Edition.state) == EditionState.CURRENT)
    return one(work, found, lock=lock)


def one(work: Work, found: Any, *, lock: bool) -> Any:
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    return work.rows(found).scalar_one_or_none()


def next_number(work: Work, output_id: int) -> int:
    """The number that the next edition gets; numbers are never used again."""
    return max((edition.number for edition in editions(work, output_id)), default=0) + 1


def output_of(work: Work, kind: OutputKind, subject_id: int) -> Output | None:
    found = select(Output).where(col(Output.kind) == kind.name, col(Output.subject_id) == subject_id)
    return work.rows(found).scalar_one_or_none()


def subject(work: Work, group: Group, kind: OutputKind, key: int, *, lock: bool = False) -> Any:
    """The row of this group that would be published. Raises `NotFound` for another group's."""
    row = work.take(key, kind.rule, lock=lock)
    if getattr(row, "group_id", row.id) != group.id:
        raise NotFound
    return row


class Draft(NamedTuple):
    """A working draft as it would be frozen now, and how it stands to what was published."""

    kind: OutputKind
    row: Any
    output: Output | None
    document: Snapshot
    title: LanguageMap
    before: Edition | None
    waiting: Submission | None

    @property
    def changes(self) -> list[differences.Change]:
        """What differs from the last edition."""
        frozen = {"document": self.document}
        return differences.changes(self.kind, self.before.snapshot, frozen) if self.before else []


def draft(work: Work, group: Group, name: str, key: int, *, lock: bool = False) -> Draft:
    """The working draft of one row. Raises `NotFound` for an unknown kind and for another group's row."""
    kind = kind_of(name)
    row = subject(work, group, kind, key, lock=lock)
    output = output_of(work, kind, key)
    document = snapshots.canonical_value(kind.snapshot(work, row))
    before = last_edition(work, output.id) if output else None
    waiting = open_submission(work, output.id, lock=lock) if output else None
    return Draft(kind, row, output, document, kind.title(document), before, waiting)


def uncovered(work: Work, draft: Draft) -> list[Place]:
    """Where the draft differs from the last edition without an adopted proposal that says so."""
    since = draft.before.published_at if draft.before else None
    covered = draft.kind.covered(work, draft.row, since)
    if covered is None or not draft.before:
        return []
    places = dict.fromkeys(change.place for change in draft.changes)
    return [place for place in places if not any(f"{place}.".startswith(f"{part}.") for part in covered)]


def frame_of(work: Work, group: Group) -> dict[str, Any]:
    """What a snapshot says of the group that publishes it."""
    return {
        "slug": group.slug,
        "name": group.name,
        "jurisdiction": group.jurisdiction,
        "timezone": group.timezone,
        "professions": [profession.slug for profession in groups.professions_of(work, group.id)],
    }


class OutputRow(NamedTuple):
    """One thing a group can publish, in the list of its outputs."""

    kind: OutputKind
    subject_id: int
    title: str | LanguageMap
    output_id: int | None
    waiting: int | None
    approved: int
    returned: bool
    edition: EditionView | None
    checking: bool


OUTPUTS = select(Output.kind, Output.subject_id, Output.id).where(col(Output.group_id) == bindparam("group_id"))  # type: ignore[call-overload]
LATEST_SUBMISSIONS = (
    select(Submission.output_id, Submission.id, Submission.state)  # type: ignore[call-overload]
    .where(col(Submission.group_id) == bindparam("group_id"))
    .order_by(col(Submission.id))
)
LATEST_EDITIONS = (
    select(*EDITIONS.selected_columns, col(Edition.output_id))
    .where(col(Edition.group_id) == bindparam("group_id"))
    .order_by(col(Edition.id))
)
CHECKED = (
    select(col(Mark.output_id)).where(col(Mark.group_id) == bindparam("group_id"), col(Mark.lifted_at).is_(None))
)
GIVEN = select(Approval.submission_id, Approval.seat_id, Approval.person_id).where(  # type: ignore[call-overload]
    col(Approval.group_id) == bindparam("group_id"), col(Approval.voided_at).is_(None)
)


def outputs(work: Work, group_id: int) -> list[OutputRow]:
    """What a group can publish and how each stands, kind by kind; seven queries and one more for each kind."""
    opened = {(kind, key): output_id for kind, key, output_id in work.rows(OUTPUTS, group_id=group_id)}
    latest = {output_id: (key, state) for output_id, key, state in work.rows(LATEST_SUBMISSIONS, group_id=group_id)}
    public = {output_id: EditionView(*row) for *row, output_id in work.rows(LATEST_EDITIONS, group_id=group_id)}
    checked = set(work.rows(CHECKED, group_id=group_id).scalars())
    able = {(voice.seat_id, voice.person_id) for voice in voices(work, group_id)}
    given = [key for key, *seat in work.rows(GIVEN, group_id=group_id) if tuple(seat) in able]
    rows = []
    for kind in KINDS.values():
        for key, title in work.rows(subjects(kind), group_id=group_id):
            output_id = opened.get((kind.name, key), 0)
            submission, state = latest.get(output_id, (0, None))
            rows.append(
                OutputRow(
                    kind, key, title, output_id or None,
                    waiting=submission if state is SubmissionState.SUBMITTED else None,
                    approved=given.count(submission),
                    returned=state is SubmissionState.RETURNED,
                    edition=public.get(output_id),
                    checking=output_id in checked,
                )
            )
    return rows


@cache
def subjects(kind: OutputKind) -> Any:
    """Select: the rows of a group that I see and that are of this kind."""
    found = select(kind.model.id, kind.titles).where(kind.rule(), kind.group_column == bindparam("group_id"))  # type: ignore[call-overload]
    return found.order_by(col(kind.model.id))


class Consequence(NamedTuple):
    """What my approval would do."""

    number: int
    publishes: bool
    again: bool
    others: list[str]
    """Who has to approve besides me."""


def consequence(work: Work, submission: Submission, now: Sequence[Voice], given: Sequence[ApprovalView]) -> Consequence:
    mine = next((voice for voice in now if voice.person_id == work.me), None)
    before = lost(work, submission)
    return Consequence(
        number=next_number(work, submission.output_id),
        publishes=mine is not None and any(approval.seat_id != mine.seat_id for approval in given),
        again=bool(before and before.approval.person_id == work.me),
        others=[voice.name for voice in now if mine and voice.seat_id != mine.seat_id and not voice.as_deputy],
    )


class Finding(NamedTuple):
    """What the wording check said of one place."""

    level: str
    why: LanguageMap
    where: str
    lang: str
    excerpt: str


def findings(kind: OutputKind, submission: Submission) -> list[Finding]:
    """What the wording check said when it was submitted, what blocks first."""
    found = [
        Finding(
            entry["level"], entry["why"], differences.where(kind, submission.snapshot["document"], entry["where"])
            if entry["where"] != "reason" else gettext(differences.FRAME["reason"]), entry["lang"], entry["excerpt"],
        )
        for entry in submission.findings
    ]
    return sorted(found, key=lambda finding: finding.level)


def marks(work: Work, edition: Edition) -> list[Mark]:
    """What is being checked in an edition: marks made on it, or on an earlier edition and not lifted."""
    found = select(Mark).where(
        col(Mark.output_id) == edition.output_id, col(Mark.lifted_at).is_(None), col(Mark.edition_id) <= edition.id
    )
    return list(work.rows(found.order_by(col(Mark.id))).scalars().all())
