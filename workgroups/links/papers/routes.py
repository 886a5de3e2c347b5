from collections.abc import Sequence
from functools import partial
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.errors import NotFound
from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.groups import queries as groups
from workgroups.links.kinds import KINDS, Kind
from workgroups.links.papers import commands, policy, queries
from workgroups.links.papers.archive import Entry, archive
from workgroups.links.papers.formats import ACCEPTED
from workgroups.links.papers.forms import Attaching
from workgroups.links.papers.keeping import keep
from workgroups.links.papers.models import Paper, PaperVersion
from workgroups.links.papers.store import store_of
from workgroups.web.downloads import Download, unchanged
from workgroups.web.endpoints import read, write
from workgroups.web.reading import Handler
from workgroups.web.uploading import upload
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def show(visit: Visit, paper: Paper) -> Response:
    """The latest version."""
    return sent(visit, queries.latest(visit.work, paper))


def show_version(visit: Visit, paper: Paper, number: int) -> Response:
    found = queries.version(visit.work, paper, number)
    if found is None:
        raise NotFound
    return sent(visit, found)


def sent(visit: Visit, version: PaperVersion) -> Response:
    """A version as an attachment; nothing of it when the browser has it."""
    return unchanged(visit.request, version.sha256) or Download(
        lambda: store_of(visit.site.settings).read(version.key),
        version.name, version.media_type, size=version.size, digest=version.sha256,
    )  # fmt: skip


def sent_together(visit: Visit, name: str, entries: Sequence[Entry]) -> Response:
    """Papers that I see, as one zip."""
    settings = visit.site.settings
    return Download(lambda: archive(store_of(settings), entries), name, "application/zip")


def history(visit: Visit, paper: Paper) -> Response:
    """Every version with who brought it, and what may be done with the paper."""
    group = groups.group_of(visit.work, paper.group_id)
    return visit.page(
        "papers/history.html",
        paper=paper,
        group=group,
        zone=group.timezone,
        versions=queries.versions(visit.work, paper),
        subject=to_thing(visit, paper),
        title=queries.title_of(visit.work, paper),
        remover=queries.who_removed(visit.work, paper),
        may=visit.work.may(paper, policy.renew, policy.remove, policy.restore),
        renewing=visit.form(commands.renew),
        pressing=visit.form(commands.remove),
        **limits(visit),
    )


def limits(visit: Visit) -> dict[str, Any]:
    """What the form of a paper says of the files that it takes."""
    return {"accepted": ACCEPTED, "most_mb": visit.site.settings.paper_mb}


def to_thing(_: Visit, paper: Paper) -> str:
    return KINDS[paper.kind].href(paper.about)


def to_history(_: Visit, paper: Paper) -> str:
    return url("papers:history", key=paper.id)


def attaching(path: str, kind: Kind, back_to: Handler) -> Route:
    """The route by which a paper is attached to a thing of this kind: POST `{path}/papers`."""
    return upload(
        f"{path}/papers", commands.attaching_to(kind), Attaching, keep, back_to=back_to,
        then=lambda visit, paper: f"{to_thing(visit, paper)}#papers", done=gettext_noop("The paper is added."),
    )  # fmt: skip


of_paper = partial(write, back_to=history, then=to_history)

routes: Sequence[Route] = [
    read("/papers/{key:key}", show, policy.see),
    read("/papers/{key:key}/versions", history, policy.see),
    read("/papers/{key:key}/versions/{number:key}", show_version, policy.see),
    upload(
        "/papers/{key:key}/versions", commands.renew, Attaching, keep, back_to=history, then=to_history,
        done=gettext_noop("The new version is added. The earlier ones stay below."),
    ),
    of_paper(
        "/papers/{key:key}/removal", commands.remove, Nothing, done=gettext_noop("Removed. You can put it back."),
    ),
    of_paper("/papers/{key:key}/return", commands.restore, Nothing, done=gettext_noop("The paper is back.")),
]  # fmt: skip
