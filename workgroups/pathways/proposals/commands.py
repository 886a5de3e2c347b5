from collections.abc import Sequence
from datetime import date, time, timedelta

from sqlalchemy import delete, func, select
from sqlmodel import col

from workgroups.core import canonical, clock
from workgroups.core.errors import Invalid, WrongState
from workgroups.core.forms import Nothing
from workgroups.core.languages import LANGUAGES, gettext_noop, language_map, pick, using
from workgroups.core.work import Work, command, reacts_to
from workgroups.groups import queries as groups
from workgroups.groups.models import Group, PositionsShown
from workgroups.links import queries as links
from workgroups.links.commands import link, unlink
from workgroups.links.models import Relation
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.decisions.models import Decision
from workgroups.pathways import agenda
from workgroups.pathways import document as documents
from workgroups.pathways import queries as pathways
from workgroups.pathways.barriers import commands as barriers
from workgroups.pathways.barriers.events import BarrierChanged
from workgroups.pathways.barriers.models import Barrier, BarrierState
from workgroups.pathways.diff import diff
from workgroups.pathways.forms import PuttingOnAgenda
from workgroups.pathways.models import Pathway
from workgroups.pathways.operations import Operation, apply, data, read
from workgroups.pathways.problems import fresh
from workgroups.pathways.proposals import bodies, events, policy, queries
from workgroups.pathways.proposals.deadlines import next_reminder
from workgroups.pathways.proposals.forms import Arguing, Calling, Grounding, Proposing, Withdrawing
from workgroups.pathways.proposals.models import ARGUMENT, Baseline, Proposal, ProposalState, Rendition
from workgroups.pathways.proposals.renditions import by_field, rendition

LONGEST_CALL = timedelta(days=366)


@command(policy.propose)
def propose(work: Work, group: Group, proposing: Proposing) -> Proposal:
    """Draft a proposal on a pathway of the group; what it changes is said afterwards, step by step."""
    pathway = chosen(work, group, proposing.pathway)
    seat = groups.own_seat(work, group.id)
    proposal = Proposal(
        group_id=group.id,
        pathway_id=pathway.id,
        number=next_number(work, group),
        title={},
        reason="",
        proposer_seat_id=seat.id if seat else None,
        author_id=work.me,
        drafted_at=work.now,
    )
    put_argument(proposal, proposing)
    work.add(proposal)
    bodies.name(work, proposal, bodies.asked(work, proposing))
    base = pathways.document(work, pathway.id)
    work.add(Baseline(proposal_id=proposal.id, document=base.data(), digest=canonical.digest(base.data())))
    keep(work, proposal, base, ())
    work.record(events.ProposalDrafted(pathway_id=pathway.id), about=proposal)
    if proposing.barrier is not None:
        answer(work, proposal, proposing.barrier)
    if proposing.decision is not None:
        follow(work, proposal, proposing.decision)
    if proposing.earlier is not None:
        take_up(work, proposal, proposing.earlier)
    if proposing.other is not None:
        go_with(work, proposal, proposing.other)
    return proposal


def chosen(work: Work, group: Group, asked: int | None) -> Pathway:
    """The pathway that is to change; not asked where there is only one. Raises `Invalid` when it has to be chosen."""
    known = {row.id: row for row in queries.changeable(work, group.id)}
    found = known.get(asked or 0) if asked or len(known) > 1 else next(iter(known.values()))
    if found is None:
        raise Invalid(pathway=gettext_noop("Choose which of the group’s own pathways it changes."))
    return found


def next_number(work: Work, group: Group) -> str:
    """The year and how many proposals the group has made in it."""
    year = clock.today(work.now, group.timezone).year
    found = select(func.count()).where(col(Proposal.group_id) == group.id, col(Proposal.number).startswith(f"{year}-"))
    return f"{year}-{work.rows(found).scalar_one() + 1:02d}"


def put_argument(proposal: Proposal, arguing: Arguing) -> None:
    proposal.title = language_map(en=arguing.title_en, fr=arguing.title_fr)
    proposal.reason = arguing.reason
    for name in ARGUMENT:
        setattr(proposal, name, getattr(arguing, name) or "")


def answer(work: Work, proposal: Proposal, barrier_id: int) -> None:
    """Link the barrier that a proposal answers. Raises `Invalid` for a barrier of another group."""
    barrier = work.session.get(Barrier, barrier_id)
    if barrier is None or barrier.group_id != proposal.group_id:
        raise Invalid(barrier=gettext_noop("Choose a barrier of this group."))
    link(work, proposal, Relation.ANSWERS, barrier)
    if queries.is_worked_on(work, barrier):
        begin_work(work, barrier)


