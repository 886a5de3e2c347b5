from collections.abc import Sequence

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from workgroups.core.languages import current, gettext, ngettext
from workgroups.groups import queries as groups
from workgroups.meetings import queries as meetings
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.minutes.summary import commands, policy, queries
from workgroups.meetings.minutes.summary.forms import Summarising
from workgroups.meetings.minutes.summary.models import Summary
from workgroups.meetings.minutes.summary.output import KIND
from workgroups.meetings.minutes.summary.redaction import redact
from workgroups.meetings.models import Meeting
from workgroups.publishing import drafts
from workgroups.publishing import queries as published
from workgroups.web.endpoints import read, write
from workgroups.web.pages import Said, flash
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def overview(visit: Visit, meeting: Meeting) -> Response:
    """What of a meeting becomes public, item by item, and how the summary stands."""
    group, output = groups.group_of(visit.work, meeting.group_id), drafts.output_of(visit.work, KIND, meeting.id)
    return visit.page(
        "meetings/summary.html",
        meeting=meeting,
        group=group,
        zone=group.timezone,
        summaries=queries.summaries(visit.work, meeting.id),
        waiting=published.unfinished(visit.work, output.id) if output else None,
        edition=published.last_edition(visit.work, output.id) if output else None,
    )


def show(visit: Visit, summary: Summary) -> Response:
    """The public words for one item or decision, beside what the minutes say with the names in it replaced."""
    group, item = groups.group_of(visit.work, summary.group_id), visit.work.session.get_one(AgendaItem, summary.item_id)
    meeting, row = meetings.meeting_of(visit.work, item), queries.one(visit.work, summary)
    redacted = redact(row.internal if row else "", queries.people(visit.work, meeting), current())
    text = summary.text if summary.written_at else {current(): redacted.text}
    return visit.page(
        "meetings/summarise.html",
        group=group,
        zone=group.timezone,
        meeting=meeting,
        row=row,
        redacted=redacted,
        form=visit.form(commands.summarise, summary, **{f"text_{lang}": words for lang, words in text.items()}),
    )


def onward(visit: Visit, done: tuple[Summary, int]) -> Response:
    """Back to the whole summary, saying how many names were replaced."""
    summary, places = done
    item = visit.work.session.get_one(AgendaItem, summary.item_id)
    said = gettext("Saved.")
    if places:
        told = ngettext("%(num)d name was replaced.", "%(num)d names were replaced.", places)
        said = f"{said} {told}"
    to = f"{url('summary:overview', key=item.meeting_id)}#summary-{summary.id}"
    return flash(RedirectResponse(to, 303), Said(said), secure=visit.site.secure)


routes: Sequence[Route] = [
    read("/meetings/{key:key}/summary", overview, policy.prepare),
    read("/summaries/{key:key}", show, policy.summarise),
    write("/summaries/{key:key}/wording", commands.summarise, Summarising, back_to=show, then=onward),
]
