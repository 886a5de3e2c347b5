from collections.abc import Sequence
from typing import Any

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from workgroups.core.forms import Nothing
from workgroups.core.languages import gettext_noop
from workgroups.core.policy import ANYONE
from workgroups.people import commands, policy, queries, secrets
from workgroups.people.browsers import recognise
from workgroups.people.forms import (
    AddingOrganisation,
    AddingPerson,
    Asking,
    Choosing,
    Coding,
    Ending,
    Naming,
    Speaking,
)
from workgroups.people.models import Organisation, Person
from workgroups.web.endpoints import read, write
from workgroups.web.urls import url
from workgroups.web.visits import Visit

ASKED = "asked"
"""Cookie of the browser that asked for a sign-in mail: the code works nowhere else."""


KEPT = 400 * 24 * 3600
"""Seconds: the longest that browsers keep a cookie. The sign-in behind it ends sooner, and rolls on with use."""

LONGEST_PATH = 200
"""Characters of a path to go on to: as many as a line of a form has."""


def same_site(path: str | None) -> str:
    """A path on this site to go on to; anything else, and what no form takes on one line, leads to the desk."""
    if not path or len(path) > LONGEST_PATH:
        return "/desk"
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/desk"


def sign_in(visit: Visit) -> Response:
    return visit.page(
        "people/sign_in.html",
        form=visit.form(commands.ask),
        next=same_site(visit.query.get("next")),
        providers=visit.site.settings.oidc,
        doors=visit.site.doors(visit.work),
    )


def sent(visit: Visit) -> Response:
    return visit.page("people/sent.html", form=visit.form(commands.enter_code), wrong="wrong" in visit.query)


def link(visit: Visit, link: str) -> Response:
    request = queries.request_by_token(visit.work, link, visit.work.now - commands.VALID)
    person = queries.by_address(visit.work.session, request.address) if request else None
    return visit.page("people/link.html", link=link, person=person)


def me(visit: Visit, person: Person) -> Response:
    return visit.page(
        "people/me.html",
        person=person,
        form=visit.form(commands.introduce, person),
        sign_ins=[(row, recognise(row.browser)) for row in queries.sign_ins(visit.work)],
        here=here(visit),
    )


def people(visit: Visit, _: Person) -> Response:
    sought = visit.query.get("q", "").strip()
    return visit.page(
        "people/people.html",
        sought=sought,
        people=queries.people(visit.work, sought),
        organisations=queries.organisations(visit.work, sought),
        person_form=visit.form(commands.add_person),
        organisation_form=visit.form(commands.add_organisation),
    )


def person(visit: Visit, person: Person) -> Response:
    may = visit.work.may(person, policy.disable, policy.enable)
    return visit.page("people/person.html", person=person, form=visit.form(commands.correct_person, person), may=may)


def organisation(visit: Visit, organisation: Organisation) -> Response:
    form = visit.form(
        commands.change_organisation,
        organisation,
        stakeholder_type=organisation.stakeholder_type.value,
    )
    return visit.page("people/organisation.html", organisation=organisation, form=form)


def asking(visit: Visit) -> dict[str, Any]:
    return {"secret": visit.request.cookies.get(ASKED) or secrets.token()}


def asked(visit: Visit, secret: str) -> Response:
    response = RedirectResponse(url("people:sent"), 303)
    response.set_cookie(ASKED, secret, max_age=1800, httponly=True, samesite="lax", secure=visit.site.secure)
    return response


def signed_in(visit: Visit, result: tuple[str, str] | None) -> Response:
    if result is None:
        return RedirectResponse(url("people:sent") + "?wrong=1", 303)
    token, to = result
    response = RedirectResponse(same_site(to), 303)
    response.set_cookie(
        visit.site.session_cookie,
        token,
        max_age=KEPT,
        httponly=True,
        samesite="lax",
        secure=visit.site.secure,
    )
    return response


def signed_out(visit: Visit, _: None) -> Response:
    response = RedirectResponse("/", 303, {"Clear-Site-Data": '"cache", "storage"'})
    response.delete_cookie(visit.site.session_cookie, secure=visit.site.secure, httponly=True, samesite="lax")
    return response


def spoken(visit: Visit, speaking: Speaking) -> Response:
    response = RedirectResponse(same_site(speaking.next), 303)
    response.set_cookie(
        "lang", speaking.lang.value, max_age=KEPT, httponly=True, samesite="lax", secure=visit.site.secure
    )
    return response


def here(visit: Visit) -> int:
    """The sign-in of this browser; 0 when there is none."""
    return visit.me.sign_in_id if visit.me else 0


def with_browser(visit: Visit) -> dict[str, Any]:
    return {"browser": visit.request.headers.get("User-Agent", ""), "before": here(visit)}


def with_secret(visit: Visit) -> dict[str, Any]:
    return with_browser(visit) | {"secret": visit.request.cookies.get(ASKED, "")}


def this_sign_in(visit: Visit) -> dict[str, Any]:
    return {"sign_in_id": here(visit)}


routes: Sequence[Route] = [
    read("/sign-in", sign_in, ANYONE),
    write("/sign-in", commands.ask, Asking, back_to=sign_in, then=asked, also=asking, rate="sign-in"),
    read("/sign-in/sent", sent, ANYONE),
    write("/sign-in/code", commands.enter_code, Coding, back_to=sent, then=signed_in, also=with_secret, rate="sign-in"),
    read("/sign-in/link/{link}", link, ANYONE, cache="link"),
    write(
        "/sign-in/link/{link}",
        commands.follow_link,
        Nothing,
        back_to=link,
        then=signed_in,
        also=with_browser,
        rate="sign-in",
    ),
    write("/language", commands.speak, Speaking, back_to=sign_in, then=spoken),
    read("/people/me", me, policy.oneself),
    write("/people/me/introduction", commands.introduce, Naming, back_to=me, done=gettext_noop("Saved.")),
    write("/people/me/sign-out", commands.sign_out, Nothing, back_to=me, then=signed_out, also=this_sign_in),
    write(
        "/people/me/sign-ins",
        commands.end_sign_in,
        Ending,
        back_to=me,
        done=gettext_noop("That browser is signed out."),
    ),
    read("/admin/people", people, policy.administer),
    write(
        "/admin/people",
        commands.add_person,
        AddingPerson,
        back_to=people,
        then="people:person",
        done=gettext_noop("Added."),
    ),
    read("/admin/people/{key:key}", person, policy.manage),
    write(
        "/admin/people/{key:key}/correction",
        commands.correct_person,
        AddingPerson,
        back_to=person,
        done=gettext_noop("Saved."),
    ),
    write(
        "/admin/people/{key:key}/closing",
        commands.disable,
        Nothing,
        back_to=person,
        done=gettext_noop("The account is closed."),
    ),
    write(
        "/admin/people/{key:key}/reopening",
        commands.enable,
        Nothing,
        back_to=person,
        done=gettext_noop("The account is open again."),
    ),
    write(
        "/admin/organisations",
        commands.add_organisation,
        AddingOrganisation,
        back_to=people,
        then="people:organisation",
        done=gettext_noop("Added."),
    ),
    read("/admin/organisations/{key:key}", organisation, policy.manage_organisation),
    write(
        "/admin/organisations/{key:key}/correction",
        commands.change_organisation,
        AddingOrganisation,
        back_to=organisation,
        done=gettext_noop("Saved."),
    ),
]

door = write("/sign-in/demonstration", commands.choose, Choosing, back_to=sign_in, then=signed_in, also=with_browser)
"""Only the demonstration on loopback has this route."""
