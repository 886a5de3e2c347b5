from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import col

from workgroups.core import canonical
from workgroups.core.errors import Invalid, NotFound, WrongState
from workgroups.core.forms import Nothing
from workgroups.core.languages import LANGUAGES, LanguageMap, gettext_noop, language_map
from workgroups.core.work import Work, command
from workgroups.groups import queries as groups
from workgroups.groups.chairs import voices
from workgroups.groups.chairs.voices import Voice
from workgroups.groups.models import Group
from workgroups.links.commands import link
from workgroups.links.models import Relation
from workgroups.publishing import approvals, drafts, events, policy, queries, snapshots, wording
from workgroups.publishing.drafts import Draft
from workgroups.publishing.forms import Approving, Marking, Overriding, SendingBack, Submitting, Withdrawing
from workgroups.publishing.kinds import Snapshot, kind_of
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


@command(policy.submit)
def submit(work: Work, group: Group, submitting: Submitting, kind: str, subject: int) -> Submission:
    """Freeze the working draft for the chairs. What waits already is replaced, and its approvals are void."""
    draft = drafts.draft(work, group, kind, subject, lock=True)
    if draft.broken:
        raise Invalid(form=gettext_noop("It cannot be published like this. First put right what is wrong in it."))
    reason = language_map(en=submitting.reason_en, fr=submitting.reason_fr)
    if draft.before and submitting.significance is Significance.MAJOR and len(reason) < len(LANGUAGES):
        message = gettext_noop("Say what changed and why, in both languages, when the meaning changes.")
        raise Invalid(**{f"reason_{lang}": message for lang in LANGUAGES if lang not in reason})
    reason = draft.kind.plain(work, draft.row, reason)
    snapshot = snapshots.frozen(
        kind,
        drafts.frame_of(work, group),
        draft.document,
        reason=reason,
        significance=submitting.significance.value,
        unreviewed=["fr"] if submitting.french_unreviewed else [],
    )
    digest = canonical.digest(snapshot)
    refuse_the_same(draft, snapshot, digest)
    output = draft.output or open_output(work, group, draft)
    output.title = draft.title
    if waiting := draft.waiting:
        close(work, waiting, SubmissionState.REPLACED)
        work.record(events.SubmissionReplaced(waiting.digest), about=waiting)
    seat = groups.own_seat(work, group.id)
    texts = [*snapshots.texts(draft.document), *snapshots.texts(snapshot["reason"], "reason")]
    findings = wording.check(texts, testimony=draft.kind.testimony)
    submission = work.add(
        Submission(
            output_id=output.id,
            group_id=group.id,
            number=len(queries.submissions(work, output.id)) + 1,
            title=draft.title,
            snapshot=snapshot,
            digest=digest,
            significance=submitting.significance,
            person_id=work.me,
            seat_id=seat.id if seat else None,
            at=work.now,
            findings=[finding._asdict() for finding in findings],
            blocked=any(finding.level == "block" for finding in findings),
            uncovered=drafts.uncovered(work, draft),
        )
    )
    work.record(events.OutputSubmitted(output.id, digest, submitting.significance.value), about=submission)
    return submission


READ = ("group", "document", "unreviewed")
"""What of a snapshot the public reads as it is now; the rest says why it changed."""


def refuse_the_same(draft: Draft, snapshot: Snapshot, digest: str) -> None:
    """A submission says something new. Raises `Invalid`."""
    if draft.waiting and draft.waiting.digest == digest:
        raise Invalid(form=gettext_noop("Nothing differs from what was submitted already."))
    before = draft.before
    if before is None or before.state is not EditionState.CURRENT:
        return
    if all(before.snapshot[part] == snapshot[part] for part in READ):
        raise Invalid(form=gettext_noop("Nothing differs from the edition that the public reads now."))


def open_output(work: Work, group: Group, draft: Draft) -> Output:
    """The first submission of a row makes it an output."""
    output = work.add(Output(group_id=group.id, kind=draft.kind.name, subject_id=draft.row.id, title=draft.title))
    work.record(events.OutputOpened(draft.kind.name, draft.row.id), about=output)
    if draft.kind.link_kind:
        link(work, output, Relation.PUBLISHES, draft.row)
    return output


def close(work: Work, submission: Submission, state: SubmissionState) -> None:
    """A submission ends without an edition: it stays on record, and its approvals are void."""
    submission.state, submission.closed_at, submission.closed_by_id = state, work.now, work.me
    given = select(Approval).where(col(Approval.submission_id) == submission.id, col(Approval.voided_at).is_(None))
    for approval in work.rows(given.order_by(col(Approval.id))).scalars():
        approval.voided_at = work.now
        work.record(events.ApprovalVoided(approval.digest, approval.seat_id, approval.person_id), about=submission)
    work.session.flush()


@command(policy.send_back)
def send_back(work: Work, submission: Submission, sending: SendingBack) -> Submission:
    """One chair returns it to be worked on, with the reason."""
    submission.return_reason = sending.reason
    close(work, submission, SubmissionState.RETURNED)
    work.record(events.SubmissionReturned(submission.digest), about=submission)
    return submission


