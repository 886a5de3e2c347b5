from datetime import time

from workgroups.core import clock
from workgroups.core.errors import Invalid, WrongState
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command
from workgroups.groups import queries as groups
from workgroups.groups.chairs import voices
from workgroups.groups.chairs.voices import Voice
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals.amendments import queries as amendments
from workgroups.pathways.proposals.models import Proposal, ProposalState
from workgroups.pathways.proposals.positions import queries as positions
from workgroups.pathways.proposals.verdicts import events, policy, queries
from workgroups.pathways.proposals.verdicts.forms import Deciding
from workgroups.pathways.proposals.verdicts.models import Verdict, VerdictValue
from workgroups.pathways.proposals.verdicts.queries import VerdictView


def refuse_too_early(work: Work, proposal: Proposal, deciding: Deciding) -> None:
    """Raises `WrongState` when another version was read, `Invalid` when something is still missing."""
    if deciding.digest != proposal.digest:
        raise WrongState(
            gettext_noop("The proposal has changed since you opened it. This is how it reads now; please decide again.")
        )
    if deciding.value is VerdictValue.RECOMMENDED and positions.unanswered(work, proposal.id):
        raise Invalid(
            value=gettext_noop("A concern or objection has no written answer yet. Answer each of them first.")
        )
    if deciding.value is VerdictValue.RECOMMENDED and amendments.unanswered(work, proposal.id):
        raise Invalid(
            value=gettext_noop("An amendment has no answer yet. Whoever proposes accepts or rejects it first.")
        )
    zone = groups.group_of(work, proposal.group_id).timezone
    if deciding.value is not VerdictValue.DEFERRED and positions.to_check(work, proposal.id):
        raise Invalid(
            value=gettext_noop("A position was recorded from a letter, and its seat can still correct it or agree.")
        )
    if deciding.until and deciding.until <= clock.today(work.now, zone):
        raise Invalid(until=gettext_noop("Choose a day after today."))


def voice_for(work: Work, able: list[Voice], standing: list[VerdictView]) -> Voice:
    """The voice with which I decide. A chair decides over her deputy, never the reverse, which raises `WrongState`."""
    voice = voices.own(work, able, standing)
    others = [view for view in standing if view.seat_id == voice.seat_id and view.person_id != work.me]
    if others and voice.as_deputy:
        raise WrongState(gettext_noop("A decision was given for this co-chair seat already."))
    return voice


@command(policy.decide)
def decide(work: Work, proposal: Proposal, deciding: Deciding) -> None:
    """One co-chair decides; when the other has decided the same on this version, it is decided."""
    refuse_too_early(work, proposal, deciding)
    out = queries.recusals(work, proposal)
    able = queries.able(work, proposal, out, lock=True)
    current = queries.current(work, proposal, out)
    standing = voices.standing(able, current)
    voice = voice_for(work, able, standing)
    other = voices.other(able, standing, voice)
    for view in current:
        if view.seat_id == voice.seat_id:
            work.session.get_one(Verdict, view.id).superseded_at = work.now
    until = deciding.until if deciding.value is VerdictValue.DEFERRED else None
    work.add(
        Verdict(
            proposal_id=proposal.id,
            group_id=proposal.group_id,
            seat_id=voice.seat_id,
            person_id=work.me,
            value=deciding.value,
            until=until,
            reason=deciding.reason,
            digest=proposal.digest,
            at=work.now,
        )
    )
    given = events.VerdictGiven(chair_seat_id=voice.seat_id, value=deciding.value.value, digest=proposal.digest)
    work.record(given, about=proposal)
    if deciding.decision is not None:
        proposals.follow(work, proposal, deciding.decision)
    if other is None:
        return
    if (other.value, other.until) == (deciding.value, until):
        settle(work, proposal, deciding)
    else:
        work.record(events.ChairsDiffer(digest=proposal.digest), about=proposal)


def settle(work: Work, proposal: Proposal, deciding: Deciding) -> None:
    """Both co-chairs have decided the same."""
    proposal.state, proposal.settled_at = ProposalState(deciding.value.value), work.now
    if deciding.value is VerdictValue.DEFERRED and deciding.until:
        zone = groups.group_of(work, proposal.group_id).timezone
        proposal.deferred_until = deciding.until
        proposal.returns_at = clock.local(deciding.until, time.min, zone)
    decided = events.ProposalDecided(value=deciding.value.value, digest=proposal.digest)
    work.record(decided, about=proposal)
