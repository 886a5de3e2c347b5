from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.forms import Form, Nothing
from workgroups.core.languages import gettext, gettext_noop, pick
from workgroups.core.work import Command
from workgroups.groups import policy as group_policy
from workgroups.groups import queries as groups
from workgroups.groups.models import Group
from workgroups.links import queries as links
from workgroups.links.commands import commenting_on
from workgroups.links.routes import commenting
from workgroups.pathways import agenda
from workgroups.pathways import queries as pathways
from workgroups.pathways.barriers import commands, policy, queries
from workgroups.pathways.barriers.forms import (
    Closing,
    Correcting,
    Reasoning,
    Reporting,
)
from workgroups.pathways.barriers.models import WORDS, Barrier
from workgroups.pathways.forms import PuttingOnAgenda
from workgroups.pathways.proposals.policy import propose
from workgroups.web.endpoints import read, write
from workgroups.web.visits import Visit

VERBS = (policy.correct, policy.confirm, policy.reject, policy.take_up, policy.close, policy.put_on_agenda)


def index(visit: Visit, group: Group) -> Response:
    return visit.page(
        "barriers/index.html",
        group=group,
        zone=group.timezone,
        words=WORDS,
        barriers=queries.barriers(visit.work, group.id),
        may=visit.work.may(group, policy.report),
    )


def new(visit: Visit, group: Group) -> Response:
    step = pathways.step_asked(visit.work, group.id, visit.query.get("step", ""))
    text = gettext("About the step “%(step)s”:", step=pick(step.title)[0]) + "\n\n" if step else None
    form = visit.form(commands.report, text=text, step=step and step.id)
    return visit.page("barriers/new.html", group=group, zone=group.timezone, form=form)


def show(visit: Visit, barrier: Barrier) -> Response:
    group = groups.group_of(visit.work, barrier.group_id)
    return visit.page(
        "barriers/show.html",
        group=group,
        zone=group.timezone,
        words=WORDS,
        barrier=barrier,
        reporter=queries.reporter(visit.work, barrier),
        changes=queries.changes(visit.work, barrier),
        confirming=visit.form(commands.confirm, barrier),
        rejecting=visit.form(commands.reject).under("reject-"),
        closing=visit.form(commands.close).under("close-"),
        placing=visit.form(commands.put_on_agenda, minutes=20).under("agenda-"),
        next=agenda.next_meeting(visit.work, barrier),
        may=visit.work.may(barrier, *VERBS),
        proposing=visit.work.may(group, propose),
        beside=links.beside(visit.work, barrier),
        commenting=visit.form(commenting_on(policy.KIND)),
    )


def edit(visit: Visit, barrier: Barrier) -> Response:
    group = groups.group_of(visit.work, barrier.group_id)
    form = visit.form(commands.correct, barrier)
    return visit.page("barriers/edit.html", group=group, zone=group.timezone, barrier=barrier, form=form)


def of_barrier(path: str, command: Command, form: type[Form], done: str) -> Route:  # type: ignore[type-arg]
    """A change to a barrier, which comes back to the barrier's page."""
    return write(f"/barriers/{{key:key}}/{path}", command, form, back_to=show, done=done)


comments = commenting("/barriers/{key:key}", policy.KIND, back_to=show)

routes: Sequence[Route] = [
    read("/groups/{key}/barriers", index, group_policy.see),
    read("/groups/{key}/barriers/new", new, policy.report),
    write(
        "/groups/{key}/barriers", commands.report, Reporting, back_to=new, then="barriers:show",
        done=gettext_noop("Reported. Both co-chairs are asked to confirm it."),
    ),
    read("/barriers/{key:key}", show, policy.see),
    read("/barriers/{key:key}/edit", edit, policy.correct),
    write(
        "/barriers/{key:key}/correction", commands.correct, Correcting, back_to=edit, then="barriers:show",
        done=gettext_noop("Saved."),
    ),
    of_barrier("confirmation", commands.confirm, Nothing, gettext_noop("Confirmed.")),
    of_barrier("rejection", commands.reject, Reasoning, gettext_noop("Recorded as not a barrier.")),
    of_barrier("work", commands.take_up, Nothing, gettext_noop("Work on it has begun.")),
    of_barrier("closing", commands.close, Closing, gettext_noop("Recorded. Thank you.")),
    of_barrier(
        "agenda", commands.put_on_agenda, PuttingOnAgenda,
        gettext_noop("On the agenda of the next meeting, for decision."),
    ),
    comments,
]  # fmt: skip
