from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.forms import Restoring
from workgroups.core.languages import gettext_noop
from workgroups.groups import queries as groups
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.minutes import policy
from workgroups.meetings.minutes import queries as minutes_queries
from workgroups.meetings.minutes.models import Minutes
from workgroups.meetings.minutes.versions import commands, queries
from workgroups.web.endpoints import read, write
from workgroups.web.visits import Visit


def show(visit: Visit, minutes: Minutes) -> Response:
    """The history of the minutes of an item, and two of its versions beside each other."""
    group, versions = groups.group_of(visit.work, minutes.group_id), queries.versions(visit.work, minutes)
    asked = (visit.query.get("old"), visit.query.get("new"))
    return visit.page(
        "meetings/versions.html",
        item=visit.work.session.get_one(AgendaItem, minutes.id),
        meeting=minutes_queries.meeting_of(visit.work, minutes),
        group=group,
        zone=group.timezone,
        versions=versions,
        compared=queries.compared(versions, asked),
        form=visit.form(commands.restore, minutes),
        may=visit.work.may(minutes, policy.write),
    )


routes: Sequence[Route] = [
    read("/items/{key:key}/minutes/versions", show, policy.see_history),
    write(
        "/items/{key:key}/minutes/restoring", commands.restore, Restoring, back_to=show,
        done=gettext_noop("Restored, as a new version."),
    ),
]  # fmt: skip
