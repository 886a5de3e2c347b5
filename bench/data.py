"""The database that is measured: the demonstration, with its pharmacy group filled up to the sizes of the goals."""

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select
from sqlmodel import col

from workgroups import migrations
from workgroups.actions import commands as actions
from workgroups.actions.forms import Promising
from workgroups.actions.models import UNFINISHED, Action
from workgroups.app import render_public_pages
from workgroups.core.clock import utc_now
from workgroups.core.db import Database
from workgroups.core.forms import Nothing
from workgroups.core.settings import Settings
from workgroups.core.work import Work, writing
from workgroups.demo import loader
from workgroups.groups.models import Group, Seat, SeatRole
from workgroups.links.commands import commenting_on
from workgroups.links.forms import Commenting
from workgroups.links.kinds import KINDS
from workgroups.links.models import Comment
from workgroups.meetings import commands as meetings
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda import queries as items
from workgroups.meetings.agenda.models import AgendaItem, ItemKind
from workgroups.meetings.forms import Planning
from workgroups.meetings.models import Meeting
from workgroups.pathways.proposals.models import Proposal, ProposalState
from workgroups.people import commands as people
from workgroups.people.models import Person, SignInMethod, StakeholderType
from workgroups.web.urls import url

SEATS, ITEMS, ACTIONS, COMMENTS = 30, 20, 200, 20
MANY_SEATS, MANY_ITEMS = 60, 30
FOLLOWERS = 40
PUBLIC = "/en/professions/pharmacy/ns/pathway"
GROUP, OTHER_GROUP, LARGE_GROUP = "pharmacy", "nursing", "medicine"
DUE = timedelta(days=40)


class Furnished(NamedTuple):
    """What there is to measure: paths of pages, and the cookies of those who ask for them."""

    public: str
    meeting: str
    large_meeting: str
    """Twice the seats, half as many items again."""
    actions: str
    proposal: str
    writes: str
    """The path to which a member of another group sends her actions, so that the list keeps its length."""
    member: str
    writer: str
    large_member: str
    session: str
    """The screen of a meeting in session, in the large group."""
    session_text: str
    """The path to which the minutes of its first item are sent."""
    large_writer: str
    followers: list[str]
    """The cookies of those who follow it."""


def furnish(settings: Settings) -> Furnished:
    """Make the database with everything in it."""
    Path(settings.data_dir).mkdir(parents=True, exist_ok=True)
    migrations.upgrade(settings.database_url)
    database, now = Database(settings.database_url), utc_now()
    loader.load(database, settings, now)
    render_public_pages(database, now)
    with writing(database, 0, now) as work:
        chair = holder(work, GROUP, SeatRole.CO_CHAIR_HOST)
        large_chair = holder(work, LARGE_GROUP, SeatRole.CO_CHAIR_HOST)
        fill_seats(work, GROUP, SEATS)
        fill_seats(work, LARGE_GROUP, MANY_SEATS)
    with writing(database, chair, now) as work:
        fill_actions(work)
        meeting = called_meeting(work, now, GROUP, ITEMS)
        proposal = discussed_proposal(work)
    with writing(database, large_chair, now) as work:
        large_meeting = called_meeting(work, now, LARGE_GROUP, MANY_ITEMS)
        session = called_meeting(work, now, LARGE_GROUP, MANY_ITEMS)
        meetings.begin(work, session, Nothing())
        first = items.of_meeting(work, session)[0].id
    with writing(database, 0, now) as work:
        member = signed_in(work, holder(work, GROUP, SeatRole.MEMBER))
        large_member = signed_in(work, holder(work, LARGE_GROUP, SeatRole.MEMBER))
        writer = signed_in(work, holder(work, OTHER_GROUP, SeatRole.MEMBER))
        large_writer = signed_in(work, large_chair)
        followers = [signed_in(work, person) for person in members(work, LARGE_GROUP)[:FOLLOWERS]]
    database.dispose()
    return Furnished(
        public=PUBLIC,
        meeting=url("meetings:show", key=meeting),
        large_meeting=url("meetings:show", key=large_meeting),
        actions=url("actions:index", key=GROUP),
        proposal=url("proposals:show", key=proposal),
        writes=url("actions:promise", key=OTHER_GROUP),
        member=member,
        writer=writer,
        large_member=large_member,
        session=url("session:show", key=session),
        session_text=url("session:write", key=first),
        large_writer=large_writer,
        followers=followers,
    )


