import re
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.clock import today
from workgroups.core.errors import NotFound
from workgroups.core.forms import Form
from workgroups.core.languages import gettext_noop
from workgroups.core.work import Command
from workgroups.groups import policy as group_policy
from workgroups.groups import queries as groups
from workgroups.groups.models import JURISDICTIONS, Group
from workgroups.links import queries as links
from workgroups.links.commands import commenting_on
from workgroups.links.routes import commenting
from workgroups.pathways import commands, comparison, drawing, measures, policy, queries
from workgroups.pathways.barriers import policy as barrier_policy
from workgroups.pathways.barriers import queries as barriers
from workgroups.pathways.barriers.models import WORDS as BARRIER_WORDS
from workgroups.pathways.document import Pathway as Document
from workgroups.pathways.forms import AddingStage, Beginning, MovingStage, NamingStage, RemovingStage, Titling
from workgroups.pathways.history import commands as history
from workgroups.pathways.history import queries as versions
from workgroups.pathways.models import Pathway
from workgroups.pathways.proposals import policy as proposal_policy
from workgroups.pathways.proposals import queries as proposals
from workgroups.pathways.proposals.models import REACHED_WORDS as PROPOSAL_WORDS
from workgroups.pathways.showing import described, marks, noted, stage_form, untranslated
from workgroups.web.endpoints import read, write
from workgroups.web.pages import localized
from workgroups.web.urls import url
from workgroups.web.visits import Visit

NUMBER = re.compile("[1-9][0-9]{0,8}")
LINES = 80
"""Steps side by side on one page."""


def show(visit: Visit, group: Group) -> Response:
    """The pathway of a group, or the list of them when it keeps several."""
    heads = queries.of_group(visit.work, group.id)
    if len(heads) > 1:
        return listed(visit, group, heads)
    pathway = visit.work.session.get_one(Pathway, heads[0].id) if heads else None
    return shown(visit, group, heads, pathway)


def draft(visit: Visit, pathway: Pathway) -> Response:
    group = groups.group_of(visit.work, pathway.group_id)
    return shown(visit, group, queries.of_group(visit.work, group.id), pathway)


def listed(visit: Visit, group: Group, heads: Sequence[queries.Head]) -> Response:
    """What each pathway of a group takes, and when it last changed."""
    documents = queries.documents_of(visit.work, group.id, heads)
    return visit.page(
        "pathways/index.html",
        group=group,
        zone=group.timezone,
        pathways=[(head, measures.measures(documents[head.id])) for head in heads],
        changed=queries.changed(visit.work, group.id),
        **around(visit, group),
    )


def shown(visit: Visit, group: Group, heads: Sequence[queries.Head], pathway: Pathway | None) -> Response:
    """The working draft with what is said of it, the proposals to change it and the barriers on it."""
    return visit.page(
        "pathways/show.html",
        group=group,
        zone=group.timezone,
        pathway=pathway,
        several=len(heads) > 1,
        about=next((head for head in heads if pathway and head.id == pathway.id), None),
        comparable=len(queries.seen(visit.work)) > 1,
        **(drawn(visit, pathway, group.timezone) if pathway else {}),
        **around(visit, group, pathway),
    )


def around(visit: Visit, group: Group, pathway: Pathway | None = None) -> dict[str, Any]:
    """The proposals to change a pathway, or any of the group, and the barriers in the way."""
    known = barriers.barriers(visit.work, group.id)
    made = proposals.proposals(visit.work, group.id)
    return {
        "barriers": [barrier for barrier in known if barrier.is_standing],
        "barrier_words": BARRIER_WORDS,
        "proposals": [proposal for proposal in made if pathway is None or proposal.pathway_id == pathway.id],
        "proposal_words": PROPOSAL_WORDS,
        "may": visit.work.may(group, policy.begin, barrier_policy.report, proposal_policy.propose),
    }


def drawn(visit: Visit, pathway: Pathway, zone: str) -> dict[str, Any]:
    """The working draft with its figures and its problems."""
    draft = queries.draft(visit.work, pathway.id)
    return {
        "document": draft.document,
        "drawn": drawing.stages(draft.document, marks(visit, pathway, draft, zone), localized),
        "measures": measures.measures(draft.document),
        **noted(draft.document, today(visit.work.now, zone)),
        "beside": links.beside(visit.work, pathway),
        "commenting": visit.form(commenting_on(policy.KIND)),
    }


