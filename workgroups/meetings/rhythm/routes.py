from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.groups import queries as groups
from workgroups.meetings import policy as meeting_policy
from workgroups.meetings.models import Meeting
from workgroups.meetings.rhythm import commands, policy
from workgroups.meetings.rhythm.forms import Moving
from workgroups.meetings.rhythm.models import MeetingStep
from workgroups.web.endpoints import read, write
from workgroups.web.visits import Visit


def show(visit: Visit, step: MeetingStep) -> Response:
    """One step of a meeting: when it happens, who hears of it, and where its day is changed."""
    group = groups.group_of(visit.work, step.group_id)
    meeting = visit.work.session.get_one(Meeting, step.meeting_id)
    return visit.page(
        "meetings/step.html",
        step=step,
        meeting=meeting,
        group=group,
        zone=group.timezone,
        may=visit.work.may(step, policy.move, policy.hasten) | visit.work.may(meeting, meeting_policy.call),
        form=visit.form(commands.move, step, day=step.due_on),
        pressing=visit.form(commands.hasten, step),
    )


routes: Sequence[Route] = [
    read("/rhythm/{key:key}", show, policy.see),
    write("/rhythm/{key:key}/day", commands.move, Moving, back_to=show, done=gettext_noop("Moved.")),
    write(
        "/rhythm/{key:key}/doing", commands.hasten, Nothing, back_to=show,
        done=gettext_noop("Done. The letters are on their way."),
    ),
]  # fmt: skip
