from collections.abc import Sequence
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.languages import current, gettext_noop
from workgroups.groups import queries as groups
from workgroups.pathways import policy as pathway_policy
from workgroups.pathways import queries as drafts
from workgroups.pathways.history import commands, queries
from workgroups.pathways.history.forms import RestoringPart
from workgroups.pathways.history.queries import Version
from workgroups.pathways.models import Pathway, Step
from workgroups.pathways.proposals.showing import differing
from workgroups.pathways.rows import ChangedField
from workgroups.pathways.steps import policy
from workgroups.web.endpoints import read, write
from workgroups.web.visits import Visit


def show(visit: Visit, pathway: Pathway) -> Response:
    """The latest changes of the working draft, of each step and of the pathway itself."""
    return listed(visit, pathway, queries.latest(visit.work, pathway.id))


def itself(visit: Visit, pathway: Pathway) -> Response:
    """The latest versions of title, summary, destination and stages."""
    return listed(visit, pathway, queries.of_itself(visit.work, pathway.id), pathway)


def of_step(visit: Visit, step: Step) -> Response:
    """The latest versions of one step."""
    pathway = visit.work.session.get_one(Pathway, step.pathway_id)
    return listed(visit, pathway, queries.of_step(visit.work, step), step)


def listed(visit: Visit, pathway: Pathway, versions: Sequence[Version], part: Pathway | Step | None = None) -> Response:
    """Versions with what changed in each; those of one part can be put beside each other."""
    group, draft = groups.group_of(visit.work, pathway.group_id), drafts.draft(visit.work, pathway.id)
    lines, asked = queries.voiced(draft, drafts.bodies(visit.work, pathway.id)), visit.query.get("old")
    beside = queries.compared(versions, (asked, visit.query.get("new")), lines) if part else None
    return visit.page(
        "history/show.html",
        group=group,
        zone=group.timezone,
        pathway=pathway,
        part=part,
        step=part if isinstance(part, Step) else None,
        versions=[version for version in versions if version.content],
        beside=beside,
        between=by_language(beside.fields) if beside and asked else None,
        entries=[
            (entry, *by_language(entry.fields), by_language(entry.again))
            for entry in queries.entries(versions, draft, lines)
        ],
        restoring=visit.form(commands.restore),
        may=visit.work.may(pathway, pathway_policy.edit),
    )


def by_language(fields: Sequence[ChangedField]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows for the reader, and those of texts in the other language; the words that differ are marked."""
    other = [field for field in fields if field.language not in {None, current()}]
    return [differing(field) for field in fields if field not in other], [differing(field) for field in other]


routes: Sequence[Route] = [
    read("/pathways/{key:key}/history", show, pathway_policy.see),
    read("/pathways/{key:key}/history/itself", itself, pathway_policy.see),
    read("/steps/{key:key}/history", of_step, policy.see),
    write(
        "/pathways/{key:key}/restoring", commands.restore, RestoringPart, back_to=show,
        done=gettext_noop("Restored in the working draft, as a new version."),
    ),
]  # fmt: skip
