"""Sign-in through an OpenID provider that really runs, on loopback."""

import json
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from tests.conftest import ORIGIN
from tests.world import World
from workgroups.app import create_app
from workgroups.core.settings import Provider, Settings
from workgroups.people.models import Identity, Person, SignIn, SignInMethod
from workgroups.people.oidc import secret_key

USERS = {
    "d-1": {"email": "Dolores@Example.org", "email_verified": True},
    "d-2": {"email": "dolores@example.org", "email_verified": True},
    "unverified": {"email": "dolores@example.org", "email_verified": False},
    "says-text": {"email": "dolores@example.org", "email_verified": "true"},
    "says-nothing": {"email": "dolores@example.org"},
    "elsewhere": {"email": "dolores@elsewhere.example", "email_verified": True},
    "unknown": {"email": "nobody@example.org", "email_verified": True},
    "nameless": {},
}


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A provider that knows `USERS`, for as long as this file runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    users = [word for sub, claims in USERS.items() for word in ("--user-claims", json.dumps({"sub": sub} | claims))]
    log = (tmp_path_factory.mktemp("provider") / "log").open("w")
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true", *users]
    running = subprocess.Popen(command, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            httpx2.get(address + "/.well-known/openid-configuration")
            break
        except httpx2.ConnectError:
            assert running.poll() is None
            time.sleep(0.1)
    yield address
    running.terminate()
    running.wait(10)
    log.close()


def provider(issuer: str, name: str = "falls") -> Provider:
    return Provider(
        name=name,
        label="Falls Account",
        issuer=issuer,
        client_id="workgroups",
        client_secret="secret",
        domains="example.org",
    )


@pytest.fixture
def site(settings: Settings, world: World, issuer: str) -> Iterator[object]:
    away = provider("http://127.0.0.1:9", "away")
    other = provider(issuer + "/other", "other")
    configured = {"falls": provider(issuer), "away": away, "other": other}
    app = create_app(settings.model_copy(update={"oidc": configured}), clock=world.clock)
    yield app
    app.state.site.database.dispose()


@pytest.fixture
def client(site) -> TestClient:
    return TestClient(site, headers=ORIGIN | {"Sec-Fetch-Site": "none"}, follow_redirects=False)


def leave(client: TestClient, onward: str = "/groups/pharmacy", name: str = "falls") -> str:
    """Start; returns the address of the provider's page."""
    answer = client.get(f"/sign-in/with/{name}", params={"next": onward})
    assert answer.status_code == 302
    return answer.headers["Location"]


def consent(address: str, sub: str) -> str:
    """Say yes at the provider; returns the path that leads back."""
    back = urlsplit(httpx2.post(address, data={"sub": sub}).headers["Location"])
    return f"{back.path}?{back.query}"


def come_back(client: TestClient, sub: str) -> str:
    """The whole handshake; returns where it leads."""
    return client.get(consent(leave(client), sub)).headers["Location"]


def is_in(client: TestClient) -> bool:
    return client.get("/desk").status_code == 200


def identities(world: World) -> list[tuple[str, str, int]]:
    with world.database.read() as session:
        return [(row.issuer, row.subject, row.person_id) for row in session.exec(select(Identity))]


def test_the_sign_in_page_offers_each_provider_by_its_name(client: TestClient) -> None:
    page = client.get("/sign-in?next=/groups/pharmacy").text
    assert 'href="/sign-in/with/falls?next=/groups/pharmacy">Sign in with Falls Account</a>' in page


def test_the_request_carries_state_nonce_and_a_hashed_verifier(client: TestClient, issuer: str) -> None:
    sent = {name: values[0] for name, values in parse_qs(urlsplit(leave(client)).query).items()}
    assert {"state", "nonce", "code_challenge"} <= set(sent)
    expected = {
        "response_type": "code",
        "response_mode": "query",
        "client_id": "workgroups",
        "code_challenge_method": "S256",
        "scope": "openid email",
        "redirect_uri": "http://testserver/sign-in/with/falls/answer",
    }
    assert {name: sent[name] for name in expected} == expected


def test_an_account_is_linked_on_confirmation_and_known_from_then_on(
    client: TestClient, site, world: World, issuer: str
) -> None:
    assert come_back(client, "d-1") == "/sign-in/linking"
    assert not is_in(client)
    assert identities(world) == []
    page = client.get("/sign-in/linking").text
    assert "Dolores" in page
    assert "dolores@example.org" in page
    assert "Falls Account" in page
    confirmed = client.post("/sign-in/linking")
    assert confirmed.headers["Location"] == "/groups/pharmacy"
    assert is_in(client)
    assert identities(world) == [(issuer, "d-1", world.people["dolores"])]
    assert client.post("/sign-in/linking").status_code == 409
    later = TestClient(site, headers=ORIGIN, follow_redirects=False)
    assert come_back(later, "d-1") == "/groups/pharmacy"
    assert is_in(later)
    with world.database.read() as session:
        assert {row.method for row in session.exec(select(SignIn))} == {SignInMethod.OIDC}


def test_the_link_holds_when_the_address_at_the_provider_is_no_longer_ours(
    client: TestClient, site, world: World
) -> None:
    come_back(client, "d-1")
    client.post("/sign-in/linking")
    with world.database.write() as session:
        session.get_one(Person, world.people["dolores"]).email = "dolores@moved.example"
    later = TestClient(site, headers=ORIGIN, follow_redirects=False)
    assert come_back(later, "d-1") == "/groups/pharmacy"


@pytest.mark.parametrize("sub", ["unverified", "says-text", "says-nothing", "elsewhere", "unknown", "nameless"])
def test_only_a_verified_address_of_an_allowed_domain_is_offered(client: TestClient, world: World, sub: str) -> None:
    assert come_back(client, sub) == "/sign-in/stranger"
    assert "ask the secretary" in client.get("/sign-in/stranger").text.lower()
    assert client.post("/sign-in/linking").status_code == 409
    assert not is_in(client)
    assert identities(world) == []


def test_another_browser_cannot_confirm(client: TestClient, site, world: World) -> None:
    come_back(client, "d-1")
    other = TestClient(site, headers=ORIGIN, follow_redirects=False)
    assert "Dolores" not in other.get("/sign-in/linking").text
    assert other.post("/sign-in/linking").status_code == 409
    assert identities(world) == []


def test_the_offer_ends_after_thirty_minutes(client: TestClient, world: World) -> None:
    come_back(client, "d-1")
    world.pass_time(minutes=30)
    assert "Dolores" not in client.get("/sign-in/linking").text
    assert client.post("/sign-in/linking").status_code == 409


def test_an_account_is_linked_to_one_person_only(client: TestClient, site, world: World) -> None:
    second = TestClient(site, headers=ORIGIN, follow_redirects=False)
    come_back(client, "d-1")
    come_back(second, "d-1")
    assert client.post("/sign-in/linking").status_code == 303
    assert second.post("/sign-in/linking").status_code == 409
    assert len(identities(world)) == 1


def test_two_accounts_may_belong_to_one_person(client: TestClient, world: World) -> None:
    for sub in ("d-1", "d-2"):
        come_back(client, sub)
        client.post("/sign-in/linking")
    assert [row[1] for row in identities(world)] == ["d-1", "d-2"]


def test_a_closed_account_stays_out(client: TestClient, site, world: World) -> None:
    come_back(client, "d-1")
    client.post("/sign-in/linking")
    come_back(waiting := TestClient(site, headers=ORIGIN, follow_redirects=False), "d-2")
    with world.database.write() as session:
        session.get_one(Person, world.people["dolores"]).disabled_at = world.now
    assert not is_in(client)
    assert come_back(client, "d-1") == "/sign-in/stranger"
    assert waiting.post("/sign-in/linking").status_code == 409


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(client: TestClient, site) -> None:
    back = consent(leave(client), "d-1")
    thief = TestClient(site, headers=ORIGIN, follow_redirects=False)
    assert thief.get(back).headers["Location"] == "/sign-in/stranger?failed=1"
    assert client.get(back).headers["Location"] == "/sign-in/linking"
    assert client.get(back).headers["Location"] == "/sign-in/stranger?failed=1"


def test_a_changed_state_a_foreign_issuer_and_a_refusal_sign_nobody_in(client: TestClient, issuer: str) -> None:
    for spoil in (
        lambda back: back.replace("state=", "state=x"),
        lambda back: back + "&iss=https://evil.example",
        lambda back: back.replace("code=", "code=x"),
        lambda _: "/sign-in/with/falls/answer?error=access_denied",
        lambda _: "/sign-in/with/falls/answer",
    ):
        back = spoil(consent(leave(client), "d-1"))
        assert client.get(back).headers["Location"] == "/sign-in/stranger?failed=1"
    assert "did not confirm who you are" in client.get("/sign-in/stranger?failed=1").text
    assert client.get(consent(leave(client), "d-1") + f"&iss={issuer}").headers["Location"] == "/sign-in/linking"


def test_a_token_of_another_issuer_than_the_configured_one_is_refused(
    settings: Settings, world: World, issuer: str
) -> None:
    """The provider calls itself by its address; one that is configured with another name does not pass for it."""
    strange = provider(issuer + "/")
    app = create_app(settings.model_copy(update={"oidc": {"falls": strange}}), clock=world.clock)
    client = TestClient(app, headers=ORIGIN, follow_redirects=False)
    assert come_back(client, "d-1") == "/sign-in/stranger?failed=1"
    app.state.site.database.dispose()


@pytest.mark.parametrize("name", ["away", "other"])
def test_a_provider_that_does_not_answer_is_said_so(client: TestClient, name: str) -> None:
    assert client.get(f"/sign-in/with/{name}").headers["Location"] == "/sign-in/stranger?failed=1"


def test_an_unknown_provider_is_not_found(client: TestClient) -> None:
    assert client.get("/sign-in/with/nobody").status_code == 404
    assert client.get("/sign-in/with/nobody/answer").status_code == 404


def test_one_network_starts_sixty_times_an_hour(client: TestClient) -> None:
    codes = [client.get("/sign-in/with/nobody").status_code for _ in range(61)]
    assert codes == [404] * 60 + [429]


def test_it_leads_on_to_a_page_of_ours_only(client: TestClient) -> None:
    client.get(consent(leave(client, "//evil.example"), "d-1"))
    assert client.post("/sign-in/linking").headers["Location"] == "/desk"


def test_the_cookies_of_the_handshake(settings: Settings, world: World, issuer: str) -> None:
    over_https = settings.model_copy(update={"public_url": "https://testserver", "oidc": {"falls": provider(issuer)}})
    app = create_app(over_https, clock=world.clock)
    client = TestClient(app, base_url="https://testserver", headers=ORIGIN, follow_redirects=False)
    left = client.get("/sign-in/with/falls")
    attributes = {part.strip().lower() for part in left.headers["Set-Cookie"].split(";")}
    assert {"httponly", "secure", "samesite=lax", "path=/sign-in/with", "max-age=600"} <= attributes
    back = client.get(consent(left.headers["Location"], "d-1"))
    offered = next(cookie for cookie in back.headers.get_list("Set-Cookie") if cookie.startswith("offer="))
    assert {"HttpOnly", "Secure", "SameSite=lax"} <= set(offered.split("; "))
    app.state.site.database.dispose()


def test_the_secret_is_drawn_once_and_only_its_owner_reads_it(settings: Settings) -> None:
    folder = settings.data_dir / "new"
    first = secret_key(folder)
    assert len(first) >= 43
    assert secret_key(folder) == first
    assert stat.S_IMODE((folder / "secret.key").stat().st_mode) == 0o600
    assert [file.name for file in folder.iterdir()] == ["secret.key"]


def test_without_providers_there_is_no_secret(app, settings: Settings) -> None:
    assert not (settings.data_dir / "secret.key").exists()


def test_a_database_that_is_away_is_said_so(settings: Settings, issuer: str) -> None:
    nowhere = f"sqlite:///{settings.data_dir}/missing/workgroups.db"
    away = settings.model_copy(update={"database_url": nowhere, "oidc": {"falls": provider(issuer)}})
    client = TestClient(create_app(away), headers=ORIGIN, follow_redirects=False)
    answer = client.get(consent(leave(client), "d-1"))
    assert answer.status_code == 503
    assert "does not answer" in answer.text
