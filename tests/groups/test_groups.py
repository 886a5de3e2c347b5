"""Who sees, arranges and changes a group, its seats and what it has decided about itself."""

import re
from html import unescape

import pytest
from sqlmodel import select

from tests.conftest import Browser
from tests.world import MEMBERS, World
from workgroups.groups.models import Coordination, Group, GroupState, Profession, Seat
from workgroups.people.models import Language, Person

ARRANGERS = {"amara", "blaise", "chidi", "iris"}
SETTINGS = {
    "name_en": "Falls Pharmacy",
    "name_fr": "Pharmacie des Chutes",
    "profile_en": "",
    "profile_fr": "",
    "state": "active",
    "positions_shown": "after_deadline",
}
SEAT = {
    "label_en": "Pharmacy students",
    "label_fr": "",
    "role": "member",
    "stakeholder_type": "union",
    "organisation": "",
}
GUEST = {"name": "Mona Reid", "email": "mona@example.org"}


def pages(world: World) -> list[str]:
    return [
        "/groups/pharmacy",
        "/groups/pharmacy/members",
        "/groups/pharmacy/settings",
        "/groups/pharmacy/seats/new",
        f"/seats/{world.seats['edith']}",
    ]


@pytest.mark.parametrize("name", ["kofi", "lena", "jonas"])
def test_outsiders_find_no_page_of_a_group_and_change_nothing(browser: Browser, world: World, name: str) -> None:
    client = browser(name)
    assert [client.get(path).status_code for path in pages(world)] == [404] * 5
    at = world.seats["edith"]
    for path in (
        "/groups/pharmacy/settings",
        "/groups/pharmacy/seats",
        f"/seats/{at}/invitation",
        f"/seats/{at}/vacancy",
        f"/seats/{at}/alternate",
        f"/seats/{at}/alternate/leaving",
        f"/seats/{at}/nominations",
        f"/seats/{at}/deputy",
        f"/seats/{at}/absences",
    ):
        assert client.post(path, data=SETTINGS).status_code == 404, path
    assert "Falls Pharmacy" not in client.get("/groups").text


def test_visitors_are_asked_to_sign_in(browser: Browser, world: World) -> None:
    for path in pages(world):
        answer = browser().get(path)
        assert answer.url.path == "/sign-in"
        assert answer.url.params["next"] == path


@pytest.mark.parametrize("name", MEMBERS)
def test_everybody_at_the_table_reads_but_only_some_arrange(browser: Browser, world: World, name: str) -> None:
    client = browser(name)
    may = 200 if name in ARRANGERS else 403
    assert [client.get(path).status_code for path in pages(world)] == [200, 200, may, may, 200]
    assert client.post("/groups/pharmacy/settings", data=SETTINGS).status_code == may
    assert client.post("/groups/pharmacy/seats", data=SEAT).status_code == may
    shown = client.get("/groups/pharmacy/members").text
    assert ("Add a seat" in shown) is (name in ARRANGERS)


def test_my_groups_are_those_at_whose_table_i_am(browser: Browser) -> None:
    assert "Falls Pharmacy" in browser("henk").get("/groups").text
    assert "Falls Nursing" not in browser("henk").get("/groups").text
    assert "You have no seat. What you look after:" in browser("jonas").get("/groups").text


def test_the_table_lists_every_seat_with_who_sits_there(browser: Browser) -> None:
    page = browser("dolores").get("/groups/pharmacy/members").text
    for words in ("Seat of Edith", "Edith", "Ewan", "Falls Pharmacy Regulator", "Vacant", "Iris"):
        assert words in page
    assert page.count('class="tag wait">invited') == 8 - 1


def test_settings_are_saved_in_both_languages(browser: Browser, world: World) -> None:
    given = SETTINGS | {"profile_en": "What we do.", "profile_fr": "Ce que nous faisons."}
    assert "Saved." in browser("chidi").post("/groups/pharmacy/settings", data=given).text
    with world.database.read() as session:
        group = session.get_one(Group, world.group)
    assert group.profile == {"en": "What we do.", "fr": "Ce que nous faisons."}


NOTE = "Not changed: Name in French. Check that it still says the same."


@pytest.mark.parametrize(
    ("given", "noted"),
    [
        ({"name_en": "Falls Pharmacists"}, True),
        ({"name_en": "Falls Pharmacists", "name_fr": "Pharmacie et pharmaciens"}, False),
        ({"profile_en": "What we do."}, False),
        ({"positions_shown": "at_once"}, False),
    ],
    ids=["one language of two", "both languages", "a first text", "no text"],
)
def test_a_text_that_changed_in_one_language_only_is_pointed_out(
    browser: Browser, given: dict[str, str], *, noted: bool
) -> None:
    chidi = browser("chidi")
    page = chidi.get("/groups/pharmacy/settings").text
    opened = [unescape(value) for value in re.findall(r'name="_held" value="(.*?)"', page)]
    saved = chidi.post("/groups/pharmacy/settings", data=SETTINGS | given | {"_held": opened}).text
    assert "Saved." in saved
    assert (f'<p class="note">{NOTE}</p>' in saved) is noted
    assert "<p>Saved.</p>" in saved


