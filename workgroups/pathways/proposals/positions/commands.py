from datetime import timedelta

from workgroups.core.clock import today
from workgroups.core.errors import Invalid, WrongState
from workgroups.core.languages import gettext_noop
from workgroups.core.policy import ANYONE
from workgroups.core.work import Work, command
from workgroups.groups import queries as groups
from workgroups.links.papers.commands import put as attach
from workgroups.links.papers.queries import papers_of
from workgroups.pathways.proposals.answers.forms import Confirming
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.positions import events, policy, queries
from workgroups.pathways.proposals.positions.forms import Answering, Judging, Stating, Transcribing
from workgroups.pathways.proposals.positions.models import CONCERNED, ConcernAnswer, Position, PositionValue
from workgroups.people import personal


def seat_for(work: Work, proposal: Proposal, chosen: int | None) -> int:
    """The seat that speaks: the chosen one, or my only one. Raises `Invalid` for none of several, and for another."""
    mine = [seat.id for seat in queries.seats_of_mine(work, proposal.group_id)]
    if chosen not in mine and (chosen is not None or len(mine) > 1):
        raise Invalid(seat=gettext_noop("Choose a seat for which you speak."))
    return chosen or mine[0]


def refuse_wrong_days(work: Work, proposal: Proposal, stating: Stating) -> None:
    """Raises `Invalid` for a mandate from the future, and for an answer promised for the past."""
    now = today(work.now, groups.group_of(work, proposal.group_id).timezone)
    if stating.mandate == "mandated" and stating.mandated_on and stating.mandated_on > now:
        raise Invalid(mandated_on=gettext_noop("Enter today or an earlier day."))
    if stating.value is PositionValue.WITH_OUR_BODY and stating.answer_by and stating.answer_by < now:
        raise Invalid(answer_by=gettext_noop("Enter today or a later day."))


def refuse_other_version(proposal: Proposal, stating: Stating) -> None:
    """Raises `WrongState` when the page showed another version than there is now."""
    if stating.digest is not None and stating.digest != proposal.digest:
        raise WrongState(
            gettext_noop("The proposal has changed since you opened it. Read how it is now, then send what you wrote.")
        )


CORRECTED_WITHIN = timedelta(days=5)
"""How long a seat can correct what was recorded for it from a letter."""


@command(policy.state)
def state(work: Work, proposal: Proposal, stating: Stating) -> Position:
    """State the position of one's seat; what it said before is kept."""
    seat = seat_for(work, proposal, stating.seat)
    before = queries.current(work, proposal.id, seat)
    position = put(work, proposal, seat, stating)
    if before and corrects(work, proposal, before):
        position.late = before.late
    work.record(events.PositionStated(proposal_id=proposal.id, for_seat_id=position.seat_id), about=position)
    return position


@command(policy.transcribe)
def transcribe(work: Work, proposal: Proposal, transcribing: Transcribing) -> Position:
    """Record for a seat what a letter of its organisation says. Raises `Invalid` when it has spoken for itself."""
    if transcribing.seat not in {seat.id for seat in queries.seats_of_others(work, proposal.group_id)}:
        raise Invalid(seat=gettext_noop("Choose a seat that is asked for its position."))
    before = queries.current(work, proposal.id, transcribing.seat)
    if before and binds_seat(proposal, before):
        raise Invalid(seat=gettext_noop("This seat has stated its position itself. Only the seat can change it."))
    position = put(work, proposal, transcribing.seat, transcribing)
    position.correct_until = work.now + CORRECTED_WITHIN
    attach(work, position, transcribing.file)
    work.record(events.PositionRecorded(proposal.id, position.seat_id), about=position)
    return position


@command(policy.agree)
def agree(work: Work, position: Position, confirming: Confirming) -> Position:
    """Say for the seat that what was recorded is what its letter says, as she read it."""
    if papers_of(work, position) != (confirming.papers or ""):
        raise WrongState(gettext_noop("The letter was changed after you opened this page. Read it again, then agree."))
    position.agreed_at = work.now
    work.record(events.PositionAgreed(position.proposal_id), about=position)
    return position


def binds_seat(proposal: Proposal, said: Position) -> bool:
    """The seat said it itself or agreed to it, in this call, or it is a concern that stands from an earlier one."""
    own = said.correct_until is None or said.agreed_at is not None
    return own and (said.value in CONCERNED or is_of_this_call(proposal, said))


def corrects(work: Work, proposal: Proposal, recorded: Position) -> bool:
    """Does a seat that speaks now correct in time what was recorded for it? Then it is no later than its letter was."""
    in_time = recorded.correct_until is not None and work.now < recorded.correct_until
    return in_time and recorded.agreed_at is None and is_of_this_call(proposal, recorded)


def is_of_this_call(proposal: Proposal, said: Position) -> bool:
    return proposal.called_at is not None and said.at >= proposal.called_at


def put(work: Work, proposal: Proposal, seat_id: int, stating: Stating) -> Position:
    """A new position of a seat."""
    refuse_other_version(proposal, stating)
    refuse_wrong_days(work, proposal, stating)
    before = queries.current(work, proposal.id, seat_id)
    if before:
        before.superseded_at = work.now
    concerned = stating.value in CONCERNED
    return work.add(
        Position(
            proposal_id=proposal.id,
            group_id=proposal.group_id,
            seat_id=seat_id,
            person_id=work.me,
            value=stating.value,
            reason=stating.reason or "",
            resolved_by=(stating.resolved_by or "") if concerned else "",
            mandated_on=stating.mandated_on if stating.mandate == "mandated" else None,
            answer_by=stating.answer_by if stating.value is PositionValue.WITH_OUR_BODY else None,
            digest=proposal.digest,
            late=bool(proposal.deadline_at and work.now >= proposal.deadline_at),
            at=work.now,
        )
    )


@command(ANYONE)
def state_by_link(work: Work, stating: Stating, token: str) -> None:
    """The same with the link of the letter, as the person whom it names, without signing in. She is written to."""
    _, person, proposal, _ = personal.follow(work, token, policy.state, lock=True)
    work.me = person.id
    position = state.do(work, proposal, stating)
    work.record(events.PositionStatedByLink(proposal.id), about=position)


@command(policy.answer)
def answer(work: Work, position: Position, answering: Answering) -> Position:
    """Answer a concern or objection in writing."""
    written = work.add(
        ConcernAnswer(
            proposal_id=position.proposal_id,
            position_id=position.id,
            text=answering.text,
            person_id=work.me,
            at=work.now,
        )
    )
    work.record(events.ConcernAnswered(position.proposal_id, written.id), about=position)
    return position


@command(policy.judge)
def judge(work: Work, position: Position, judging: Judging) -> Position:
    """Say whether the answer meets the concern."""
    for given in queries.unjudged(work, position):
        given.met, given.met_at = judging.met == "yes", work.now
        work.record(events.ConcernJudged(position.proposal_id, given.id, met=given.met), about=position)
    return position
