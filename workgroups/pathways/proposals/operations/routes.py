from collections.abc import Sequence
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.errors import NotFound
from workgroups.core.forms import Form, Nothing
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Command
from workgroups.groups import queries as groups
from workgroups.pathways import drawing
from workgroups.pathways import queries as pathways
from workgroups.pathways.document import Pathway, Step, previous
from workgroups.pathways.operations import apply
from workgroups.pathways.operations import read as operations_of
from workgroups.pathways.phrases import WORDS
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals import policy, queries
from workgroups.pathways.proposals.forms import AddingStep, Dropping, Placing
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.operations import commands
from workgroups.pathways.proposals.operations.telling import left_out
from workgroups.pathways.proposals.renditions import by_operation
from workgroups.pathways.steps.editing import choices, form_of, meanwhile
from workgroups.pathways.steps.forms import Describing, Offering
from workgroups.web.endpoints import read, write
from workgroups.web.pages import localized
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def page(visit: Visit, template: str, proposal: Proposal, **context: Any) -> Response:
    group = groups.group_of(visit.work, proposal.group_id)
    return visit.page(template, group=group, zone=group.timezone, proposal=proposal, **context)


def step_of(document: Pathway, key: str) -> Step:
    """The step that an address names. Raises `NotFound`."""
    step = document.step(key)
    if step is None:
        raise NotFound
    return step


def show(visit: Visit, proposal: Proposal) -> Response:
    base, now = queries.baseline(visit.work, proposal), pathways.document(visit.work, proposal.pathway_id)
    operations = operations_of(proposal.operations)
    return page(
        visit,
        "operations/show.html",
        proposal,
        told=by_operation(base, operations, queries.body_names(visit.work, base)),
        outline=drawing.stages(apply(base, operations).document, say=localized, detailed=()),
        left_out=left_out(now, operations) if base != now else [],
        is_current=base == now,
        dropping=visit.form(commands.drop, proposal),
        renewing=visit.form(proposals.bring_up_to_date, proposal),
    )


def edit(visit: Visit, proposal: Proposal, step: str) -> Response:
    document = commands.target(visit.work, proposal)
    now = step_of(document, step)
    form = form_of(visit, commands.change_step, proposal, now)
    return page(
        visit,
        "operations/edit.html",
        proposal,
        now=now,
        form=form,
        meanwhile=meanwhile(visit, form, document, now),
        choices=choices(visit, document, step),
    )


def new(visit: Visit, proposal: Proposal) -> Response:
    document = commands.target(visit.work, proposal)
    behind = document.keys[-1] if document.steps else None
    form = visit.form(commands.add_step, designation="required", cost_currency="CAD", behind=behind)
    choice = choices(visit, document)
    return page(visit, "operations/new.html", proposal, now=None, form=form, meanwhile={}, choices=choice)


def place(visit: Visit, proposal: Proposal, step: str) -> Response:
    document = commands.target(visit.work, proposal)
    now = step_of(document, step)
    form = visit.form(commands.move_step, proposal, behind=previous(document.steps, step))
    return page(
        visit,
        "operations/place.html",
        proposal,
        now=now,
        form=form,
        removing=visit.form(commands.remove_step, proposal),
        steps=choices(visit, document, step).steps,
    )


def new_option(visit: Visit, proposal: Proposal, step: str) -> Response:
    now = step_of(commands.target(visit.work, proposal), step)
    form = form_of(visit, commands.add_option, proposal, None)
    return page(visit, "operations/new_option.html", proposal, now=now, form=form, words=WORDS)


def back(visit: Visit, _: object) -> str:
    return url("operations:show", key=visit.request.path_params["key"])


def change(path: str, command: Command[Any, Any], form: type[Form], back_to: Any) -> Route:
    """A change to what a proposal changes."""
    return write(
        f"/proposals/{{key:key}}/{path}", command, form, back_to=back_to, then=back,
        done=gettext_noop("Saved. This is what the proposal changes now."),
    )  # fmt: skip


routes: Sequence[Route] = [
    read("/proposals/{key:key}/operations", show, policy.edit),
    read("/proposals/{key:key}/steps/new", new, policy.edit),
    read("/proposals/{key:key}/steps/{step}/edit", edit, policy.edit),
    read("/proposals/{key:key}/steps/{step}/place", place, policy.edit),
    read("/proposals/{key:key}/steps/{step}/options/new", new_option, policy.edit),
    change("steps", commands.add_step, AddingStep, new),
    change("steps/{step}", commands.change_step, Describing, edit),
    change("steps/{step}/place", commands.move_step, Placing, place),
    change("steps/{step}/removal", commands.remove_step, Nothing, place),
    change("steps/{step}/options", commands.add_option, Offering, new_option),
    change("operations/removal", commands.drop, Dropping, show),
    change("baseline", proposals.bring_up_to_date, Nothing, show),
]
