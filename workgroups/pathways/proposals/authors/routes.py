from collections.abc import Sequence

from starlette.routing import Route

from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.groups import queries as groups
from workgroups.pathways.proposals import policy
from workgroups.pathways.proposals.authors import commands
from workgroups.pathways.proposals.authors.forms import NamingAuthor
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.routes import show
from workgroups.web.endpoints import write
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def onward(visit: Visit, proposal: Proposal) -> str:
    """Its page; the list for whoever left a draft, which is not seen any more then."""
    if visit.work.may(proposal, policy.see):
        return url("proposals:show", key=proposal.id)
    return url("proposals:index", key=groups.group_of(visit.work, proposal.group_id).slug)


routes: Sequence[Route] = [
    write(
        "/proposals/{key:key}/authors", commands.name, NamingAuthor, back_to=show,
        done=gettext_noop("Named as a co-author. The seat gets a letter."),
    ),
    write(
        "/proposals/{key:key}/authors/removal", commands.remove, NamingAuthor, back_to=show,
        done=gettext_noop("No longer a co-author."),
    ),
    write(
        "/proposals/{key:key}/authors/leaving", commands.leave, Nothing, back_to=show, then=onward,
        done=gettext_noop("Your seat is no longer a co-author."),
    ),
]  # fmt: skip
