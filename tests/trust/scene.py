"""One of everything around the cast's table, brought about through the commands: a row for every address there is.

Farid acts as Blaise's deputy, Gita is Amara's alternate. The words in `ROOM` stay in the room; those in `QUIET` stand
in rows that not even everybody at the table may see.
"""

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from sqlmodel import col, select

from tests.careers import given as careers
from tests.meetings.stage import NOTHING
from tests.meetings.stage import Stage as Meetings
from tests.pathways.documents import PHARMACY
from tests.pathways.stage import Stage as Pathways
from tests.publishing.conftest import Stage as Publishing
from tests.world import World
from workgroups.actions import commands as actions
from workgroups.actions.forms import Assigning, AssigningFromItem
from workgroups.core.work import writing
from workgroups.groups import commands as groups
from workgroups.groups.chairs import commands as chairs
from workgroups.groups.forms import Founding, NominatingChair
from workgroups.groups.models import Group, Profession, Seat, SeatRole
from workgroups.links.commands import commenting_on
from workgroups.links.forms import Commenting
from workgroups.links.papers import commands as papers
from workgroups.links.papers.commands import attaching_to
from workgroups.links.papers.formats import Kept
from workgroups.links.papers.forms import Attaching
from workgroups.links.papers.models import Paper
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda.backlog import commands as backlog
from workgroups.meetings.agenda.consent import commands as consent
from workgroups.meetings.agenda.consent.forms import Offering
from workgroups.meetings.agenda.forms import Proposing
from workgroups.meetings.agenda.models import ItemKind
from workgroups.meetings.agenda.policy import KIND as ITEM
from workgroups.meetings.agenda.sections import commands as sections
from workgroups.meetings.agenda.sections.forms import Naming
from workgroups.meetings.agenda.sections.models import Section
from workgroups.meetings.agenda.template.models import StandingItem
from workgroups.meetings.decisions import commands as decisions
from workgroups.meetings.decisions.forms import Deciding
from workgroups.meetings.feeds.commands import make_address
from workgroups.meetings.guests import commands as guests
from workgroups.meetings.guests.forms import Inviting
from workgroups.meetings.guests.models import Guest
from workgroups.meetings.interests import commands as interests
from workgroups.meetings.interests.forms import Declaring
from workgroups.meetings.minutes import adoption
from workgroups.meetings.minutes import commands as minutes
from workgroups.meetings.minutes.corrections import commands as corrections
from workgroups.meetings.minutes.corrections.forms import Correcting
from workgroups.meetings.minutes.forms import Writing
from workgroups.meetings.minutes.models import MinutesVersion
from workgroups.meetings.minutes.summary.models import Summary
from workgroups.meetings.models import Meeting
from workgroups.meetings.replies.commands import reply
from workgroups.meetings.rhythm.models import MeetingStep, StepKind
from workgroups.outcomes import commands as outcomes
from workgroups.outcomes.forms import Recording
from workgroups.outcomes.initiatives import commands as initiatives
from workgroups.outcomes.initiatives.forms import Moving
from workgroups.outcomes.initiatives.forms import Proposing as InitiativeProposing
from workgroups.pathways import commands as pathways
from workgroups.pathways.barriers import commands as barriers
from workgroups.pathways.barriers.policy import KIND as BARRIER
from workgroups.pathways.barriers.reports import commands as reports
from workgroups.pathways.barriers.reports.forms import Telling
from workgroups.pathways.forms import AddingStage
from workgroups.pathways.models import PathwayVersion
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals import deadlines
from workgroups.pathways.proposals.amendments.models import Amendment
from workgroups.pathways.proposals.answers.models import Conflict
from workgroups.pathways.proposals.authors import commands as authors
from workgroups.pathways.proposals.authors.forms import NamingAuthor
from workgroups.pathways.proposals.forms import Calling
from workgroups.pathways.proposals.forms import Proposing as ProposingChange
from workgroups.pathways.proposals.forwarding import commands as forwarding
from workgroups.pathways.proposals.forwarding import snapshot
from workgroups.pathways.proposals.forwarding.forms import Sending
from workgroups.pathways.proposals.forwarding.models import Forwarding
from workgroups.pathways.proposals.models import Proposal, ProposalState
from workgroups.pathways.proposals.positions import commands as positions
from workgroups.pathways.proposals.positions import policy as positions_policy
from workgroups.pathways.proposals.positions.forms import Answering, Transcribing
from workgroups.people import commands as people
from workgroups.people import personal
from workgroups.people.models import Person
from workgroups.people.secrets import hashed
from workgroups.publishing import commands as publishing
from workgroups.publishing.forms import Submitting
from workgroups.publishing.models import Edition, Significance

