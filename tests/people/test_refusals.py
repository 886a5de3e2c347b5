"""When something is refused: other sites, lost sessions, pages that are not there, a database that is away."""

import re
from dataclasses import replace
from sqlite3 import OperationalError as Away

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.testclient import TestClient

from tests.conftest import ORIGIN, Browser
from tests.world import World
from workgroups.app import create_app
from workgroups.core.settings import Settings
from workgroups.web.guard import STRICT
from workgroups.web.urls import asset
from workgroups.web.writing import LARGEST

NAMING = {"name": "Dolores R.", "language": "en"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Origin": "http://testserver"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_a_form_counts_only_from_our_own_pages(browser: Browser, app, headers: dict[str, str], status: int) -> None:
    signed_in = browser("dolores")
    client = TestClient(app, headers=headers, cookies=signed_in.cookies, follow_redirects=False)
    assert client.post("/people/me/introduction", data=NAMING).status_code == status
    assert ("Dolores R." in signed_in.get("/people/me").text) is (status == 303)
    assert client.get("/people/me").status_code == 200


def test_a_program_without_a_session_needs_no_origin(app) -> None:
    client = TestClient(app, follow_redirects=False)
    assert client.post("/sign-in", data={"email": "dolores@example.org"}).status_code == 303


def test_a_lost_session_keeps_what_was_typed_and_sends_it_again(browser: Browser, world: World) -> None:
    client = browser("chidi")
    token = client.cookies["session"]
    client.cookies.clear()
    typed = {
        "title": "A promise & <b>more</b>",
        "due_on": "2026-12-20",
        "seat": str(world.seats["edith"]),
        "_once": "k1",
    }
    answer = client.post("/groups/pharmacy/assignments", data=typed)
    assert answer.status_code == 401
    assert answer.headers["Cache-Control"] == "no-store"
    for words in (
        "You are signed out",
        "Nothing you typed is lost.",
        "Send again",
        'action="/groups/pharmacy/assignments"',
    ):
        assert words in answer.text
    assert 'href="/sign-in" target="_blank"' in answer.text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.text))
    assert hidden.keys() == typed.keys()
    shown = answer.text.partition("What you typed")[2]
    assert '<li class="text">A promise &amp; &lt;b&gt;more&lt;/b&gt;</li>' in shown
    assert "k1" not in shown
    assert "due_on" not in shown, "people do not know the names of fields"
    client.cookies.set("session", token)
    assert client.post("/groups/pharmacy/assignments", data=typed).url.path.startswith("/actions/")


def test_a_page_without_a_session_leads_to_the_sign_in_and_back(browser: Browser) -> None:
    answer = browser(follow_redirects=False).get("/groups/pharmacy")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?next=/groups/pharmacy")


def test_a_page_that_was_asked_for_with_a_question_is_come_back_to_with_it(browser: Browser) -> None:
    client = browser(follow_redirects=False)
    asked = client.get("/groups/pharmacy/actions?state=open").headers["Location"]
    assert asked == "/sign-in?next=/groups/pharmacy/actions%3Fstate%3Dopen"
    assert 'value="/groups/pharmacy/actions?state=open"' in client.get(asked).text
    long = client.get("/groups/pharmacy/actions?state=" + 200 * "x").headers["Location"]
    assert 'name="next" value="/desk"' in client.get(long).text


@pytest.mark.parametrize(
    "path",
    ["/nowhere", "/groups/unknown", "/seats/999999", "/seats/0", "/seats/x", "/people/you", "/seats/99999999999"],
)
def test_what_is_not_there_is_not_found(browser: Browser, path: str) -> None:
    answer = browser("amara").get(path)
    assert answer.status_code == 404
    assert "<h1>Nothing here</h1>" in answer.text
    assert "To my desk" in answer.text
    assert 'lang="en"' in answer.text


def test_what_is_not_there_is_not_found_by_the_public_either(browser: Browser) -> None:
    answer = browser().get("/en/professions/astrology")
    assert answer.status_code == 404
    assert "All professions" in answer.text
    french = browser().get("/nowhere", headers={"Accept-Language": "fr-CA,fr;q=0.9"})
    assert french.status_code == 404
    assert '<html lang="fr">' in french.text


