"""Who hears of what: each letter reaches those whom it concerns, nobody who may not see, and not whoever did it.

Every act is done in the full room and taken back. Letters leave after the commit, so each case is told three times: as
it is, after everybody's account was closed, and after everybody has left the table meanwhile.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, delete, select, update

from tests.meetings.stage import NOTHING
from tests.trust.conftest import Room
from tests.trust.scene import LATER, kept
from workgroups.actions import commands as actions
from workgroups.actions.forms import Assigning, AssigningFromItem, Promising
from workgroups.careers import commands as careers
from workgroups.careers import forms as career_forms
from workgroups.core.events import Event
from workgroups.core.forms import Nothing
from workgroups.core.outbox import NOTICES
from workgroups.core.settings import Settings
from workgroups.core.work import Work
from workgroups.groups import commands as groups
from workgroups.groups.chairs import commands as chairs
from workgroups.groups.forms import NOBODY, Closing, Inviting, NamingAlternate, NominatingChair, ProposingDeputy
from workgroups.groups.models import Acting, Coordination, Seat
from workgroups.meetings import commands as meetings
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda.backlog import commands as backlog
from workgroups.meetings.agenda.backlog.forms import Merging
from workgroups.meetings.agenda.forms import Adding, Declining
from workgroups.meetings.agenda.models import AgendaItem, ItemKind, NamedSeat
from workgroups.meetings.forms import Cancelling, Planning
from workgroups.meetings.guests import commands as guests
from workgroups.meetings.guests import forms as guest_forms
from workgroups.meetings.minutes import commands as minutes
from workgroups.meetings.minutes.corrections import commands as corrections
from workgroups.meetings.minutes.corrections.forms import Answering as CorrectionAnswering
from workgroups.meetings.minutes.forms import Circulating
from workgroups.meetings.minutes.reopening import commands as reopening
from workgroups.meetings.minutes.reopening.forms import ReopeningFor
from workgroups.meetings.models import Meeting
from workgroups.meetings.replies import commands as replies
from workgroups.meetings.replies.forms import Replying
from workgroups.meetings.rhythm import clockwork
from workgroups.meetings.rhythm import commands as rhythm
from workgroups.meetings.rhythm.models import MeetingStep, StepKind
from workgroups.outcomes import commands as outcomes
from workgroups.outcomes.forms import Recording
from workgroups.outcomes.initiatives import commands as initiatives
from workgroups.outcomes.initiatives.forms import Moving
from workgroups.outcomes.initiatives.forms import Proposing as ProposingInitiative
from workgroups.pathways import queries as drafts
from workgroups.pathways.barriers import commands as barriers
from workgroups.pathways.barriers.forms import Reasoning, Reporting
from workgroups.pathways.barriers.reports import commands as reports
from workgroups.pathways.barriers.reports.forms import Telling
from workgroups.pathways.document import Weeks, replaced
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals import deadlines
from workgroups.pathways.proposals import queries as proposal_queries
from workgroups.pathways.proposals.amendments import commands as amendments
from workgroups.pathways.proposals.amendments.forms import Amending
from workgroups.pathways.proposals.amendments.forms import Answering as AmendmentAnswering
from workgroups.pathways.proposals.answers import commands as answers
from workgroups.pathways.proposals.answers import reminders
from workgroups.pathways.proposals.answers.forms import Confirming, TakingBack
from workgroups.pathways.proposals.answers.forms import Recording as AnswerRecording
from workgroups.pathways.proposals.authors import commands as authors
from workgroups.pathways.proposals.authors.forms import NamingAuthor
from workgroups.pathways.proposals.forms import Calling
from workgroups.pathways.proposals.forwarding import commands as forwarding
from workgroups.pathways.proposals.forwarding.forms import Adapting, Sending, SettingAside
from workgroups.pathways.proposals.forwarding.models import Forwarding
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.positions import commands as positions
from workgroups.pathways.proposals.positions.forms import Answering, Stating, Transcribing
from workgroups.pathways.proposals.verdicts import commands as verdicts
from workgroups.pathways.proposals.verdicts.forms import Deciding
from workgroups.pathways.steps import commands as steps
from workgroups.pathways.steps.forms import Confirming as ConfirmingStep
from workgroups.people import commands as people
from workgroups.people.forms import AddingPerson, Asking
from workgroups.people.models import Person
from workgroups.publishing import commands as publishing
from workgroups.publishing.forms import Approving, Marking, SendingBack, Submitting, Withdrawing
from workgroups.publishing.models import Significance
from workgroups.web.letters import renderer

TABLE = "amara blaise chidi dolores edith ewan farid gita henk iris"
CHAIRS = "amara blaise farid gita"
"""Both co-chairs, Farid who acts for Blaise, and Gita who is Amara's alternate."""