ROOM = ("Zinnia", "Hospital part", "Few places", "Medical writer", "Becoming a pharmacist", "XYZZY")
"""Words of the group: of barriers, proposals, positions, minutes, decisions, actions, comments, drafts."""

QUIET = {
    "Heliotrope": {"host", "stand-in", "secretary", "regulator", "alternate"},
    "Quetzal": {"regulator", "alternate"},
}
"""In camera, for the seats of Amara, Edith and Chidi; and Edith's position while it is hidden."""

FILES = {name: name.encode() for name in ("Zinnia", "XYZZY", "Heliotrope", "Larkspur")}
"""What the papers of the room say, by their key in the store."""

GUEST = "rosalind@elsewhere.example"

LATER = date(2027, 1, 21)
"""A Thursday, nearly seven weeks after everything is there."""


def everything(world: World) -> dict[str, Any]:
    """Fill the room; returns the key of each row by the name that the table of routes gives it."""
    made: dict[str, Any] = {
        "later": LATER,
        "pharmacy": "pharmacy",
        "group": world.group,
        "profession": world.profession,
    }
    made |= {f"seat_of_{name}": key for name, key in world.seats.items()}
    made |= {f"body_{number}": key for number, key in enumerate(world.organisations.values())}
    for scene in (platform, pathway, between, meetings, published):
        made |= scene(world)
    made |= submitted(world, made["outcome"])
    made |= links(world, made["summoned"], made["called"])
    Meetings(world).lets_act("blaise", "farid")
    return made


def platform(world: World) -> dict[str, Any]:
    """What administrators and chairs do: a group that is forming, a closed account, a deputy, a nomination."""
    stage = Meetings(world)
    stage.name_alternate("amara", "gita")
    with stage.work("jonas") as work:
        founding = Founding(
            slug="welding", name_en="Falls Welding", profession=world.profession, decision_prefix="WELD"
        )
        forming = groups.found(work, world.people["jonas"], founding)
        chair = work.session.exec(
            select(Seat.id).where(col(Seat.group_id) == forming.id, col(Seat.role) == SeatRole.CO_CHAIR_HOST)
        ).one()
        closed = work.add(Person(name="Mona", email="mona@example.org"))
        people.disable(work, closed.id, NOTHING)
    nominating = NominatingChair(
        name="Nora", email="nora@example.org", organisation=world.organisations["Falls Hospital"]
    )
    nomination = stage.do("blaise", chairs.nominate, world.seats["blaise"], nominating)
    return {
        "person": world.people["edith"], "closed": closed.id, "body": world.organisations["Falls Hospital"],
        "forming_chair": chair, "nomination": nomination.id,
    }  # fmt: skip


