from collections.abc import Sequence

from starlette.routing import Route

from workgroups.core.languages import gettext_noop
from workgroups.meetings.agenda.routes import show, to_item
from workgroups.meetings.agenda.topics import commands
from workgroups.meetings.agenda.topics.forms import Naming
from workgroups.web.endpoints import write

routes: Sequence[Route] = [
    write("/items/{key:key}/topics", commands.name, Naming, back_to=show, then=to_item, done=gettext_noop("Linked.")),
    write(
        "/items/{key:key}/topics/removal", commands.take_off, Naming, back_to=show, then=to_item,
        done=gettext_noop("No longer linked."),
    ),
]  # fmt: skip