def compare(visit: Visit, pathway: Pathway) -> Response:
    """A pathway beside one or two others of the rooms that I am in."""
    known = {head.id: head for head in queries.seen(visit.work)}
    keys = [pathway.id, *asked(visit, pathway, known)]
    sides = [
        (known[key], queries.draft(visit.work, key), queries.bodies(visit.work, key)) for key in keys if len(keys) > 1
    ]
    group, beside = groups.group_of(visit.work, pathway.group_id), comparison.comparison(sides)
    first = (page_of(visit) - 1) * LINES
    return visit.page(
        "pathways/compare.html",
        group=group,
        zone=group.timezone,
        pathway=pathway,
        others=[(head, comparison.name_of(head)) for head in known.values() if head.id != pathway.id],
        chosen=keys[1:],
        columns=beside.columns,
        lines=beside.lines[first : first + LINES],
        first=first,
        pages=-(-len(beside.lines) // LINES),
        page=page_of(visit),
    )


def asked(visit: Visit, pathway: Pathway, known: Mapping[int, queries.Head]) -> list[int]:
    """The pathways to stand beside it: those of the address, or else the next one of its group.

    Raises `NotFound` for one that I do not see.
    """
    values = [value for value in visit.request.query_params.getlist("with") if value]
    wanted = list(dict.fromkeys(int(value) for value in values if NUMBER.fullmatch(value)))
    if any(key not in known for key in wanted):
        raise NotFound
    same = [head.id for head in known.values() if head.group_id == pathway.group_id and head.id != pathway.id]
    return [key for key in wanted if key != pathway.id][:2] or same[:1]


def page_of(visit: Visit) -> int:
    return number(visit, "page") or 1


def number(visit: Visit, name: str) -> int:
    """A number in the address, 0 for none."""
    asked = visit.query.get(name, "")
    return int(asked) if NUMBER.fullmatch(asked) else 0


def new(visit: Visit, group: Group) -> Response:
    return visit.page(
        "pathways/new.html",
        group=group,
        zone=group.timezone,
        form=visit.form(commands.begin, jurisdiction=group.jurisdiction),
        professions=groups.professions_of(visit.work, group.id),
        jurisdictions=JURISDICTIONS,
        several=bool(queries.of_group(visit.work, group.id)),
    )


def edit(visit: Visit, pathway: Pathway) -> Response:
    group = groups.group_of(visit.work, pathway.group_id)
    draft = queries.draft(visit.work, pathway.id)
    return visit.page(
        "pathways/edit.html",
        group=group,
        zone=group.timezone,
        pathway=pathway,
        document=draft.document,
        outline=drawing.stages(draft.document, ids(draft), localized, detailed=()),
        drawn=drawing.stages(draft.document, say=localized),
        untranslated=untranslated(draft),
        **noted(draft.document, today(visit.work.now, group.timezone)),
        edits={key: url("steps:edit", key=row) for key, row in draft.ids.items()},
        form=described(visit, pathway, draft.document),
        stages=[(stage, stage_form(visit, stage.key, stage.title)) for stage in draft.document.stages],
        adding=visit.form(commands.add_stage).under("new-"),
        moved=number(visit, "moved"),
        to=visit.query.get("to"),
        **gone(visit, pathway, draft.document),
    )


def gone(visit: Visit, pathway: Pathway, document: Document) -> dict[str, Any]:
    """The step that was removed just now, which can be brought back, and the steps that wait for it."""
    removed = versions.removed(visit.work, pathway.id, number(visit, "removed"))
    missed = [localized(step.title) for step in document.steps if removed and removed.key in step.after]
    ahead = visit.query.get("ahead", "")
    return {"removed": removed, "missed": missed, "ahead": ahead, "restoring": visit.form(history.restore)}


def ids(draft: queries.Draft) -> dict[str, dict[str, Any]]:
    return {key: {"id": row} for key, row in draft.ids.items()}


def of_pathway(path: str, command: Command[Any, Any], form: type[Form], **rest: Any) -> Route:
    """A change to a pathway, which comes back to its outline."""
    return write(f"/pathways/{{key:key}}/{path}", command, form, back_to=edit, **rest)


routes: Sequence[Route] = [
    read("/groups/{key}/pathway", show, group_policy.see),
    read("/groups/{key}/pathway/new", new, policy.begin),
    write(
        "/groups/{key}/pathway", commands.begin, Beginning, back_to=new, then="pathways:edit",
        done=gettext_noop("The working draft has begun. Add its steps."),
    ),
    read("/pathways/{key:key}", draft, policy.see),
    commenting("/pathways/{key:key}", policy.KIND, back_to=draft),
    read("/pathways/{key:key}/compare", compare, policy.see),
    read("/pathways/{key:key}/edit", edit, policy.edit),
    of_pathway("description", commands.describe, Titling, done=gettext_noop("Saved in the working draft.")),
    of_pathway("stages", commands.add_stage, AddingStage, done=gettext_noop("The stage is added.")),
    of_pathway("stages/title", commands.rename_stage, NamingStage, done=gettext_noop("Renamed.")),
    of_pathway("stages/move", commands.move_stage, MovingStage),
    of_pathway(
        "stages/removal", commands.remove_stage, RemovingStage, done=gettext_noop("The stage is removed.")
    ),
]  # fmt: skip
