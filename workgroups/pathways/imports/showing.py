"""What the page of an import shows: the form as it came, and what it would do to the working draft."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from workgroups.core.languages import current, gettext
from workgroups.core.work import Work
from workgroups.pathways import queries as drafts
from workgroups.pathways.document import Pathway as Document
from workgroups.pathways.history.routes import by_language
from workgroups.pathways.imports import commands, queries
from workgroups.pathways.imports.plan import MOST_BYTES, Entry, Plan, decoded, plan, seal
from workgroups.pathways.models import Pathway
from workgroups.pathways.rows import Lines, compare
from workgroups.web.forms import FormState
from workgroups.web.uploading import Upload
from workgroups.web.visits import Site, Visit

MOST_WRONG = 100
"""So many things to put right are told at once."""


def keep(_: Site, upload: Upload) -> str:
    """The text of a file. Raises `Invalid`."""
    upload.file.seek(0)
    return decoded(upload.file.read(MOST_BYTES + 1))


class New(NamedTuple):
    """A row that would be a new step: its labels and texts, each with the language it is in, if it is in one."""

    entry: Entry
    fields: Sequence[tuple[str, str, str | None]]


class Changed(NamedTuple):
    """A row with its changes, in the language of the reader and in the other one."""

    entry: Entry
    fields: Sequence[dict[str, Any]]
    translated: Sequence[dict[str, Any]]


class Preview(NamedTuple):
    plan: Plan
    new: list[New]
    changed: list[Changed]
    wrong: list[Entry]
    seal: str | None
    """What confirms it; None while something is to be put right, or when there is nothing to do."""


def opened(visit: Visit, pathway: Pathway) -> tuple[FormState, Preview | None]:
    """The form, and the preview of what came with it; a text in which something is wrong is told to be invalid."""
    form = visit.form(commands.bring)
    if form is not visit.failed:
        return replace(form, values={"way": "change"}), None
    if form.errors:
        return form, None
    file, way = form.value("file"), form.value("way")
    text = keep(visit.site, file) if isinstance(file, Upload) else form.value("text")
    form.values = {"way": way, "text": text}
    found = preview(visit.work, pathway, text, way)
    if not found.plan.is_sound:
        visit.status = 422
        form.errors = {"text": gettext("Put right what is listed above, then preview it again.")}
    return form, found


def preview(work: Work, pathway: Pathway, text: str, way: Any) -> Preview:
    before, bodies = drafts.document(work, pathway.id), queries.bodies(work)
    found = plan(text, way, before, bodies, drafts.removed(work, pathway.id), today=queries.today(work, pathway))
    lines = Lines(current(), gettext, [found.document, before], bodies.names)
    new = [told(entry, lines, found.document) for entry in found.having("new")]
    changed = [compared(entry, lines) for entry in found.having("changed")]
    return Preview(
        found,
        new,
        changed,
        found.having("wrong")[:MOST_WRONG],
        seal(text, way, pathway.digest) if found.is_sound and (new or changed or found.stages) else None,
    )


def told(entry: Entry, lines: Lines, document: Document) -> New:
    fields = compare({}, lines.of_place(document, entry.row.key) | lines.of_step(entry.new, None))
    return New(entry, [(row.label, "".join(part.text for part in row.proposed), row.language) for row in fields])


def compared(entry: Entry, lines: Lines) -> Changed:
    fields = compare(lines.of_step(entry.old, entry.new), lines.of_step(entry.new, entry.old))
    return Changed(entry, *by_language(fields))