ARRANGE = CHAIRS + " chidi iris"
APPROVE = "amara blaise farid"
IN_CAMERA = ("amara", "chidi", "edith", "ewan", "gita")
"""Those of whom the words about an item in camera may be told."""

HEARD = "amara blaise dolores edith ewan farid gita"


@dataclass
class Act:
    """What somebody does in the room: `do(command, "draft", form)` runs a command on the row of this name."""

    work: Work
    keys: dict[str, Any]

    def do(self, command: Any, name: str, form: Any = NOTHING, **named: Any) -> Any:
        return command(self.work, self.keys[name], form, **named)

    def row(self, model: type[Any], name: str) -> Any:
        return self.work.session.get_one(model, self.keys[name])

    @contextmanager
    def as_(self, who: int) -> Iterator[None]:
        """Something that has to have happened before, by somebody else."""
        before, self.work.me = self.work.me, who
        yield
        self.work.me = before


GUEST = guest_forms.Inviting(name="Olga", email="olga@example.org", language="fr")
UNTIL = Circulating(until=LATER)
SENT = AnswerRecording(kind="acknowledged", on_day="2026-12-01")
PLAN = Planning(day=LATER, at="15:00", minutes_long=60)
MOVED = AddingPerson(name="Dolores", email="dolores@elsewhere.example", language="en")
SOMEBODY = {"name": "Olga", "email": "olga@example.org"}
SUBMITTING = Submitting(significance=Significance.MINOR, french_unreviewed=True)
REPORT = {"title": "Paper form", "text": "In ink.", "affects": "All."}
PUBLIC = {"title": "The courier", "text": "It costs a lot."}
WITHDRAWING = Withdrawing(reason_en="A name was wrong.")


def nominate(act: Act) -> None:
    chair = NominatingChair(**SOMEBODY, organisation=act.keys["body"])
    act.do(chairs.nominate, "seat_of_blaise", chair)


def close_group(act: Act) -> None:
    act.do(meetings.close, "meeting")
    groups.close(act.work, "pharmacy", Closing(successor=NOBODY))


def promise(act: Act) -> None:
    actions.promise(act.work, "pharmacy", Promising(title="Ask", due_on=LATER))


def invited(act: Act) -> str:
    """A called meeting to which a guest was invited, by its name."""
    item = agenda.add(act.work, act.keys["summoned"], Adding(title="Fees", kind=ItemKind.DISCUSSION, minutes_long=5))
    guests.invite(act.work, item.id, GUEST)
    return "summoned"


def take_off(act: Act) -> None:
    """An item for which somebody was invited."""
    item = agenda.add(act.work, act.keys["summoned"], Adding(title="Fees", kind=ItemKind.DISCUSSION, minutes_long=5))
    guests.invite(act.work, item.id, GUEST)
    agenda.withdraw(act.work, item.id, Nothing())


def move(act: Act, meeting: str) -> None:
    act.do(meetings.change, meeting, PLAN)


