from collections.abc import Sequence
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.languages import gettext_noop, pick
from workgroups.groups import policy as group_policy
from workgroups.groups import queries as groups
from workgroups.groups.models import Group
from workgroups.links import queries as links
from workgroups.links.commands import commenting_on
from workgroups.links.routes import commenting
from workgroups.outcomes import commands, figures, policy, queries, words
from workgroups.outcomes.figures import Figure
from workgroups.outcomes.forms import Describing, Recording
from workgroups.outcomes.initiatives.models import Initiative
from workgroups.outcomes.models import Outcome, OutcomeKind
from workgroups.pathways.barriers.models import Barrier
from workgroups.pathways.proposals.models import Proposal
from workgroups.publishing import drafts
from workgroups.web.endpoints import read, write
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def index(visit: Visit, group: Group) -> Response:
    return visit.page(
        "outcomes/index.html",
        group=group,
        zone=group.timezone,
        words=words,
        outcomes=queries.outcomes(visit.work, group.id),
        may=visit.work.may(group, policy.record),
    )


def new(visit: Visit, group: Group) -> Response:
    action, back = url("outcomes:record", key=group.slug), url("outcomes:index", key=group.slug)
    form = visit.form(commands.record)
    return newly(visit, group, form=form, action=action, back=back, about="", tab="published")


def new_of_barrier(visit: Visit, barrier: Barrier) -> Response:
    group = groups.group_of(visit.work, barrier.group_id)
    action, back = url("outcomes:record_of_barrier", key=barrier.id), url("barriers:show", key=barrier.id)
    form = visit.form(commands.record_of_barrier, kind=OutcomeKind.BARRIER_REMOVED.value)
    return newly(visit, group, form=form, action=action, back=back, about=barrier.title, tab="pathway")


def new_of_proposal(visit: Visit, proposal: Proposal) -> Response:
    group, profession = groups.group_of(visit.work, proposal.group_id), queries.changed_by(visit.work, proposal)
    action, back = url("outcomes:record_of_proposal", key=proposal.id), url("proposals:show", key=proposal.id)
    kind = OutcomeKind.REQUIREMENT_CHANGED.value
    form = visit.form(commands.record_of_proposal, kind=kind, profession=profession)
    about, counted = pick(proposal.title)[0], queries.counted(visit.work, proposal)
    return newly(visit, group, form=form, action=action, back=back, about=about, tab="pathway", counted=counted)


def new_of_initiative(visit: Visit, initiative: Initiative) -> Response:
    group = groups.group_of(visit.work, initiative.group_id)
    action, back = url("outcomes:record_of_initiative", key=initiative.id), url("initiatives:show", key=initiative.id)
    form = visit.form(commands.record_of_initiative, kind=OutcomeKind.PROGRAMME_LAUNCHED.value)
    about = pick(initiative.title)[0]
    return newly(visit, group, form=form, action=action, back=back, about=about, tab="published")


def newly(visit: Visit, group: Group, counted: Sequence[Figure] = (), **context: Any) -> Response:
    """The form for a new outcome, from the group's page or from the page of what it follows from."""
    served = [(row.id, pick(row.name)[0]) for row in groups.professions_of(visit.work, group.id)]
    return visit.page("outcomes/new.html", served=served, counted=counted, **context, **around(group))


def show(visit: Visit, outcome: Outcome) -> Response:
    group, may = groups.group_of(visit.work, outcome.group_id), visit.work.may(outcome, policy.edit)
    kept = figures.read(outcome.figures)
    now = queries.counted(visit.work, outcome) if may else []
    return visit.page(
        "outcomes/show.html",
        outcome=outcome,
        figures=kept,
        overtaken=figures.overtaken(kept, now),
        untaken=now if not kept else (),
        profession=queries.profession_of(visit.work, outcome),
        recorder=queries.recorder(visit.work, outcome),
        draft=drafts.draft(visit.work, group, queries.KIND.name, outcome.id),
        may=may,
        beside=links.beside(visit.work, outcome),
        commenting=visit.form(commenting_on(policy.KIND)),
        **around(group),
    )


def edit(visit: Visit, outcome: Outcome) -> Response:
    group = groups.group_of(visit.work, outcome.group_id)
    kept = [figure.mark for figure in figures.read(outcome.figures)]
    form = visit.form(commands.describe, outcome, counted=kept)
    counted = queries.choice(visit.work, outcome)
    return visit.page("outcomes/edit.html", outcome=outcome, form=form, counted=counted, **around(group))


def around(group: Group) -> dict[str, Any]:
    return {"group": group, "zone": group.timezone, "words": words}


routes: Sequence[Route] = [
    read("/groups/{key}/outcomes", index, group_policy.see),
    read("/groups/{key}/outcomes/new", new, policy.record),
    write(
        "/groups/{key}/outcomes", commands.record, Recording, back_to=new, then="outcomes:show",
        done=gettext_noop("Recorded. It can be submitted for publication."),
    ),
    read("/barriers/{key:key}/outcomes/new", new_of_barrier, policy.record_of_barrier),
    write(
        "/barriers/{key:key}/outcomes", commands.record_of_barrier, Recording, back_to=new_of_barrier,
        then="outcomes:show", done=gettext_noop("Recorded. It can be submitted for publication."),
    ),
    read("/proposals/{key:key}/outcomes/new", new_of_proposal, policy.record_of_proposal),
    write(
        "/proposals/{key:key}/outcomes",
        commands.record_of_proposal,
        Recording,
        back_to=new_of_proposal,
        then="outcomes:show",
        done=gettext_noop("Recorded. It can be submitted for publication."),
    ),
    read("/initiatives/{key:key}/outcomes/new", new_of_initiative, policy.record_of_initiative),
    write(
        "/initiatives/{key:key}/outcomes",
        commands.record_of_initiative,
        Recording,
        back_to=new_of_initiative,
        then="outcomes:show",
        done=gettext_noop("Recorded. It can be submitted for publication."),
    ),
    read("/outcomes/{key:key}", show, policy.see),
    read("/outcomes/{key:key}/edit", edit, policy.edit),
    write(
        "/outcomes/{key:key}/description", commands.describe, Describing, back_to=edit, then="outcomes:show",
        done=gettext_noop("Saved."),
    ),
    commenting("/outcomes/{key:key}", policy.KIND, back_to=show),
]  # fmt: skip
