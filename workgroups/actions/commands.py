from sqlalchemy import select
from sqlmodel import col

from workgroups.actions import events, policy
from workgroups.actions.forms import Assigning, AssigningFromItem, Promising, Updating
from workgroups.actions.models import Action, ActionState, ActionUpdate, EarlierDueDate
from workgroups.core.errors import Invalid
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command, reacts_to
from workgroups.groups import queries as groups
from workgroups.groups.models import Group, Seat
from workgroups.links.commands import link
from workgroups.links.models import Relation
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda import queries as items
from workgroups.meetings.agenda.models import AgendaItem, ItemState
from workgroups.meetings.agenda.policy import thread_is_open
from workgroups.meetings.decisions.models import Decision
from workgroups.meetings.events import MeetingClosed
from workgroups.meetings.minutes.events import MinutesAdopted, MinutesCirculated
from workgroups.meetings.models import Meeting, MeetingState


def add(work: Work, seat: Seat, promising: Promising) -> Action:
    """Store a promise of a seat."""
    action = work.add(
        Action(
            group_id=seat.group_id,
            seat_id=seat.id,
            title=promising.title,
            detail=promising.detail or "",
            due_on=promising.due_on,
            added_at=work.now,
            updated_at=work.now,
        )
    )
    work.record(events.ActionPromised(seat_id=seat.id, due_on=action.due_on), about=action)
    return action


def seat_of(work: Work, group_id: int, seat_id: int) -> Seat:
    """A seat of this group that somebody holds. Raises `Invalid` for any other."""
    seat = work.session.get(Seat, seat_id)
    if seat is None or seat.group_id != group_id:
        raise Invalid(seat=gettext_noop("Choose a seat at this table."))
    if seat.holder_id is None:
        raise Invalid(seat=gettext_noop("This seat is vacant: nobody would hear of the action."))
    return seat


def decision_of(work: Work, item: AgendaItem, decision_id: int | None) -> Decision | None:
    """A decision taken under this item, when one is named. Raises `Invalid` for any other."""
    if decision_id is None:
        return None
    decision = work.session.get(Decision, decision_id)
    if decision is None or decision.item_id != item.id:
        raise Invalid(decision=gettext_noop("Choose a decision of this item."))
    return decision


@command(policy.promise)
def promise(work: Work, group: Group, promising: Promising) -> Action:
    """Promise something for one's own seat."""
    seat = groups.own_seat(work, group.id)
    if seat is None:
        raise Invalid(form=gettext_noop("You have no seat here to promise for."))
    return add(work, seat, promising)


@command(policy.assign)
def assign(work: Work, group: Group, assigning: Assigning) -> Action:
    """Give an action to any seat."""
    return add(work, seat_of(work, group.id, assigning.seat), assigning)


@command(policy.assign_from_item)
def assign_from_item(work: Work, item: AgendaItem, assigning: AssigningFromItem) -> Action:
    """Give an action to a seat out of an agenda item, and perhaps a decision; they stay linked.

    In camera, only to a seat that the item names.
    """
    seat = seat_of(work, item.group_id, assigning.seat)
    if item.in_camera and seat.id not in items.named_seats(work, item):
        raise Invalid(seat=gettext_noop("Choose a seat that sees this item: it is in camera."))
    decided = decision_of(work, item, assigning.decision)
    action = add(work, seat, assigning)
    link(work, action, Relation.TAKEN_IN, item)
    if decided:
        link(work, action, Relation.FOLLOWS_FROM, decided)
    if item.meeting_id and work.session.get_one(Meeting, item.meeting_id).state is MeetingState.MINUTES_DRAFT:
        carry(work, item.meeting_id)
    return action


@reacts_to(MeetingClosed)
def on_meeting_closed(work: Work, _: MeetingClosed, meeting: Meeting) -> None:
    """What was promised comes back at the next meeting."""
    carry(work, meeting.id)


def carry(work: Work, meeting_id: int) -> None:
    """Let the threads of what was discussed go on while an action of theirs is open.

    Standing items come back by themselves, and a thread that somebody closed stays closed.
    """
    discussed = select(AgendaItem).where(
        col(AgendaItem.meeting_id) == meeting_id,
        col(AgendaItem.state) == ItemState.DISCUSSED,
        thread_is_open(),
        policy.has_open_actions(),
    )
    for item in work.rows(discussed.order_by(col(AgendaItem.position), col(AgendaItem.id))).scalars().all():
        agenda.carry(work, item)


@reacts_to(MinutesCirculated)
def on_minutes_circulated(work: Work, circulated: MinutesCirculated, meeting: Meeting) -> None:
    """Owners get their actions when the minutes go round for the first time."""
    if circulated.circulation == 1:
        work.record(events.ActionsHandedOut(), about=meeting)


@reacts_to(MinutesAdopted)
def on_minutes_adopted(work: Work, _: MinutesAdopted, meeting: Meeting) -> None:
    """Owners get what is still open of their actions when the minutes stand."""
    work.record(events.ActionsHandedOut(), about=meeting)


@command(policy.update)
def update(work: Work, action: Action, updating: Updating) -> None:
    """Say how an action stands. Done and dropped ones can be opened again; a moved due date keeps the earlier one."""
    if updating.due_on != action.due_on:
        work.add(EarlierDueDate(action_id=action.id, due_on=action.due_on, moved_at=work.now))
        action.due_on = updating.due_on
        work.record(events.ActionMoved(due_on=action.due_on), about=action)
    halted = updating.state in (ActionState.BLOCKED, ActionState.DROPPED)
    action.state, action.updated_at = updating.state, work.now
    action.reason = (updating.text or "") if halted else ""
    action.unblocked_by = (updating.unblocked_by or "") if updating.state is ActionState.BLOCKED else ""
    action.finished_at = None if action.is_unfinished else work.now
    work.add(
        ActionUpdate(action_id=action.id, person_id=work.me, state=action.state, text=updating.text or "", at=work.now)
    )
    work.record(events.ActionUpdated(state=action.state.value), about=action)
