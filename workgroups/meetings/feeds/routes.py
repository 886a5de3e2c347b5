"""Calendars to subscribe to: one's own over all groups, and one for everybody."""

from collections.abc import Sequence
from email.utils import parseaddr
from functools import partial
from hashlib import blake2b

from starlette.background import BackgroundTask
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext, gettext_noop, using
from workgroups.core.policy import ANYONE
from workgroups.meetings.calendar import Mailbox, feed
from workgroups.meetings.feeds import commands, policy, queries
from workgroups.meetings.feeds.cards import card, public_card
from workgroups.meetings.feeds.queries import Entry
from workgroups.meetings.replies import queries as replies
from workgroups.meetings.replies.queries import UNKNOWN
from workgroups.people import personal
from workgroups.people.models import Person
from workgroups.people.secrets import hashed
from workgroups.web.endpoints import read, write
from workgroups.web.reading import afterwards
from workgroups.web.stored import REVALIDATE
from workgroups.web.urls import url
from workgroups.web.visits import Visit

SHOWN = "calendar"
"""Cookie with the address that was just made: the only place from which it can be shown, for a while."""

SHOWN_FOR = 15 * 60
"""Seconds."""

OWN = {"Cache-Control": "private, no-cache"}
PUBLIC = {"Cache-Control": REVALIDATE}


def own(visit: Visit, token: str) -> Response:
    """The meetings of one person over all her groups, for the calendar that knows the address."""
    work, person, _, link = personal.follow(visit.work, token, policy.subscribe)
    stands = replies.stands_of_person(work)
    with using(person.language.value):
        cards = [
            card(entry, stands.get(entry.meeting.id, UNKNOWN), visit.site.settings) for entry in queries.entries(work)
        ]
        name, reader = gettext("Work groups of %(name)s", name=person.name), Mailbox(person.name, person.email)
        response = calendar(visit, feed(name, cards, reader, organizer(visit)), OWN)
    if link.seen_at is None or work.now - link.seen_at >= personal.SEEN:
        used = partial(personal.remember, link_id=link.id, now=work.now)
        response.background = BackgroundTask(afterwards, used, visit.site.database)
    return response


def public(visit: Visit, **_language: str) -> Response:
    """When and where the meetings are of which everybody may know."""
    return for_everybody(visit, queries.public_entries(visit.work))


def of_profession(visit: Visit, profession: str, province: str, **_language: str) -> Response:
    """The same of the groups for one profession in one province."""
    return for_everybody(visit, queries.public_entries_of(visit.work, profession, province))


def for_everybody(visit: Visit, entries: Sequence[Entry]) -> Response:
    cards = [public_card(entry, visit.site.settings) for entry in entries]
    return calendar(visit, feed(gettext("Meetings of work groups"), cards, None, organizer(visit)), PUBLIC)


def organizer(visit: Visit) -> Mailbox:
    return Mailbox(gettext("Workgroups"), parseaddr(visit.site.settings.mail_from)[1])


def calendar(visit: Visit, body: bytes, headers: dict[str, str]) -> Response:
    """The calendar, or that it has not changed since it was last fetched."""
    tag = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = headers | {"ETag": tag, "Vary": "Accept-Encoding"}
    if tag in visit.request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="text/calendar; charset=utf-8")


def address(visit: Visit, person: Person) -> Response:
    """How to have one's meetings in the calendar that one uses anyway."""
    link, secret = queries.own_link(visit.work), visit.request.cookies.get(SHOWN, "")
    shown = link is not None and link.token_hash == hashed(secret)
    return visit.page(
        "feeds/show.html",
        person=person,
        link=link,
        address=visit.site.settings.public_url + url("feeds:own", token=secret) if shown else None,
        making=visit.form(commands.make_address),
        ending=visit.form(commands.end_address),
    )


def made(visit: Visit, secret: str) -> Response:
    response = RedirectResponse(url("feeds:address"), 303)
    response.set_cookie(
        SHOWN, secret, SHOWN_FOR, path=url("feeds:address"), httponly=True, samesite="lax", secure=visit.site.secure
    )
    return response


routes: Sequence[Route] = [
    read("/people/me/calendar", address, policy.subscribe),
    write("/people/me/calendar", commands.make_address, Nothing, back_to=address, then=made),
    write(
        "/people/me/calendar/ending", commands.end_address, Nothing, back_to=address,
        done=gettext_noop("The address of your calendar no longer works."),
    ),
    read("/calendar/{token}.ics", own, ANYONE, rate="feed"),
    read("/{lang:language}/calendar.ics", public, ANYONE, cache="public", rate="feed"),
    read(
        "/{lang:language}/professions/{profession}/{province}/calendar.ics",
        of_profession, ANYONE, cache="public", rate="feed",
    ),
]  # fmt: skip
