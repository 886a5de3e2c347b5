from collections.abc import Sequence
from datetime import UTC, datetime

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core import clock
from workgroups.desk import activity, queries, rhythm
from workgroups.desk import attendance as over_time
from workgroups.desk import movement as moves
from workgroups.groups import policy
from workgroups.groups import queries as groups
from workgroups.groups.models import Group
from workgroups.meetings import queries as meetings
from workgroups.meetings.commands import convene
from workgroups.meetings.rhythm import queries as steps
from workgroups.meetings.terms.queries import terms_of
from workgroups.pathways.proposals.models import WORDS
from workgroups.people.models import Person
from workgroups.people.policy import oneself
from workgroups.web.endpoints import read
from workgroups.web.visits import HOME_ZONE, Visit

EVER = datetime(1, 1, 2, tzinfo=UTC)
"""Before everything: what happened in a group that has not met yet is all news."""


def show(visit: Visit, _: Person) -> Response:
    """The desk: what waits for me, over all my groups."""
    return visit.page(
        "desk/show.html",
        waits=queries.waiting(visit.work),
        meetings=queries.meetings_ahead(visit.work),
        groups=groups.mine(visit.work),
        standings=rhythm.standings(visit.work),
        platform=queries.platform(visit.work) if visit.me and visit.me.is_administrator else None,
        today=clock.today(visit.work.now, HOME_ZONE),
    )


def movement(visit: Visit, person: Person) -> Response:
    """What moves over all my groups, and who owes the next step; administrators see what every group has published."""
    return visit.page(
        "desk/movement.html",
        groups=moves.movement(visit.work),
        words=WORDS,
        published=moves.published(visit.work) if person.is_administrator else (),
    )


def overview(visit: Visit, group: Group) -> Response:
    """A group at a glance."""
    terms = terms_of(visit.work, group.id)
    at = meetings.overview(visit.work, group, terms)
    return visit.page(
        "desk/overview.html",
        group=group,
        successor=visit.work.session.get(Group, group.successor_id) if group.successor_id else None,
        zone=group.timezone,
        terms=terms,
        at=at,
        standing=rhythm.of_group(terms, group, *at.moments, visit.work.now),
        suggested=meetings.suggested_day(visit.work, group, terms),
        planning=visit.form(convene),
        steps=steps.timeline(visit.work, *at.turning),
        waits=queries.waiting(visit.work, group.slug),
        undelivered=queries.undelivered(visit.work, group.id),
        news=activity.since(visit.work, group.id, at.last.starts_at if at.last else EVER),
        table=groups.table(groups.seats(visit.work, group.id)),
        today=clock.today(visit.work.now, group.timezone),
        may=visit.work.may(group, policy.arrange),
    )


def attendance(visit: Visit, group: Group) -> Response:
    """Who came over time."""
    return visit.page(
        "desk/attendance.html", group=group, zone=group.timezone, record=over_time.record(visit.work, group)
    )


routes: Sequence[Route] = [
    read("/desk", show, oneself),
    read("/desk/movement", movement, oneself),
    read("/groups/{key}", overview, policy.see),
    read("/groups/{key}/attendance", attendance, policy.see),
]