def group_of(work: Work, slug: str) -> Group:
    group: Group = work.rows(select(Group).where(col(Group.slug) == slug)).scalar_one()
    return group


def holder(work: Work, slug: str, role: SeatRole) -> int:
    """The first person who holds a seat of this role in a group."""
    found = select(col(Seat.holder_id)).join(Group, col(Group.id) == col(Seat.group_id))
    found = found.where(col(Group.slug) == slug, col(Seat.role) == role, col(Seat.holder_id).is_not(None))
    person: int = work.rows(found.order_by(col(Seat.place)).limit(1)).scalar_one()
    return person


def members(work: Work, slug: str) -> list[int]:
    """Everybody who holds a member's seat of a group."""
    found = select(col(Seat.holder_id)).join(Group, col(Group.id) == col(Seat.group_id)).distinct()
    found = found.where(col(Group.slug) == slug, col(Seat.role) == SeatRole.MEMBER, col(Seat.holder_id).is_not(None))
    return sorted(work.rows(found).scalars())


def signed_in(work: Work, person: int) -> str:
    """The cookie of a new sign-in."""
    token = people.start(work, work.session.get_one(Person, person), SignInMethod.EMAIL, "bench")
    return f"session={token}"


def fill_seats(work: Work, slug: str, seats: int) -> None:
    """More members, until the table has its size."""
    group = group_of(work, slug)
    there = work.rows(select(func.count(col(Seat.id))).where(col(Seat.group_id) == group.id)).scalar_one()
    kinds = list(StakeholderType)
    for place in range(there, seats):
        person = work.add(Person(name=f"Member Number {place}", email=f"{slug}.{place}@example.org"))
        work.add(
            Seat(
                group_id=group.id, place=place, label={"en": f"Seat number {place}", "fr": f"Siège numéro {place}"},
                role=SeatRole.MEMBER, stakeholder_type=kinds[place % len(kinds)], holder_id=person.id,
            )
        )  # fmt: skip


def fill_actions(work: Work) -> None:
    """More promises, spread over all seats, until the list of unfinished ones has its size."""
    group = group_of(work, GROUP)
    unfinished = select(func.count(col(Action.id))).where(
        col(Action.group_id) == group.id, col(Action.state).in_(UNFINISHED)
    )
    seats = (
        work.rows(select(Seat).where(col(Seat.group_id) == group.id, col(Seat.holder_id).is_not(None))).scalars().all()
    )
    for number in range(work.rows(unfinished).scalar_one(), ACTIONS):
        due_on = (work.now + timedelta(days=number % 60 - 10)).date()
        promising = Promising(title=f"Ask which documents are needed for file {number}", due_on=due_on)
        actions.add(work, seats[number % len(seats)], promising)


def called_meeting(work: Work, now: datetime, slug: str, items: int) -> int:
    """A called meeting whose agenda has its size; returns its id."""
    planning = Planning(day=(now + DUE).date(), at=time(13, 30), minutes_long=180, place="Room 2")
    meeting: Meeting = meetings.convene(work, slug, planning)
    there = work.rows(
        select(func.count(col(AgendaItem.id))).where(col(AgendaItem.meeting_id) == meeting.id)
    ).scalar_one()
    seat = work.rows(select(col(Seat.id)).where(col(Seat.group_id) == meeting.group_id)).scalars().first()
    for number in range(there, items):
        agenda.place(
            work, meeting, title=f"What stands in the way of applicants, part {number}", kind=ItemKind.DISCUSSION,
            minutes=8, proposer_seat_id=seat, presenter_seat_id=seat,
            text="What we heard since the last meeting, and **what could change** until the next one.",
        )  # fmt: skip
    meetings.call(work, meeting.id, Nothing())
    return meeting.id


def discussed_proposal(work: Work) -> int:
    """The proposal on which the group is asked for positions now, with more comments; returns its id."""
    group = group_of(work, GROUP)
    asked = select(Proposal).where(col(Proposal.group_id) == group.id)
    asked = asked.where(col(Proposal.state) == ProposalState.POSITIONS_CALLED)
    proposal: Proposal = work.rows(asked).scalars().one()
    about = col(Comment.kind) == "Proposal", col(Comment.about) == proposal.id
    comment = commenting_on(KINDS["Proposal"])
    for number in range(work.rows(select(func.count(col(Comment.id))).where(*about)).scalar_one(), COMMENTS):
        text = f"What we heard from applicants, part {number}: **two things** would have to change before this works."
        comment(work, proposal.id, Commenting(text=text))
    return proposal.id