def test_the_note_comes_after_a_refusal_too(browser: Browser) -> None:
    chidi, path = browser("chidi"), "/groups/pharmacy/settings"
    page = chidi.get(path).text
    for given in ({"cadence_months": "0"}, {}):
        opened = [unescape(value) for value in re.findall(r'name="_held" value="(.*?)"', page)]
        page = chidi.post(path, data=SETTINGS | {"name_en": "Falls Pharmacists"} | given | {"_held": opened}).text
    assert NOTE in page


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name_en", ""),
        ("state", "asleep"),
        ("positions_shown", "never"),
    ],
)
def test_what_a_group_cannot_be_is_refused_with_all_that_was_typed(browser: Browser, name: str, value: str) -> None:
    answer = browser("chidi").post(
        "/groups/pharmacy/settings", data=SETTINGS | {"profile_en": "Typed here.", name: value}
    )
    assert answer.status_code == 422
    assert f'id="f-{name}-error"' in answer.text
    assert "Typed here." in answer.text


def test_of_two_who_save_at_once_the_second_gets_both_texts(browser: Browser, world: World) -> None:
    first, second = browser("chidi"), browser("amara")
    page = second.get("/groups/pharmacy/settings").text
    assert 'name="_version" value="1"' in page
    first.post("/groups/pharmacy/settings", data=SETTINGS | {"profile_en": "From Chidi.", "_version": "1"})
    answer = second.post("/groups/pharmacy/settings", data=SETTINGS | {"profile_en": "From Amara.", "_version": "1"})
    assert answer.status_code == 409
    assert "From Chidi." in answer.text
    assert "From Amara." in answer.text
    assert "Somebody else saved this while you were writing." in answer.text
    assert 'name="_version" value="2"' in answer.text
    again = second.post("/groups/pharmacy/settings", data=SETTINGS | {"profile_en": "From both.", "_version": "2"})
    assert "Saved." in again.text


def test_an_administrator_begins_a_group_without_seeing_into_it(browser: Browser, world: World) -> None:
    jonas = browser("jonas")
    assert "Falls Pharmacy" in jonas.get("/admin").text
    begun = jonas.post(
        "/admin/groups",
        data={
            "slug": "dentistry",
            "name_en": "Falls Dentistry",
            "profession": world.profession,
            "decision_prefix": "DENT",
        },
    )
    assert begun.url.path == "/admin/groups/dentistry"
    assert "The group is forming." in begun.text
    assert jonas.get("/groups/dentistry").status_code == 404
    with world.database.read() as session:
        group = session.exec(select(Group).where(Group.slug == "dentistry")).one()
        seats = session.exec(select(Seat).where(Seat.group_id == group.id).order_by(Seat.place)).all()
    assert group.state is GroupState.FORMING
    assert [(row.role.value, row.holder_id) for row in seats] == [
        ("co_chair_host", None),
        ("co_chair_profession", None),
        ("secretary", None),
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"slug": "pharmacy"}, "slug"),
        ({"slug": "Not A Slug"}, "slug"),
        ({"profession": "999"}, "profession"),
        ({"decision_prefix": "dent"}, "decision_prefix"),
        ({"name_en": ""}, "name_en"),
    ],
)
def test_a_group_that_cannot_be_is_refused(browser: Browser, world: World, wrong: dict[str, str], field: str) -> None:
    given = {"slug": "dentistry", "name_en": "Teeth", "profession": str(world.profession), "decision_prefix": "DENT"}
    answer = browser("jonas").post("/admin/groups", data=given | wrong)
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.text


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("en", ["Electrician", "Pharmacist", "Registered nurse"]),
        ("fr", ["Électricien", "Pharmacien ou pharmacienne", "Registered nurse"]),
    ],
)
def test_professions_stand_in_the_order_of_the_alphabet(
    browser: Browser, world: World, language: str, order: list[str]
) -> None:
    with world.database.write() as session:
        session.add(Profession(slug="z-electrician", name={"en": "Electrician", "fr": "Électricien"}, noc=["72200"]))
        session.get_one(Person, world.people["jonas"]).language = Language(language)
    page = unescape(browser("jonas").get("/admin").text)
    places = [page.index(f">{name}</option>") for name in order]
    assert places == sorted(places)


def test_a_coordinator_is_named_once(browser: Browser, world: World) -> None:
    jonas = browser("jonas")
    path = "/admin/groups/pharmacy/coordinators"
    for _ in range(2):
        assert "Kofi" in jonas.post(path, data={"person": world.people["kofi"]}).text
    assert browser("kofi").get("/groups/pharmacy/settings").status_code == 200
    with world.database.read() as session:
        assert len(session.exec(select(Coordination)).all()) == 2
    assert jonas.post(path, data={"person": 999}).status_code == 422


@pytest.mark.parametrize("name", ["amara", "chidi", "iris"])
def test_the_administration_is_for_administrators(browser: Browser, world: World, name: str) -> None:
    client = browser(name)
    for path in ("/admin", "/admin/groups/pharmacy", f"/admin/seats/{world.seats['amara']}"):
        assert client.get(path).status_code == 404
    for path in ("/admin/groups", "/admin/groups/pharmacy/coordinators", f"/admin/seats/{world.seats['amara']}/holder"):
        assert client.post(path, data=GUEST).status_code == 404
