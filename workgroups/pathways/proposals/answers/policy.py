from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import Who, apart, rule
from workgroups.groups.policy import arranges, in_room, is_open, keeps_records, sits_for_body
from workgroups.links import kinds, waits
from workgroups.links.models import Link, Relation
from workgroups.pathways.barriers import policy as barriers
from workgroups.pathways.barriers.models import Barrier
from workgroups.pathways.proposals import policy as proposals
from workgroups.pathways.proposals.answers.models import ADOPTIONS, BodyEntry, Conflict, EntryKind
from workgroups.pathways.proposals.models import Proposal, ProposalState, ResponsibleBody
from workgroups.publishing.models import Output, Submission, SubmissionState

RECOMMENDED = col(Proposal.state) == ProposalState.RECOMMENDED
PENDING = and_(
    col(BodyEntry.kind).in_(ADOPTIONS),
    col(BodyEntry.confirmed_at).is_(None),
    col(BodyEntry.withdrawn_at).is_(None),
)


def answers_for(group_id: Any, organisation_id: Any, me: Who) -> ColumnElement[bool]:
    """I sit for the responsible body, or keep the group's records."""
    return or_(sits_for_body(group_id, organisation_id, me), arranges(group_id, me))


def answers(me: Who) -> ColumnElement[bool]:
    """I sit for a body that is responsible for what this proposal changes, or keep the group's records."""
    body = apart(ResponsibleBody)
    mine = sits_for_body(body.c.group_id, body.c.organisation_id, me)
    sits = exists().where(body.c.proposal_id == col(Proposal.id), mine).correlate_except(body)
    return or_(sits, arranges(col(Proposal.group_id), me))


@rule(on=Proposal, see=proposals.see, when=RECOMMENDED)
def record(me: Who) -> ColumnElement[bool]:
    """The seats of each body, for theirs; co-chairs, secretary and coordinator record only."""
    return answers(me)


@rule(on=Proposal, see=proposals.see, when=RECOMMENDED)
def read_letter(me: Who) -> ColumnElement[bool]:
    """Everybody at the table: the letter says nothing that they have not read."""
    return in_room(col(Proposal.group_id), me)


@rule(on=Proposal, see=proposals.see)
def hear(me: Who) -> ColumnElement[bool]:
    """The bodies' seats, co-chairs, secretary, coordinator: the page with the form, whatever the state."""
    return answers(me)


@rule(on=BodyEntry)
def see(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(BodyEntry.group_id), me)


@rule(on=BodyEntry, see=see, when=PENDING)
def confirm(me: Who) -> ColumnElement[bool]:
    """A second person of those who may record: never the one who recorded it."""
    answers = answers_for(col(BodyEntry.group_id), col(BodyEntry.organisation_id), me)
    return and_(answers, col(BodyEntry.recorded_by_id) != me)


@rule(on=BodyEntry, see=see, when=and_(col(BodyEntry.confirmed_at).is_(None), col(BodyEntry.withdrawn_at).is_(None)))
def take_back(me: Who) -> ColumnElement[bool]:
    """Whoever may record that body's answers; never an adoption that is confirmed."""
    return answers_for(col(BodyEntry.group_id), col(BodyEntry.organisation_id), me)


@rule(on=BodyEntry, see=see, when=PENDING)
def attach(me: Who) -> ColumnElement[bool]:
    """The document comes with the answer. Until it is confirmed, whoever recorded it can bring a better version."""
    return and_(is_open(col(BodyEntry.group_id)), col(BodyEntry.recorded_by_id) == me)


KIND = kinds.register(
    kinds.Kind(
        BodyEntry,
        gettext_noop("answer of a responsible body"),
        col(BodyEntry.document_title),
        "answers:show",
        see=see,
        attach=attach,
        binds=col(BodyEntry.confirmed_at).is_not(None),
    )
)


@rule(on=Conflict)
def see_conflict(me: Who) -> ColumnElement[bool]:
    """Everybody at the table."""
    return in_room(col(Conflict.group_id), me)


@rule(on=Conflict, see=see_conflict, when=col(Conflict.resolved_at).is_(None))
def resolve(me: Who) -> ColumnElement[bool]:
    """Co-chairs, secretary, coordinator."""
    return arranges(col(Conflict.group_id), me)


def waits_for_confirmation(me: Who) -> ColumnElement[bool]:
    """An adoption of this proposal waits for a second person, and I may be that person."""
    entry = aliased(BodyEntry)
    return (
        exists()
        .where(
            col(entry.proposal_id) == col(Proposal.id),
            col(entry.kind).in_(ADOPTIONS),
            col(entry.confirmed_at).is_(None),
            col(entry.withdrawn_at).is_(None),
            col(entry.recorded_by_id) != me,
            answers_for(col(entry.group_id), col(entry.organisation_id), me),
        )
        .correlate_except(entry)
    )


def has_said(body: Any, entry: Any, *conditions: Any) -> ColumnElement[bool]:
    """Something is recorded of this body's answer."""
    its = and_(entry.c.proposal_id == body.c.proposal_id, entry.c.organisation_id == body.c.organisation_id)
    return exists().where(its, entry.c.withdrawn_at.is_(None), *conditions).correlate_except(entry)


