from workgroups.core.forms import Nothing
from workgroups.core.work import Work, command
from workgroups.groups import queries as groups
from workgroups.groups.models import Group
from workgroups.links.commands import link
from workgroups.links.models import Relation
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.pathways import agenda
from workgroups.pathways import queries as pathways
from workgroups.pathways.barriers import events, policy
from workgroups.pathways.barriers.forms import Closing, Correcting, Reasoning, Reporting
from workgroups.pathways.barriers.models import Barrier, BarrierChange, BarrierState
from workgroups.pathways.forms import PuttingOnAgenda


@command(policy.report)
def report(work: Work, group: Group, reporting: Reporting) -> Barrier:
    """Say what keeps people out. With the name withheld only the host co-chair learns who said so."""
    seat = groups.own_seat(work, group.id)
    barrier = work.add(
        Barrier(
            group_id=group.id,
            title=reporting.title,
            text=reporting.text,
            affects=reporting.affects,
            evidence=reporting.evidence or "",
            reporter_id=work.me,
            seat_id=seat.id if seat else None,
            name_withheld=reporting.name_withheld,
            reported_at=work.now,
        )
    )
    withheld = reporting.name_withheld
    step = pathways.step_asked(work, group.id, str(reporting.step or ""))
    if step and not withheld:  # a link says who made it
        link(work, barrier, Relation.CONCERNS, step)
    work.record(events.BarrierReportedInConfidence() if withheld else events.BarrierReported(), about=barrier)
    return barrier


@command(policy.correct)
def correct(work: Work, barrier: Barrier, correcting: Correcting) -> Barrier:
    """Say it better, until a co-chair has confirmed it."""
    barrier.title, barrier.text, barrier.affects = correcting.title, correcting.text, correcting.affects
    barrier.evidence = correcting.evidence or ""
    work.record(events.BarrierCorrected(), about=barrier)
    return barrier


def change(work: Work, barrier: Barrier, state: BarrierState, reason: str | None = None) -> None:
    """Bring a barrier into another state and keep who did so, when and why."""
    barrier.state = state
    work.session.add(
        BarrierChange(barrier_id=barrier.id, state=state, reason=reason or "", person_id=work.me, at=work.now)
    )
    work.record(events.BarrierChanged(state=state.value), about=barrier)


@command(policy.confirm)
def confirm(work: Work, barrier: Barrier, _: Nothing) -> None:
    """The group knows this barrier to be real."""
    change(work, barrier, BarrierState.CONFIRMED)


@command(policy.reject)
def reject(work: Work, barrier: Barrier, reasoning: Reasoning) -> None:
    """It is not a barrier, and why."""
    change(work, barrier, BarrierState.NOT_A_BARRIER, reasoning.reason)


@command(policy.take_up)
def take_up(work: Work, barrier: Barrier, _: Nothing) -> None:
    """Work on it has begun."""
    change(work, barrier, BarrierState.IN_WORK)


@command(policy.close)
def close(work: Work, barrier: Barrier, closing: Closing) -> None:
    """It is removed or eased, or it stands."""
    change(work, barrier, BarrierState(closing.state), closing.reason)


@command(policy.put_on_agenda)
def put_on_agenda(work: Work, barrier: Barrier, putting: PuttingOnAgenda) -> AgendaItem:
    """Make it a decision item of the next meeting."""
    return agenda.place(work, barrier, barrier.title, barrier.text, putting.minutes)
