from collections.abc import Sequence

from starlette.routing import Route

from workgroups.core.languages import gettext_noop
from workgroups.meetings.minutes.reopening import commands
from workgroups.meetings.minutes.reopening.forms import ReopeningFor
from workgroups.meetings.minutes.routes import show
from workgroups.web.endpoints import write

routes: Sequence[Route] = [
    write(
        "/meetings/{key:key}/reopening", commands.reopen, ReopeningFor, back_to=show,
        done=gettext_noop("Recorded. The minutes are a draft again when both co-chairs want it."),
    ),
]  # fmt: skip
