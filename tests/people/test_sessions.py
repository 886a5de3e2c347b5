"""Being signed in: cookies, rolling on, ending here and there, and out at once when the account is closed."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select
from starlette.testclient import TestClient

from tests.conftest import ORIGIN, Browser
from tests.world import NOW, World
from workgroups.app import create_app
from workgroups.core.settings import Settings
from workgroups.groups.models import Acting, Seat
from workgroups.people import queries
from workgroups.people.models import SignIn

Mailbox = Callable[[], list[str]]


def sign_ins(world: World) -> list[SignIn]:
    with world.database.read() as session:
        return list(session.exec(select(SignIn).order_by(SignIn.id)))


def come_in(client: TestClient, mailbox: Mailbox, name: str = "dolores") -> None:
    client.post("/sign-in", data={"email": f"{name}@example.org"})
    letter = mailbox()[-1]
    client.post(re.search(r"https?://testserver(/sign-in/link/\S+)", letter)[1])


def is_in(client: TestClient) -> bool:
    return client.get("/desk").url.path == "/desk"


@pytest.fixture
def secure(settings: Settings, world: World) -> Iterator[TestClient]:
    """A browser in front of a site that people reach over https."""
    over_https = settings.model_copy(update={"public_url": "https://testserver"})
    app = create_app(over_https, clock=world.clock)
    yield TestClient(app, base_url="https://testserver", headers=ORIGIN)
    app.state.site.database.dispose()


def test_over_https_the_cookie_is_bound_to_the_host(secure: TestClient, mailbox: Mailbox) -> None:
    asked = secure.post("/sign-in", data={"email": "dolores@example.org"}, follow_redirects=False)
    assert {"HttpOnly", "SameSite=lax", "Secure"} <= set(asked.headers["Set-Cookie"].split("; "))
    link = re.search(r"http://testserver(/sign-in/link/\S+)", mailbox()[0])[1]
    came = secure.post(link, follow_redirects=False)
    name, *attributes = came.headers["Set-Cookie"].split("; ")
    assert name.startswith("__Host-session=")
    assert {"HttpOnly", "SameSite=lax", "Secure", "Path=/"} <= set(attributes)
    assert not [attribute for attribute in attributes if attribute.startswith("Domain")]
    assert is_in(secure)
    saved = secure.post("/people/me/introduction", data={"name": "Dolores", "language": "en"}, follow_redirects=False)
    assert saved.headers["Set-Cookie"].startswith("flash=")
    assert "Secure" in saved.headers["Set-Cookie"].split("; ")
    out = secure.post("/people/me/sign-out", follow_redirects=False)
    assert "Secure" in out.headers["Set-Cookie"]
    assert not is_in(secure)


def test_over_http_the_cookie_says_what_it_can(browser: Browser, mailbox: Mailbox) -> None:
    client = browser(follow_redirects=False)
    come_in(client, mailbox)
    assert "session" in client.cookies
    assert "__Host-session" not in client.cookies


def test_signing_in_again_gives_a_new_token_and_ends_the_old_one(
    browser: Browser, mailbox: Mailbox, world: World
) -> None:
    client = browser("edith")
    before = client.cookies["session"]
    come_in(client, mailbox)
    assert client.cookies.get("session", domain="testserver.local") != before
    thief = browser()
    thief.cookies.set("session", before)
    assert not is_in(thief)
    assert [bool(row.ended_at) for row in sign_ins(world)] == [True, False]


def test_signing_in_elsewhere_leaves_this_browser_in(browser: Browser, mailbox: Mailbox) -> None:
    here, there = browser("dolores"), browser()
    come_in(there, mailbox)
    assert is_in(here)
    assert is_in(there)


def test_a_token_nobody_gave_out_is_nobody(browser: Browser) -> None:
    client = browser()
    client.cookies.set("session", "made-up")
    assert not is_in(client)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("dolores", 180),
        ("henk", 180),
        ("ewan", 180),
        ("farid", 30),
        ("gita", 30),
        ("amara", 30),
        ("blaise", 30),
        ("chidi", 30),
        ("iris", 30),
        ("jonas", 30),
    ],
)
def test_who_can_do_more_signs_in_more_often(browser: Browser, world: World, name: str, days: int) -> None:
    """Farid acts for Blaise, and Gita is Chidi's alternate."""
    with world.database.write() as session:
        span = {"starts_at": world.now, "ends_at": world.now + timedelta(days=60)}
        chair, farid = world.seats["blaise"], world.people["farid"]
        session.add(Acting(group_id=world.group, chair_seat_id=chair, person_id=farid, reason="Away", **span))
        session.get_one(Seat, world.seats["chidi"]).alternate_id = world.people["gita"]
    client = browser(name)
    world.pass_time(days=days, seconds=-1)
    assert is_in(client)
    client = browser(name)
    world.pass_time(days=days)
    assert not is_in(client)


