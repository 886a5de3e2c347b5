"""Scheduled: a responsible body that owes an answer is asked again, on a morning a month after it was last heard of."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlmodel import col

from workgroups.core import clock
from workgroups.core.db import Database
from workgroups.core.policy import NOW
from workgroups.core.work import Work, reacts_to, when_due
from workgroups.groups import queries as groups
from workgroups.pathways.proposals.answers.events import BodyAskedAgain
from workgroups.pathways.proposals.answers.models import ADOPTIONS, BodyEntry, EntryKind
from workgroups.pathways.proposals.models import Proposal, ProposalState
from workgroups.pathways.proposals.verdicts.events import ProposalDecided

PATIENCE = timedelta(days=30)
MORNING = time(8)
ENDS = (*ADOPTIONS, EntryKind.DECLINED)
"""After these the body owes nothing more."""

DUE = select(Proposal).where(col(Proposal.body_asked_at) <= NOW).order_by(col(Proposal.id))


@reacts_to(ProposalDecided)
def on_decided(work: Work, _: ProposalDecided, proposal: Proposal) -> None:
    if proposal.state is ProposalState.RECOMMENDED:
        ask_later(work, proposal)


def after(work: Work, proposal: Proposal, entry: BodyEntry) -> None:
    """What an entry means for the next reminder: none after an answer, the day after a promised one."""
    if entry.kind in ENDS:
        proposal.body_asked_at = None
    else:
        ask_later(work, proposal, promised_on=entry.promised_on)


def ask_later(work: Work, proposal: Proposal, promised_on: date | None = None) -> None:
    """Ask on the morning after the promised day when that is still to come, otherwise in a month."""
    zone = groups.group_of(work, proposal.group_id).timezone
    today = clock.today(work.now, zone)
    day = promised_on + timedelta(days=1) if promised_on and promised_on >= today else today + PATIENCE
    proposal.body_asked_at = clock.local(day, MORNING, zone)


def pass_time(database: Database, now: datetime) -> None:
    """Let happen what is due, when there is anything."""
    when_due(database, now, DUE, tick)


def tick(work: Work) -> None:
    """Ask each body that is due, once, also when the worker was away for long."""
    for proposal in work.rows(DUE.with_for_update()).scalars().all():
        ask_later(work, proposal)
        work.record(BodyAskedAgain(), about=proposal)
