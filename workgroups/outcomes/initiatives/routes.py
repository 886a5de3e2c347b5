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
from workgroups.outcomes.initiatives import commands, policy, queries, words
from workgroups.outcomes.initiatives.forms import Describing, Moving, Proposing
from workgroups.outcomes.initiatives.models import Initiative, InitiativeState
from workgroups.pathways import agenda
from workgroups.pathways.forms import PuttingOnAgenda
from workgroups.web.endpoints import read, write
from workgroups.web.visits import Visit

VERBS = (policy.edit, policy.move, policy.put_on_agenda)


def index(visit: Visit, group: Group) -> Response:
    return visit.page(
        "initiatives/index.html",
        group=group,
        zone=group.timezone,
        words=words,
        initiatives=queries.initiatives(visit.work, group.id),
        may=visit.work.may(group, policy.propose),
    )


def new(visit: Visit, group: Group) -> Response:
    form = visit.form(commands.propose, state=InitiativeState.IDEA.value)
    return visit.page("initiatives/new.html", group=group, zone=group.timezone, words=words, form=form)


def show(visit: Visit, initiative: Initiative) -> Response:
    group = groups.group_of(visit.work, initiative.group_id)
    return visit.page(
        "initiatives/show.html",
        group=group,
        zone=group.timezone,
        words=words,
        initiative=initiative,
        proposer=queries.proposer(visit.work, initiative),
        changes=queries.changes(visit.work, initiative),
        moving=visit.form(commands.move),
        placing=visit.form(commands.put_on_agenda, minutes=20),
        next=agenda.next_meeting(visit.work, initiative),
        may=visit.work.may(initiative, *VERBS),
        beside=links.beside(visit.work, initiative),
        commenting=visit.form(commenting_on(policy.KIND)),
    )


def edit(visit: Visit, initiative: Initiative) -> Response:
    group = groups.group_of(visit.work, initiative.group_id)
    form = visit.form(commands.describe, initiative)
    context = {"group": group, "zone": group.timezone, "words": words}
    return visit.page("initiatives/edit.html", initiative=initiative, form=form, **context)


routes: Sequence[Route] = [
    read("/groups/{key}/initiatives", index, group_policy.see),
    read("/groups/{key}/initiatives/new", new, policy.propose),
    write(
        "/groups/{key}/initiatives", commands.propose, Proposing, back_to=new, then="initiatives:show",
        done=gettext_noop("It is at the table. Co-chairs, secretary and coordinator hear of it."),
    ),
    read("/initiatives/{key:key}", show, policy.see),
    read("/initiatives/{key:key}/edit", edit, policy.edit),
    write(
        "/initiatives/{key:key}/description", commands.describe, Describing, back_to=edit, then="initiatives:show",
        done=gettext_noop("Saved."),
    ),
    write("/initiatives/{key:key}/moves", commands.move, Moving, back_to=show, done=gettext_noop("Recorded.")),
    write(
        "/initiatives/{key:key}/agenda", commands.put_on_agenda, PuttingOnAgenda, back_to=show,
        done=gettext_noop("On the agenda of the next meeting, for decision."),
    ),
    commenting("/initiatives/{key:key}", policy.KIND, back_to=show),
]  # fmt: skip
