from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.errors import NotFound
from workgroups.core.forms import Nothing
from workgroups.core.languages import current, gettext_noop, using
from workgroups.core.policy import ANYONE
from workgroups.links.papers import queries as papers
from workgroups.links.papers.routes import sent
from workgroups.meetings.agenda import routes as agenda
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.guests import commands, policy, queries
from workgroups.meetings.guests.forms import Inviting
from workgroups.meetings.guests.models import Guest
from workgroups.web.endpoints import read, write
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def by_link(visit: Visit, token: str) -> Response:
    """One item and its papers, for whoever has the link."""
    try:
        shown = queries.follow(visit.work, token)
    except NotFound:
        return lost(visit)
    with using(current() if "lang" in visit.request.cookies else shown.guest.language.value):
        return visit.page(
            "guests/show.html",
            token=token,
            **shown._asdict(),
            zone=shown.group.timezone,
            starts_at=queries.starts_at(visit.work.session, shown.meeting, shown.item),
            papers=papers.beside(visit.work, shown.item, may_attach=False).rows,
        )


def lost(visit: Visit) -> Response:
    """The same for a wrong link, one that was ended and one whose time is over."""
    visit.status = 404
    return visit.page("guests/lost.html")


def paper(visit: Visit, token: str, number: int) -> Response:
    """The latest version of a paper of the item."""
    try:
        found = queries.paper(visit.work, queries.follow(visit.work, token).item, number)
    except NotFound:
        return lost(visit)
    return sent(visit, papers.latest(visit.work, found))


def show(visit: Visit, guest: Guest) -> Response:
    """The page of the item at which a guest is."""
    return agenda.show(visit, visit.work.session.get_one(AgendaItem, guest.item_id))


def onward(_: Visit, guest: Guest) -> str:
    return url("agenda:show", key=guest.item_id) + "#guests"


routes: Sequence[Route] = [
    read("/guest/{token}", by_link, ANYONE, cache="link", rate="link"),
    read("/guest/{token}/papers/{number:key}", paper, ANYONE, cache="link", rate="link"),
    write(
        "/items/{key:key}/guests", commands.invite, Inviting, back_to=agenda.show, then=onward,
        done=gettext_noop("Invited. The letter with the link is on its way."),
    ),
    read("/guests/{key:key}", show, policy.see),
    write(
        "/guests/{key:key}/ending", commands.end, Nothing, back_to=show, then=onward,
        done=gettext_noop("The access is ended. The link shows nothing any more."),
    ),
]  # fmt: skip
