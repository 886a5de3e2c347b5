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
from workgroups.meetings.decisions import commands, policy, queries
from workgroups.meetings.decisions.forms import Deciding
from workgroups.meetings.decisions.models import Decision
from workgroups.web.endpoints import read, write
from workgroups.web.visits import Visit


def index(visit: Visit, group: Group) -> Response:
    found = queries.register(visit.work, group.id)
    return visit.page("meetings/decisions.html", group=group, zone=group.timezone, decisions=found)


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


routes: Sequence[Route] = [
    read("/groups/{key}/decisions", index, group_policy.see),
    read("/decisions/{key:key}", show, policy.see),
    write("/decisions/{key:key}/rewording", commands.reword, Deciding, back_to=show, done=gettext_noop("Saved.")),
    commenting("/decisions/{key:key}", policy.KIND, back_to=show),
]
