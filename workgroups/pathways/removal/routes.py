from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.groups import queries as groups
from workgroups.groups.models import Group
from workgroups.pathways import policy
from workgroups.pathways import queries as drafts
from workgroups.pathways.models import Pathway
from workgroups.pathways.removal import commands, queries
from workgroups.web.endpoints import read, write
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def show(visit: Visit, pathway: Pathway) -> Response:
    """What would be removed, or why it cannot be."""
    group = groups.group_of(visit.work, pathway.group_id)
    return visit.page(
        "removal/show.html",
        group=group,
        pathway=pathway,
        document=drafts.document(visit.work, pathway.id),
        hindrances=queries.hindrances(visit.work, pathway.id),
        form=visit.form(commands.remove),
    )


def of_group(_: Visit, group: Group) -> str:
    return url("pathways:show", key=group.slug)


routes: Sequence[Route] = [
    read("/pathways/{key:key}/removal", show, policy.edit),
    write(
        "/pathways/{key:key}/removal", commands.remove, Nothing, back_to=show, then=of_group,
        done=gettext_noop("The pathway is removed."),
    ),
]  # fmt: skip
