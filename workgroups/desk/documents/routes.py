from collections.abc import Iterator, Sequence
from functools import partial

from starlette.responses import Response
from starlette.routing import Route

from workgroups.core import clock, languages
from workgroups.core.errors import NotFound
from workgroups.desk.documents.formats import FORMATS, offered
from workgroups.desk.documents.letter import recommendation
from workgroups.groups.queries import GroupView
from workgroups.meetings import policy
from workgroups.meetings import queries as meetings
from workgroups.meetings.agenda import queries as agenda_items
from workgroups.meetings.agenda.promised import promised
from workgroups.meetings.attendance import queries as attendance
from workgroups.meetings.decisions import queries as decisions
from workgroups.meetings.interests import queries as interests
from workgroups.meetings.minutes import queries as minutes_texts
from workgroups.meetings.models import Meeting
from workgroups.meetings.session import quorum
from workgroups.pathways.proposals.answers import policy as answers_policy
from workgroups.pathways.proposals.models import Proposal
from workgroups.web.downloads import Download
from workgroups.web.endpoints import read
from workgroups.web.pages import env
from workgroups.web.urls import url
from workgroups.web.visits import Visit


def index(visit: Visit, meeting: Meeting) -> Response:
    """Everything of a meeting that can be taken along."""
    group, _ = meetings.around(visit.work, meeting, policy.see)
    return visit.page("documents/index.html", meeting=meeting, group=group, zone=group.timezone, formats=offered())


def agenda(visit: Visit, meeting: Meeting, suffix: str) -> Response:
    """The agenda as I see it, to take along."""
    items = agenda_items.agenda(visit.work, meeting)
    return taken(visit, meeting, "agenda", suffix, items=items)


def minutes(visit: Visit, meeting: Meeting, suffix: str) -> Response:
    """The minutes as I see them, to take along, with what was decided and promised."""
    if meeting.opened_at is None:
        raise NotFound
    return taken(
        visit, meeting, "minutes", suffix,
        items=agenda_items.agenda(visit.work, meeting),
        minutes=minutes_texts.minutes(visit.work, meeting.id),
        decisions=decisions.by_item(visit.work, meeting.id),
        interests=interests.by_item(visit.work, meeting.id),
        actions=promised(visit.work, meeting),
        table=attendance.table(visit.work, meeting),
        headcounts=quorum.kept(visit.work, meeting),
        approvals=[row for row in minutes_texts.approvals(visit.work, meeting) if row.counts],
    )  # fmt: skip


def taken(visit: Visit, meeting: Meeting, what: str, suffix: str, **content: object) -> Response:
    """A document of a meeting."""
    group, _ = meetings.around(visit.work, meeting, policy.see)
    here = url("meetings:show", key=meeting.id)
    day = str(clock.today(meeting.starts_at, group.timezone))
    return made(visit, group, what, day, suffix, here=here, meeting=meeting, **content)


def letter_page(visit: Visit, proposal: Proposal) -> Response:
    """The letter to a responsible body, to read before it is taken along."""
    said = recommendation(visit.work, proposal, addressee(visit))
    group = said["about"].group
    return visit.page("documents/letter_page.html", group=group, zone=group.timezone, formats=offered(), **said)


def letter(visit: Visit, proposal: Proposal, suffix: str) -> Response:
    """The letter to a responsible body, to take along, in the language that the body reads."""
    asked, here = visit.query.get("lang", ""), url("proposals:show", key=proposal.id)
    with languages.using(asked if asked in languages.LANGUAGES else languages.current()):
        said = recommendation(visit.work, proposal, addressee(visit))
        of = f"{proposal.number}-{said['place']}" if len(said["about"].bodies) > 1 else proposal.number
        return made(visit, said["about"].group, "letter", of, suffix, here=here, **said)


def addressee(visit: Visit) -> int | None:
    """The body to which the letter goes, where the address names one."""
    asked = visit.query.get("body", "")
    return int(asked) if asked.isdecimal() and len(asked) < 10 else None


def made(visit: Visit, group: GroupView, what: str, of: str, suffix: str, **content: object) -> Response:
    """A document in one of the formats, written when it is sent and not before; `of` tells it from its like."""
    written = FORMATS.get(suffix)
    if written is None or not written.is_here():
        raise NotFound
    lang = languages.current()
    html = env.get_template(f"documents/{what}.html").render(
        group=group, zone=group.timezone, now=visit.work.now, lang=lang,
        site=visit.site.settings.public_url, sample=visit.site.sample(visit.work.session), **content,
    )  # fmt: skip
    return Download(partial(pieces, suffix, html), f"{group.slug}-{of}-{what}-{lang}.{suffix}", written.media_type)


def pieces(suffix: str, html: str) -> Iterator[bytes]:
    """The bytes of a document."""
    return iter([FORMATS[suffix].make(html)])


routes: Sequence[Route] = [
    read("/meetings/{key:key}/documents", index, policy.see),
    read("/meetings/{key:key}/agenda.{suffix}", agenda, policy.see, name="documents:agenda"),
    read("/meetings/{key:key}/minutes.{suffix}", minutes, policy.see, name="documents:minutes"),
    read("/proposals/{key:key}/letter", letter_page, answers_policy.read_letter),
    read("/proposals/{key:key}/letter.{suffix}", letter, answers_policy.read_letter, name="documents:letter"),
]
