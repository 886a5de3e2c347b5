from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.languages import current
from workgroups.groups import queries as groups
from workgroups.pathways import policy
from workgroups.pathways import queries as drafts
from workgroups.pathways.imports import columns, queries, tables
from workgroups.pathways.models import Pathway
from workgroups.web.downloads import Download
from workgroups.web.endpoints import read
from workgroups.web.visits import Visit


def csv(visit: Visit, pathway: Pathway) -> Response:
    """The steps of the working draft as a spreadsheet, in UTF-8 with the mark by which spreadsheets know it."""
    steps = drafts.document(visit.work, pathway.id).steps
    text = columns.written(steps, queries.bodies(visit.work), current())
    return sent(visit, pathway, text.encode("utf-8-sig"), "csv", "text/csv; charset=utf-8")


def toml(visit: Visit, pathway: Pathway) -> Response:
    """The stages and steps of the working draft as TOML."""
    text = tables.written(drafts.document(visit.work, pathway.id), queries.bodies(visit.work))
    return sent(visit, pathway, text.encode(), "toml", "application/toml")


def sent(visit: Visit, pathway: Pathway, content: bytes, ending: str, media_type: str) -> Response:
    group = groups.group_of(visit.work, pathway.group_id)
    name = f"{group.slug}-{visit.work.now:%Y-%m-%d}.{ending}"
    return Download(lambda: iter([content]), name, media_type, size=len(content))


routes: Sequence[Route] = [
    read("/pathways/{key:key}/steps.csv", csv, policy.see),
    read("/pathways/{key:key}/steps.toml", toml, policy.see),
]
