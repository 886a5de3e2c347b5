from collections.abc import Sequence
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.errors import NotFound
from workgroups.core.languages import current, using
from workgroups.core.policy import ANYONE
from workgroups.core.work import Work
from workgroups.groups import queries as groups
from workgroups.meetings.models import Meeting
from workgroups.meetings.replies import commands, policy, queries
from workgroups.meetings.replies.forms import Replying
from workgroups.meetings.replies.models import Answer
from workgroups.people import personal
from workgroups.people.models import Person
from workgroups.web.endpoints import read, write
from workgroups.web.forms import FormState
from workgroups.web.visits import Visit


def by_link(visit: Visit, token: str) -> Response:
    """The page of a letter's link. Looking changes nothing, so that a mail scanner answers for nobody."""
    try:
        work, person, meeting, _ = personal.follow(visit.work, token, policy.reply)
    except NotFound:
        visit.status = 404
        return visit.page("replies/lost.html")
    with using(current() if visit.me or "lang" in visit.request.cookies else person.language.value):
        return visit.page("replies/show.html", token=token, **of_person(visit, work, person, meeting))


def of_person(visit: Visit, work: Work, person: Person, meeting: Meeting) -> dict[str, Any]:
    """The meeting and the seats for which somebody answers, each with its form."""
    group = groups.group_of(work, meeting.group_id)
    seats = [(own, answering(visit, own, meeting)) for own in queries.own_seats(work, meeting)]
    return {"person": person, "meeting": meeting, "group": group, "zone": group.timezone, "seats": seats}


def answering(visit: Visit, own: queries.OwnSeat, meeting: Meeting) -> FormState:
    """The form of one seat: what was just sent, what the letter's link chose, or what the seat answered before."""
    said = own.reply.answer if own.reply and own.reply.starts_at == meeting.starts_at else None
    chosen = visit.query.get("answer", "")
    answer = chosen if chosen in list(Answer) else said or ""
    form = visit.form(commands.reply_by_link, answer=answer)
    if form.values.get("seat") not in (None, str(own.seat.id)):
        form = FormState(values={"answer": answer})
    return form.under(f"seat-{own.seat.id}-")


routes: Sequence[Route] = [
    read("/replies/{token}", by_link, ANYONE, cache="link", rate="link"),
    write("/replies/{token}", commands.reply_by_link, Replying, back_to=by_link, rate="link"),
]