def pathway(world: World) -> dict[str, Any]:
    """Barriers, careers, and a proposal in each state. Twelve days pass until the deadline."""
    stage = Pathways(world)
    made: dict[str, Any] = {"pathway": stage.begin(), "step": stage.step("lab"), "internship": stage.step("internship")}
    stage.do("chidi", pathways.add_stage, made["pathway"], AddingStage(title_en="Zinnia"))
    made["empty_stage"] = stage.document().stages[-1].key
    made |= {name: stage.barrier() for name in ("barrier", "confirmed", "worked_on")}
    made["withheld"] = stage.barrier(name_withheld=True)
    for name in ("confirmed", "worked_on"):
        stage.do("amara", barriers.confirm, made[name])
    stage.do("amara", barriers.take_up, made["worked_on"])
    made["comment"] = stage.do("dolores", commenting_on(BARRIER), made["barrier"], Commenting(text="Zinnia")).id
    made["proposal"] = stage.proposal(by="dolores")
    made["together"] = stage.proposal(by="dolores")
    stage.do("dolores", authors.name, made["together"], NamingAuthor(seat=world.seats["edith"]))
    made["open"] = stage.proposal("open", by="dolores")
    made |= {"amendment": stage.amendment(made["open"]), "drafted": stage.amendment(made["open"], opened=False)}
    made |= {
        "open_digest": stage.digest(made["open"]),
        "amendment_digest": stage.row(Amendment, made["amendment"]).digest,
    }
    made |= {name: stage.proposal("called", by="dolores") for name in ("shown", "recommended", "adopted", "unfit")}
    made["shown_digest"] = stage.digest(made["shown"])
    made["position"] = stage.concern(made["shown"], by="edith")
    answered = stage.concern(made["shown"], by="dolores")
    stage.world.pass_time(days=12)
    deadlines.pass_time(world.database, world.now)
    stage.do("amara", positions.answer, answered, Answering(text="Zinnia"))
    made["answered"] = answered
    for name in ("recommended", "adopted", "unfit"):
        stage.decide(made[name], "recommended")
    made["answer"] = stage.adopted(made["adopted"])
    unfit = stage.adopted(made["unfit"], effective_on=world.now.date())
    stage.store(stage.document().step("internship").model_copy(update={"setting": {"en": "on the moon"}}))
    stage.confirm("chidi", unfit)
    made["conflict"] = stage.rows(Conflict)[0].id
    made["called"] = stage.proposal("open", by="dolores")
    stage.do("amara", proposals.call, made["called"], Calling(deadline=LATER))
    made["hidden"] = stage.state(
        made["called"], "edith", "concern", reason="Quetzal doubts", resolved_by="Quetzal proof"
    )
    made["recorded"] = recorded(stage)
    made["letter"] = next(row.id for row in stage.rows(Paper) if row.kind == "Position")
    career, accepted = careers.proposed(world), careers.accepted(world, title_en="Medical writer of leaflets")
    recording = Recording(profession=world.profession, kind="barrier_removed", what_en="Zinnia", on_day="2026-11-02")
    outcome = stage.do("chidi", outcomes.record, "pharmacy", recording).id
    for name, state in (("initiative", "idea"), ("achieved", "running")):
        proposing = InitiativeProposing(kind="incubated", state=state, title_en="Zinnia", text="Zinnia")
        made[name] = stage.do("dolores", initiatives.propose, "pharmacy", proposing).id
    stage.do("chidi", initiatives.move, made["achieved"], Moving(state="completed", reason="Zinnia"))
    return made | {
        "career": career, "accepted": accepted, "career_list": careers.stored(world, career).list_id,
        "outcome": outcome,
    }  # fmt: skip


def between(world: World) -> dict[str, Any]:
    """A proposal that the other group has forwarded to this one, and how the recommended one reads when it leaves."""
    stage = Pathways(world)
    with stage.work("lena") as work:
        other = work.session.get_one(Group, world.other_group)
        nursing = work.session.exec(select(Profession.id).where(col(Profession.slug) == "nursing")).one()
        pathways.draft(work, other, nursing, PHARMACY)
        proposing = ProposingChange(title_en="Zinnia", reason="Zinnia", bodies=[world.organisations["Falls Hospital"]])
        theirs = proposals.propose(work, "nursing", proposing)
        gone = PHARMACY.having(tuple(step for step in PHARMACY.steps if step.key != "lab"))
        proposals.revise(work, theirs, gone)
        # Its table has one co-chair in this cast, and the decision of two cannot be played.
        theirs.state, theirs.opened_at, theirs.settled_at = ProposalState.RECOMMENDED, work.now, work.now
    with stage.work("lena") as work:
        digest = snapshot.taken(work, work.session.get_one(Proposal, theirs.id)).digest
        forwarding.forward(work, theirs.id, Sending(group=world.group, note="Zinnia", digest=digest))
    with stage.work("amara") as work:
        ours = next(row for row in stage.rows(Proposal) if row.group_id == world.group and row.state == "recommended")
        leaving = snapshot.taken(work, work.session.get_one(Proposal, ours.id)).digest
    return {"other_group": world.other_group, "received": stage.rows(Forwarding)[0].id, "leaving_digest": leaving}


def recorded(stage: Pathways) -> int:
    """A position that the secretary recorded for Edith's seat from a letter."""
    called = stage.proposal("open", by="dolores")
    stage.do("amara", proposals.call, called, Calling(deadline=LATER + timedelta(days=14)))
    said = {"seat": stage.world.seats["edith"], "value": "with_our_body", "answer_by": LATER, "reason": "Quetzal"}
    key: int = stage.do("chidi", positions.transcribe, called, Transcribing(**said, file=kept("XYZZY"))).id
    return key


