"""What was approved, what of it stands, and what one more approval would do."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import col

from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.groups.chairs import voices
from workgroups.groups.chairs.voices import Voice
from workgroups.groups.models import Seat
from workgroups.people.models import Person
from workgroups.publishing import differences, queries
from workgroups.publishing.differences import Change
from workgroups.publishing.kinds import Doubt, kind_of
from workgroups.publishing.models import Approval, Edition, Submission, SubmissionState


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


def standing(work: Work, submission: Submission, able: Sequence[Voice]) -> list[ApprovalView]:
    """The approvals of a submission that count now: not void, by somebody who still has the voice of that seat."""
    given = approvals(work, submission.output_id)
    return voices.standing(able, (view for view in given if view.submission_id == submission.id and not view.voided_at))


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
    doubt: Doubt | None
    """What may not hold any more since the edition before."""
    broken: Sequence[tuple[LanguageMap, str]]
    """What is wrong in it."""
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
    able = voices.voices(work, submission.group_id)
    before, void = queries.edition_before(work, submission), lost(work, submission)
    called = kind.called(work)
    changes = differences.changes(kind, before.snapshot, submission.snapshot, called) if before else []
    return Reading(
        able=able,
        given=standing(work, submission, able),
        before=before,
        changes=changes,
        uncovered=[change.label for change in changes if change.place in submission.uncovered],
        doubt=kind.doubt(*(frozen.snapshot["document"] for frozen in (before, submission))) if before else None,
        broken=kind.broken(submission.snapshot["document"]),
        lost=void,
        since=differences.all_changes(kind, void.submission.snapshot, submission.snapshot, called) if void else [],
        number=queries.next_number(work, submission.output_id),
        mine=next((voice for voice in able if voice.person_id == work.me), None),
    )
