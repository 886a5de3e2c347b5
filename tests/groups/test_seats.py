"""Seats: added, given by invitation, left, and acted for by an alternate."""

from collections.abc import Callable
from email import message_from_string
from email.policy import default

import pytest

from tests.conftest import Browser
from tests.world import World
from workgroups.groups.models import Seat

Mailbox = Callable[[], list[str]]

SEAT = {
    "label_en": "Pharmacy students",
    "label_fr": "",
    "role": "member",
    "stakeholder_type": "union",
    "organisation": "",
}
GUEST = {"name": "Mona Reid", "email": "mona@example.org"}


def seat(world: World, name: str) -> Seat:
    with world.database.read() as session:
        return session.get_one(Seat, world.seats[name])


def text(letter: str) -> str:
    return message_from_string(letter, policy=default).get_content()


def test_a_seat_is_added_and_somebody_invited_by_mail(browser: Browser, world: World, mailbox: Mailbox) -> None:
    client = browser("chidi")
    added = client.post(
        "/groups/pharmacy/seats", data=SEAT | {"organisation": str(world.organisations["Falls College"])}
    )
    assert "Invite somebody to take it." in added.text
    invited = client.post(f"{added.url.path}/invitation", data=GUEST | {"term_ends": "2027-11-30"})
    assert "Mona Reid" in invited.text
    assert "has not signed in yet" in invited.text
    letter = mailbox()[-1]
    assert "To: mona@example.org" in letter
    assert "Falls Pharmacy" in text(letter)
    assert "Pharmacy students" in text(letter)
    assert "http://testserver/sign-in?next=/groups/pharmacy" in text(letter)
    browser().post("/sign-in", data={"email": "mona@example.org"})
    assert len(mailbox()) == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"role": "co_chair_host"}, "role"),
        ({"label_en": ""}, "label_en"),
        ({"organisation": "999"}, "organisation"),
        ({"stakeholder_type": "club"}, "stakeholder_type"),
    ],
)
def test_a_seat_that_cannot_be_is_refused(browser: Browser, wrong: dict[str, str], field: str) -> None:
    answer = browser("amara").post("/groups/pharmacy/seats", data=SEAT | wrong)
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.text


def test_a_seat_changes_hands_and_keeps_what_it_owns(browser: Browser, world: World, mailbox: Mailbox) -> None:
    client, gita = browser("chidi"), browser("gita")
    at = world.seats["gita"]
    assert gita.get("/groups/pharmacy").status_code == 200
    vacated = client.post(f"/seats/{at}/vacancy")
    assert "The seat is vacant." in vacated.text
    assert "Monday 23 November 2026" in vacated.text
    assert gita.get("/groups/pharmacy").status_code == 404
    assert mailbox() == []
    client.post(f"/seats/{at}/invitation", data={"name": "Kofi", "email": "kofi@example.org"})
    row = seat(world, "gita")
    assert (row.holder_id, row.vacant_since) == (world.people["kofi"], None)
    assert browser("kofi").get("/groups/pharmacy").status_code == 200
    assert "To: kofi@example.org" in mailbox()[-1]


@pytest.mark.parametrize(
    ("name", "at", "status"),
    [
        ("amara", "edith", 200),
        ("chidi", "edith", 200),
        ("iris", "edith", 200),
        ("amara", "henk", 200),
        ("chidi", "chidi", 409),
        ("dolores", "edith", 403),
        ("edith", "edith", 403),
        ("henk", "edith", 403),
        ("amara", "blaise", 409),
        ("chidi", "amara", 409),
        ("ewan", "edith", 403),
    ],
)
def test_who_changes_a_seat_never_her_own_and_never_a_chairs(
    browser: Browser, world: World, name: str, at: str, status: int
) -> None:
    client = browser(name)
    assert client.post(f"/seats/{world.seats[at]}/invitation", data=GUEST).status_code == status
    assert (seat(world, at).holder_id == world.people[at]) is (status != 200)
    assert ("Give the seat to somebody else" in client.get(f"/seats/{world.seats[at]}").text) is (status == 200)


def test_nobody_is_invited_into_a_closed_account(browser: Browser, world: World) -> None:
    browser("jonas").post(f"/admin/people/{world.people['lena']}/closing")
    answer = browser("amara").post(
        f"/seats/{world.seats['vacant']}/invitation", data={"name": "Lena", "email": "lena@example.org"}
    )
    assert answer.status_code == 422
    assert "This account is closed." in answer.text
    assert 'id="f-holder-email-error"' in answer.text


def test_the_holder_names_and_drops_an_alternate_who_comes_in(browser: Browser, world: World, mailbox: Mailbox) -> None:
    dolores, at = browser("dolores"), world.seats["dolores"]
    named = dolores.post(f"/seats/{at}/alternate", data={"name": "Kofi", "email": "kofi@example.org"})
    assert "Your alternate is named." in named.text
    assert "To: kofi@example.org" in mailbox()[0]
    assert "everything but approval" in text(mailbox()[0])
    kofi = browser("kofi")
    assert kofi.get("/groups/pharmacy").status_code == 200
    dropped = dolores.post(f"/seats/{at}/alternate/leaving")
    assert "Nobody is your alternate now." in dropped.text
    assert kofi.get("/groups/pharmacy").status_code == 404
    assert len(mailbox()) == 1


@pytest.mark.parametrize(
    ("name", "at", "status"),
    [
        ("dolores", "dolores", 200),
        ("amara", "amara", 200),
        ("amara", "dolores", 403),
        ("ewan", "edith", 403),
        ("chidi", "edith", 403),
    ],
)
def test_only_the_holder_names_an_alternate(browser: Browser, world: World, name: str, at: str, status: int) -> None:
    assert browser(name).post(f"/seats/{world.seats[at]}/alternate", data=GUEST).status_code == status


def test_nobody_is_her_own_alternate(browser: Browser, world: World) -> None:
    answer = browser("dolores").post(
        f"/seats/{world.seats['dolores']}/alternate", data={"name": "Dolores", "email": "dolores@example.org"}
    )
    assert answer.status_code == 422
    assert "Name somebody else as your alternate." in answer.text


def test_an_alternate_who_takes_the_seat_is_no_alternate_any_more(browser: Browser, world: World) -> None:
    browser("amara").post(
        f"/seats/{world.seats['edith']}/invitation", data={"name": "Ewan", "email": "ewan@example.org"}
    )
    row = seat(world, "edith")
    assert (row.holder_id, row.alternate_id) == (world.people["ewan"], None)


def test_the_letter_of_a_seat_that_was_left_again_is_not_written(
    browser: Browser, world: World, mailbox: Mailbox
) -> None:
    client, at = browser("amara"), world.seats["vacant"]
    client.post(f"/seats/{at}/invitation", data=GUEST)
    client.post(f"/seats/{at}/vacancy")
    assert mailbox() == []