def waits_for_sending(me: Who) -> ColumnElement[bool]:
    """I keep the records, and nothing says that the recommendation has reached one of its bodies."""
    body, entry = apart(ResponsibleBody), apart(BodyEntry)
    left = exists().where(body.c.proposal_id == col(Proposal.id), ~has_said(body, entry))
    return and_(RECOMMENDED, keeps_records(col(Proposal.group_id), me), left.correlate_except(body))


def waits_for_answer(me: Who) -> ColumnElement[bool]:
    """A recommended proposal on which my body has not said anything yet."""
    body, entry = apart(ResponsibleBody), apart(BodyEntry)
    mine = sits_for_body(body.c.group_id, body.c.organisation_id, me)
    silent = ~has_said(body, entry, entry.c.kind != EntryKind.SENT)
    asked = exists().where(body.c.proposal_id == col(Proposal.id), mine, silent)
    return and_(RECOMMENDED, asked.correlate_except(body))


def waits_for_resolution(me: Who) -> ColumnElement[bool]:
    """Something of an adopted proposal did not fit, and I may resolve it."""
    conflict = aliased(Conflict)
    open_still = exists().where(col(conflict.proposal_id) == col(Proposal.id), col(conflict.resolved_at).is_(None))
    return and_(open_still, arranges(col(Proposal.group_id), me))


def not_public_yet() -> ColumnElement[bool]:
    """The proposal was adopted, whole or in part, and no edition tells of it as it was adopted last."""
    told = aliased(Link)
    published = exists().where(
        col(told.to_kind) == Proposal.__name__,
        col(told.to_id) == col(Proposal.id),
        col(told.relation) == Relation.PUBLISHES,
        col(told.at) >= col(Proposal.adopted_at),
    )
    return and_(col(Proposal.adopted_at).is_not(None), ~published.correlate_except(told))


def waits_for_submission(me: Who) -> ColumnElement[bool]:
    """The secretary's and the coordinator's: no submission since the adoption holds the change."""
    output, submission = aliased(Output), aliased(Submission)
    submitted = exists().where(
        col(output.kind) == "pathway",
        col(output.subject_id) == col(Proposal.pathway_id),
        col(submission.output_id) == col(output.id),
        col(submission.state) == SubmissionState.SUBMITTED,
        col(submission.at) >= col(Proposal.adopted_at),
    )
    return and_(
        not_public_yet(), ~submitted.correlate_except(output, submission), keeps_records(col(Proposal.group_id), me)
    )


def adoptions_that_answer() -> Any:
    """Select: when changes that answer this barrier were adopted."""
    proposal, answers = aliased(Proposal), aliased(Link)
    return (
        select(func.max(col(proposal.adopted_at)))
        .join(answers, and_(col(answers.from_kind) == Proposal.__name__, col(answers.from_id) == col(proposal.id)))
        .where(
            col(answers.to_kind) == Barrier.__name__,
            col(answers.to_id) == col(Barrier.id),
            col(answers.relation) == Relation.ANSWERS,
        )
        .correlate(Barrier)
        .scalar_subquery()
    )


def waits_for_end(me: Who) -> ColumnElement[bool]:
    """A change that answers this barrier was adopted, and the group has not said what became of the barrier."""
    return and_(barriers.close(me), adoptions_that_answer().is_not(None))


RECORDED = (
    select(func.min(col(BodyEntry.recorded_at)))
    .where(col(BodyEntry.proposal_id) == col(Proposal.id), PENDING)
    .correlate(Proposal)
    .scalar_subquery()
)
"""When the adoption that waits for a second person was recorded."""

waits.register(
    waits.Wait(
        proposals.KIND,
        gettext_noop("Send the letter to the responsible body, and record the day: %(title)s"),
        waits_for_sending,
        group_id=col(Proposal.group_id),
        since=col(Proposal.settled_at),
        part="answers",
    )
)
waits.register(
    waits.Wait(
        proposals.KIND,
        gettext_noop("Answer as responsible body: %(title)s"),
        waits_for_answer,
        group_id=col(Proposal.group_id),
        since=col(Proposal.settled_at),
    )
)
waits.register(
    waits.Wait(
        proposals.KIND,
        gettext_noop("Confirm the adoption: %(title)s"),
        waits_for_confirmation,
        group_id=col(Proposal.group_id),
        since=RECORDED,
        part="answers",
    )
)
waits.register(
    waits.Wait(
        proposals.KIND,
        gettext_noop("Resolve what did not fit: %(title)s"),
        waits_for_resolution,
        group_id=col(Proposal.group_id),
        since=col(Proposal.adopted_at),
    )
)
waits.register(
    waits.Wait(
        proposals.KIND,
        gettext_noop("Submit the pathway with what was adopted: %(title)s"),
        waits_for_submission,
        group_id=col(Proposal.group_id),
        since=col(Proposal.adopted_at),
    )
)
waits.register(
    waits.Wait(
        barriers.KIND,
        gettext_noop("A change was adopted; say what became of the barrier: %(title)s"),
        waits_for_end,
        group_id=col(Barrier.group_id),
        since=adoptions_that_answer(),
    )
)
