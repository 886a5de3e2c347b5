"""Who can approve now, what was approved, and what one more approval would do."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, literal, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.languages import LanguageMap
from workgroups.core.policy import NOW
from workgroups.core.work import Work
from workgroups.groups.models import CHAIRS, Acting, Seat, SeatRole
from workgroups.people.models import Person
from workgroups.publishing import differences, queries
from workgroups.publishing.differences import Change
from workgroups.publishing.kinds import kind_of
from workgroups.publishing.models import Approval, Edition, Submission, SubmissionState


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
    select(
        col(Seat.id),
        col(Seat.role),
        col(Seat.label),
        col(Seat.organisation_id),
        col(Person.id),
        col(Person.name),
        literal(value=False),
    )
    .join(Person, col(Person.id) == col(Seat.holder_id))
    .where(col(Seat.group_id) == bindparam("group_id"), col(Seat.role).in_(CHAIRS))
    .order_by(col(Seat.role))
)
DEPUTIES = (
    select(
        col(Seat.id),
        col(Seat.role),
        col(Seat.label),
        col(OWN.organisation_id),
        col(Person.id),
        col(Person.name),
        literal(value=True),
    )
    .join(Acting, col(Acting.chair_seat_id) == col(Seat.id))
    .join(Person, col(Person.id) == col(Acting.person_id))
    .outerjoin(OWN, and_(col(OWN.holder_id) == col(Person.id), col(OWN.group_id) == col(Seat.group_id)))
    .where(
        col(Seat.group_id) == bindparam("group_id"),
        col(Seat.role).in_(CHAIRS),
        col(Acting.starts_at) <= NOW,
        col(Acting.ends_at) > NOW,
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
    held = [Voice(*row) for row in work.rows(HOLDERS, group_id=group_id)]
    return held + [Voice(*row) for row in work.rows(DEPUTIES, group_id=group_id)]


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
    select(
        col(Approval.id),
        col(Approval.submission_id),
        col(Approval.seat_id),
        col(Seat.label),
        col(Approval.person_id),
        col(Person.name),
        col(Approval.as_deputy),
        col(Approval.at),
        col(Approval.voided_at),
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


def lost(work: Work, submission: Submission) -> Lost | None:
    """The latest approval since the last edition that this submission made void; mine before others'."""
    earlier = [view for view in queries.submissions(work, submission.output_id) if view.id < submission.id]
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


class Reading(NamedTuple):
    """What a chair needs to know before she approves: who has, what differs, what hers would do."""

    able: list[Voice]
    given: list[ApprovalView]
    before: Edition | None
    changes: list[Change]
    """What differs from the edition before."""
    uncovered: list[str]
    """Where it differs without an adopted proposal that says so."""
    lost: Lost | None
    since: list[Change]
    """What differs from the text whose approval is void."""
    number: int
    """Of the edition that this would become."""
    mine: Voice | None

    @property
    def approved(self) -> bool:
        """Have I approved this?"""
        return self.mine is not None and self.mine.person_id in {given.person_id for given in self.given}

    @property
    def publishes(self) -> bool:
        """Would my approval publish it?"""
        return self.mine is not None and any(given.seat_id != self.mine.seat_id for given in self.given)

    @property
    def again(self) -> bool:
        """Did I approve what this replaces?"""
        return bool(self.mine and self.lost and self.lost.approval.person_id == self.mine.person_id)

    @property
    def missing(self) -> list[Voice]:
        """Whose approvals are missing: the holders of the co-chair seats that have not approved."""
        taken = {given.seat_id for given in self.given}
        return [voice for voice in self.able if voice.seat_id not in taken and not voice.as_deputy]

    @property
    def others(self) -> list[Voice]:
        """Whose approvals would still be missing after mine."""
        return [voice for voice in self.missing if self.mine is None or voice.seat_id != self.mine.seat_id]


def reading(work: Work, submission: Submission) -> Reading:
    """What stands on the approval page beside the text itself."""
    kind = kind_of(submission.snapshot["kind"])
    able = voices(work, submission.group_id)
    before, void = queries.edition_before(work, submission), lost(work, submission)
    changes = differences.changes(kind, before.snapshot, submission.snapshot) if before else []
    return Reading(
        able=able,
        given=standing(work, submission, able),
        before=before,
        changes=changes,
        uncovered=[change.label for change in changes if change.place in submission.uncovered],
        lost=void,
        since=differences.all_changes(kind, void.submission.snapshot, submission.snapshot) if void else [],
        number=queries.next_number(work, submission.output_id),
        mine=next((voice for voice in able if voice.person_id == work.me), None),
    )
