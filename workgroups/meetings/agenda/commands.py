from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlmodel import col

from workgroups.core.db import Row
from workgroups.core.errors import Invalid, WrongState
from workgroups.core.forms import Nothing
from workgroups.core.languages import LanguageMap, current, gettext_noop, language_map
from workgroups.core.work import Work, command
from workgroups.groups import queries as groups
from workgroups.groups.models import Seat
from workgroups.links import commands as links
from workgroups.links.kinds import KINDS
from workgroups.links.models import Link, Relation
from workgroups.links.topics import topic
from workgroups.meetings import policy as meeting_policy
from workgroups.meetings import queries as meetings
from workgroups.meetings.agenda import events, policy, queries
from workgroups.meetings.agenda import ordering as places
from workgroups.meetings.agenda.forms import Adding, Changing, Declining, Marking, Ordering, Proposing
from workgroups.meetings.agenda.models import (
    STEP,
    AgendaItem,
    ItemKind,
    ItemState,
    NamedSeat,
    Thread,
)
from workgroups.meetings.agenda.sections.models import Section
from workgroups.meetings.agenda.template import queries as template
from workgroups.meetings.agenda.threads import queries as threads
from workgroups.meetings.minutes.models import Minutes
from workgroups.meetings.minutes.summary.models import Summary, usually_public
from workgroups.meetings.models import AGREED, AHEAD, Meeting, MeetingState


def place(
    work: Work,
    meeting: Meeting,
    *,
    title: str | LanguageMap,
    kind: ItemKind,
    proposer_seat_id: int | None,
    minutes: int,
    about: Row | None = None,
    text: str = "",
    presenter_seat_id: int | None = None,
    state: ItemState = ItemState.ACCEPTED,
) -> AgendaItem:
    """A new item with its own thread on an agenda, for use inside commands that have their own rule.

    A title that is plain text is in the language in force. `minutes` is how long it should take; `about` is what it
    concerns, and becomes a link.
    """
    thread = work.add(Thread(group_id=meeting.group_id))
    item = put(
        work,
        AgendaItem(
            group_id=meeting.group_id,
            meeting_id=meeting.id,
            thread_id=thread.id,
            state=state,
            kind=kind,
            position=queries.place_for(work, meeting.id, kind),
            title={current(): title} if isinstance(title, str) else title,
            text=text,
            minutes_long=minutes,
            proposer_seat_id=proposer_seat_id,
            presenter_seat_id=presenter_seat_id,
        ),
    )
    if about is not None:
        links.link(work, item, Relation.CONCERNS, about)
    if state is ItemState.PROPOSED:
        work.record(events.ItemProposed(meeting.id), about=item)
    else:
        work.record(events.ItemPlaced(meeting.id), about=item)
    return item


def put(work: Work, item: AgendaItem) -> AgendaItem:
    """Store an item together with the rows of its minutes and of what the public reads."""
    work.add(item)
    work.session.add(Minutes(id=item.id, group_id=item.group_id))
    work.session.add(Summary(group_id=item.group_id, item_id=item.id, public=usually_public(item)))
    return item


def place_standing(work: Work, meeting: Meeting) -> None:
    """Put the standing items of the template on a new agenda, each with the section that begins with it.

    A standing item makes its thread once in the group.
    """
    found = select(Thread).where(col(Thread.group_id) == meeting.group_id, col(Thread.standing).is_not(None))
    threads = {thread.standing: thread for thread in work.rows(found).scalars()}
    for item in template.template(work, meeting.group_id):
        if item.section:
            above = item.position - STEP // 2
            heading = Section(group_id=item.group_id, meeting_id=meeting.id, title=dict(item.section), position=above)
            work.session.add(heading)
        if not item.is_on:
            continue
        thread = threads.get(item.standing) or work.add(Thread(group_id=meeting.group_id, standing=item.standing))
        put(
            work,
            AgendaItem(
                group_id=meeting.group_id, meeting_id=meeting.id, thread_id=thread.id, standing=item.standing,
                kind=item.kind, title=dict(item.title), minutes_long=item.minutes_long, position=item.position,
            ),
        )  # fmt: skip


@command(policy.propose)
def propose(work: Work, meeting: Meeting, proposing: Proposing) -> AgendaItem:
    """A member asks for an item; co-chairs or secretary decide whether it comes on the agenda."""
    return requested(work, meeting, proposing, ItemState.PROPOSED)


@command(meeting_policy.arrange)
def add(work: Work, meeting: Meeting, adding: Adding) -> AgendaItem:
    """Put an item on the agenda."""
    item = requested(work, meeting, adding, ItemState.ACCEPTED)
    close_doors(work, item, in_camera=adding.in_camera, seats=adding.seats)
    return item


