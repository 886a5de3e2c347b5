from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.languages import gettext_noop
from workgroups.groups import queries as groups
from workgroups.meetings import queries as meetings
from workgroups.meetings.decisions import policy as decision_policy
from workgroups.meetings.decisions import queries as decisions
from workgroups.meetings.minutes import queries as minutes
from workgroups.meetings.minutes.corrections import commands, policy, queries
from workgroups.meetings.minutes.corrections.forms import Answering, Correcting
from workgroups.meetings.minutes.corrections.models import Correction, CorrectionState
from workgroups.meetings.minutes.routes import item
from workgroups.web.endpoints import read, write
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def show(visit: Visit, correction: Correction) -> Response:
    """One correction beside what the minutes say, to be answered."""
    group, item = groups.group_of(visit.work, correction.group_id), queries.item_of(visit.work, correction)
    return visit.page(
        "meetings/correction.html",
        group=group,
        zone=group.timezone,
        item=item,
        meeting=meetings.meeting_of(visit.work, item),
        minutes=minutes.of_item(visit.work, item),
        correction=queries.one(visit.work, correction),
        decisions=decisions.of_item(visit.work, item.id),
        form=visit.form(commands.answer, correction),
        may=visit.work.may(correction, policy.answer) | visit.work.may(item, decision_policy.decide),
    )


def to_minutes(_: Visit, correction: Correction) -> str:
    return f"{url('minutes:show', key=correction.meeting_id)}#item-{correction.item_id}"


def onward(visit: Visit, correction: Correction) -> str:
    """Once accepted, to what the group resolved under the item: its words stay until somebody corrects them too."""
    accepted = correction.state is CorrectionState.ACCEPTED
    if accepted and decisions.of_item(visit.work, correction.item_id):
        return f"{url('corrections:show', key=correction.id)}#decided"
    return to_minutes(visit, correction)


routes: Sequence[Route] = [
    write(
        "/items/{key:key}/corrections", commands.correct, Correcting, back_to=item, then=to_minutes,
        done=gettext_noop("Your correction is noted. You hear what becomes of it."),
    ),
    read("/corrections/{key:key}", show, policy.see),
    write(
        "/corrections/{key:key}/answers", commands.answer, Answering, back_to=show, then=onward,
        done=gettext_noop("Answered. Whoever proposed the correction is told."),
    ),
]  # fmt: skip
