"""Who may do what with alternative careers, through the pages."""

import pytest

from tests.careers.given import accepted, proposed, stored
from tests.conftest import Browser
from tests.world import MEMBERS, OUTSIDERS, World

ARRANGERS = ("amara", "blaise", "chidi", "iris")
SPEAKERS = (*ARRANGERS, "dolores", "edith", "ewan", "farid", "gita")


@pytest.mark.parametrize("who", [*MEMBERS, *OUTSIDERS])
def test_who_proposes_and_who_adds(world: World, browser: Browser, who: str) -> None:
    typed = {"profession": world.profession, "title_en": "Medical writer"}
    client = browser(who, follow_redirects=False)
    outcomes = {
        "/groups/pharmacy/careers/new": client.get("/groups/pharmacy/careers/new").status_code,
        "propose": client.post("/groups/pharmacy/careers/proposals", data=typed).status_code,
        "add": client.post("/groups/pharmacy/careers", data=typed).status_code,
    }
    speaks, arranges = who in SPEAKERS, who in ARRANGERS
    refused = 404 if who in OUTSIDERS else 403
    assert list(outcomes.values()) == [
        200 if speaks else refused,
        303 if speaks else refused,
        303 if arranges else refused,
    ]


VERBS = {
    "edit": (*ARRANGERS, "dolores"),
    "acceptance": ARRANGERS,
    "refusal": ARRANGERS,
    "comments": SPEAKERS,
    "introduction": ARRANGERS,
}


@pytest.mark.every_row
@pytest.mark.parametrize("who", [*MEMBERS, *OUTSIDERS])
@pytest.mark.parametrize("verb", VERBS)
def test_who_may_do_what_with_a_proposed_one(world: World, browser: Browser, who: str, verb: str) -> None:
    key = proposed(world)
    client = browser(who, follow_redirects=False)
    answers = {
        "edit": lambda: client.post(f"/careers/{key}/description", data={"title_en": "Writer"}),
        "acceptance": lambda: client.post(f"/careers/{key}/acceptance"),
        "refusal": lambda: client.post(f"/careers/{key}/refusal", data={"reason": "No such work here."}),
        "comments": lambda: client.post(f"/careers/{key}/comments", data={"text": "I know two."}),
        "introduction": lambda: client.post(
            f"/career-lists/{stored(world, key).list_id}/introduction", data={"title_en": "Other careers"}
        ),
    }
    expected = 404 if who in OUTSIDERS else 303 if who in VERBS[verb] else 403
    assert answers[verb]().status_code == expected


def test_the_seat_that_proposed_it_edits_no_more_once_it_is_accepted(world: World, browser: Browser) -> None:
    key = accepted(world)
    dolores = browser("dolores")
    assert dolores.get(f"/careers/{key}/edit").status_code == 403
    assert f"/careers/{key}/edit" not in dolores.get(f"/careers/{key}").text
    assert browser("chidi").get(f"/careers/{key}/edit").status_code == 200


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_find_nothing(world: World, browser: Browser, who: str) -> None:
    key = accepted(world)
    pages = (
        "/groups/pharmacy/careers",
        "/groups/pharmacy/careers/new",
        f"/careers/{key}",
        f"/careers/{key}/edit",
        f"/career-lists/{stored(world, key).list_id}",
        f"/career-lists/{stored(world, key).list_id}/edit",
    )
    client = browser(who)
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 404
        assert "Medical writer" not in answer.text
    assert browser().get(f"/careers/{key}").url.path == "/sign-in"


def test_members_and_observers_read_everything(world: World, browser: Browser) -> None:
    key = accepted(world)
    for who in MEMBERS:
        for page in ("/groups/pharmacy/careers", f"/careers/{key}", f"/career-lists/{stored(world, key).list_id}"):
            assert "Medical writer" in browser(who).get(page).text
    assert "/groups/pharmacy/careers/new" not in browser("henk").get("/groups/pharmacy/careers").text
