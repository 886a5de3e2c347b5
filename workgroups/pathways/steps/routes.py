from collections.abc import Sequence
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.clock import today
from workgroups.core.errors import NotFound
from workgroups.core.forms import Form, Nothing
from workgroups.core.languages import current, gettext, gettext_noop
from workgroups.core.work import Command
from workgroups.groups import queries as groups
from workgroups.links import queries as links
from workgroups.links.commands import commenting_on
from workgroups.links.routes import commenting
from workgroups.pathways import drawing, queries
from workgroups.pathways import policy as pathway_policy
from workgroups.pathways.barriers.policy import report
from workgroups.pathways.document import Step as Described
from workgroups.pathways.facts import series
from workgroups.pathways.history import queries as history
from workgroups.pathways.history.routes import by_language
from workgroups.pathways.models import Pathway, Step
from workgroups.pathways.phrases import FACTS, WORDS
from workgroups.pathways.proposals.models import REACHED_WORDS as PROPOSAL_WORDS
from workgroups.pathways.proposals.policy import change
from workgroups.pathways.rows import Lines
from workgroups.pathways.showing import noted
from workgroups.pathways.steps import commands, policy
from workgroups.pathways.steps.editing import choices, form_of, meanwhile
from workgroups.pathways.steps.forms import Adding, Confirming, Counting, Editing, Moving, Offering, Uncounting
from workgroups.web.endpoints import read, write
from workgroups.web.pages import localized
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def show(visit: Visit, step: Step) -> Response:
    group, pathway = groups.group_of(visit.work, step.group_id), visit.work.session.get_one(Pathway, step.pathway_id)
    document = queries.document(visit.work, step.pathway_id)
    now, said = Described.model_validate(step.content), queries.confirmations(visit.work, step.pathway_id)
    bodies = queries.bodies(visit.work, step.pathway_id)
    versions, day = history.of_step(visit.work, step), today(visit.work.now, group.timezone)
    until_then = history.until_then(versions, now, day, Lines(current(), gettext, [document], bodies))
    return visit.page(
        "steps/show.html",
        group=group,
        zone=group.timezone,
        step=step,
        now=now,
        document=document,
        body=bodies.get(step.body_id or 0),
        said=said.get(step.key),
        voice=drawing.voice_of(document, bodies),
        drawn=drawing.stages(document, called(step), say=localized, only={step.key}),
        series=series(now, drawing.voice_of(document)),
        confirming=visit.form(commands.confirm, step),
        moving=visit.form(commands.move),
        uncounting=visit.form(commands.uncount),
        until_then=by_language(until_then)[0],
        causes=history.causes(versions, step.key),
        proposals=history.touching(visit.work, step),
        proposal_words=PROPOSAL_WORDS,
        may=visit.work.may(step, policy.edit, policy.confirm),
        **noted(document, day, step.key),
        onward=visit.work.may(group, report) | visit.work.may(pathway, change),
        beside=links.beside(visit.work, step),
        commenting=visit.form(commenting_on(policy.KIND)),
    )


def called(step: Step) -> dict[str, dict[str, str]]:
    """The page has the step's own title already."""
    return {step.key: {"title": gettext("In the working draft")}}


def new_fact(visit: Visit, step: Step) -> Response:
    group = groups.group_of(visit.work, step.group_id)
    form = visit.form(commands.count)
    return visit.page("steps/new_fact.html", group=group, zone=group.timezone, step=step, form=form, kinds=FACTS)


def edit(visit: Visit, step: Step) -> Response:
    group = groups.group_of(visit.work, step.group_id)
    document = queries.document(visit.work, step.pathway_id)
    now = Described.model_validate(step.content)
    form = form_of(visit, commands.describe, step, now)
    return visit.page(
        "steps/edit.html",
        group=group,
        zone=group.timezone,
        step=step,
        now=now,
        form=form,
        meanwhile=meanwhile(visit, form, document, now),
        choices=choices(visit, document, queries.removed(visit.work, step.pathway_id), step.key),
    )


