from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.languages import gettext_noop
from workgroups.groups import queries as groups
from workgroups.meetings.terms import commands, policy
from workgroups.meetings.terms.forms import Settling
from workgroups.meetings.terms.models import Terms
from workgroups.web.endpoints import read, write
from workgroups.web.visits import Visit


def show(visit: Visit, terms: Terms) -> Response:
    """How this group works: to read for everybody, to change for whoever arranges its work."""
    group = groups.group_of(visit.work, terms.id)
    return visit.page(
        "meetings/terms.html",
        terms=terms,
        group=group,
        zone=group.timezone,
        may=visit.work.may(terms, policy.change, policy.choose_adoption),
        form=visit.form(commands.settle, terms, meets_at=f"{terms.meets_at:%H:%M}"),
    )


routes: Sequence[Route] = [
    read("/groups/{key}/terms", show, policy.see),
    write("/groups/{key}/terms", commands.settle, Settling, back_to=show, done=gettext_noop("Saved.")),
]