def test_a_refusal_shows_what_was_typed(browser: Browser, world: World) -> None:
    answer = browser("henk").post(f"/seats/{world.seats['edith']}/invitation", data={"name": "Somebody", "email": ""})
    assert answer.status_code == 403
    assert "Not for your seat" in answer.text
    assert '<li class="text">Somebody</li>' in answer.text


def test_a_database_that_is_away_is_said_so_and_nothing_is_lost(settings: Settings) -> None:
    nowhere = f"sqlite:///{settings.data_dir}/missing/workgroups.db"
    client = TestClient(create_app(settings.model_copy(update={"database_url": nowhere})), headers=ORIGIN)
    page = client.get("/sign-in")
    assert page.status_code == 503
    assert "The database does not answer" in page.text
    assert 'href="/sign-in">Try again</a>' in page.text
    sent = client.post("/sign-in", data={"email": "dolores@example.org"})
    assert sent.status_code == 503
    assert '<input type="hidden" name="email" value="dolores@example.org">' in sent.text
    assert "Send again" in sent.text


def test_what_is_refused_in_a_command_is_said_in_the_reader_s_language(browser: Browser) -> None:
    answer = browser().post("/sign-in/link/made-up", headers={"Accept-Language": "fr-CA"})
    assert answer.status_code == 409
    assert "Ce lien ne fonctionne plus" in answer.text


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (ValueError("nobody foresaw this"), 500),
        (IntegrityError("INSERT", {}, ValueError("twice")), 500),
        (OperationalError("INSERT", {}, Away("disk full")), 503),
    ],
)
def test_whatever_breaks_what_was_typed_is_kept(
    browser: Browser, app, monkeypatch: pytest.MonkeyPatch, problem: Exception, status: int
) -> None:
    def explode(*_given: object) -> None:
        raise problem

    [writer] = [route.endpoint for route in app.routes if route.name == "people:introduce"]
    monkeypatch.setattr(writer, "command", replace(writer.command, do=explode))
    answer = browser("dolores").post("/people/me/introduction", data=NAMING)
    assert answer.status_code == status
    assert '<li class="text">Dolores R.</li>' in answer.text
    assert "Send again" in answer.text


def test_a_field_that_is_far_too_long_is_refused_beside_itself(browser: Browser) -> None:
    answer = browser("dolores").post("/people/me/introduction", data=NAMING | {"name": "x" * 1_500_000})
    assert answer.status_code == 422
    assert "Keep it to 120 characters or fewer; it has 1500000 now." in answer.text


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"data": {"email": "x" * LARGEST}}, 413, "This is too long"),
        ({"content": (b"email=" + b"x" * LARGEST for _ in range(1))}, 413, "This is too long"),
        ({"data": {f"f{number}": "" for number in range(600)}}, 400, "That did not work"),
        ({"files": {"email": b"x"}}, 400, "That did not work"),
    ],
)
def test_a_form_that_is_none_of_ours_is_not_read(browser: Browser, sent: dict, status: int, words: str) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if "content" in sent else {}
    answer = browser().post("/sign-in", headers=headers, **sent)
    assert answer.status_code == status
    assert f"<h1>{words}</h1>" in answer.text


def test_a_page_that_broke_is_as_strict_as_any_other(app, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(_visit: object) -> None:
        raise ValueError

    [page] = [route.endpoint for route in app.routes if route.name == "people:sign_in"]
    monkeypatch.setattr(page, "handler", explode)
    answer = TestClient(app, raise_server_exceptions=False).get("/sign-in")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert all(answer.headers[name] == value for name, value in STRICT.items())


def test_pages_are_strict_about_what_browsers_may_do(browser: Browser) -> None:
    for path in ("/sign-in", "/nowhere", asset("app.css")):
        headers = browser().get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Strict-Transport-Security"] == "max-age=31536000"
    page = browser("amara").get("/desk")
    assert page.headers["Cache-Control"] == "private, no-cache"