def close_out(act: Act) -> None:
    """The item goes in camera before the letter is written."""
    act.do(guests.invite, "guest_item", GUEST)
    act.row(AgendaItem, "guest_item").in_camera = True


def reply(seat: str, answer: str) -> Callable[[Act], None]:
    def replied(act: Act) -> None:
        act.do(replies.reply, "summoned", Replying(seat=act.keys[f"seat_of_{seat}"], answer=answer))

    return replied


def assign(seat: str) -> Callable[[Act], None]:
    def assigned(act: Act) -> None:
        actions.assign(act.work, "pharmacy", Assigning(title="Ask", due_on=LATER, seat=act.keys[seat]))

    return assigned


def assign_in_camera(act: Act) -> None:
    act.do(
        actions.assign_from_item,
        "quiet",
        AssigningFromItem(title="Heliotrope", due_on=LATER, seat=act.keys["seat_of_edith"]),
    )


def decline_in_camera(act: Act) -> None:
    """The proposer is not among those who may know of the item any more."""
    item = act.row(AgendaItem, "proposed")
    item.in_camera, item.title = True, {"en": "Heliotrope"}
    act.work.session.add(NamedSeat(item_id=item.id, seat_id=act.keys["seat_of_chidi"]))
    act.do(agenda.decline, "proposed", Declining(reason="Heliotrope"))


def step_of(act: Act, meeting: str, kind: StepKind) -> MeetingStep:
    found = select(MeetingStep).where(MeetingStep.meeting_id == act.keys[meeting], MeetingStep.kind == kind)
    return act.work.session.exec(found).one()


def happens(meeting: str, kind: StepKind) -> Callable[[Act], None]:
    """The moment of a step has come; Edith presents something in the open and Dolores something in camera."""

    def passed(act: Act) -> None:
        work = act.work
        for who, in_camera in (("edith", False), ("dolores", True)):
            item = agenda.place(
                work, work.session.get_one(Meeting, act.keys[meeting]), title="Heliotrope" if in_camera else "Fees",
                kind=ItemKind.DISCUSSION, proposer_seat_id=None, minutes=5,
                presenter_seat_id=act.keys[f"seat_of_{who}"],
            )  # fmt: skip
            item.in_camera = in_camera
        work.now = step_of(act, meeting, kind).due_at
        clockwork.tick(work)

    return passed


def close_agenda(act: Act) -> None:
    rhythm.hasten(act.work, step_of(act, "summoned", StepKind.AGENDA_CLOSES).id, NOTHING)


def transcribe(act: Act, name: str = "called", value: str = "support") -> None:
    """The secretary records what a letter says for Farid's seat."""
    said = {"seat": act.keys["seat_of_farid"], "value": value, "reason": "No", "resolved_by": "Yes"}
    act.do(positions.transcribe, name, Transcribing(**said, file=kept("XYZZY")))


def transcribe_late(act: Act) -> None:
    transcribe(act, "shown", "concern")


def by_link(act: Act) -> None:
    """Dolores uses the link of her letter."""
    positions.state_by_link.do(act.work, Stating(value="support"), token=act.keys["state_link"])


def show(act: Act) -> None:
    act.work.now = act.row(Proposal, "called").deadline_at + timedelta(seconds=1)
    deadlines.tick(act.work)


def ask_body(act: Act) -> None:
    (body,) = proposal_queries.responsible(act.work, act.row(Proposal, "recommended"))
    act.work.now = body.asked_at
    reminders.tick(act.work)


def open_for_edith(act: Act) -> None:
    """Her alternate opens what is proposed by her seat."""
    act.work.session.get_one(Proposal, act.keys["proposal"]).proposer_seat_id = act.keys["seat_of_edith"]
    act.work.session.flush()
    act.do(proposals.open_up, "proposal")


def remind(act: Act) -> None:
    act.work.now = act.row(Proposal, "called").remind_at
    deadlines.tick(act.work)


