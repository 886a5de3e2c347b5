"""What everybody agrees to is taken together, without discussion, unless somebody asks to discuss it."""

from sqlalchemy import select
from sqlmodel import col

from workgroups.core.errors import Invalid
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext, gettext_noop
from workgroups.core.work import Work, command
from workgroups.groups import queries as groups
from workgroups.meetings.agenda import ordering, queries
from workgroups.meetings.agenda.consent import events, policy
from workgroups.meetings.agenda.consent.forms import Offering
from workgroups.meetings.agenda.events import ItemMarked
from workgroups.meetings.agenda.models import AgendaItem, ItemKind, ItemState
from workgroups.meetings.decisions.commands import decide
from workgroups.meetings.decisions.forms import Deciding
from workgroups.meetings.minutes.commands import store
from workgroups.meetings.minutes.models import Minutes
from workgroups.meetings.models import Meeting


@command(policy.offer)
def offer(work: Work, item: AgendaItem, offering: Offering) -> AgendaItem:
    """Let an item be taken by consent; it moves to the others.

    Raises `Invalid` for a decision without its words: nobody can agree to what she has not read.
    """
    item.resolution = offering.resolution or ""
    if not item.fits_consent:
        raise Invalid(resolution=gettext_noop("Write what the group would resolve: everybody agrees to these words."))
    item.by_consent, item.discussed_for_id = True, None
    gather(work, item)
    work.record(events.ConsentOffered(), about=item)
    return item


@command(policy.discuss)
def discuss(work: Work, item: AgendaItem, _: Nothing) -> AgendaItem:
    """One seat wants to discuss it: that is enough, and it stands behind what is still taken by consent."""
    seat = groups.own_seat(work, item.group_id)
    item.by_consent, item.discussed_for_id = False, seat.id if seat else None
    gather(work, item)
    work.record(events.DiscussionAsked(), about=item)
    return item


def gather(work: Work, item: AgendaItem) -> None:
    """Put an item right behind what is taken by consent."""
    rows = queries.in_order(work, item.meeting_id) if item.meeting_id else {}
    ordering.renumber(work, rows, ordering.behind_consent(rows, item.mark))


@command(policy.take)
def take(work: Work, meeting: Meeting, _: Nothing) -> Meeting:
    """Resolve at once what is left: each was discussed, its minutes say how, and what has words becomes a decision.

    The items are locked: whoever asks at the same moment to discuss one is either heard or told that it is too late.
    An item that somebody else is changing right now is left as it is; waiting for it could be waiting for each other.
    """
    left = select(AgendaItem).where(col(AgendaItem.meeting_id) == meeting.id, policy.LEFT).order_by(*queries.IN_ORDER)
    items = work.rows(left.with_for_update(skip_locked=True).execution_options(populate_existing=True)).scalars().all()
    for item in items:
        item.state = ItemState.DISCUSSED
        work.record(ItemMarked(item.state.value), about=item)
        minutes = work.session.get_one(Minutes, item.id)
        store(work, minutes, "\n\n".join(filter(None, (minutes.text, gettext("Taken by consent.")))))
        if item.kind is ItemKind.DECISION and item.resolution:
            decide.do(work, item, Deciding(text=item.resolution))
    work.record(events.ConsentTaken(tuple(item.id for item in items)), about=meeting)
    return meeting
