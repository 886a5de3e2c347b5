from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.groups import audience
from workgroups.groups.models import Group
from workgroups.people.models import Person
from workgroups.publishing import policy, snapshots
from workgroups.publishing.events import (
    ApprovalVoided,
    EditionPublished,
    EditionWithdrawn,
    MarkLifted,
    OutputSubmitted,
    PartMarked,
    SubmissionReturned,
)
from workgroups.publishing.models import Approval, Edition, Mark, Submission


def table(session: Session, edition: Edition, now: datetime, *, besides: int | None) -> Sequence[Person]:
    """Everybody who hears of what becomes of an edition."""
    return [*audience.people(session, policy.see_edition, edition, now, besides=besides)]


def letter(session: Session, person: Person, template: str, about: Any, **more: object) -> Letter:
    group = session.get_one(Group, about.group_id)
    context = {"name": person.name, "about": about, "group": group, "zone": group.timezone, **more}
    return Letter(person.email, person.language.value, template, context, group.id)


@notice(OutputSubmitted)
def submitted(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Whoever can approve hears that a text waits; whose approval became void hears that instead."""
    submission = session.get_one(Submission, event.about)
    void = select(Approval.person_id).where(
        col(Approval.group_id) == submission.group_id, col(Approval.voided_at) == submission.at
    )
    told = set(session.exec(void))
    for person in audience.people(session, policy.approve, submission, now, besides=event.person_id):
        if person.id not in told:
            yield letter(session, person, "publishing/submitted_mail.html", submission)


@notice(ApprovalVoided)
def voided(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The chair whose approval became void hears why, and where the text that replaces it stands."""
    submission = session.get_one(Submission, event.about)
    approver = (event.payload or {}).get("approver_id")
    for person in audience.people(session, policy.see_submission, submission, now, besides=event.person_id):
        if person.id == approver:
            later = select(Submission).where(
                col(Submission.output_id) == submission.output_id, col(Submission.id) > submission.id
            )
            newest = session.exec(later.order_by(col(Submission.id).desc())).first()
            yield letter(session, person, "publishing/voided_mail.html", submission, newest=newest)


@notice(SubmissionReturned)
def returned(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Whoever submitted it hears that it came back, and why."""
    submission = session.get_one(Submission, event.about)
    for person in audience.people(session, policy.see_submission, submission, now, besides=event.person_id):
        if person.id == submission.person_id:
            yield letter(session, person, "publishing/returned_mail.html", submission)


@notice(EditionPublished)
def published(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The table hears that an edition is public."""
    edition = session.get_one(Edition, event.about)
    for person in table(session, edition, now, besides=event.person_id):
        yield letter(session, person, "publishing/published_mail.html", edition)


@notice(EditionWithdrawn)
def withdrawn(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The table hears that an edition was withdrawn, and why."""
    edition = session.get_one(Edition, event.about)
    for person in table(session, edition, now, besides=event.person_id):
        yield letter(session, person, "publishing/withdrawn_mail.html", edition)


@notice(PartMarked)
def marked(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The table hears that a part of an edition is being checked, unless it heard so before."""
    mark = session.get_one(Mark, (event.payload or {})["mark_id"])
    if not stands_beside(session, mark, mark.at):
        yield from about_mark(session, event, now, mark, "marked_mail")


@notice(MarkLifted)
def lifted(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """The table hears that a part is no longer being checked."""
    mark = session.get_one(Mark, (event.payload or {})["mark_id"])
    if not stands_beside(session, mark, mark.lifted_at or now):
        yield from about_mark(session, event, now, mark, "lifted_mail")


def stands_beside(session: Session, mark: Mark, at: datetime) -> bool:
    """Whether another mark stood on the same part at a moment."""
    same = col(Mark.output_id) == mark.output_id, col(Mark.part) == mark.part, col(Mark.id) != mark.id
    stood = col(Mark.at) <= at, or_(col(Mark.lifted_at).is_(None), col(Mark.lifted_at) > at)
    return session.exec(select(Mark.id).where(*same, *stood)).first() is not None


def about_mark(session: Session, event: Event, now: datetime, mark: Mark, template: str) -> Iterator[Letter]:
    edition = session.get_one(Edition, event.about)
    part = snapshots.trail(edition.snapshot["document"], mark.part)
    for person in table(session, edition, now, besides=event.person_id):
        yield letter(
            session, person, f"publishing/{template}.html", edition, mark=mark, part=part[-1] if part else None
        )