def decide(act: Act, value: str, first: str) -> None:
    by = {"reason": "Clear.", "digest": act.keys["shown_digest"]}
    with act.as_(act.keys["person_blaise"]):
        act.do(verdicts.decide, "shown", Deciding(value=first, until=LATER, **by))
    act.do(verdicts.decide, "shown", Deciding(value=value, **by))


def first_verdict(act: Act) -> None:
    deciding = Deciding(value="not_recommended", reason="Clear.", digest=act.keys["shown_digest"])
    act.do(verdicts.decide, "shown", deciding)


def accepting(act: Act) -> AmendmentAnswering:
    read = {"digest": act.keys["amendment_digest"], "proposal_digest": act.keys["open_digest"]}
    return AmendmentAnswering(value="accepted", answer="Yes.", **read)


def amended(act: Act) -> None:
    """Edith, whose seat has been heard, amends what positions were called for."""
    with act.as_(act.keys["person_edith"]):
        row = act.do(amendments.amend, "called", Amending(reason="Interns need pay."))
        document = amendments.queries.base(act.work, row)
        step = document.step("internship").model_copy(update={"weeks": Weeks(min=4, max=8)})
        amendments.revise(act.work, row, document.having(replaced(document.steps, step)))
        amendments.open_up(act.work, row.id, Nothing())
    read = {"digest": row.digest, "proposal_digest": act.row(Proposal, "called").digest}
    amendments.answer(act.work, row.id, AmendmentAnswering(value="accepted", answer="Yes.", **read))


def forward(act: Act) -> None:
    sending = Sending(group=act.keys["other_group"], note="For you.", digest=act.keys["leaving_digest"])
    act.do(forwarding.forward, "recommended", sending)


def forward_in_vain(act: Act) -> None:
    """The other group has answered before the letter is written."""
    forward(act)
    with act.as_(act.keys["person_lena"]):
        key = act.work.session.exec(select(Forwarding.id).where(col(Forwarding.note) == "For you.")).one()
        forwarding.set_aside(act.work, key, SettingAside(reason="Not here."))


def adapt_received(act: Act) -> None:
    """Dolores drafts a proposal after what the other group forwarded, and opens it."""
    adapting = Adapting(
        title_en="Ours", reason="Ours too.", bodies=proposal_queries.named(act.work, act.row(Proposal, "recommended"))
    )
    made = act.do(forwarding.adapt, "received", adapting)
    document = drafts.document(act.work, made.pathway_id)
    proposals.revise(act.work, made, document.having(tuple(step for step in document.steps if step.key != "lab")))
    proposals.open_up(act.work, made.id, Nothing())


def propose(act: Act) -> None:
    proposing = career_forms.Proposing(title_en="Writer", profession=act.keys["profession"])
    careers.propose(act.work, "pharmacy", proposing)


def record(act: Act) -> None:
    recording = Recording(kind="access_opened", what_en="Open", on_day="2026-11-02", profession=act.keys["profession"])
    outcomes.record(act.work, "pharmacy", recording)


def initiate(act: Act) -> None:
    proposing = ProposingInitiative(kind="incubated", state="idea", title_en="A course", text="Online.")
    initiatives.propose(act.work, "pharmacy", proposing)


def approve(act: Act) -> None:
    with act.as_(act.keys["person_amara"]):
        act.do(publishing.approve, "submission", Approving(digest=act.keys["text_digest"]))


def publish(act: Act) -> None:
    approve(act)
    act.do(publishing.approve, "submission", Approving(digest=act.keys["text_digest"]))


def send_back(act: Act) -> None:
    approve(act)
    act.do(publishing.send_back, "submission", SendingBack(reason="Say who."))


