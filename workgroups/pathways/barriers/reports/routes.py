"""What the public says is in its way: a form beside the public pages, and a link that shows what became of it."""

from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.languages import gettext_noop
from workgroups.core.policy import ANYONE
from workgroups.pathways.barriers.reports import commands, queries
from workgroups.pathways.barriers.reports.forms import Telling
from workgroups.web.endpoints import read, write
from workgroups.web.visits import Visit


def new(visit: Visit, slug: str, province: str, **_language: str) -> Response:
    place = queries.place(visit.work, slug, province)
    return visit.page("reports/new.html", place=place, form=visit.form(commands.tell))


def show(visit: Visit, token: str, **_language: str) -> Response:
    return visit.page("reports/show.html", **queries.course(visit.work, token)._asdict())


def onward(visit: Visit, token: str) -> str:
    return f"/{visit.request.path_params['lang']}/reports/{token}"


PATH = "/{lang:language}/professions/{slug}/{province}/report"

routes: Sequence[Route] = [
    read(PATH, new, ANYONE),
    write(
        PATH, commands.tell, Telling, back_to=new, then=onward, rate="report",
        done=gettext_noop("Sent. Thank you."),
    ),
    read("/{lang:language}/reports/{token}", show, ANYONE, cache="link", rate="link"),
]  # fmt: skip
