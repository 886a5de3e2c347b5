from collections.abc import Sequence

from starlette.routing import Route

from workgroups.core.languages import gettext_noop
from workgroups.pathways.proposals.routes import show
from workgroups.pathways.proposals.verdicts import commands
from workgroups.pathways.proposals.verdicts.forms import Deciding
from workgroups.web.endpoints import write

routes: Sequence[Route] = [
    write(
        "/proposals/{key:key}/verdicts", commands.decide, Deciding, back_to=show,
        done=gettext_noop("Your decision is recorded."),
    ),
]  # fmt: skip
