"""Who hears of meetings. Invitations go to everybody at the table, the sender too: they are her calendar entry."""

from collections.abc import Callable, Iterator
from datetime import datetime
from email.headerregistry import Address
from email.utils import parseaddr
from functools import partial
from typing import Literal

from sqlmodel import Session, col

from workgroups.core import events
from workgroups.core.events import Event
from workgroups.core.languages import pick, using
from workgroups.core.outbox import Letter, notice
from workgroups.core.settings import Settings
from workgroups.groups import audience
from workgroups.groups.models import Group
from workgroups.groups.policy import speaks_for
from workgroups.meetings import papers, queries
from workgroups.meetings.agenda import queries as agenda
from workgroups.meetings.agenda.events import ItemDeclined
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.agenda.policy import see as see_item
from workgroups.meetings.calendar import MeetingCard, invitation
from workgroups.meetings.events import MeetingCalled, MeetingCancelled, MeetingMoved
from workgroups.meetings.minutes.corrections import queries as corrections
from workgroups.meetings.minutes.corrections.events import CorrectionAnswered
from workgroups.meetings.minutes.corrections.models import Correction
from workgroups.meetings.minutes.corrections.policy import see as see_correction
from workgroups.meetings.minutes.events import MinutesCirculated
from workgroups.meetings.minutes.reopening import queries as reopenings
from workgroups.meetings.minutes.reopening.events import MinutesReopened
from workgroups.meetings.models import Meeting
from workgroups.people.models import Person
from workgroups.web.urls import url

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
        **also,
    }
    return Letter(person.email, person.language.value, f"meetings/{template}_mail.html", context, group.id)


def entry(  # noqa: PLR0917 - partial hands over all but the settings, which the worker adds last
    meeting: Meeting, mark: str, group: Group, person: Person, method: Method, now: datetime, settings: Settings
) -> bytes:
    """The meeting for one person's calendar: the same entry for the meeting's whole life.

    `mark` keeps it apart from the meeting of another database that has the same number.
    """
    with using(person.language.value):
        name = pick(group.name)[0]
        card = MeetingCard(
            uid=f"meeting-{meeting.id}-{mark}@{settings.mail_host}",
            sequence=meeting.sequence,
            title=name,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            zone=group.timezone,
            place=meeting.place,
            video_url=meeting.video_url,
            page_url=settings.public_url + url("meetings:show", key=meeting.id),
            description="",
        )
        organizer = Address(name, addr_spec=parseaddr(settings.mail_from)[1])
        attendee = Address(person.name, addr_spec=person.email)
        return invitation(card, method=method, attendee=attendee, organizer=organizer, now=now)


def to_the_table(template: str, method: Method) -> Callable[[Session, Event, datetime], Iterator[Letter]]:
    """A notice that tells everybody at the table, and their calendars."""

    def tell(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
        meeting = session.get_one(Meeting, event.about)
        group = session.get_one(Group, meeting.group_id)
        mark = events.origin(session, meeting)[:16]
        for person in queries.audience(session, meeting, now):
            calendar = partial(entry, meeting, mark, group, person, method, now)
            yield letter(session, meeting, person, template)._replace(calendar=calendar, calendar_method=method)

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
    for person in queries.audience(session, meeting, now, but=event.person_id):
        yield letter(session, meeting, person, "circulated", until=meeting.corrections_on)


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


@notice(ItemDeclined)
def declined(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Whoever sits in the seat that proposed the item reads why it was declined."""
    item = session.get_one(AgendaItem, event.about)
    group = session.get_one(Group, item.group_id)
    proposed = speaks_for(item.proposer_seat_id, col(Person.id))
    for person in audience.people(session, see_item, item, now, proposed, besides=event.person_id):
        context = {"name": person.name, "item": item, "group": group}
        yield Letter(person.email, person.language.value, "meetings/declined_mail.html", context, group.id)
