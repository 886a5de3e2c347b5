from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from sqlalchemy import and_, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from workgroups.actions.events import ActionPromised, ActionsHandedOut
from workgroups.actions.models import UNFINISHED, Action
from workgroups.actions.policy import IN_CAMERA, see
from workgroups.core.events import Event
from workgroups.core.outbox import Letter, notice
from workgroups.groups import audience
from workgroups.groups.models import Group
from workgroups.groups.policy import speaks_for
from workgroups.links.models import Link, Relation
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.models import Meeting
from workgroups.people.models import Person


@notice(ActionPromised)
def promised(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Holder and alternate of the seat hear what somebody else put down for it; no subject says what is in camera."""
    action = session.get_one(Action, event.about)
    group = session.get_one(Group, action.group_id)
    in_camera = session.exec(select(col(Action.id)).where(col(Action.id) == action.id, IN_CAMERA)).first() is not None
    owns = speaks_for(action.seat_id, col(Person.id))
    for person in audience.people(session, see, action, now, owns, besides=event.person_id):
        context = {"name": person.name, "action": action, "group": group, "in_camera": in_camera}
        yield Letter(person.email, person.language.value, "actions/promised_mail.html", context, group.id)


TAKEN, ITEM = aliased(Link), aliased(AgendaItem)
OWNERS = (
    select(Person, Action)
    .join(Action, speaks_for(col(Action.seat_id), col(Person.id)))
    .join(TAKEN, and_(col(TAKEN.from_kind) == "Action", col(TAKEN.from_id) == col(Action.id)))
    .join(ITEM, and_(col(TAKEN.to_kind) == "AgendaItem", col(TAKEN.to_id) == col(ITEM.id)))
    .where(
        col(TAKEN.relation) == Relation.TAKEN_IN,
        col(ITEM.meeting_id) == bindparam("meeting_id"),
        col(Action.state).in_(UNFINISHED),
        col(Person.disabled_at).is_(None),
        see(col(Person.id)),
    )
    .order_by(col(Person.id), col(Action.due_on), col(Action.id))
)


@notice(ActionsHandedOut)
def handed_out(session: Session, event: Event, now: datetime) -> Iterator[Letter]:
    """Holder and alternate of a seat read what the seat promised at the meeting and has not finished."""
    meeting = session.get_one(Meeting, event.about)
    group = session.get_one(Group, meeting.group_id)
    owned = session.execute(OWNERS, {"meeting_id": meeting.id, "me": 0, "now": now})
    for person, rows in groupby(owned, key=lambda row: row[0]):
        context = {"name": person.name, "actions": [row[1] for row in rows], "meeting": meeting, "group": group}
        context["zone"] = group.timezone
        yield Letter(person.email, person.language.value, "actions/handed_out_mail.html", context, group.id)