def requested(work: Work, meeting: Meeting, proposing: Proposing, state: ItemState) -> AgendaItem:
    seat = groups.own_seat(work, meeting.group_id)
    return place(
        work, meeting, title=proposing.title, kind=proposing.kind, minutes=proposing.minutes_long, state=state,
        proposer_seat_id=seat.id if seat else None, text=proposing.text or "",
        presenter_seat_id=known_seat(work, meeting.group_id, proposing.presenter),
        about=topic(work, meeting.group_id, proposing.topic) if proposing.topic else None,
    )  # fmt: skip


def known_seat(work: Work, group_id: int, seat_id: int | None) -> int | None:
    """A seat of this group; raises `Invalid` for any other."""
    if seat_id is not None and not seats_of(work, group_id, [seat_id]):
        raise Invalid(presenter=gettext_noop("Choose a seat of this group."))
    return seat_id


def seats_of(work: Work, group_id: int, seat_ids: Iterable[int]) -> set[int]:
    found = select(col(Seat.id)).where(col(Seat.group_id) == group_id, col(Seat.id).in_(list(seat_ids)))
    return set(work.rows(found).scalars())


def close_doors(work: Work, item: AgendaItem, *, in_camera: bool, seats: list[int]) -> None:
    """Say whether an item is in camera and who may know of it; whoever says so is always among them."""
    known = seats_of(work, item.group_id, seats)
    if known != set(seats):
        raise Invalid(seats=gettext_noop("Choose seats of this group."))
    own = groups.own_seat(work, item.group_id)
    if in_camera and not known:
        raise Invalid(seats=gettext_noop("Choose the seats that may see an item in camera."))
    if in_camera and own is None:
        raise Invalid(in_camera=gettext_noop("Only somebody with a seat can close the doors."))
    item.in_camera = in_camera
    work.session.execute(delete(NamedSeat).where(col(NamedSeat.item_id) == item.id))
    if in_camera and own is not None:
        work.session.add_all(NamedSeat(item_id=item.id, seat_id=seat_id) for seat_id in sorted({*known, own.id}))


@command(policy.judge)
def accept(work: Work, item: AgendaItem, _: Nothing) -> AgendaItem:
    """A proposed item comes on the agenda."""
    item.state = ItemState.ACCEPTED
    item.position = queries.place_for(work, item.meeting_id, item.kind) if item.meeting_id else 0
    work.record(events.ItemAccepted(), about=item)
    return item


@command(policy.judge)
def decline(work: Work, item: AgendaItem, declining: Declining) -> AgendaItem:
    """A proposed item does not come on the agenda; its proposer reads why."""
    item.state, item.reason = ItemState.DECLINED, declining.reason
    work.record(events.ItemDeclined(), about=item)
    return item


@command(policy.change)
def change(work: Work, item: AgendaItem, changing: Changing) -> AgendaItem:
    """Change what an item says, how long it takes, who presents it and who may see it."""
    if not (changing.title_en or changing.title_fr):
        raise Invalid(title_en=gettext_noop("Give the item a title in one language at least."))
    item.title = language_map(en=changing.title_en, fr=changing.title_fr)
    item.kind, item.minutes_long, item.text = changing.kind, changing.minutes_long, changing.text or ""
    item.presenter_seat_id = known_seat(work, item.group_id, changing.presenter)
    close_doors(work, item, in_camera=changing.in_camera, seats=changing.seats)
    item.by_consent = item.by_consent and item.fits_consent
    work.record(events.ItemChanged(), about=item)
    return item


@command(policy.withdraw)
def withdraw(work: Work, item: AgendaItem, _: Nothing) -> AgendaItem:
    """Take an item back before the meeting begins."""
    item.state = ItemState.WITHDRAWN
    work.record(events.ItemWithdrawn(), about=item)
    return item


@command(policy.park)
def park(work: Work, item: AgendaItem, _: Nothing) -> AgendaItem:
    """Keep an item for later, in the group's backlog."""
    item.state = ItemState.PARKED
    shelve(work, item)
    return item


def shelve(work: Work, item: AgendaItem) -> None:
    """From an agenda to the backlog, where a proposal still waits for its answer."""
    left, item.meeting_id, item.position = item.meeting_id, None, 0
    item.state = item.state if item.state is ItemState.PROPOSED else ItemState.PARKED
    item.by_consent, item.discussed_for_id = False, None
    work.record(events.ItemParked(left), about=item)


def put_off(work: Work, item: AgendaItem) -> None:
    """A proposal that nobody answered before its meeting ended waits for the next one, or in the backlog."""
    after = meetings.following(work, work.session.get_one(Meeting, item.meeting_id))
    item.meeting_id, item.position = after.id if after else None, 0
    work.record(events.ItemPutOff(item.meeting_id), about=item)


