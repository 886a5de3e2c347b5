from sqlalchemy import func, select
from sqlmodel import col

from workgroups.core import clock
from workgroups.core.errors import Invalid
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command
from workgroups.groups.models import Group
from workgroups.links.commands import link
from workgroups.links.models import Relation
from workgroups.meetings.agenda import queries as items
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.decisions import events, policy, queries
from workgroups.meetings.decisions.forms import CorrectingMinutes, Deciding
from workgroups.meetings.decisions.models import Decision
from workgroups.meetings.minutes.summary.models import Summary
from workgroups.meetings.models import Meeting


@command(policy.decide)
def decide(work: Work, item: AgendaItem, deciding: Deciding) -> Decision:
    """Record what the group resolved under an item; it gets the group's next number of the meeting's year.

    The group is locked while the number is taken, so two decisions at one moment get two numbers.
    """
    group = work.session.get_one(Group, item.group_id, with_for_update=True)
    meeting = work.session.get_one(Meeting, item.meeting_id)
    year = clock.today(meeting.starts_at, group.timezone).year
    last = select(func.max(col(Decision.serial))).where(col(Decision.group_id) == group.id, col(Decision.year) == year)
    serial = (work.rows(last).scalar_one() or 0) + 1
    decision = work.add(
        Decision(
            group_id=group.id, meeting_id=meeting.id, item_id=item.id, year=year, serial=serial,
            number=f"{group.decision_prefix}-{year}-{serial:02}", text=deciding.text, at=work.now,
            by_id=work.me or None,
        )
    )  # fmt: skip
    work.session.add(Summary(group_id=group.id, item_id=item.id, decision_id=decision.id))
    link(work, decision, Relation.TAKEN_IN, item)
    work.record(events.DecisionRecorded(decision.number, item.id), about=decision)
    return decision


@command(policy.correct_minutes)
def correct_minutes(work: Work, item: AgendaItem, correcting: CorrectingMinutes) -> Decision:
    """Correct what approved minutes say of an item by a decision of a later meeting, linked both ways.

    What was in camera is corrected where nobody else sees it. Raises `Invalid` for an item that does not fit.
    """
    if correcting.item not in {row.id for row in queries.where_to_correct(work, item)}:
        raise Invalid(item=gettext_noop("Choose an item of a meeting whose minutes are being written now."))
    target = work.take(correcting.item, policy.decide, lock=True)
    if item.in_camera and not (target.in_camera and named(work, target) <= named(work, item)):
        raise Invalid(item=gettext_noop("What was in camera is corrected in camera, before the same seats."))
    decision = decide.do(work, target, correcting)
    link(work, decision, Relation.CORRECTS, item)
    return decision


def named(work: Work, item: AgendaItem) -> set[int]:
    return set(items.named_seats(work, item))


@command(policy.reword)
def reword(work: Work, decision: Decision, deciding: Deciding) -> Decision:
    """Correct the words of a decision before the minutes are circulated; its number stays."""
    if decision.text != deciding.text:
        decision.text = deciding.text
        work.record(events.DecisionReworded(), about=decision)
    return decision