def take_up(work: Work, proposal: Proposal, earlier_id: int) -> None:
    """Link the decided proposal that a new one takes up. Raises `Invalid` for any other."""
    if earlier_id not in {view.id for view in queries.decided(work, proposal.group_id)}:
        raise Invalid(earlier=gettext_noop("Choose a decided proposal of this group."))
    link(work, proposal, Relation.FOLLOWS_FROM, work.session.get_one(Proposal, earlier_id))


def go_with(work: Work, proposal: Proposal, other_id: int) -> None:
    """Link the undecided proposal that changes another pathway for the same purpose. Raises `Invalid` for any other."""
    if other_id not in {view.id for view in queries.undecided(work, proposal.group_id)}:
        raise Invalid(other=gettext_noop("Choose a proposal of this group that is not decided yet."))
    other = work.session.get_one(Proposal, other_id)
    if other.pathway_id == proposal.pathway_id:
        raise Invalid(other=gettext_noop("It changes the same pathway: say everything in one proposal."))
    link(work, proposal, Relation.GOES_WITH, other)


def follow(work: Work, proposal: Proposal, decision_id: int) -> None:
    """Link the decision of the group that a proposal follows from. Raises `Invalid` for one I do not see."""
    if decision_id not in {decision.id for decision in queries.decisions(work, proposal.group_id)}:
        raise Invalid(decision=gettext_noop("Choose a decision of this group."))
    decision = work.session.get_one(Decision, decision_id)
    if not links.between(work, proposal, decision):
        link(work, proposal, Relation.FOLLOWS_FROM, decision)


def ground(work: Work, proposal: Proposal, grounding: Grounding) -> None:
    """Let a proposal answer another barrier, or follow from another decision, than it did."""
    before = queries.grounds(work, proposal)
    if grounding.barrier != before["barrier"]:
        if before["barrier"]:
            unlink(work, proposal, Relation.ANSWERS, work.session.get_one(Barrier, before["barrier"]))
        if grounding.barrier:
            answer(work, proposal, grounding.barrier)
    if grounding.decision != before["decision"]:
        if before["decision"]:
            unlink(work, proposal, Relation.FOLLOWS_FROM, work.session.get_one(Decision, before["decision"]))
        if grounding.decision:
            follow(work, proposal, grounding.decision)


def begin_work(work: Work, barrier: Barrier) -> None:
    """Work on a confirmed barrier has begun when a proposal that answers it is before the group."""
    if barrier.state is BarrierState.CONFIRMED:
        barriers.change(work, barrier, BarrierState.IN_WORK)


@reacts_to(BarrierChanged)
def on_barrier_changed(work: Work, _: BarrierChanged, barrier: Barrier) -> None:
    if barrier.state is BarrierState.CONFIRMED and queries.is_worked_on(work, barrier):
        begin_work(work, barrier)


def keep(work: Work, proposal: Proposal, base: documents.Pathway, operations: Sequence[Operation]) -> None:
    """Store what a proposal changes, and tell it in every language; decisions on an earlier version lapse.

    Each operation changes one field, so that a body can adopt one and leave another.
    """
    operations = [one for operation in operations for one in by_field(operation)]
    bodies.follow_steps(work, proposal, base, operations)
    proposal.operations = data(operations)
    names = queries.body_names(work, base, apply(base, operations).document)
    work.session.execute(delete(Rendition).where(col(Rendition.proposal_id) == proposal.id))
    for language in LANGUAGES:
        with using(language):
            told = rendition(base, operations, names)
        work.session.add(Rendition(proposal_id=proposal.id, language=language, content=told))
    sign(work, proposal)


def sign(work: Work, proposal: Proposal) -> None:
    """The digest of everything that is decided on; what was added to proposals later counts where it is said."""
    always = ("title", "reason", "evidence", "risks", "operations")
    said = (name for name in ARGUMENT if getattr(proposal, name))
    named = sorted(queries.named(work, proposal))
    signed = {name: getattr(proposal, name) for name in dict.fromkeys((*always, *said))}
    proposal.digest = canonical.digest(signed | {"body_id": named[0] if len(named) == 1 else named or None})


def revise(work: Work, proposal: Proposal, target: documents.Pathway) -> None:
    """Make the proposal lead from its baseline to another pathway."""
    base = queries.baseline(work, proposal)
    keep(work, proposal, base, diff(base, target))
    work.record(events.ProposalChanged(digest=proposal.digest), about=proposal)


