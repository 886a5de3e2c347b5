from datetime import date

from workgroups.core.clock import today
from workgroups.core.errors import Invalid, WrongState
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Work, command
from workgroups.groups import queries as groups
from workgroups.links.papers.commands import put
from workgroups.links.papers.queries import papers_of
from workgroups.pathways import operations
from workgroups.pathways import queries as drafts
from workgroups.pathways.models import Confirms, Step
from workgroups.pathways.proposals import queries as proposals
from workgroups.pathways.proposals.answers import adoption, events, policy, queries, reminders
from workgroups.pathways.proposals.answers.forms import Confirming, Recording, Resolving, TakingBack
from workgroups.pathways.proposals.answers.models import ADOPTIONS, BodyEntry, Conflict, EntryKind
from workgroups.pathways.proposals.models import Proposal, ResponsibleBody
from workgroups.pathways.steps.commands import put_confirmation


def chosen(proposal: Proposal, recording: Recording) -> list[int] | None:
    """Which operations an entry adopts; None means all. Raises `Invalid` for one that the proposal lacks."""
    if recording.kind is not EntryKind.ADOPTED_IN_PART:
        return None
    places = sorted(set(recording.operations))
    if places[-1] >= len(proposal.operations):
        raise Invalid(operations=gettext_noop("This change is not in the proposal."))
    if len(places) == len(proposal.operations):
        raise Invalid(operations=gettext_noop("This is everything that it changes: choose “adopted” above."))
    return places


def refuse_impossible_days(work: Work, proposal: Proposal, recording: Recording) -> None:
    """Raises `Invalid` for an answer from before the proposal or to come, and for a promise that is over.

    A change can hold before the body answered, but not before the edition that the proposal changes, or where there is
    none, before the proposal was before the group.
    """
    zone = groups.group_of(work, proposal.group_id).timezone
    now, opened = today(work.now, zone), today(proposal.opened_at or proposal.drafted_at, zone)
    published = queries.changed_edition(work, proposal)
    wrong = {}
    if recording.on_day > now:
        wrong["on_day"] = LATER_THAN_TODAY
    elif recording.on_day < opened:
        wrong["on_day"] = BEFORE_IT_WAS_OPENED
    if recording.kind is EntryKind.UNDER_STUDY and recording.promised_on and recording.promised_on < now:
        wrong["promised_on"] = gettext_noop("Choose today or a later day.")
    if recording.kind in ADOPTIONS and recording.effective_on:
        if published and recording.effective_on < today(published, zone):
            wrong["effective_on"] = BEFORE_THE_EDITION
        elif published is None and recording.effective_on < opened:
            wrong["effective_on"] = BEFORE_IT_WAS_OPENED
    if wrong:
        raise Invalid(**wrong)


LATER_THAN_TODAY = gettext_noop("Enter today or an earlier day.")
BEFORE_IT_WAS_OPENED = gettext_noop("Enter the day on which the proposal was opened to the group, or a later one.")
BEFORE_THE_EDITION = gettext_noop("Enter the day of the edition that the proposal changes, or a later one.")


def whose(work: Work, proposal: Proposal, asked: int | None) -> ResponsibleBody:
    """The body whose answer it is; not asked where I answer for one only.

    Raises `Invalid` when it has to be chosen, and for one whose answers I do not record.
    """
    mine = [view.id for view in proposals.about(work, proposal).bodies if view.may_record]
    chosen = asked or (mine[0] if len(mine) == 1 else None)
    if chosen not in mine:
        raise Invalid(body=gettext_noop("Choose the body whose answer it is."))
    return next(row for row in proposals.responsible(work, proposal) if row.organisation_id == chosen)


@command(policy.record)
def record(work: Work, proposal: Proposal, recording: Recording) -> BodyEntry:
    """Record what a responsible body answered; an adoption then waits for a second person."""
    refuse_impossible_days(work, proposal, recording)
    adopts = recording.kind in ADOPTIONS
    body = whose(work, proposal, recording.body)
    if adopts and queries.is_all_recorded(work, proposal, body.organisation_id):
        raise WrongState(gettext_noop("An adoption of the whole proposal is recorded already."))
    entry = work.add(
        BodyEntry(
            proposal_id=proposal.id,
            group_id=proposal.group_id,
            organisation_id=body.organisation_id,
            kind=recording.kind,
            on_day=recording.on_day,
            note=recording.note or "",
            promised_on=recording.promised_on if recording.kind is EntryKind.UNDER_STUDY else None,
            effective_on=recording.effective_on if adopts else None,
            document_title=recording.document_title or (recording.file.name if recording.file else ""),
            document_url=recording.document_url or "",
            document_text=recording.document_text or "",
            operations=chosen(proposal, recording),
            recorded_by_id=work.me,
            recorded_at=work.now,
        )
    )
    if recording.file:
        put(work, entry, recording.file)
    reminders.ask_later(work, body, promised_on=entry.promised_on)
    answered = events.BodyAnswered(
        proposal_id=proposal.id,
        organisation_id=entry.organisation_id,
        answer=entry.kind.value,
        on_day=entry.on_day,
    )
    work.record(answered, about=entry)
    return entry


