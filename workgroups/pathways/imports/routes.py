from collections.abc import Sequence
from functools import partial

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core.clock import today
from workgroups.core.languages import current, gettext_noop
from workgroups.groups import queries as groups
from workgroups.pathways import commands as pathways
from workgroups.pathways import policy
from workgroups.pathways import queries as drafts
from workgroups.pathways.document import Pathway as Document
from workgroups.pathways.forms import Beginning
from workgroups.pathways.imports import columns, commands, queries, tables
from workgroups.pathways.imports.checks import MOST_STEPS
from workgroups.pathways.imports.forms import Importing
from workgroups.pathways.imports.guide import written
from workgroups.pathways.imports.showing import keep, opened
from workgroups.pathways.keys import key_for
from workgroups.pathways.models import Pathway
from workgroups.pathways.routes import new as beginning
from workgroups.web.downloads import Download
from workgroups.web.endpoints import read, write
from workgroups.web.uploading import upload
from workgroups.web.urls import url
from workgroups.web.visits import Visit

LONGEST = 1_000_000
"""Bytes of a pasted text that are read, so that one which is too long is refused beside its field."""


def new(visit: Visit, pathway: Pathway) -> Response:
    """The form of an import and, when something came with it, what it would do."""
    group = groups.group_of(visit.work, pathway.group_id)
    form, preview = opened(visit, pathway)
    document = drafts.document(visit.work, pathway.id)
    return visit.page(
        "imports/new.html", group=group, zone=group.timezone, pathway=pathway,
        form=form, preview=preview, title=document.title, guide=written(document), most=MOST_STEPS,
    )  # fmt: skip


def outline(visit: Visit, _: object) -> str:
    return url("pathways:edit", key=visit.request.path_params["key"]) + "#outline"


def csv(visit: Visit, pathway: Pathway) -> Response:
    """The steps of the working draft as a spreadsheet, in UTF-8 with the mark by which spreadsheets know it."""
    document, bodies = drafts.document(visit.work, pathway.id), queries.bodies(visit.work)
    write = partial(columns.written, document.steps, bodies, current())
    name = file_name(visit, pathway, document, "csv")
    return Download(lambda: iter([write().encode("utf-8-sig")]), name, "text/csv; charset=utf-8")


def toml(visit: Visit, pathway: Pathway) -> Response:
    """The stages and steps of the working draft as TOML."""
    document, bodies = drafts.document(visit.work, pathway.id), queries.bodies(visit.work)
    name = file_name(visit, pathway, document, "toml")
    return Download(lambda: iter([tables.written(document, bodies).encode()]), name, "application/toml")


def file_name(visit: Visit, pathway: Pathway, document: Document, ending: str) -> str:
    """Whose pathway it is, of which province, where it leads, and of which day.

    What stands in a file is written when it is sent, in a thread of its own: a long pathway takes a second.
    """
    group, province = groups.group_of(visit.work, pathway.group_id), pathway.jurisdiction.removeprefix("CA-").lower()
    leads_to = key_for(document.destination or document.title, ())
    return f"{group.slug}-{province}-{leads_to}-{today(visit.work.now, group.timezone)}.{ending}"


routes: Sequence[Route] = [
    read("/pathways/{key:key}/steps.csv", csv, policy.see),
    read("/pathways/{key:key}/steps.toml", toml, policy.see),
    read("/pathways/{key:key}/imports", new, policy.edit),
    write(
        "/groups/{key}/pathway/imports", pathways.begin, Beginning, back_to=beginning, name="imports:begin",
        then="imports:new", done=gettext_noop("The working draft has begun. Add its steps."),
    ),
    upload(
        "/pathways/{key:key}/imports", commands.bring, Importing, keep, back_to=new, then=outline,
        done=gettext_noop("Imported into the working draft."), fields=LONGEST,
    ),
]  # fmt: skip
