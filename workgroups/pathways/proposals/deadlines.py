"""Scheduled: what the deadline of a call for positions brings about.

Shortly before and after it, the seats that have not been heard are reminded; when it passes, positions are no longer
hidden. All of it is on the ledger.
"""

from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, bindparam, or_, select
from sqlmodel import col

from workgroups.core import clock
from workgroups.core.db import Database
from workgroups.core.policy import NOW
from workgroups.core.work import Work, when_due
from workgroups.groups import queries as groups
from workgroups.groups.models import HEARD, Seat
from workgroups.pathways.proposals.events import PositionsShown, SeatsReminded
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.policy import CALLED
from workgroups.pathways.proposals.positions.policy import heard

REMINDED = (timedelta(days=-3), timedelta(days=1))
"""How far from the last day the seats that have not been heard are reminded, in the morning."""

MORNING = time(8)

USUAL_CALL = timedelta(days=14)
"""How long seats usually have for their position: two weeks, unless the chair who calls says otherwise."""

SHOWS = and_(~col(Proposal.revealed), col(Proposal.positions_shown_at) <= NOW)
REMINDS = col(Proposal.remind_at) <= NOW
DUE = select(Proposal).where(CALLED, or_(SHOWS, REMINDS)).order_by(col(Proposal.id))


SILENT = select(col(Seat.id)).where(
    col(Seat.group_id) == col(Proposal.group_id),
    col(Seat.role).in_(HEARD),
    col(Seat.holder_id).is_not(None),
    col(Proposal.id) == bindparam("key"),
    ~heard(Seat),
)
"""The seats that are asked, have somebody in them, and have not been heard."""


def usual_deadline(now: datetime, zone: str) -> date:
    """The last day of a call for positions that goes out today."""
    return clock.today(now, zone) + USUAL_CALL


def next_reminder(last_day: date, now: datetime, zone: str) -> datetime | None:
    """The next morning on which the seats that have not been heard are reminded, if there is one."""
    mornings = (clock.local(last_day + away, MORNING, zone) for away in REMINDED)
    return next((morning for morning in mornings if morning > now), None)


def pass_time(database: Database, now: datetime) -> None:
    """Let happen what is due, when there is anything."""
    when_due(database, now, DUE, tick)


def tick(work: Work) -> None:
    """Show positions and remind seats where it is due, each once."""
    for proposal in work.rows(DUE.with_for_update()).scalars().all():
        if not proposal.revealed and proposal.positions_shown_at and proposal.positions_shown_at <= work.now:
            proposal.revealed = True
            work.record(PositionsShown(), about=proposal)
        if proposal.remind_at and proposal.remind_at <= work.now:
            remind(work, proposal)


def remind(work: Work, proposal: Proposal) -> None:
    """Ask again, unless every seat was heard. Each morning serves once, also when the worker was away."""
    zone = groups.group_of(work, proposal.group_id).timezone
    proposal.remind_at = next_reminder(proposal.deadline_on, work.now, zone) if proposal.deadline_on else None
    if work.rows(SILENT, key=proposal.id).first():
        overdue = bool(proposal.deadline_at and proposal.deadline_at <= work.now)
        work.record(SeatsReminded(overdue=overdue), about=proposal)