def meetings(world: World) -> dict[str, Any]:
    """Meetings in every state, items, minutes and decisions, some of them in camera."""
    stage = Meetings(world)
    day = world.now.date()
    made: dict[str, Any] = {
        "draft": stage.meeting(day=LATER), "past": stage.meeting(day=day - timedelta(days=3)),
        "summoned": stage.meeting("called", LATER + timedelta(days=1)),
        "meeting": stage.meeting("in_session", LATER + timedelta(days=2)),
        "ended": stage.meeting("minutes_draft", LATER + timedelta(days=3)),
        "circulated": stage.meeting("minutes_circulated", LATER + timedelta(days=4)),
    }  # fmt: skip
    with world.database.read() as session:
        steps = {
            (step.meeting_id, step.kind): step.id for step in session.execute(select(MeetingStep)).scalars()
        }  # fmt: skip
    made["meeting_step"] = steps[made["summoned"], StepKind.AGENDA_CLOSES]
    made["drafted_step"] = steps[made["draft"], StepKind.AGENDA_CLOSES]
    made |= {name: stage.item(made["draft"], "Zinnia") for name in ("planned", "parked")}
    stage.do("chidi", agenda.park, made["parked"])
    made["item"] = stage.item(made["meeting"], "Zinnia")
    proposing = Proposing(title="Zinnia", kind=ItemKind.DISCUSSION, minutes_long=10)
    made["proposed"] = stage.do("edith", agenda.propose, made["draft"], proposing).id
    stage.do("chidi", sections.add, made["draft"], Naming(title_en="Zinnia"))
    with world.database.read() as session:
        made["section"] = session.execute(select(col(Section.id))).scalar_one()
    made |= {
        "consent": by_consent(stage, made["meeting"]),
        "suggested": stage.do("edith", backlog.suggest, "pharmacy", proposing).id,
    }
    with world.database.read() as session:
        found = select(col(StandingItem.id)).where(col(StandingItem.group_id) == world.group)
        made["standing_item"] = session.execute(found.order_by(col(StandingItem.id))).scalars().first()
    stage.do("chidi", minutes.write, made["item"], Writing(text="Zinnia"))
    with world.database.read() as session:
        made["version"] = session.execute(select(col(MinutesVersion.id))).scalar_one()
        made["step_version"] = session.execute(
            select(col(PathwayVersion.id))
            .where(col(PathwayVersion.step_key) != "")
            .order_by(col(PathwayVersion.id))
            .limit(1)
        ).scalar_one()
    made["decision"] = stage.do("chidi", decisions.decide, made["item"], Deciding(text="Zinnia")).id
    made["digest"] = stage.row(Meeting, made["circulated"]).minutes_digest
    made["approved"] = approved(stage, LATER - timedelta(days=5))
    made["approved_item"] = stage.items(made["approved"])[0].id
    made["minutes_item"] = next(row.id for row in stage.items(made["meeting"]) if row.standing == "minutes")
    made["summary"] = summary_of(world, made["approved_item"])
    made["circulated_item"] = stage.items(made["circulated"])[0].id
    correcting = Correcting(text="Zinnia")
    made["correction"] = stage.do("edith", corrections.correct, made["circulated_item"], correcting).id
    assigning = Assigning(title="Zinnia", due_on=LATER, seat=world.seats["dolores"])
    made["action"] = stage.do("chidi", actions.assign, "pharmacy", assigning).id

    seats = [world.seats["amara"], world.seats["edith"]]
    made["quiet"] = quiet = stage.item(made["meeting"], "Heliotrope", in_camera=True, seats=seats, text="Heliotrope")
    made["quiet_plan"] = stage.item(made["draft"], "Heliotrope", in_camera=True, seats=seats)
    stage.do("chidi", minutes.write, quiet, Writing(text="Heliotrope"))
    made["quiet_summary"] = summary_of(world, quiet)
    made["quiet_decision"] = stage.do("chidi", decisions.decide, quiet, Deciding(text="Heliotrope")).id
    assigning = AssigningFromItem(title="Heliotrope", due_on=LATER, seat=world.seats["edith"])
    made["quiet_action"] = stage.do("chidi", actions.assign_from_item, quiet, assigning).id
    for name, about, called in (
        ("paper", made["item"], "Zinnia"), ("removed", made["item"], "XYZZY"), ("quiet_paper", quiet, "Heliotrope"),
    ):  # fmt: skip
        made[name] = paper(stage, about, called)
    stage.do("chidi", papers.remove, made["removed"])
    made["quiet_comment"] = stage.do("edith", commenting_on(ITEM), quiet, Commenting(text="Heliotrope")).id
    return made | declared(stage, quiet) | invited(stage, made["meeting"])


