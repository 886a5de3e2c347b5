"""Scheduled: a responsible body that owes an answer is asked again, on a morning a month after it was last heard of."""

from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, exists, select, update
from sqlmodel import col

from workgroups.core import clock
from workgroups.core.db import Database
from workgroups.core.policy import NOW
from workgroups.core.work import Work, reacts_to, when_due
from workgroups.groups import queries as groups
from workgroups.groups.events import GroupClosed
from workgroups.groups.models import Group
from workgroups.groups.policy import is_open
from workgroups.pathways.proposals import queries
from workgroups.pathways.proposals.answers.events import BodyAskedAgain
from workgroups.pathways.proposals.answers.models import ENDS, BodyEntry
from workgroups.pathways.proposals.deadlines import MORNING
from workgroups.pathways.proposals.models import Proposal, ProposalState, ResponsibleBody
from workgroups.pathways.proposals.verdicts.events import ProposalDecided

PATIENCE = timedelta(days=30)

DUE = (
    select(ResponsibleBody)
    .where(col(ResponsibleBody.asked_at) <= NOW, is_open(col(ResponsibleBody.group_id)))
    .order_by(col(ResponsibleBody.id))
)
ENDED = select(
    exists().where(
        col(BodyEntry.proposal_id) == bindparam("key"),
        col(BodyEntry.organisation_id) == bindparam("organisation_id"),
        col(BodyEntry.kind).in_(ENDS),
        col(BodyEntry.withdrawn_at).is_(None),
    )
)


@reacts_to(ProposalDecided)
def on_decided(work: Work, _: ProposalDecided, proposal: Proposal) -> None:
    if proposal.state is ProposalState.RECOMMENDED:
        for body in queries.responsible(work, proposal):
            ask_later(work, body)


@reacts_to(GroupClosed)
def on_group_closed(work: Work, _: GroupClosed, group: Group) -> None:
    """Nobody goes on in a closed group."""
    asked = update(ResponsibleBody).where(col(ResponsibleBody.group_id) == group.id).values(asked_at=None)
    work.session.execute(asked.execution_options(synchronize_session=False))


def ask_later(work: Work, body: ResponsibleBody, promised_on: date | None = None) -> None:
    """Ask on the morning after the promised day when that is still to come, otherwise in a month.

    After an answer that stands, whatever was recorded later, the body owes nothing more.
    """
    if work.rows(ENDED, key=body.proposal_id, organisation_id=body.organisation_id).scalar_one():
        body.asked_at = None
        return
    zone = groups.group_of(work, body.group_id).timezone
    today = clock.today(work.now, zone)
    day = promised_on + timedelta(days=1) if promised_on and promised_on >= today else today + PATIENCE
    body.asked_at = clock.local(day, MORNING, zone)


def pass_time(database: Database, now: datetime) -> None:
    """Let happen what is due, when there is anything."""
    when_due(database, now, DUE, tick)


def tick(work: Work) -> None:
    """Ask each body that is due, once, also when the worker was away for long."""
    for body in work.rows(DUE.with_for_update()).scalars().all():
        ask_later(work, body)
        work.record(BodyAskedAgain(body.organisation_id), about=work.session.get_one(Proposal, body.proposal_id))
