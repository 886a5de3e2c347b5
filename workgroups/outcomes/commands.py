from workgroups.core import clock
from workgroups.core.errors import Invalid, WrongState
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command
from workgroups.groups import queries as groups
from workgroups.groups.models import Group
from workgroups.links.commands import link
from workgroups.links.models import Relation
from workgroups.outcomes import events, figures, policy, queries
from workgroups.outcomes.forms import Describing, Recording
from workgroups.outcomes.initiatives.models import Initiative
from workgroups.outcomes.models import Outcome
from workgroups.pathways.barriers.models import Barrier
from workgroups.pathways.proposals.models import Proposal


def in_the_past(work: Work, group_id: int, describing: Describing) -> None:
    """Raises `Invalid` for a day that has not come: an outcome has really happened."""
    today = clock.today(work.now, groups.group_of(work, group_id).timezone)
    if describing.on_day is not None and describing.on_day > today:
        raise Invalid(on_day=gettext_noop("An outcome has already happened: choose today or an earlier day."))


def new(work: Work, group_id: int, recording: Recording) -> Outcome:
    """Store an outcome of a group. Raises `Invalid` for a profession that the group does not serve."""
    in_the_past(work, group_id, recording)
    if recording.profession not in [profession.id for profession in groups.professions_of(work, group_id)]:
        raise Invalid(profession=gettext_noop("Choose a profession that this group serves."))
    seat = groups.own_seat(work, group_id)
    outcome = work.add(
        Outcome(
            group_id=group_id,
            profession_id=recording.profession,
            seat_id=seat.id if seat else None,
            **recording.columns(),
        )
    )
    work.record(events.OutcomeRecorded(kind=outcome.kind.value), about=outcome)
    return outcome


@command(policy.record)
def record(work: Work, group: Group, recording: Recording) -> Outcome:
    """Write down something that really changed."""
    return new(work, group.id, recording)


@command(policy.record_of_barrier)
def record_of_barrier(work: Work, barrier: Barrier, recording: Recording) -> Outcome:
    """Write down what became of a barrier; the two stay linked."""
    outcome = new(work, barrier.group_id, recording)
    link(work, outcome, Relation.ANSWERS, barrier)
    return outcome


@command(policy.record_of_proposal)
def record_of_proposal(work: Work, proposal: Proposal, recording: Recording) -> Outcome:
    """Write down what came of a proposal; the two stay linked. Raises `WrongState` before the change holds."""
    if not proposal.is_in_force(clock.today(work.now, groups.group_of(work, proposal.group_id).timezone)):
        raise WrongState(gettext_noop("The change does not hold yet. Once it does, what comes of it is recorded here."))
    outcome = new(work, proposal.group_id, recording)
    outcome.figures = figures.take(queries.counted(work, proposal), recording.counted)
    link(work, outcome, Relation.FOLLOWS_FROM, proposal)
    return outcome


@command(policy.record_of_initiative)
def record_of_initiative(work: Work, initiative: Initiative, recording: Recording) -> Outcome:
    """Write down what came of an initiative; the two stay linked."""
    outcome = new(work, initiative.group_id, recording)
    link(work, outcome, Relation.FOLLOWS_FROM, initiative)
    return outcome


@command(policy.edit)
def describe(work: Work, outcome: Outcome, describing: Describing) -> Outcome:
    """Change what is said of an outcome, and which figures it keeps."""
    in_the_past(work, outcome.group_id, describing)
    outcome.figures = figures.take(queries.choice(work, outcome), describing.counted)
    for name, value in describing.columns().items():
        setattr(outcome, name, value)
    work.record(events.OutcomeChanged(), about=outcome)
    return outcome
