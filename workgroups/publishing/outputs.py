"""What a group can publish and how each stands: the list behind the tab "Published"."""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, bindparam, select
from sqlmodel import col

from workgroups.core.languages import LanguageMap
from workgroups.core.work import Work
from workgroups.groups.chairs.voices import voices
from workgroups.publishing.kinds import KINDS, OutputKind
from workgroups.publishing.models import Approval, Edition, Mark, Output, Submission, SubmissionState
from workgroups.publishing.queries import EDITIONS, EditionView

GROUP: ColumnElement[int] = bindparam("group_id", type_=Integer)


class OutputRow(NamedTuple):
    """One thing a group can publish, in the list of its outputs."""

    kind: OutputKind
    subject_id: int
    title: str | LanguageMap
    output_id: int | None
    waiting: int | None
    """The submission that waits for the chairs."""
    approved: int
    """How many of them have approved it."""
    returned: bool
    edition: EditionView | None
    checking: bool


OUTPUTS = select(col(Output.kind), col(Output.subject_id), col(Output.id)).where(col(Output.group_id) == GROUP)
SUBMISSIONS = (
    select(col(Submission.output_id), col(Submission.id), col(Submission.state))
    .where(col(Submission.group_id) == GROUP)
    .order_by(col(Submission.id))
)
LATEST = (
    select(col(Edition.output_id), *EDITIONS.selected_columns)
    .where(col(Edition.group_id) == GROUP)
    .order_by(col(Edition.id))
)
CHECKED = select(col(Mark.output_id)).where(col(Mark.group_id) == GROUP, col(Mark.lifted_at).is_(None))
GIVEN = select(col(Approval.submission_id), col(Approval.seat_id), col(Approval.person_id)).where(
    col(Approval.group_id) == GROUP, col(Approval.voided_at).is_(None)
)


def outputs(work: Work, group_id: int) -> list[OutputRow]:
    """What a group can publish, kind by kind, and how it stands; seven queries and one for each kind."""
    opened = {(kind, key): output for kind, key, output in work.rows(OUTPUTS, group_id=group_id)}
    submitted = {output: (key, state) for output, key, state in work.rows(SUBMISSIONS, group_id=group_id)}
    published = {row[0]: EditionView(*row[1:]) for row in work.rows(LATEST, group_id=group_id)}
    checked = set(work.rows(CHECKED, group_id=group_id).scalars())
    able = {(voice.seat_id, voice.person_id) for voice in voices(work, group_id)}
    given = [key for key, seat, person in work.rows(GIVEN, group_id=group_id) if (seat, person) in able]
    rows = []
    for kind in KINDS.values():
        for key, title in work.rows(subjects(kind), group_id=group_id):
            output = opened.get((kind.name, key))
            submission, state = submitted.get(output, (None, None))
            rows.append(
                OutputRow(
                    kind=kind,
                    subject_id=key,
                    title=title,
                    output_id=output,
                    waiting=submission if state is SubmissionState.SUBMITTED else None,
                    approved=given.count(submission),
                    returned=state is SubmissionState.RETURNED,
                    edition=published.get(output),
                    checking=output in checked,
                )
            )
    return rows


@cache
def subjects(kind: OutputKind) -> Any:
    """Select: the rows of a group that I see and that are of this kind, with their titles."""
    found = select(col(kind.model.id), kind.titles).where(kind.rule(), kind.group_column == GROUP)
    return found.order_by(col(kind.model.id))