def reopen(act: Act) -> None:
    for meeting in ("draft", "summoned", "meeting", "ended", "circulated", "past"):
        act.row(Meeting, meeting).opened_at = None
    with act.as_(act.keys["person_blaise"]):
        act.do(reopening.reopen, "approved", ReopeningFor(reason="A vote is missing."))
    act.do(reopening.reopen, "approved", ReopeningFor(reason="Yes."))


def put_off(act: Act) -> None:
    """Nobody answered what Edith proposed before the meeting ended."""
    act.row(AgendaItem, "proposed").meeting_id = act.keys["meeting"]
    act.do(meetings.close, "meeting")


def hand_out(act: Act) -> None:
    """Dolores promised something aloud, Edith something in camera."""
    item = act.do(agenda.add, "meeting", Adding(title="Zinnia", kind="decision", minutes_long=5))
    assigning = AssigningFromItem(title="Ask", due_on=LATER, seat=act.keys["seat_of_dolores"])
    actions.assign_from_item(act.work, item.id, assigning)
    act.do(meetings.close, "meeting")
    act.do(minutes.circulate, "meeting", UNTIL)


def dispute(act: Act) -> None:
    act.do(steps.confirm, "internship", ConfirmingStep(state="disputed", note="It is shorter."))


def dispute_in_vain(act: Act) -> None:
    dispute(act)
    with act.as_(act.keys["person_chidi"]):
        act.do(steps.remove, "internship")


