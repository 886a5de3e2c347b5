"""Scheduled: when a deadline passes, positions are no longer hidden, and that is on the ledger."""

from datetime import datetime

from sqlmodel import col, select

from workgroups.core.db import Database
from workgroups.core.work import writing
from workgroups.pathways.proposals.events import PositionsShown
from workgroups.pathways.proposals.models import Proposal, ProposalState


def reveal(database: Database, now: datetime) -> None:
    """Record that the positions of a call are shown, once for each call."""
    due = select(Proposal).where(
        col(Proposal.state) == ProposalState.POSITIONS_CALLED,
        ~col(Proposal.revealed),
        col(Proposal.positions_shown_at) <= now,
    )
    with database.read() as session:
        if session.exec(due.limit(1)).first() is None:
            return
    with writing(database, 0, now) as work:
        for proposal in work.session.exec(due.order_by(col(Proposal.id)).with_for_update()):
            proposal.revealed = True
            work.record(PositionsShown(), about=proposal)
