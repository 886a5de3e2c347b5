from sqlalchemy import ColumnElement, and_, exists
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import Who, rule
from workgroups.groups.chairs.voices import has_voice
from workgroups.groups.models import Group
from workgroups.groups.policy import approves, arranges, chaired, chairs, in_room, speaks
from workgroups.groups.policy import see as see_group
from workgroups.links import kinds, waits
from workgroups.publishing.models import Approval, Edition, EditionState, Output, Submission, SubmissionState

OPEN = col(Submission.state) == SubmissionState.SUBMITTED
PUBLIC = col(Edition.state) != EditionState.WITHDRAWN


@rule(on=Group, see=see_group)
def submit(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator: a new submission replaces the open one."""
    return arranges(col(Group.id), me)


@rule(on=Output)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(Output.group_id), me)


@rule(on=Output, see=see)
def comment(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(Output.group_id), me)


@rule(on=Submission)
def see_submission(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(Submission.group_id), me)


@rule(on=Submission, see=see_submission)
def comment_on_submission(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(Submission.group_id), me)


@rule(on=Submission, see=see_submission, when=OPEN)
def approve(me: Who) -> ColumnElement[bool]:
    """Whoever holds a co-chair seat or acts for one: never an alternate, secretary or administrator."""
    return approves(col(Submission.group_id), me)


@rule(on=Submission, see=see_submission, when=OPEN)
def send_back(me: Who) -> ColumnElement[bool]:
    """One co-chair."""
    return chairs(col(Submission.group_id), me)


@rule(
    on=Submission,
    see=see_submission,
    when=and_(OPEN, col(Submission.blocked), col(Submission.overridden_at).is_(None)),
)
def override(me: Who) -> ColumnElement[bool]:
    """One co-chair, with a reason, while a finding of the wording check stands in the way."""
    return approves(col(Submission.group_id), me)


@rule(on=Edition)
def see_edition(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(Edition.group_id), me)


@rule(on=Edition, see=see_edition)
def comment_on_edition(me: Who) -> ColumnElement[bool]:
    """Everybody at the table but observers."""
    return speaks(col(Edition.group_id), me)


@rule(on=Edition, see=see_edition, when=PUBLIC)
def mark(me: Who) -> ColumnElement[bool]:
    """One co-chair, at once, also of a closed group."""
    return chaired(col(Edition.group_id), me)


@rule(on=Edition, see=see_edition)
def lift(me: Who) -> ColumnElement[bool]:
    """One co-chair, also of a closed group."""
    return chaired(col(Edition.group_id), me)


@rule(on=Edition, see=see_edition, when=PUBLIC)
def withdraw(me: Who) -> ColumnElement[bool]:
    """One co-chair, at once, also of a closed group, with the reason that the public reads."""
    return chaired(col(Edition.group_id), me)


OUTPUT = kinds.register(
    kinds.Kind(
        Output,
        gettext_noop("output"),
        col(Output.title),
        "publishing:show",
        see=see,
        comment=comment,
        bilingual=True,
    )
)
SUBMISSION = kinds.register(
    kinds.Kind(
        Submission,
        gettext_noop("submission"),
        col(Submission.title),
        "publishing:submission",
        see=see_submission,
        comment=comment_on_submission,
        bilingual=True,
        number=col(Submission.number),
        at=col(Submission.at),
    )
)
EDITION = kinds.register(
    kinds.Kind(
        Edition,
        gettext_noop("edition"),
        col(Edition.title),
        "publishing:edition",
        see=see_edition,
        comment=comment_on_edition,
        bilingual=True,
        number=col(Edition.number),
        at=col(Edition.published_at),
    )
)


def approved_by(me: Who) -> ColumnElement[bool]:
    """I approved this very submission, and still have the voice with which I did."""
    approval = aliased(Approval)
    return (
        exists()
        .where(
            col(approval.submission_id) == col(Submission.id),
            col(approval.person_id) == me,
            col(approval.voided_at).is_(None),
            has_voice(col(approval.seat_id), col(approval.group_id), me),
        )
        .correlate_except(approval)
    )


def lost_by(me: Who) -> ColumnElement[bool]:
    """I approved an earlier submission of this output; that is void, and no edition came in between."""
    approval, earlier, later = aliased(Approval), aliased(Submission), aliased(Submission)
    published = exists().where(
        col(later.output_id) == col(earlier.output_id),
        col(later.id) > col(earlier.id),
        col(later.state) == SubmissionState.PUBLISHED,
    )
    return (
        exists()
        .where(
            col(approval.submission_id) == col(earlier.id),
            col(approval.person_id) == me,
            col(approval.voided_at).is_not(None),
            col(earlier.output_id) == col(Submission.output_id),
            ~published.correlate_except(later),
        )
        .correlate_except(approval, earlier)
    )


def newest(me: Who) -> ColumnElement[bool]:  # noqa: ARG001 - conditions are about a row and a person
    """No later submission of this output exists."""
    later = aliased(Submission)
    return ~exists().where(col(later.output_id) == col(Submission.output_id), col(later.id) > col(Submission.id))


waits.register(
    waits.Wait(
        SUBMISSION,
        gettext_noop("Approve: %(title)s"),
        lambda me: and_(approve(me), ~approved_by(me), ~lost_by(me)),
        group_id=col(Submission.group_id),
        since=col(Submission.at),
    )
)
waits.register(
    waits.Wait(
        SUBMISSION,
        gettext_noop("Re-approve one change: %(title)s"),
        lambda me: and_(approve(me), ~approved_by(me), lost_by(me)),
        group_id=col(Submission.group_id),
        since=col(Submission.at),
    )
)
waits.register(
    waits.Wait(
        SUBMISSION,
        gettext_noop("Returned to be worked on: %(title)s"),
        lambda me: and_(
            see_submission(me),
            arranges(col(Submission.group_id), me),
            ~chairs(col(Submission.group_id), me),
            col(Submission.state) == SubmissionState.RETURNED,
            newest(me),
        ),
        group_id=col(Submission.group_id),
        since=col(Submission.closed_at),
    )
)
