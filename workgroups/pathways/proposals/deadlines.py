"""Scheduled: when a deadline passes, positions are no longer hidden, and that is on the ledger."""

from datetime import datetime

from sqlalchemy import select
from sqlmodel import col

from workgroups.core.db import Database
from workgroups.core.policy import NOW
from workgroups.core.work import Work, writing
from workgroups.pathways.proposals.events import PositionsShown
from workgroups.pathways.proposals.models import Proposal, ProposalState

DUE = (
    select(Proposal)
    .where(
        col(Proposal.state) == ProposalState.POSITIONS_CALLED,
        ~col(Proposal.revealed),
        col(Proposal.positions_shown_at) <= NOW,
    )
    .order_by(col(Proposal.id))
)


def reveal(database: Database, now: datetime) -> None:
    """Show what is due, when there is anything."""
    with database.read() as session:
        if session.execute(DUE.limit(1), {"now": now}).first() is None:
            return
    with writing(database, 0, now) as work:
        show(work)


def show(work: Work) -> None:
    """Record that the positions of a call are shown, once for each call."""
    for proposal in work.rows(DUE.with_for_update()).scalars():
        proposal.revealed = True
        work.record(PositionsShown(), about=proposal)