@command(policy.edit)
def argue(work: Work, proposal: Proposal, grounding: Grounding) -> None:
    """Change title, reason, what else is said for it, the responsible bodies, or what it answers and follows from."""
    put_argument(proposal, grounding)
    ground(work, proposal, grounding)
    named = bodies.asked(work, grounding)
    named = named or bodies.of_steps(queries.baseline(work, proposal), read(proposal.operations))
    if not named and proposal.opened_at:
        raise Invalid(bodies=gettext_noop("Name the responsible body: it has to answer in the end."))
    bodies.name(work, proposal, named)
    sign(work, proposal)
    work.record(events.ProposalChanged(digest=proposal.digest), about=proposal)


@command(policy.edit)
def bring_up_to_date(work: Work, proposal: Proposal, _: Nothing) -> None:
    """Make the proposal against the working draft as it stands now; what no longer fits is left out of it."""
    base = pathways.document(work, proposal.pathway_id)
    applied = apply(base, read(proposal.operations))
    keep(work, proposal, base, diff(base, applied.document))
    row = queries.baseline_row(work, proposal)
    row.document, row.digest = base.data(), canonical.digest(base.data())
    work.record(events.ProposalChanged(digest=proposal.digest), about=proposal)


def refuse_broken(base: documents.Pathway, operations: Sequence[Operation]) -> None:
    """Raises `WrongState` when a change would make new problems in the pathway that it was made against."""
    if fresh(base, apply(base, operations).document):
        raise WrongState(
            gettext_noop(
                "With these changes the pathway could not be followed. Open what it changes: it says what to put right."
            )
        )


@command(policy.open_up)
def open_up(work: Work, proposal: Proposal, _: Nothing) -> None:
    """Bring a draft to the group."""
    if not proposal.operations:
        raise WrongState(gettext_noop("Say first what should change: a proposal has at least one change."))
    if not queries.named(work, proposal):
        raise WrongState(gettext_noop("Name the responsible body first: it has to answer in the end."))
    refuse_broken(queries.baseline(work, proposal), read(proposal.operations))
    proposal.state, proposal.opened_at = ProposalState.OPEN, work.now
    for barrier in queries.answered(work, proposal):
        begin_work(work, barrier)
    work.record(events.ProposalOpened(digest=proposal.digest), about=proposal)


@command(policy.withdraw)
def withdraw(work: Work, proposal: Proposal, withdrawing: Withdrawing) -> None:
    """Take a proposal back."""
    proposal.state, proposal.settled_at = ProposalState.WITHDRAWN, work.now
    proposal.settled_reason = withdrawing.reason or ""
    work.record(events.ProposalWithdrawn(), about=proposal)


def set_deadline(work: Work, proposal: Proposal, day: date, zone: str) -> None:
    """Positions are taken until the end of this day. Raises `Invalid` for the past and the far future."""
    today = clock.today(work.now, zone)
    if day < today:
        raise Invalid(deadline=gettext_noop("Choose today or a later day."))
    if day > today + LONGEST_CALL:
        raise Invalid(deadline=gettext_noop("Choose a day within a year."))
    proposal.deadline_on = day
    proposal.deadline_at = clock.local(day + timedelta(days=1), time.min, zone)
    proposal.remind_at = next_reminder(day, work.now, zone)


@command(policy.call)
def call(work: Work, proposal: Proposal, calling: Calling) -> None:
    """Ask every seat for its position; whether they stay hidden until the deadline is fixed now."""
    group = groups.group_of(work, proposal.group_id)
    set_deadline(work, proposal, calling.deadline, group.timezone)
    at_once = group.positions_shown is PositionsShown.AT_ONCE
    proposal.state, proposal.called_at = ProposalState.POSITIONS_CALLED, work.now
    proposal.positions_shown_at = work.now if at_once else proposal.deadline_at
    proposal.revealed = at_once
    called = events.PositionsCalled(digest=proposal.digest, deadline_on=calling.deadline)
    work.record(called, about=proposal)


@command(policy.extend)
def extend(work: Work, proposal: Proposal, calling: Calling) -> None:
    """Give the seats more time, in the open. What everybody sees already is not hidden again."""
    if proposal.deadline_on and calling.deadline <= proposal.deadline_on:
        raise Invalid(deadline=gettext_noop("Choose a day after the present deadline."))
    zone = groups.group_of(work, proposal.group_id).timezone
    set_deadline(work, proposal, calling.deadline, zone)
    if proposal.positions_shown_at and proposal.positions_shown_at > work.now:
        proposal.positions_shown_at = proposal.deadline_at
    work.record(events.DeadlineExtended(deadline_on=calling.deadline), about=proposal)


@command(policy.put_on_agenda)
def put_on_agenda(work: Work, proposal: Proposal, putting: PuttingOnAgenda) -> AgendaItem:
    """Make it a decision item of the next meeting."""
    return agenda.place(work, proposal, pick(proposal.title)[0], proposal.reason, putting.minutes)