def links(world: World, meeting: int, proposal: int) -> dict[str, Any]:
    """The links that open something for Dolores without her signing in."""
    person = world.people["dolores"]
    opening = {
        "reply_link": (reply.rule, meeting),
        "state_link": (positions_policy.state, proposal),
        "calendar_link": (make_address.rule, person),
    }
    with Meetings(world).work("chidi") as work:
        return {
            name: personal.draw(work.session, person, rule, about, work.now)[0]
            for name, (rule, about) in opening.items()
        }


def declared(stage: Meetings, quiet: int) -> dict[str, Any]:
    """What a seat has declared for the year, and another one at the item in camera."""
    yearly = Declaring(seat=stage.world.seats["dolores"], text="Zinnia")
    hidden = Declaring(seat=stage.world.seats["edith"], text="Heliotrope")
    return {
        "interest": stage.do("dolores", interests.declare, "pharmacy", yearly).id,
        "quiet_interest": stage.do("edith", interests.declare_at, quiet, hidden).id,
    }


def paper(stage: Meetings, item: int, called: str) -> int:
    """A paper at an item, as the store has it."""
    key: int = stage.do("chidi", attaching_to(ITEM), item, Attaching(file=kept(called))).id
    return key


def kept(called: str) -> Kept:
    """A file as the store has it."""
    return Kept(called, f"{called}.txt", "text/plain", len(FILES[called]), sha256(FILES[called]).hexdigest())


def invited(stage: Meetings, meeting: int) -> dict[str, Any]:
    """A guest for an item with a paper, both of which her link shows to anybody."""
    item = stage.item(meeting, "Larkspur")
    guest = stage.do("chidi", guests.invite, item, Inviting(name="Rosalind", email=GUEST, language="en")).id
    with stage.work("chidi") as work:
        work.session.get_one(Guest, guest).token_hash = hashed("larkspur")
    return {
        "guest": guest, "guest_item": item, "guest_link": "larkspur", "guest_paper": paper(stage, item, "Larkspur"),
    }  # fmt: skip


def by_consent(stage: Meetings, meeting: int) -> int:
    """An item that is to be taken by consent."""
    item = stage.item(meeting, "Zinnia")
    stage.do("chidi", consent.offer, item, Offering(resolution="Zinnia"))
    return item


def summary_of(world: World, item: int) -> int:
    """The words that the public reads of an item."""
    with world.database.read() as session:
        return session.execute(
            select(col(Summary.id)).where(col(Summary.item_id) == item, col(Summary.decision_id).is_(None))
        ).scalar_one()


def approved(stage: Meetings, day: date) -> int:
    """A meeting whose minutes stand, without a word to the worker."""
    meeting = stage.meeting("minutes_circulated", day)
    with stage.work("chidi") as work:
        adoption.adopt(work, work.session.get_one(Meeting, meeting))
    return meeting


def published(world: World) -> dict[str, Any]:
    """A public profile with a mark; a text that waits for the chairs, and one that is held up by its words."""
    stage = Publishing(world)
    stage.write(en="We look at each step.", fr="Nous examinons chaque étape.")
    edition = stage.publish()
    mark = stage.mark("amara", edition)
    stage.write(en="Zinnia, and a plan B.")
    held_up = stage.submit()
    with writing(world.database, 0, world.now) as work:
        link = reports.tell.do(work, Telling(title="Larkspur", text="Larkspur"), "pharmacy", "ns")
    return {
        "edition": edition, "mark": mark, "held_up": held_up, "output": stage.get(Edition, edition).output_id,
        "report_link": link,
    }  # fmt: skip


def submitted(world: World, outcome: int) -> dict[str, Any]:
    """An outcome that waits for both chairs."""
    stage = Publishing(world)
    submitting = Submitting(significance=Significance.MINOR, french_unreviewed=True)
    made = stage.do("chidi", publishing.submit, "pharmacy", submitting, kind="outcome", subject=outcome)
    return {"submission": made.id, "text_digest": made.digest}
