from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.groups import queries as groups
from workgroups.meetings.agenda import routes as agenda
from workgroups.meetings.agenda.sections import commands, policy
from workgroups.meetings.agenda.sections.forms import Naming
from workgroups.meetings.agenda.sections.models import Section
from workgroups.meetings.models import Meeting
from workgroups.web.endpoints import read, write
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def edit(visit: Visit, section: Section) -> Response:
    group = groups.group_of(visit.work, section.group_id)
    return visit.page(
        "meetings/section.html",
        section=section,
        group=group,
        zone=group.timezone,
        form=visit.form(commands.rename, section),
        removing=visit.form(commands.remove),
    )


def to_agenda(_: Visit, row: Section | Meeting) -> str:
    return url("agenda:arranging", key=row.meeting_id if isinstance(row, Section) else row.id)


routes: Sequence[Route] = [
    write(
        "/meetings/{key:key}/sections", commands.add, Naming, back_to=agenda.arranging, then=to_agenda,
        done=gettext_noop("The section stands at the end. Move it up to where it begins."),
    ),
    read("/sections/{key:key}", edit, policy.change),
    write(
        "/sections/{key:key}", commands.rename, Naming, back_to=edit, then=to_agenda, done=gettext_noop("Saved."),
    ),
    write(
        "/sections/{key:key}/removal", commands.remove, Nothing, back_to=edit, then=to_agenda,
        done=gettext_noop("The section is gone. Its items stay on the agenda."),
    ),
]  # fmt: skip