CASES: dict[str, tuple[str, Callable[[Act], Any], str]] = {
    # the fact (and what is special): who does it, how, who hears
    "SeatFilled": ("chidi", lambda act: act.do(groups.invite, "seat_of_vacant", Inviting(**SOMEBODY)), "olga"),
    "AlternateNamed": (
        "dolores", lambda act: act.do(groups.name_alternate, "seat_of_dolores", NamingAlternate(**SOMEBODY)), "olga",
    ),
    "AlternateNamed, nobody": ("edith", lambda act: act.do(groups.drop_alternate, "seat_of_edith"), ""),
    "ChairNominated": ("blaise", nominate, "amara"),
    "DeputyProposed": (
        "amara",
        lambda act: act.do(chairs.propose_deputy, "seat_of_amara", ProposingDeputy(seat=act.keys["seat_of_gita"])),
        "blaise",
    ),
    "GroupClosed": ("amara", close_group, TABLE.replace("amara ", "")),
    "MeetingCalled": ("chidi", lambda act: act.do(meetings.call, "draft"), TABLE),
    "MeetingMoved": ("chidi", lambda act: act.do(meetings.change, "summoned", PLAN), TABLE),
    "MeetingCancelled": ("chidi", lambda act: act.do(meetings.cancel, "summoned", Cancelling(reason="Snow")), TABLE),
    "MeetingCancelled, a draft": (
        "chidi", lambda act: act.do(meetings.cancel, "draft", Cancelling(reason="Snow")), "",
    ),
    "ItemsCalled": ("", happens("summoned", StepKind.ITEMS_CALLED), TABLE.replace(" henk", "")),
    "PapersAsked": ("", happens("summoned", StepKind.PAPERS_ASKED), "edith ewan"),
    "AgendaClosed": ("", happens("summoned", StepKind.AGENDA_CLOSES), TABLE),
    "AgendaClosed, by hand": ("chidi", close_agenda, TABLE.replace("chidi ", "")),
    "MinutesLate": ("", happens("ended", StepKind.MINUTES_DUE), "chidi iris"),
    "MinutesCirculated": ("chidi", lambda act: act.do(minutes.circulate, "ended", UNTIL), TABLE.replace("chidi ", "")),
    "MinutesReopened": ("amara", reopen, TABLE.replace("amara ", "")),
    "ActionsHandedOut": ("chidi", hand_out, "dolores edith ewan"),
    "CorrectionAnswered": (
        "chidi", lambda act: act.do(corrections.answer, "correction", CorrectionAnswering(state="accepted")), "edith",
    ),
    "SeatReplied": ("edith", reply("edith", "accepted"), ""),
    "SeatReplied, by an alternate": ("ewan", reply("edith", "declined"), "edith"),
    "SeatReplied, my alternate comes": ("edith", reply("edith", "alternate"), "ewan"),
    "GuestInvited": ("chidi", lambda act: act.do(guests.invite, "guest_item", GUEST), "olga"),
    "GuestInvited, and closed out since": ("chidi", close_out, ""),
    "GuestMeetingMoved": ("chidi", lambda act: move(act, invited(act)), "olga"),
    "GuestMeetingCancelled": (
        "chidi", lambda act: act.do(meetings.cancel, invited(act), Cancelling(reason="Snow")), "olga",
    ),
    "GuestItemLeft": ("chidi", take_off, "olga"),
    "ItemDeclined": ("chidi", lambda act: act.do(agenda.decline, "proposed", Declining(reason="Later")), "edith ewan"),
    "ItemMerged": (
        "chidi", lambda act: act.do(backlog.merge, "proposed", Merging(into=act.keys["planned"])), "edith ewan",
    ),
    "ItemPutOff": ("chidi", put_off, "edith ewan"),
    "ItemRetired": ("chidi", lambda act: act.do(backlog.retire, "suggested", Declining(reason="Later")), "edith ewan"),
    "ItemDeclined, in camera": ("chidi", decline_in_camera, ""),
    "ActionPromised": ("chidi", assign("seat_of_edith"), "edith ewan"),
    "ActionPromised, by an alternate": ("ewan", promise, "edith"),
    "ActionPromised, for oneself": ("dolores", promise, ""),
    "ActionPromised, in camera": ("chidi", assign_in_camera, "edith ewan"),
    "BarrierReported": ("dolores", lambda act: act.do(barriers.report, "pharmacy", Reporting(**REPORT)), CHAIRS),
    "BarrierReported, by a chair": (
        "amara", lambda act: act.do(barriers.report, "pharmacy", Reporting(**REPORT)), CHAIRS.replace("amara ", ""),
    ),
    "BarrierReportedByPublic": (
        "iris", lambda act: reports.tell.do(act.work, Telling(**PUBLIC), "pharmacy", "ns"), CHAIRS,
    ),
    "BarrierReportedInConfidence": (
        "dolores",
        lambda act: act.do(barriers.report, "pharmacy", Reporting(**REPORT, name_withheld=True)),
        CHAIRS,
    ),
    "BarrierChanged": ("amara", lambda act: act.do(barriers.confirm, "barrier"), "dolores"),
    "BarrierChanged, withheld": (
        "amara", lambda act: act.do(barriers.reject, "withheld", Reasoning(reason="No.")), "dolores",
    ),
    "StepConfirmed": ("edith", dispute, ARRANGE),
    "StepConfirmed, and removed since": ("edith", dispute_in_vain, ""),
    "StepConfirmed, as it stands": (
        "edith", lambda act: act.do(steps.confirm, "internship", ConfirmingStep(state="confirmed")), "",
    ),
    "ProposalOpened": ("dolores", lambda act: act.do(proposals.open_up, "proposal"), CHAIRS),
    "ProposalOpened, by an alternate": ("ewan", open_for_edith, f"edith {CHAIRS}"),
    "BodyAnswered": ("edith", lambda act: act.do(answers.record, "recommended", SENT), ""),
    "BodyAnswered, by an alternate": ("ewan", lambda act: act.do(answers.record, "recommended", SENT), "edith"),
    "AuthorNamed": (
        "dolores",
        lambda act: act.do(authors.name, "proposal", NamingAuthor(seat=act.keys["seat_of_edith"])),
        "edith ewan",
    ),
    "AmendmentOpened": ("edith", lambda act: act.do(amendments.open_up, "drafted"), "dolores"),
    "AmendmentAnswered": ("dolores", lambda act: act.do(amendments.answer, "amendment", accepting(act)), "edith ewan"),
    "ProposalAmended": ("dolores", amended, "edith ewan"),
    "VerdictGiven": ("amara", first_verdict, "blaise farid"),
    "PositionsCalled": ("amara", lambda act: act.do(proposals.call, "open", Calling(deadline=LATER)), HEARD.replace("amara ", "")),
    "DeadlineExtended": (
        "amara",
        lambda act: act.do(proposals.extend, "called", Calling(deadline=LATER + timedelta(days=7))),
        "blaise dolores farid gita",
    ),
    "PositionsShown": ("", show, "amara blaise gita"),
    "SeatsReminded": ("", remind, "amara blaise dolores farid gita"),
    "PositionStated": ("edith", lambda act: act.do(positions.state, "called", Stating(value="support")), ""),
    "PositionStated, by an alternate": (
        "ewan", lambda act: act.do(positions.state, "called", Stating(value="support")), "edith",
    ),
    "PositionStated, a late concern": (
        "dolores",
        lambda act: act.do(positions.state, "shown", Stating(value="object", reason="No", resolved_by="Yes")),
        CHAIRS,
    ),
    "PositionRecorded": ("chidi", transcribe, "farid"),
    "PositionRecorded, a late concern": ("chidi", transcribe_late, "farid amara blaise gita"),
    "PositionStatedByLink": ("", by_link, "dolores"),
    "ConcernAnswered": (
        "amara", lambda act: act.do(positions.answer, "position", Answering(text="A visit.")), "edith ewan",
    ),
    "ChairsDiffer": ("amara", lambda act: decide(act, "not_recommended", "deferred"), "blaise farid"),
    "ProposalDecided": (
        "amara", lambda act: decide(act, "not_recommended", "not_recommended"), TABLE.replace("amara ", ""),
    ),
    "BodyAskedAgain": ("", ask_body, "chidi edith ewan iris"),
    "BodyEntryTakenBack": (
        "amara", lambda act: act.do(answers.take_back, "answer", TakingBack(reason="The day is wrong.")), "edith",
    ),
    "BodyEntryTakenBack, by whoever recorded it": (
        "edith", lambda act: act.do(answers.take_back, "answer", TakingBack(reason="The day is wrong.")), "",
    ),
    "AdoptionConfirmed": ("chidi", lambda act: act.do(answers.confirm, "answer", Confirming()), TABLE.replace("chidi ", "")),
    "ForwardingReceived": ("amara", forward, "kofi lena"),
    "ForwardingReceived, and set aside since": ("amara", forward_in_vain, ""),
    "ForwardingSetAside": (
        "amara", lambda act: act.do(forwarding.set_aside, "received", SettingAside(reason="Quetzal")), "lena",
    ),
    "ForwardingAdapted": ("dolores", adapt_received, "lena"),
    "CareerProposed": ("dolores", propose, ARRANGE),
    "CareerAccepted": ("chidi", lambda act: act.do(careers.accept, "career"), "dolores"),
    "CareerDeclined": (
        "chidi", lambda act: act.do(careers.decline, "career", career_forms.Declining(reason="No.")), "dolores",
    ),
    "OutcomeRecorded": ("dolores", record, ARRANGE),
    "InitiativeProposed": ("dolores", initiate, ARRANGE),
    "InitiativeMoved": (
        "chidi", lambda act: act.do(initiatives.move, "initiative", Moving(state="proposed")), "dolores",
    ),
    "InitiativeProposed, by the secretary": ("chidi", initiate, ARRANGE.replace("chidi ", "")),
    "OutputSubmitted": (
        "chidi",
        lambda act: act.do(publishing.submit, "pharmacy", SUBMITTING, kind="careers", subject=act.keys["career_list"]),
        APPROVE,
    ),
    "ApprovalVoided": ("blaise", send_back, "amara"),
    "SubmissionReturned": ("blaise", send_back, "chidi"),
    "EditionPublished": ("blaise", publish, TABLE.replace("blaise ", "")),
    "EditionWithdrawn": ("amara", lambda act: act.do(publishing.withdraw, "edition", WITHDRAWING), TABLE.replace("amara ", "")),
    "PartMarked": (
        "amara", lambda act: act.do(publishing.mark, "edition", Marking(part=f"seats.seat-{act.keys['seat_of_edith']}")),
        TABLE.replace("amara ", ""),
    ),
    "MarkLifted": (
        "amara", lambda act: act.do(publishing.lift, "edition", NOTHING, mark=act.keys["mark"]), TABLE.replace("amara ", ""),
    ),
    "AddressChanged": ("jonas", lambda act: act.do(people.correct_person, "person_dolores", MOVED), "dolores dolores"),
    "SignInAsked": ("", lambda act: people.ask.do(act.work, Asking(email="dolores@example.org"), secret="x"), "dolores"),
    "SignInAsked, by a stranger": ("", lambda act: people.ask.do(act.work, Asking(email="olga@example.org"), secret="x"), ""),
}  # fmt: skip