def test_using_it_lets_the_sign_in_roll_on_but_not_at_every_page(browser: Browser, world: World) -> None:
    client = browser("dolores")
    start = world.now
    world.pass_time(hours=5)
    client.get("/desk")
    assert sign_ins(world)[0].seen_at == start
    world.pass_time(hours=1)
    client.get("/desk")
    row = sign_ins(world)[0]
    assert row.seen_at == world.now
    assert row.expires_at == world.now + timedelta(days=180)


def test_signing_out_ends_it_on_the_server_too(browser: Browser) -> None:
    client = browser("dolores")
    token = client.cookies["session"]
    answer = client.post("/people/me/sign-out", follow_redirects=False)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies.set("session", token)
    assert not is_in(client)


def test_i_see_where_i_am_signed_in_and_end_it_there(browser: Browser, world: World) -> None:
    here, there = browser("dolores"), browser("dolores")
    page = here.get("/people/me").text
    assert page.count("Sign out there") == 1
    assert page.count("this browser") == 1
    ending = {"sign_in": sign_ins(world)[1].id}
    answer = here.post("/people/me/sign-ins", data=ending)
    assert "That browser is signed out." in answer.text
    assert "Sign out there" not in answer.text
    assert is_in(here)
    assert not is_in(there)
    assert here.post("/people/me/sign-ins", data=ending).status_code == 409


def test_nobody_ends_the_sign_in_of_another(browser: Browser, world: World) -> None:
    dolores = browser("dolores")
    for name in ("edith", "amara", "jonas"):
        assert browser(name).post("/people/me/sign-ins", data={"sign_in": sign_ins(world)[0].id}).status_code == 404
    assert is_in(dolores)


def test_a_closed_account_is_out_at_once_and_comes_back_in_when_opened(
    browser: Browser, mailbox: Mailbox, world: World
) -> None:
    dolores, jonas = browser("dolores"), browser("jonas")
    closing = f"/admin/people/{world.people['dolores']}/closing"
    assert "The account is closed." in jonas.post(closing).text
    assert not is_in(dolores)
    assert jonas.post(closing).status_code == 409
    jonas.post(f"/admin/people/{world.people['dolores']}/reopening")
    assert not is_in(dolores)
    come_in(dolores, mailbox)
    assert is_in(dolores)


def test_an_administrator_cannot_lock_herself_out(browser: Browser, world: World) -> None:
    assert browser("jonas").post(f"/admin/people/{world.people['jonas']}/closing").status_code == 409


def test_i_say_my_name_and_language(browser: Browser) -> None:
    client = browser("dolores")
    answer = client.post("/people/me/introduction", data={"name": "Dolores Reyes", "language": "fr"})
    assert '<html lang="fr">' in answer.text
    assert "Dolores Reyes" in answer.text
    refused = client.post("/people/me/introduction", data={"name": "", "language": "xx"})
    assert refused.status_code == 422
    assert 'id="f-name-error"' in refused.text
    assert 'id="f-language-error"' in refused.text


def test_the_language_is_the_browsers_until_somebody_is_signed_in(browser: Browser) -> None:
    visitor = browser()
    assert visitor.post("/language", data={"lang": "fr", "next": "/sign-in"}).url.path == "/sign-in"
    assert '<html lang="fr">' in visitor.get("/sign-in").text
    assert visitor.post("/language", data={"lang": "en", "next": "https://evil.example"}).url.path != "/"
    member = browser("edith")
    assert '<html lang="fr">' in member.post("/language", data={"lang": "fr", "next": "/desk"}).text
    assert '<html lang="fr">' in member.post("/language", data={"lang": "fr", "next": "/desk"}).text
    assert member.post("/language", data={"lang": "de"}).status_code == 422


def test_reading_changes_nothing_but_the_last_visit(browser: Browser, queries: list[str]) -> None:
    client = browser("amara")
    client.get("/desk")
    queries.clear()
    for path in ("/desk", "/groups", "/groups/pharmacy", "/groups/pharmacy/members", "/people/me", "/sign-in"):
        assert client.get(path).status_code == 200
    assert not [query for query in queries if query.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]


def test_a_page_does_not_wait_for_a_writer(
    browser: Browser, app, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: object, **_named: object) -> None:
        raise OperationalError("UPDATE sign_in", {}, sqlite3.OperationalError("disk full"))

    client = browser("dolores")
    world.pass_time(hours=7)
    monkeypatch.setattr(queries, "remember", away)
    assert client.get("/desk").status_code == 200
    assert [row.seen_at for row in sign_ins(world)] == [NOW]
    monkeypatch.undo()
    assert client.get("/people/me").status_code == 200
    assert [row.seen_at for row in sign_ins(world)] == [world.now]