@command(policy.take_back)
def take_back(work: Work, entry: BodyEntry, taking_back: TakingBack) -> BodyEntry:
    """Take an entry back that is wrong; it stays in sight with the reason, and can be recorded anew."""
    entry.withdrawn_at, entry.withdrawn_by_id = work.now, work.me
    entry.withdrawn_reason = taking_back.reason
    proposal = work.session.get_one(Proposal, entry.proposal_id, with_for_update=True)
    for body in proposals.responsible(work, proposal):
        if body.organisation_id == entry.organisation_id:
            reminders.ask_later(work, body)
    work.record(events.BodyEntryTakenBack(proposal_id=entry.proposal_id), about=entry)
    return entry


@command(policy.confirm)
def confirm(work: Work, entry: BodyEntry, confirming: Confirming) -> BodyEntry:
    """A second person confirms an adoption as she read it: its operations go into the working draft at once.

    What another body has adopted before is there already: it is not put in again, whatever became of it since.
    """
    if papers_of(work, entry) != (confirming.papers or ""):
        raise WrongState(
            gettext_noop("The document was changed after you opened this page. Read it again, then confirm.")
        )
    proposal = work.session.get_one(Proposal, entry.proposal_id, with_for_update=True)
    if entry.effective_on is None:
        raise WrongState(gettext_noop("This adoption does not say from when it holds."))
    every, before = operations.read(proposal.operations), queries.adopted_places(work, proposal)
    entry.confirmed_by_id, entry.confirmed_at = work.me, work.now
    places = set(range(len(every)) if entry.operations is None else entry.operations)
    fresh = [every[place] for place in sorted(places - before)]
    unfit = adoption.put_in(work, proposal, fresh, entry.effective_on) if fresh else []
    for conflict in unfit:
        work.session.add(stored(proposal, conflict, entry.effective_on))
    if fresh:
        proposal.adopted_at = work.now
        proposal.effective_on = min(filter(None, (proposal.effective_on, entry.effective_on)))
        proposal.adopted_whole = len(places | before) == len(every)
    known = operations.keys_of([every[place] for place in places & before]) & queries.as_adopted(work, proposal)
    own = places | queries.adopted_places(work, proposal, by=entry.organisation_id)
    of_others = operations.keys_of([every[place] for place in before - own])
    by_hand = {conflict.step_key for conflict in queries.conflicts(work, proposal.id)}
    confirm_steps(work, proposal, entry, (operations.keys_of(fresh) | known) - of_others - by_hand)
    work.record(events.AdoptionConfirmed(entry.id, entry.effective_on, len(unfit)), about=proposal)
    return entry


def stored(proposal: Proposal, conflict: operations.Conflict, effective_on: date) -> Conflict:
    """The row of a part that did not fit."""
    return Conflict(
        proposal_id=proposal.id,
        group_id=proposal.group_id,
        pathway_id=proposal.pathway_id,
        code=conflict.code,
        step_key=conflict.step,
        field=conflict.field,
        operation=operations.data([conflict.operation])[0],
        expected=conflict.expected,
        found=conflict.found,
        wanted=conflict.wanted,
        effective_on=effective_on,
    )


def confirm_steps(work: Work, proposal: Proposal, entry: BodyEntry, keys: set[str]) -> None:
    """The body that adopts a change thereby confirms its steps, when one of the two persons sits for it.

    Not one that holds from another day than it said.
    """
    person = queries.who_sits(work, entry)
    if person is None:
        return
    for key, row in drafts.draft(work, proposal.pathway_id).ids.items():
        step = work.session.get_one(Step, row)
        said = step.content.get("valid_from") == str(entry.effective_on)
        if key in keys and step.body_id == entry.organisation_id and said:
            put_confirmation(work, step, Confirms.CONFIRMED, person_id=person)


@command(policy.resolve)
def resolve(work: Work, conflict: Conflict, resolving: Resolving) -> Conflict:
    """Say what becomes of a part that did not fit. To take it puts what was proposed into the working draft."""
    proposal = work.session.get_one(Proposal, conflict.proposal_id)
    if resolving.choice == "take":
        adoption.take(work, proposal, conflict, operations.read([conflict.operation])[0])
    elif resolving.choice == "by_hand" and adoption.is_as_found(work, conflict):
        raise Invalid(
            choice=gettext_noop("The working draft still says what it said. Edit it first, then say so here.")
        )
    conflict.taken = resolving.choice != "keep"
    if conflict.taken:
        proposal.adopted_at = work.now
    conflict.resolved_by_id, conflict.resolved_at = work.me, work.now
    work.record(events.ConflictResolved(conflict.id, taken=conflict.taken), about=proposal)
    return conflict
