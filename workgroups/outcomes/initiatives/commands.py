from workgroups.core.errors import Invalid, WrongState
from workgroups.core.languages import gettext_noop, pick
from workgroups.core.work import Work, command
from workgroups.groups import queries as groups
from workgroups.groups.models import Group
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.outcomes.initiatives import events, policy
from workgroups.outcomes.initiatives.forms import Describing, Moving, Proposing
from workgroups.outcomes.initiatives.models import Initiative, InitiativeChange, InitiativeState
from workgroups.pathways import agenda
from workgroups.pathways.forms import PuttingOnAgenda

NEEDED = {
    InitiativeState.COMPLETED: gettext_noop("Say what came of it."),
    InitiativeState.DROPPED: gettext_noop("Say why it is given up."),
}
"""What the states that end an initiative want to be told."""


def change(work: Work, initiative: Initiative, state: InitiativeState, reason: str | None = None) -> None:
    """Bring an initiative into a state and keep who did so, when and why."""
    initiative.state = state
    work.session.add(
        InitiativeChange(initiative_id=initiative.id, state=state, reason=reason or "", person_id=work.me, at=work.now)
    )


@command(policy.propose)
def propose(work: Work, group: Group, proposing: Proposing) -> Initiative:
    """Bring an idea to the table, or a project that asks for advice."""
    seat = groups.own_seat(work, group.id)
    initiative = work.add(
        Initiative(
            group_id=group.id,
            seat_id=seat.id if seat else None,
            person_id=work.me,
            proposed_at=work.now,
            **proposing.columns(),
        )
    )
    change(work, initiative, InitiativeState(proposing.state))
    work.record(events.InitiativeProposed(kind=initiative.kind.value, state=initiative.state.value), about=initiative)
    return initiative


@command(policy.edit)
def describe(work: Work, initiative: Initiative, describing: Describing) -> Initiative:
    """Say better what it is, for whom, with whom, and who pays."""
    for name, value in describing.columns().items():
        setattr(initiative, name, value)
    work.record(events.InitiativeDescribed(), about=initiative)
    return initiative


@command(policy.move)
def move(work: Work, initiative: Initiative, moving: Moving) -> None:
    """Bring it a step on, a step back, or to its end.

    Raises `WrongState` for a state that is not one move away, and `Invalid` for a move that lacks its reason.
    """
    before, to = initiative.state, moving.state
    if to not in initiative.moves:
        raise WrongState(gettext_noop("It cannot go there from where it stands now."))
    needed = NEEDED.get(to) or (gettext_noop("Say why it goes a step back.") if to.is_before(before) else None)
    if needed and not moving.reason:
        raise Invalid(reason=needed)
    change(work, initiative, to, moving.reason)
    work.record(events.InitiativeMoved(state=to.value), about=initiative)


@command(policy.put_on_agenda)
def put_on_agenda(work: Work, initiative: Initiative, putting: PuttingOnAgenda) -> AgendaItem:
    """Make it a decision item of the next meeting."""
    return agenda.place(work, initiative, pick(initiative.title)[0], initiative.text, putting.minutes)
