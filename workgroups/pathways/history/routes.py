from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.languages import current, gettext_noop
from workgroups.groups import queries as groups
from workgroups.pathways import policy as pathway_policy
from workgroups.pathways.history import commands, queries
from workgroups.pathways.history.forms import RestoringStep
from workgroups.pathways.history.queries import Version
from workgroups.pathways.models import Pathway, Step
from workgroups.pathways.proposals.showing import differing
from workgroups.pathways.rows import ChangedField
from workgroups.pathways.steps import policy
from workgroups.web.endpoints import read, write
from workgroups.web.visits import Visit


def show(visit: Visit, pathway: Pathway) -> Response:
    """The latest changes of the working draft, step by step."""
    return listed(visit, pathway, queries.latest(visit.work, pathway.id))


def of_step(visit: Visit, step: Step) -> Response:
    """The latest versions of one step."""
    pathway = visit.work.session.get_one(Pathway, step.pathway_id)
    return listed(visit, pathway, queries.of_step(visit.work, step), step)


def listed(visit: Visit, pathway: Pathway, versions: Sequence[Version], step: Step | None = None) -> Response:
    group = groups.group_of(visit.work, pathway.group_id)
    return visit.page(
        "history/show.html",
        group=group,
        zone=group.timezone,
        pathway=pathway,
        step=step,
        entries=[
            (entry, *([differing(field) for field in side] for side in by_language(entry.fields)))
            for entry in queries.entries(visit.work, pathway.id, versions)
        ],
        restoring=visit.form(commands.restore),
        may=visit.work.may(pathway, pathway_policy.edit),
    )


def by_language(fields: Sequence[ChangedField]) -> tuple[list[ChangedField], list[ChangedField]]:
    """The rows for the reader, and those of texts in the other language."""
    other = [field for field in fields if field.language not in {None, current()}]
    return [field for field in fields if field not in other], other


routes: Sequence[Route] = [
    read("/pathways/{key:key}/history", show, pathway_policy.see),
    read("/steps/{key:key}/history", of_step, policy.see),
    write(
        "/pathways/{key:key}/restoring", commands.restore, RestoringStep, back_to=show,
        done=gettext_noop("Restored in the working draft, as a new version."),
    ),
]  # fmt: skip