@contextmanager
def rehearsed(room: Room, case: str) -> Iterator[tuple[Session, list[Event]]]:
    """The act of a case and what it put on the ledger; all of it is taken back."""
    who, do, _ = CASES[case]
    world = room.world
    keys = room.keys | {f"person_{name}": key for name, key in world.people.items()}
    with Session(world.database.writer, expire_on_commit=False) as session:
        before = session.exec(select(Event.id).order_by(col(Event.id).desc()).limit(1)).one()
        work = Work(session, world.people.get(who, 0), world.now)
        do(Act(work, keys))
        work.finish()
        session.flush()
        fact = case.partition(",")[0]
        yield session, list(session.exec(select(Event).where(col(Event.id) > before, col(Event.fact) == fact)))
        session.rollback()


def told(session: Session, events: list[Event], now: Any) -> list[str]:
    """Who gets a letter, each of which can be written."""
    assert events
    render = renderer(Settings(public_url="http://testserver"))
    letters = [letter for event in events for letter in NOTICES[event.fact](session, event, now)]
    for letter in letters:
        subject, text = render(letter)
        assert subject
        assert "Heliotrope" not in subject, "no subject says what is in camera"
        assert "Heliotrope" not in text or letter.to.partition("@")[0] in IN_CAMERA
        assert "Quetzal" not in text
    return sorted(letter.to.partition("@")[0] for letter in letters)


