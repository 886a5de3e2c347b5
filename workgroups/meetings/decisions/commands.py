from sqlalchemy import func, select
from sqlmodel import col

from workgroups.core import clock
from workgroups.core.work import Work, command
from workgroups.groups.models import Group
from workgroups.links.commands import link
from workgroups.links.models import Relation
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.decisions import events, policy
from workgroups.meetings.decisions.forms import Deciding
from workgroups.meetings.decisions.models import Decision
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
    link(work, decision, Relation.TAKEN_IN, item)
    work.record(events.DecisionRecorded(decision.number, item.id), about=decision)
    return decision


@command(policy.reword)
def reword(work: Work, decision: Decision, deciding: Deciding) -> Decision:
    """Correct the words of a decision before the minutes are circulated; its number stays."""
    if decision.text != deciding.text:
        decision.text = deciding.text
        work.record(events.DecisionReworded(), about=decision)
    return decision
