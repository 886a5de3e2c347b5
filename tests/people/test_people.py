"""What administrators do with people and organisations, and the door of the demonstration."""

import re
from collections.abc import Callable

import pytest
from sqlmodel import col, select
from starlette.testclient import TestClient

from tests.conftest import ORIGIN, Browser
from tests.world import World
from workgroups.app import create_app
from workgroups.core.events import Event
from workgroups.core.settings import Settings
from workgroups.people.browsers import recognise
from workgroups.people.models import Organisation, Person, SignIn

PERSON = {"name": "Mona Reid", "email": "Mona@Example.org", "language": "fr"}
BODY = {"name_en": "Falls Union Local 2", "name_fr": "", "stakeholder_type": "union"}


def paths(world: World) -> list[str]:
    return [
        "/admin/people",
        f"/admin/people/{world.people['dolores']}",
        f"/admin/organisations/{world.organisations['Falls College']}",
    ]


@pytest.mark.parametrize("name", ["amara", "chidi", "iris", "dolores", "kofi"])
def test_nobody_but_administrators_finds_people_and_organisations(browser: Browser, world: World, name: str) -> None:
    client = browser(name)
    body = world.organisations["Falls College"]
    assert {client.get(path).status_code for path in paths(world)} == {404}
    for path, form in (
        ("/admin/people", PERSON),
        ("/admin/organisations", BODY),
        (f"/admin/organisations/{body}/correction", BODY),
        (f"/admin/people/{world.people['edith']}/closing", {}),
        (f"/admin/people/{world.people['edith']}/reopening", {}),
    ):
        assert client.post(path, data=form).status_code == 404


def test_an_administrator_sees_them(browser: Browser, world: World) -> None:
    client = browser("jonas")
    assert {client.get(path).status_code for path in paths(world)} == {200}
    assert client.get("/admin/people/9999").status_code == 404


def test_a_person_is_added_once(browser: Browser, world: World) -> None:
    client = browser("jonas")
    added = client.post("/admin/people", data=PERSON)
    assert "Mona Reid" in added.text
    assert "Added." in added.text
    again = client.post("/admin/people", data=PERSON)
    assert again.status_code == 422
    assert "Somebody with this address is here already." in again.text
    assert 'value="Mona@Example.org"' in again.text
    with world.database.read() as session:
        person = session.exec(select(Person).where(Person.email == "mona@example.org")).one()
    assert (person.language.value, person.is_administrator) == ("fr", False)


def test_an_administrator_can_be_added(browser: Browser) -> None:
    answer = browser("jonas").post("/admin/people", data=PERSON | {"is_administrator": "true"})
    assert re.search(r'name="is_administrator" value="true"[^>]* checked', answer.text)


def test_a_person_is_corrected(browser: Browser, world: World) -> None:
    jonas, path = browser("jonas"), f"/admin/people/{world.people['dolores']}/correction"
    moved = {"name": "Dolores Reyes", "email": "dolores@moved.example", "language": "fr"}
    assert "Saved." in jonas.post(path, data=moved).text
    with world.database.read() as session:
        person = session.get_one(Person, world.people["dolores"])
    assert (person.name, person.email, person.language.value) == ("Dolores Reyes", "dolores@moved.example", "fr")
    taken = jonas.post(path, data=moved | {"email": "edith@example.org"})
    assert taken.status_code == 422
    assert 'id="f-email-error"' in taken.text
    assert jonas.post(path, data=moved).status_code == 200
    assert browser("amara").post(path, data=moved).status_code == 404


def test_a_new_address_is_told_at_both_and_ends_every_sign_in(
    browser: Browser, world: World, mailbox: Callable[[], list[str]]
) -> None:
    amara = browser("amara")
    path = f"/admin/people/{world.people['amara']}/correction"
    same = {"name": "Amara", "email": "amara@example.org", "language": "en"}
    browser("jonas").post(path, data=same)
    assert mailbox() == []
    assert amara.get("/desk", follow_redirects=False).status_code == 200
    browser("jonas").post(path, data=same | {"email": "jonas@elsewhere.example"})
    letters = mailbox()
    assert {re.search("^To: (.*)$", letter, re.MULTILINE)[1] for letter in letters} == {  # type: ignore[index]
        "amara@example.org", "jonas@elsewhere.example",
    }  # fmt: skip
    assert all("It is now jonas@elsewhere.example" in letter.replace("=\n", "") for letter in letters)
    assert amara.get("/desk", follow_redirects=False).status_code == 303
    assert facts(world) == ["PersonChanged", "PersonChanged", "AddressChanged"]


def test_a_closed_account_hears_nothing_of_its_address(
    browser: Browser, world: World, mailbox: Callable[[], list[str]]
) -> None:
    path = f"/admin/people/{world.people['amara']}"
    browser("jonas").post(f"{path}/correction", data={"name": "Amara", "email": "new@example.org", "language": "en"})
    browser("jonas").post(f"{path}/closing")
    assert mailbox() == []


