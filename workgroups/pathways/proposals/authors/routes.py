from collections.abc import Sequence

from starlette.routing import Route

from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.pathways.proposals.authors import commands
from workgroups.pathways.proposals.authors.forms import NamingAuthor
from workgroups.pathways.proposals.routes import show
from workgroups.web.endpoints import write

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
        "/proposals/{key:key}/authors/leaving", commands.leave, Nothing, back_to=show,
        done=gettext_noop("Your seat is no longer a co-author."),
    ),
]  # fmt: skip
