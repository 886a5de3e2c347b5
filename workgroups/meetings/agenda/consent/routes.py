from collections.abc import Sequence

from starlette.routing import Route

from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.meetings.agenda.consent import commands
from workgroups.meetings.agenda.consent.forms import Offering
from workgroups.meetings.agenda.routes import of_item
from workgroups.meetings.session.routes import show as session
from workgroups.web.endpoints import write

routes: Sequence[Route] = [
    of_item(
        "consent", commands.offer, Offering,
        gettext_noop("It is taken by consent, unless somebody asks to discuss it."),
    ),
    of_item("discussion", commands.discuss, Nothing, gettext_noop("It will be discussed.")),
    write(
        "/meetings/{key:key}/consent", commands.take, Nothing, back_to=session,
        done=gettext_noop("Taken by consent. What was decided has its number."),
    ),
]  # fmt: skip
