import re
from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.languages import gettext_noop
from workgroups.groups import policy as group_policy
from workgroups.groups import queries as groups
from workgroups.groups.models import Group
from workgroups.links import queries as links
from workgroups.links.commands import commenting_on
from workgroups.links.routes import commenting
from workgroups.meetings import queries as meetings
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.decisions import commands, policy, queries
from workgroups.meetings.decisions.forms import CorrectingMinutes, Deciding
from workgroups.meetings.decisions.models import Decision
from workgroups.meetings.minutes import queries as minutes
from workgroups.web.endpoints import read, write
from workgroups.web.visits import Visit

NUMBER = re.compile("[1-9][0-9]{0,3}")


def index(visit: Visit, group: Group) -> Response:
    asked = {name: visit.query.get(name, "").strip() for name in ("q", "year", "page")}
    year, page = (int(asked[name]) if NUMBER.fullmatch(asked[name]) else None for name in ("year", "page"))
    found = queries.register(visit.work, group.id, asked["q"], year, page or 1)
    return visit.page(
        "meetings/decisions.html",
        group=group,
        zone=group.timezone,
        register=found,
        came_of=links.came_of(visit.work, policy.KIND, [row.id for row in found.decisions]),
        words=asked["q"],
        year=year,
        page=page or 1,
    )


def show(visit: Visit, decision: Decision) -> Response:
    group = groups.group_of(visit.work, decision.group_id)
    return visit.page(
        "meetings/decision.html",
        decision=decision,
        group=group,
        zone=group.timezone,
        row=queries.one(visit.work, decision),
        may=visit.work.may(decision, policy.reword),
        form=visit.form(commands.reword, decision),
        beside=links.beside(visit.work, decision),
        commenting=visit.form(commenting_on(policy.KIND)),
    )


def correcting(visit: Visit, item: AgendaItem) -> Response:
    """The form of a decision that corrects what approved minutes say of an item."""
    group, places = groups.group_of(visit.work, item.group_id), queries.where_to_correct(visit.work, item)
    return visit.page(
        "meetings/correcting_minutes.html",
        item=item,
        group=group,
        zone=group.timezone,
        meeting=meetings.meeting_of(visit.work, item),
        minutes=minutes.of_item(visit.work, item),
        places=places,
        form=visit.form(commands.correct_minutes, item=places[0].id if places else ""),
    )


routes: Sequence[Route] = [
    read("/groups/{key}/decisions", index, group_policy.see),
    read("/decisions/{key:key}", show, policy.see),
    write("/decisions/{key:key}/rewording", commands.reword, Deciding, back_to=show, done=gettext_noop("Saved.")),
    read("/items/{key:key}/correcting", correcting, policy.correct_minutes),
    write(
        "/items/{key:key}/correcting", commands.correct_minutes, CorrectingMinutes, back_to=correcting,
        then="decisions:show", done=gettext_noop("Recorded, and shown beside what it corrects."),
    ),
    commenting("/decisions/{key:key}", policy.KIND, back_to=show),
]  # fmt: skip