def new(visit: Visit, pathway: Pathway) -> Response:
    group = groups.group_of(visit.work, pathway.group_id)
    document = queries.document(visit.work, pathway.id)
    behind = document.keys[-1] if document.steps else None
    return visit.page(
        "steps/new.html",
        group=group,
        zone=group.timezone,
        pathway=pathway,
        now=None,
        form=visit.form(commands.add, designation="required", cost_currency="CAD", behind=behind),
        meanwhile={},
        choices=choices(visit, document, queries.removed(visit.work, pathway.id)),
    )


def new_option(visit: Visit, step: Step) -> Response:
    group = groups.group_of(visit.work, step.group_id)
    form = form_of(visit, commands.add_option, step, None)
    return visit.page("steps/new_option.html", group=group, zone=group.timezone, step=step, form=form, words=WORDS)


def option(visit: Visit, step: Step, option: str) -> Response:
    group = groups.group_of(visit.work, step.group_id)
    found = Described.model_validate(step.content).option(option)
    if found is None:
        raise NotFound
    return visit.page(
        "steps/option.html",
        group=group,
        zone=group.timezone,
        step=step,
        option=found,
        form=form_of(visit, commands.describe_option, step, found),
        removing=visit.form(commands.remove_option, step),
        words=WORDS,
    )


def back(visit: Visit, _: object) -> str:
    return url("steps:show", key=visit.request.path_params["key"])


def in_outline(_: Visit, moved: tuple[Step, Moving]) -> str:
    """The outline with the button that was pressed in focus: an address with a place in the page leaves that to it."""
    step, moving = moved
    return url("pathways:edit", key=step.pathway_id) + f"?moved={step.id}&to={moving.to}"


def outline(visit: Visit, removed: tuple[Pathway, str]) -> str:
    """The outline, which offers to bring the step back where it was."""
    pathway, ahead = removed
    return url("pathways:edit", key=pathway.id) + f"?removed={visit.request.path_params['key']}&ahead={ahead}"


def of_step(path: str, command: Command[Any, Any], form: type[Form], **rest: Any) -> Route:
    """A change to a step, which comes back to the step's page."""
    return write(f"/steps/{{key:key}}/{path}", command, form, back_to=show, **rest)


comments = commenting("/steps/{key:key}", policy.KIND, back_to=show)

routes: Sequence[Route] = [
    read("/steps/{key:key}", show, policy.see),
    read("/steps/{key:key}/edit", edit, policy.edit),
    write(
        "/steps/{key:key}/description", commands.describe, Editing, back_to=edit, then=back,
        done=gettext_noop("Saved in the working draft."),
    ),
    of_step(
        "moves", commands.move, Moving,
        then=in_outline, done=gettext_noop("Moved."),
    ),
    of_step(
        "removal", commands.remove, Nothing, then=outline,
        done=gettext_noop("Removed from the working draft."),
    ),
    of_step(
        "confirmations", commands.confirm, Confirming,
        done=gettext_noop("Recorded in the name of your body."),
    ),
    read("/steps/{key:key}/figures/new", new_fact, policy.edit),
    write(
        "/steps/{key:key}/figures", commands.count, Counting, back_to=new_fact, then=back,
        done=gettext_noop("Saved in the working draft."),
    ),
    of_step(
        "figures/removal", commands.uncount, Uncounting,
        done=gettext_noop("Removed from the working draft."),
    ),
    read("/pathways/{key:key}/steps/new", new, pathway_policy.edit),
    write(
        "/pathways/{key:key}/steps", commands.add, Adding, back_to=new, then="steps:show",
        done=gettext_noop("Added to the working draft."),
    ),
    read("/steps/{key:key}/options/new", new_option, policy.edit),
    write(
        "/steps/{key:key}/options", commands.add_option, Offering, back_to=new_option, then=back,
        done=gettext_noop("Saved in the working draft."),
    ),
    read("/steps/{key:key}/options/{option}/edit", option, policy.edit),
    write(
        "/steps/{key:key}/options/{option}/description", commands.describe_option, Offering, back_to=option,
        then=back, done=gettext_noop("Saved in the working draft."),
    ),
    write(
        "/steps/{key:key}/options/{option}/removal", commands.remove_option, Nothing, back_to=option,
        then=back, done=gettext_noop("Removed from the working draft."),
    ),
    comments,
]  # fmt: skip
