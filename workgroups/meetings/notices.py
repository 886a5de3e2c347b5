"""Who hears of meetings. Invitations go to everybody at the table, the sender too: they are her calendar entry."""

from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import parseaddr
from functools import partial
from typing import Literal

from sqlmodel import Session, col

from workgroups.core.events import Event
from workgroups.core.languages import pick, using
from workgroups.core.outbox import Letter, notice
from workgroups.core.settings import Settings
from workgroups.groups import audience
from workgroups.groups.models import Group
from workgroups.groups.policy import speaks_for
from workgroups.meetings import papers, queries
from workgroups.meetings.agenda import queries as agenda
from workgroups.meetings.agenda.events import ItemDeclined, ItemMerged, ItemPutOff, ItemRetired
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.agenda.policy import see as see_item
from workgroups.meetings.calendar import Mailbox, invitation
from workgroups.meetings.events import MeetingCalled, MeetingCancelled, MeetingMoved
from workgroups.meetings.feeds import queries as feeds
from workgroups.meetings.feeds.cards import card
from workgroups.meetings.feeds.queries import Entry
from workgroups.meetings.minutes.corrections import queries as corrections
from workgroups.meetings.minutes.corrections.events import CorrectionAnswered
from workgroups.meetings.minutes.corrections.models import Correction
from workgroups.meetings.minutes.corrections.policy import see as see_correction
from workgroups.meetings.minutes.events import MinutesCirculated
from workgroups.meetings.minutes.reopening import queries as reopenings
from workgroups.meetings.minutes.reopening.events import MinutesReopened
from workgroups.meetings.models import Adoption, Meeting
from workgroups.meetings.replies import queries as replies
from workgroups.meetings.replies.policy import reply
from workgroups.meetings.replies.queries import UNKNOWN, Stand
from workgroups.people import personal
from workgroups.people.models import Person

Method = Literal["REQUEST", "CANCEL"]


def letter(session: Session, meeting: Meeting, person: Person, template: str, **also: object) -> Letter:
    """A letter about a meeting to somebody who sees it, in her language; `also` is what else it says."""
    group = session.get_one(Group, meeting.group_id)
    context = {
        "name": person.name,
        "meeting": meeting,
        "group": group,
        "zone": group.timezone,
        "items": agenda.agenda_in_mail(session, meeting),
        "papers": papers.counts_in_mail(session, meeting),
        "token": None,  # the letter is only shown: it asks nobody in particular
        "is_alternate": False,
        "is_again": False,
        **also,
    }
    return Letter(person.email, person.language.value, f"meetings/{template}_mail.html", context, group.id)


def asking(session: Session, letter: Letter, meeting: Meeting, person: Person, now: datetime) -> Letter:
    """The letter with a link of her own by which she answers, when there is a seat for which she can."""
    seat, given = replies.asked(session, meeting, person.id)
    token = ""
    if seat:
        token, _ = personal.draw(session, person.id, reply, meeting.id, now, until=meeting.day_ends_at)
    return letter._replace(
        context=letter.context
        | {
            "token": token,
            "is_alternate": seat is not None and seat.holder_id != person.id,
            "is_again": given is not None and given.starts_at != meeting.starts_at,
        }
    )


def entry(told: Entry, stand: Stand, person: Person, settings: Settings, *, method: Method, now: datetime) -> bytes:
    """The meeting for one person's calendar; the worker adds the settings, which know the public address."""
    with using(person.language.value):
        return invitation(
            card(told, stand, settings),
            method=method,
            attendee=Mailbox(person.name, person.email),
            organizer=Mailbox(pick(told.group.name)[0], parseaddr(settings.mail_from)[1]),
            now=now,
        )


def to_the_table(template: str, method: Method) -> Callable[[Session, Event, datetime], Iterator[Letter]]:
    """A notice that tells everybody at the table, and their calendars; while the meeting stands, it asks who comes."""

    def tell(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
        meeting = session.get_one(Meeting, event.about)
        told, stands = feeds.entry(session, meeting.id), replies.stands_of_meeting(session, meeting.id)
        for person in queries.audience(session, meeting, now):
            about = letter(session, meeting, person, template)
            if method == "REQUEST":
                about = asking(session, about, meeting, person, now)
            calendar = partial(entry, told, stands.get(person.id, UNKNOWN), person, method=method, now=now)
            yield about._replace(calendar=calendar, calendar_method=method)

    return tell


notice(MeetingCalled)(to_the_table("invitation", "REQUEST"))
notice(MeetingMoved)(to_the_table("moved", "REQUEST"))


@notice(MeetingCancelled)
def cancelled(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Whoever was invited hears that the meeting does not take place; of a draft nobody had heard."""
    if event.payload and event.payload["was_called"]:
        yield from to_the_table("cancelled", "CANCEL")(session, event, now)


@notice(MinutesCirculated)
def circulated(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Everybody at the table can read the minutes and comment on them."""
    meeting = session.get_one(Meeting, event.about)
    at_meeting = meeting.adoption is Adoption.AT_MEETING
    for person in queries.audience(session, meeting, now, but=event.person_id):
        yield letter(session, meeting, person, "circulated", until=meeting.corrections_on, at_meeting=at_meeting)


@notice(MinutesReopened)
def reopened(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Everybody at the table hears that approved minutes are a draft again, and why."""
    meeting, payload = session.get_one(Meeting, event.about), event.payload or {}
    why = reopenings.told(session, meeting, payload.get("circulation", 0))
    for person in queries.audience(session, meeting, now, but=event.person_id):
        yield letter(session, meeting, person, "reopened", reopenings=why)


@notice(CorrectionAnswered)
def answered(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Whoever proposed a correction reads what became of it."""
    correction = session.get_one(Correction, event.about)
    group, item = session.get_one(Group, correction.group_id), session.get_one(AgendaItem, correction.item_id)
    proposed = col(Person.id) == corrections.author(session, correction)
    for person in audience.people(session, see_correction, correction, now, proposed, besides=event.person_id):
        context = {"name": person.name, "correction": correction, "item": item, "group": group}
        yield Letter(person.email, person.language.value, "meetings/answered_mail.html", context, group.id)


def to_proposer(template: str) -> Callable[[Session, Event, datetime], Iterator[Letter]]:
    """A notice that tells whoever sits in the seat that proposed an item what became of it."""

    def tell(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
        item = session.get_one(AgendaItem, event.about)
        group = session.get_one(Group, item.group_id)
        taker = session.get(AgendaItem, item.merged_into_id) if item.merged_into_id else None
        meeting = session.get(Meeting, item.meeting_id) if item.meeting_id else None
        proposed = speaks_for(item.proposer_seat_id, col(Person.id))
        for person in audience.people(session, see_item, item, now, proposed, besides=event.person_id):
            context = {"name": person.name, "item": item, "taker": taker, "meeting": meeting, "group": group}
            context["zone"] = group.timezone
            yield Letter(person.email, person.language.value, f"meetings/{template}_mail.html", context, group.id)

    return tell


notice(ItemDeclined)(to_proposer("declined"))
notice(ItemMerged)(to_proposer("merged"))
notice(ItemPutOff)(to_proposer("put_off"))
notice(ItemRetired)(to_proposer("retired"))