@pytest.mark.every_row
@pytest.mark.parametrize("case", CASES)
def test_who_hears(room: Room, case: str) -> None:
    with rehearsed(room, case) as (session, events):
        assert told(session, events, max(room.world.now, events[-1].at)) == sorted(CASES[case][2].split())


@pytest.mark.parametrize("case", [case for case in CASES if not case.startswith("Guest")])
def test_nobody_hears_whose_account_is_closed(room: Room, case: str) -> None:
    with rehearsed(room, case) as (session, events):
        session.execute(update(Person).values(disabled_at=room.world.now))
        session.expire_all()
        assert told(session, events, max(room.world.now, events[-1].at)) == []


@pytest.mark.parametrize(
    "case", [case for case in CASES if not case.startswith(("SignInAsked", "AddressChanged", "Guest"))]
)
def test_nobody_hears_who_has_left_the_table(room: Room, case: str) -> None:
    with rehearsed(room, case) as (session, events):
        session.execute(update(Seat).values(holder_id=None, alternate_id=None))
        session.execute(delete(Coordination))
        session.execute(delete(Acting))
        session.expire_all()
        assert told(session, events, max(room.world.now, events[-1].at)) == []


def test_every_notice_has_its_case() -> None:
    assert {case.partition(",")[0] for case in CASES} == set(NOTICES)
