"""Who hears when a step of a meeting happens."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col

from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.groups import audience
from workgroups.groups.policy import keeps_records
from workgroups.meetings import queries as meetings
from workgroups.meetings.agenda.policy import propose
from workgroups.meetings.models import Meeting
from workgroups.meetings.notices import letter
from workgroups.meetings.policy import see
from workgroups.meetings.rhythm import queries
from workgroups.meetings.rhythm.events import AgendaClosed, ItemsCalled, MinutesLate, PapersAsked
from workgroups.people.models import Person


@notice(ItemsCalled)
def items_called(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Everybody who can propose an item."""
    meeting = session.get_one(Meeting, event.about)
    for person in audience.people(session, propose, meeting, now, besides=event.person_id):
        yield letter(session, meeting, person, "items_called")


@notice(PapersAsked)
def papers_asked(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Whoever presents something of which there are no papers yet."""
    meeting = session.get_one(Meeting, event.about)
    present = {person.id for person in meetings.audience(session, meeting, now, but=event.person_id)}
    for person, items in queries.presenters(session, meeting.id):
        if person.id in present:
            about = letter(session, meeting, person, "papers_asked")
            yield about._replace(context=about.context | {"items": items})


@notice(AgendaClosed)
def agenda_closes(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Everybody at the table gets the agenda."""
    meeting = session.get_one(Meeting, event.about)
    for person in meetings.audience(session, meeting, now, but=event.person_id):
        yield letter(session, meeting, person, "agenda_closes")


@notice(MinutesLate)
def minutes_due(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Whoever keeps the records."""
    meeting = session.get_one(Meeting, event.about)
    for person in audience.people(session, see, meeting, now, keeps_records(col(Meeting.group_id), col(Person.id))):
        yield letter(session, meeting, person, "minutes_due")