def test_rights_of_an_administrator_are_facts(browser: Browser, world: World) -> None:
    jonas, path = browser("jonas"), f"/admin/people/{world.people['amara']}/correction"
    same = {"name": "Amara", "email": "amara@example.org", "language": "en"}
    for given in ({"is_administrator": "true"}, {"is_administrator": "true"}, {}):
        jonas.post(path, data=same | given)
    jonas.post("/admin/people", data=PERSON | {"is_administrator": "true"})
    assert [fact for fact in facts(world) if fact.startswith("Administrator")] == [
        "AdministratorNamed", "AdministratorDropped", "AdministratorNamed",
    ]  # fmt: skip


def facts(world: World) -> list[str]:
    """What the ledger says, without the sign-ins."""
    with world.database.read() as session:
        found = session.exec(select(Event.fact).order_by(col(Event.id)))
        return [fact for fact in found if not fact.startswith("Sign")]


def test_an_administrator_keeps_her_own_rights(browser: Browser, world: World) -> None:
    mine = {"name": "Jonas", "email": "jonas@example.org", "language": "en"}
    answer = browser("jonas").post(f"/admin/people/{world.people['jonas']}/correction", data=mine)
    assert answer.status_code == 422
    assert "Another administrator has to do this for you." in answer.text


@pytest.mark.parametrize(
    ("agent", "name", "system"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
            "Chrome",
            "Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge", "Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari",
            "iPhone",
        ),
        ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox", "Android"),
        ("curl/8.0", "", ""),
    ],
)
def test_a_browser_is_named_in_words(agent: str, name: str, system: str) -> None:
    assert recognise(agent) == (name, system)


def test_an_organisation_is_added_and_corrected(browser: Browser, world: World) -> None:
    client = browser("jonas")
    added = client.post("/admin/organisations", data=BODY)
    path = added.url.path
    assert "Falls Union Local 2" in added.text
    corrected = client.post(f"{path}/correction", data=BODY | {"name_fr": "Syndicat des Chutes", "_version": "1"})
    assert "Saved." in corrected.text
    with world.database.read() as session:
        row = session.get_one(Organisation, int(path.rpartition("/")[2]))
    assert row.name == {"en": "Falls Union Local 2", "fr": "Syndicat des Chutes"}
    stale = client.post(f"{path}/correction", data=BODY | {"name_en": "Another name", "_version": "1"})
    assert stale.status_code == 409
    assert "Another name" in stale.text
    assert "Syndicat des Chutes" in stale.text


def test_an_organisation_needs_a_name_and_a_type(browser: Browser) -> None:
    answer = browser("jonas").post("/admin/organisations", data={"name_en": "", "stakeholder_type": "club"})
    assert answer.status_code == 422
    assert 'id="f-organisation-name_en-error"' in answer.text
    assert 'id="f-organisation-stakeholder_type-error"' in answer.text


def test_a_link_without_a_request_behind_it_says_so(browser: Browser) -> None:
    assert "This link no longer works" in browser().get("/sign-in/link/made-up").text


def test_the_demonstration_lets_one_take_any_seat(settings: Settings, world: World) -> None:
    app = create_app(settings, demo=True, clock=world.clock)
    client = TestClient(app, headers=ORIGIN)
    page = client.get("/sign-in?next=/groups/pharmacy").text
    for words in (
        "Amara",
        "co-chair (host)",
        "Henk",
        "observer",
        "Iris",
        "coordinator",
        "Jonas",
        "administrator",
        "Falls Pharmacy",
    ):
        assert words in page
    seated = client.post("/sign-in/demonstration", data={"person": world.people["henk"], "next": "/groups/pharmacy"})
    assert seated.url.path == "/groups/pharmacy"
    moved = client.post("/sign-in/demonstration", data={"person": world.people["edith"], "next": "//evil.example"})
    assert moved.url.path == "/desk"
    assert "Edith" in moved.text
    assert client.post("/sign-in/demonstration", data={"person": 9999}).status_code == 404
    with world.database.read() as session:
        assert [bool(row.ended_at) for row in session.exec(select(SignIn).order_by(SignIn.id))] == [True, False]
    app.state.site.database.dispose()


def test_sign_in_names_who_is_in_already(browser: Browser) -> None:
    assert "You are signed in as Dolores." in browser("dolores").get("/sign-in").text


def test_people_are_sorted_and_found_whatever_their_accents(browser: Browser, world: World) -> None:
    jonas = browser("jonas")
    for name in ("Zoé Zwicker", "Éloi Amirault", "Farah Nader"):
        jonas.post("/admin/people", data={"name": name, "email": f"{name[-4:]}@example.org", "language": "fr"})
    page = jonas.get("/admin/people").text
    assert page.index("Éloi Amirault") < page.index("Farah Nader") < page.index("Zoé Zwicker")
    found = jonas.get("/admin/people?q=eloi+AMIR").text
    assert "Éloi Amirault" in found
    assert "Farah Nader" not in found
    assert "Nobody is called that." in jonas.get("/admin/people?q=nobody+at+all").text