@command(policy.override)
def override(work: Work, submission: Submission, overriding: Overriding) -> Submission:
    """One chair lets a wording stand that the check objects to, with the reason."""
    submission.override_reason = overriding.reason
    submission.overridden_by_id, submission.overridden_at = work.me, work.now
    work.record(events.WordingOverridden(submission.digest), about=submission)
    return submission


@command(policy.approve)
def approve(work: Work, submission: Submission, approving: Approving) -> Edition | None:
    """Approve the digest that the page showed; the second chair's approval publishes at once.

    Sent again it counts once. Raises `WrongState` when the digest is another, when the wording check stands
    in the way, and when the other approval comes from the same organisation.
    """
    if approving.digest != submission.digest or canonical.digest(submission.snapshot) != submission.digest:
        raise WrongState(
            gettext_noop("This is not the text that you read, so nothing was approved. Read this one first.")
        )
    if submission.is_held_up:
        raise WrongState(
            gettext_noop("The wording check stands in the way. A co-chair overrides it with a reason first.")
        )
    able = voices.voices(work, submission.group_id, lock=True)
    given = approvals.standing(work, submission, able)
    if any(approval.person_id == work.me for approval in given):
        return None
    voice = voices.own(work, able, given)
    other = voices.other(able, given, voice)
    work.add(
        Approval(
            submission_id=submission.id,
            group_id=submission.group_id,
            digest=submission.digest,
            person_id=work.me,
            seat_id=voice.seat_id,
            as_deputy=voice.as_deputy,
            at=work.now,
        )
    )
    work.record(events.SubmissionApproved(submission.digest, voice.seat_id), about=submission)
    return publish(work, submission, able) if other else None


def publish(work: Work, submission: Submission, able: Iterable[Voice]) -> Edition:
    """Make the next edition of a submission that both chairs have approved."""
    current = queries.current_edition(work, submission.output_id, lock=True)
    if current:
        current.state, current.closed_at = EditionState.SUPERSEDED, work.now
        work.record(events.EditionSuperseded(current.number), about=current)
    submission.state, submission.closed_at = SubmissionState.PUBLISHED, work.now
    work.session.flush()
    edition = work.add(
        Edition(
            output_id=submission.output_id,
            group_id=submission.group_id,
            submission_id=submission.id,
            number=queries.next_number(work, submission.output_id),
            title=submission.title,
            snapshot=submission.snapshot,
            digest=submission.digest,
            approvals=[
                {
                    "name": given.name,
                    "seat": given.seat,
                    "as_deputy": given.as_deputy,
                    "at": given.at.isoformat(),
                }
                for given in approvals.standing(work, submission, list(able))
            ],
            published_at=work.now,
        )
    )
    work.record(events.EditionPublished(edition.id, edition.output_id, edition.number, edition.digest), about=edition)
    return edition


@command(policy.mark)
def mark(work: Work, edition: Edition, marking: Marking) -> Mark:
    """One chair says at once that a part is being checked; the edition stays as it is."""
    place = marking.part or ""
    if place not in {"", *(part.place for part in snapshots.parts(edition.snapshot["document"]))}:
        raise Invalid(part=gettext_noop("Choose a part of this edition."))
    made = work.add(
        Mark(
            edition_id=edition.id,
            output_id=edition.output_id,
            group_id=edition.group_id,
            part=place,
            note=plain(work, edition, language_map(en=marking.note_en, fr=marking.note_fr)),
            person_id=work.me,
            at=work.now,
        )
    )
    work.record(events.PartMarked(made.id), about=edition)
    return made


def plain(work: Work, edition: Edition, texts: LanguageMap) -> LanguageMap:
    """What the public may read of words about an edition."""
    kind, output = kind_of(edition.snapshot["kind"]), work.session.get_one(Output, edition.output_id)
    return kind.plain(work, work.session.get_one(kind.model, output.subject_id), texts)


@command(policy.lift)
def lift(work: Work, edition: Edition, _: Nothing, mark: int) -> Edition:
    """One chair lifts a mark; lifting it twice changes nothing. Raises `NotFound` for another edition's."""
    found = work.session.get(Mark, mark)
    if found is None or found.output_id != edition.output_id:
        raise NotFound
    if found.lifted_at is None:
        found.lifted_at, found.lifted_by_id = work.now, work.me
        work.record(events.MarkLifted(found.id), about=edition)
    return edition


@command(policy.withdraw)
def withdraw(work: Work, edition: Edition, withdrawing: Withdrawing) -> Edition:
    """One chair takes an edition from the public at once. An older one is not restored."""
    edition.state, edition.closed_at, edition.closed_by_id = EditionState.WITHDRAWN, work.now, work.me
    edition.reason = plain(work, edition, language_map(en=withdrawing.reason_en, fr=withdrawing.reason_fr))
    work.record(events.EditionWithdrawn(edition.id), about=edition)
    return edition