@command(policy.take_up)
def take_up(work: Work, item: AgendaItem, _: Nothing) -> AgendaItem:
    """From the backlog to the next agenda; refused when no meeting is planned."""
    meeting = meetings.upcoming(work, item.group_id)
    if meeting is None:
        raise WrongState(gettext_noop("No meeting is planned yet. The item stays in the backlog until there is one."))
    item.position = queries.place_for(work, meeting.id, item.kind)
    item.meeting_id, item.state = meeting.id, ItemState.ACCEPTED
    work.record(events.ItemTakenUp(meeting.id), about=item)
    return item


@command(meeting_policy.arrange)
def order(work: Work, meeting: Meeting, ordering: Ordering) -> None:
    """Move an item or a heading right above another one, or to the end.

    The meeting is locked, so two people who move things at once both get what they asked for.
    """
    if not ordering.item.startswith("s"):
        work.take(int(ordering.item), policy.see)
    rows = queries.in_order(work, meeting.id)
    if ordering.item not in rows or ordering.above == ordering.item or ordering.above not in (None, *rows):
        raise WrongState(gettext_noop("That item is no longer where you saw it. This is the agenda now."))
    keys = places.moved(rows, ordering.item, ordering.above)
    if keys == list(rows):
        return
    places.renumber(work, rows, keys)
    moved = rows[ordering.item]
    is_item = isinstance(moved, AgendaItem)
    work.record(events.AgendaReordered(moved.id if is_item else None, None if is_item else moved.id), about=meeting)


@command(policy.mark)
def mark(work: Work, item: AgendaItem, marking: Marking) -> AgendaItem:
    """Say what became of an item. After the meeting, an item that goes on is carried at once."""
    if item.state != marking.state:
        item.state, item.by_consent = marking.state, False
        work.record(events.ItemMarked(marking.state.value), about=item)
    meeting = work.session.get_one(Meeting, item.meeting_id)
    if meeting.state is MeetingState.MINUTES_DRAFT and item.goes_on:
        carry(work, item)
    return item


def carry(work: Work, item: AgendaItem) -> AgendaItem:
    """Let the thread of an item go on at the next meeting, or in the backlog when none is planned.

    A thread that goes on already is left alone, and one that was closed opens again. Reactors to `MeetingClosed` call
    this for threads with something open. Returns the item in which the thread goes on.
    """
    if already := threads.live(work, item):
        return already
    threads.thread_of(work, item).closed_at = None
    after = meetings.following(work, work.session.get_one(Meeting, item.meeting_id)) if item.meeting_id else None
    carried = put(
        work,
        AgendaItem(
            group_id=item.group_id, meeting_id=after.id if after else None, thread_id=item.thread_id,
            carried_from_id=item.id, state=ItemState.ACCEPTED if after else ItemState.PARKED, kind=item.kind,
            title=dict(item.title), text=item.text, resolution=item.resolution, minutes_long=item.minutes_long,
            in_camera=item.in_camera,
            proposer_seat_id=item.proposer_seat_id, presenter_seat_id=item.presenter_seat_id,
            position=queries.place_for(work, after.id, item.kind) if after else 0,
        ),
    )  # fmt: skip
    work.session.add_all(NamedSeat(item_id=carried.id, seat_id=key) for key in queries.named_seats(work, item))
    concerns = select(Link).where(
        col(Link.from_kind) == "AgendaItem", col(Link.from_id) == item.id, col(Link.relation) == Relation.CONCERNS
    )
    for known in work.rows(concerns).scalars().all():
        links.link(work, carried, Relation.CONCERNS, work.session.get_one(KINDS[known.to_kind].model, known.to_id))
    work.record(events.ItemCarried(item.id, carried.meeting_id), about=carried)
    return carried


@command(policy.close_thread)
def close_thread(work: Work, item: AgendaItem, _: Nothing) -> AgendaItem:
    """End a thread: nothing of it is carried any more. What stood on a coming agenda leaves it.

    What circulated or approved minutes say of an item stays as it is.
    """
    for ending in (item, threads.live(work, item)):
        if ending is None:
            continue
        meeting = work.session.get(Meeting, ending.meeting_id) if ending.meeting_id else None
        if meeting and meeting.state in AGREED:
            continue
        if meeting and meeting.state in AHEAD:
            ending.meeting_id = None
            work.record(events.ItemTakenOff(), about=ending)
        ending.state, ending.by_consent = ItemState.CLOSED, ending.by_consent and not ending.is_left
    threads.thread_of(work, item).closed_at = work.now
    work.record(events.ThreadClosed(item.thread_id), about=item)
    return item
