from sqlalchemy import select, update
from sqlmodel import col

from workgroups.core.errors import Invalid
from workgroups.core.languages import current, gettext_noop
from workgroups.core.work import Work, command
from workgroups.groups import policy as group_policy
from workgroups.groups import queries as groups
from workgroups.groups.models import Group
from workgroups.links import commands as links
from workgroups.links.kinds import KINDS
from workgroups.links.models import Link, Relation
from workgroups.links.papers import commands as papers
from workgroups.links.queries import between
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda import events
from workgroups.meetings.agenda import policy as agenda_policy
from workgroups.meetings.agenda.backlog import policy, queries
from workgroups.meetings.agenda.backlog.forms import Merging
from workgroups.meetings.agenda.forms import Declining, Proposing
from workgroups.meetings.agenda.models import AgendaItem, ItemState, Thread
from workgroups.meetings.agenda.threads import queries as threads


@command(group_policy.speak)
def suggest(work: Work, group: Group, proposing: Proposing) -> AgendaItem:
    """Put an item into the backlog, where it waits for a meeting."""
    seat = groups.own_seat(work, group.id)
    item = agenda.put(
        work,
        AgendaItem(
            group_id=group.id, thread_id=work.add(Thread(group_id=group.id)).id, state=ItemState.PARKED,
            kind=proposing.kind, title={current(): proposing.title}, text=proposing.text or "",
            minutes_long=proposing.minutes_long, proposer_seat_id=seat.id if seat else None,
            presenter_seat_id=agenda.known_seat(work, group.id, proposing.presenter),
        ),
    )  # fmt: skip
    work.record(events.ItemSuggested(), about=item)
    return item


@command(policy.retire)
def retire(work: Work, item: AgendaItem, declining: Declining) -> AgendaItem:
    """Take an item out of the backlog for good; its proposer reads why."""
    item.state, item.reason = ItemState.CLOSED, declining.reason
    threads.thread_of(work, item).closed_at = work.now
    work.record(events.ItemRetired(item.thread_id), about=item)
    return item


@command(agenda_policy.judge)
def merge(work: Work, item: AgendaItem, merging: Merging) -> AgendaItem:
    """Let another item of this agenda, or of the backlog, take up what a proposed one asks for.

    The proposed one stays readable; its papers, what went into it and what it concerns are the other's from now on.
    Returns the other.
    """
    into = next((row for row in queries.takers(work, item) if row.id == merging.into), None)
    if into is None:
        raise Invalid(into=gettext_noop("Choose an item of this agenda or of the backlog."))
    taker: AgendaItem = work.take(into.id, agenda_policy.see)
    item.state, item.merged_into_id = ItemState.MERGED, taker.id
    papers.bring_along(work, item, taker)
    earlier = update(AgendaItem).where(col(AgendaItem.merged_into_id) == item.id).values(merged_into_id=taker.id)
    work.session.execute(earlier)
    concerns = select(Link).where(
        col(Link.from_kind) == "AgendaItem", col(Link.from_id) == item.id, col(Link.relation) == Relation.CONCERNS
    )
    for known in work.rows(concerns).scalars().all():
        concerned = work.session.get_one(KINDS[known.to_kind].model, known.to_id)
        if not between(work, taker, concerned):
            links.link(work, taker, Relation.CONCERNS, concerned)
    work.record(events.ItemMerged(taker.id), about=item)
    return taker
