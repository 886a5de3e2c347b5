"""The two co-chair seats: two people of two organisations, each with a deputy the other agreed to."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from tests.conftest import Browser
from tests.world import World
from workgroups.groups.models import Acting, Group, GroupState, Nomination, Seat

Mailbox = Callable[[], list[str]]


def seat(world: World, name: str) -> Seat:
    with world.database.read() as session:
        return session.get_one(Seat, world.seats[name])


def vacate(world: World, name: str) -> None:
    with world.database.write() as session:
        session.get_one(Seat, world.seats[name]).holder_id = None


def candidate(world: World, name: str = "mona", body: str = "Falls Hospital") -> dict[str, str]:
    return {"name": name.title(), "email": f"{name}@example.org", "organisation": str(world.organisations[body])}


def nominate(browser: Browser, world: World, at: str = "blaise", by: str | None = None, **given: str) -> str:
    """Whoever holds a chair passes it on, or somebody else nominates; returns the path of the nomination."""
    answer = browser(by or at).post(f"/seats/{world.seats[at]}/nominations", data=candidate(world, **given))
    assert "Nominated." in answer.text
    return answer.url.path


def test_the_other_chair_agrees_and_the_seat_is_filled(browser: Browser, world: World, mailbox: Mailbox) -> None:
    path = nominate(browser, world)
    letter = mailbox()[0]
    assert "To: amara@example.org" in letter
    assert f"http://testserver{path}" in letter
    assert "Mona is nominated" in browser("dolores").get("/groups/pharmacy/members").text
    amara = browser("amara")
    desk = amara.get("/desk").text
    assert f'href="{path}"' in desk
    agreed = amara.post(f"{path}/agreement")
    assert "Agreed." in agreed.text
    row = seat(world, "blaise")
    assert row.organisation_id == world.organisations["Falls Hospital"]
    assert row.holder_id not in (None, world.people["blaise"])
    assert "To: mona@example.org" in mailbox()[-1]
    assert browser("blaise").get("/groups/pharmacy").status_code == 404
    assert path not in amara.get("/desk").text
    assert amara.post(f"{path}/agreement").status_code == 409


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("amara", 200),
        ("blaise", 403),
        ("chidi", 403),
        ("iris", 403),
        ("edith", 403),
        ("henk", 403),
        ("kofi", 404),
        ("jonas", 404),
    ],
)
@pytest.mark.parametrize("answer", ["agreement", "refusal"])
def test_nobody_but_the_other_chair_answers(
    browser: Browser, world: World, name: str, status: int, answer: str
) -> None:
    path = nominate(browser, world)
    client = browser(name)
    assert client.get(path).status_code == (404 if status == 404 else 200)
    assert ("Agree: give the seat" in client.get(path).text) is (status == 200)
    assert client.post(f"{path}/{answer}").status_code == status


@pytest.mark.parametrize(
    ("name", "status"),
    [("amara", 200), ("gita", 403), ("chidi", 200), ("iris", 200), ("edith", 403), ("henk", 403), ("kofi", 404)],
)
def test_who_nominates_for_a_chair_that_is_vacant(browser: Browser, world: World, name: str, status: int) -> None:
    vacate(world, "blaise")
    client = browser(name)
    answer = client.post(f"/seats/{world.seats['blaise']}/nominations", data=candidate(world))
    assert answer.status_code == status
    assert client.post(f"/seats/{world.seats['edith']}/nominations", data=candidate(world)).status_code in (
        403,
        404,
        409,
    )


def test_a_chair_who_nominates_for_the_other_seat_is_not_written_to(
    browser: Browser, world: World, mailbox: Mailbox
) -> None:
    vacate(world, "blaise")
    path = nominate(browser, world, by="amara")
    assert mailbox() == []
    assert browser("amara").post(f"{path}/agreement").status_code == 200


def test_declining_leaves_everything_as_it_is(browser: Browser, world: World) -> None:
    path = nominate(browser, world)
    declined = browser("amara").post(f"{path}/refusal")
    assert "Everything stays as it is." in declined.text
    assert seat(world, "blaise").holder_id == world.people["blaise"]
    assert "is nominated" not in browser("chidi").get("/groups/pharmacy/members").text


def test_agreeing_to_one_declines_the_others(browser: Browser, world: World) -> None:
    first, second = nominate(browser, world), nominate(browser, world, name="nora")
    browser("amara").post(f"{second}/agreement")
    with world.database.read() as session:
        rows = session.exec(select(Nomination).order_by(Nomination.id)).all()
    assert [(bool(row.agreed_at), bool(row.declined_at)) for row in rows] == [(False, True), (True, False)]
    assert browser("amara").post(f"{first}/agreement").status_code == 409


@pytest.mark.parametrize(
    ("given", "field", "why"),
    [
        ({"name": "amara", "body": "Falls Hospital"}, "email", "One person cannot hold both"),
        ({"name": "mona", "body": "Harbour Settlement"}, "organisation", "two different organisations"),
    ],
)
def test_one_person_or_one_organisation_cannot_hold_both_seats(
    browser: Browser, world: World, given: dict[str, str], field: str, why: str
) -> None:
    answer = browser("blaise").post(f"/seats/{world.seats['blaise']}/nominations", data=candidate(world, **given))
    assert answer.status_code == 422
    assert why in answer.text
    assert f'id="f-nominee-{field}-error"' in answer.text
    with world.database.read() as session:
        assert session.exec(select(Nomination)).all() == []


def test_an_unknown_organisation_is_refused(browser: Browser, world: World) -> None:
    given = candidate(world) | {"organisation": "999"}
    assert browser("blaise").post(f"/seats/{world.seats['blaise']}/nominations", data=given).status_code == 422


def test_what_was_possible_when_nominated_is_looked_at_again_when_agreed(browser: Browser, world: World) -> None:
    path = nominate(browser, world)
    with world.database.write() as session:
        session.get_one(Seat, world.seats["amara"]).organisation_id = world.organisations["Falls Hospital"]
    answer = browser("amara").post(f"{path}/agreement")
    assert answer.status_code == 409
    assert "The co-chairs come from two different organisations." in answer.text
    assert seat(world, "blaise").holder_id == world.people["blaise"]


def propose_deputy(browser: Browser, world: World, deputy: str = "gita", by: str = "blaise"):
    return browser(by).post(f"/seats/{world.seats['blaise']}/deputy", data={"seat": world.seats[deputy]})


def test_a_deputy_is_proposed_by_the_chair_and_agreed_by_the_other(
    browser: Browser, world: World, mailbox: Mailbox
) -> None:
    proposed = propose_deputy(browser, world)
    assert "Proposed." in proposed.text
    assert "proposed as the deputy" in mailbox()[0]
    assert "proposed as a deputy co-chair" in browser("edith").get("/groups/pharmacy/members").text
    agreed = browser("amara").post(f"{proposed.url.path}/agreement")
    assert agreed.status_code == 200
    assert seat(world, "gita").deputy_of_id == world.seats["blaise"]
    assert seat(world, "farid").deputy_of_id is None
    assert seat(world, "blaise").holder_id == world.people["blaise"]
    assert "Gita" in browser("edith").get(f"/seats/{world.seats['blaise']}").text
    assert "Deputy of" in browser("edith").get(f"/seats/{world.seats['gita']}").text


@pytest.mark.parametrize("deputy", ["chidi", "henk", "amara", "vacant", "kofi"])
def test_who_cannot_be_a_deputy(browser: Browser, world: World, deputy: str) -> None:
    answer = propose_deputy(browser, world, deputy)
    assert answer.status_code == 422
    assert 'id="f-deputy-seat-error"' in answer.text


def test_a_deputy_is_of_another_organisation_than_the_other_chair(browser: Browser, world: World) -> None:
    with world.database.write() as session:
        session.get_one(Seat, world.seats["gita"]).organisation_id = world.organisations["Harbour Settlement"]
    answer = propose_deputy(browser, world)
    assert answer.status_code == 422
    assert "another organisation than the other co-chair" in answer.text


@pytest.mark.parametrize(("name", "status"), [("amara", 403), ("chidi", 403), ("farid", 403), ("kofi", 404)])
def test_only_the_holder_proposes_her_deputy(browser: Browser, world: World, name: str, status: int) -> None:
    assert propose_deputy(browser, world, by=name).status_code == status


ABSENCE = {"starts_on": "2026-11-24", "ends_on": "2026-11-25", "reason": "At a conference."}


def test_the_deputy_acts_on_the_days_of_the_absence_and_no_longer(browser: Browser, world: World) -> None:
    path = nominate(browser, world, at="amara")
    farid = browser("farid")
    assert farid.get("/groups/pharmacy/settings").status_code == 403
    declared = browser("blaise").post(f"/seats/{world.seats['blaise']}/absences", data=ABSENCE)
    assert "Your deputy acts for you on these days." in declared.text
    assert farid.get("/groups/pharmacy/settings").status_code == 403
    world.pass_time(days=1)
    assert farid.get("/groups/pharmacy/settings").status_code == 200
    assert "At a conference." in browser("edith").get("/groups/pharmacy/members").text
    assert farid.post(f"{path}/agreement").status_code == 403
    world.pass_time(days=2)
    assert farid.get("/groups/pharmacy/settings").status_code == 403
    with world.database.read() as session:
        row = session.exec(select(Acting)).one()
    assert (row.starts_at.isoformat(), row.ends_at.isoformat()) == (
        "2026-11-24T04:00:00+00:00",
        "2026-11-26T04:00:00+00:00",
    )


def test_an_absence_needs_a_deputy_and_days_in_order(browser: Browser, world: World) -> None:
    amara, at = browser("amara"), world.seats["amara"]
    assert "has no deputy yet" in amara.post(f"/seats/{at}/absences", data=ABSENCE).text
    backwards = browser("blaise").post(
        f"/seats/{world.seats['blaise']}/absences", data=ABSENCE | {"ends_on": "2026-11-23"}
    )
    assert backwards.status_code == 422
    assert "The last day comes before the first." in backwards.text
    assert 'value="2026-11-23"' in backwards.text


def test_an_administrator_names_the_first_chairs_of_a_forming_group(
    browser: Browser, world: World, mailbox: Mailbox
) -> None:
    jonas = browser("jonas")
    begun = {"slug": "dentistry", "name_en": "Teeth", "profession": world.profession, "decision_prefix": "DENT"}
    assert jonas.post("/admin/groups", data=begun).text.count("/admin/seats/") == 2
    with world.database.read() as session:
        group = session.exec(select(Group).where(Group.slug == "dentistry")).one()
        host, profession, _secretary = session.exec(
            select(Seat).where(Seat.group_id == group.id).order_by(Seat.place)
        ).all()
    assert jonas.get(f"/admin/seats/{host.id}").status_code == 200
    named = jonas.post(f"/admin/seats/{host.id}/holder", data=candidate(world, "mona", "Harbour Settlement"))
    assert named.url.path == "/admin/groups/dentistry"
    assert "Named." in named.text
    both = jonas.post(f"/admin/seats/{profession.id}/holder", data=candidate(world, "nora", "Harbour Settlement"))
    assert both.status_code == 422
    assert "two different organisations" in both.text
    assert "Nora" in both.text
    assert (
        jonas.post(f"/admin/seats/{profession.id}/holder", data=candidate(world, "nora", "Falls College")).status_code
        == 200
    )
    assert [letter.count("/groups/dentistry") for letter in mailbox()] == [1, 1]


def test_in_a_living_group_an_administrator_names_chairs_only_when_both_seats_are_vacant(
    browser: Browser, world: World
) -> None:
    jonas, at = browser("jonas"), world.seats["amara"]
    assert jonas.post(f"/admin/seats/{at}/holder", data=candidate(world)).status_code == 404
    with world.database.write() as session:
        session.get_one(Seat, at).holder_id = None
    assert jonas.post(f"/admin/seats/{at}/holder", data=candidate(world)).status_code == 404
    with world.database.write() as session:
        session.get_one(Seat, world.seats["blaise"]).holder_id = None
        assert session.get_one(Group, world.group).state is GroupState.ACTIVE
    assert jonas.post(f"/admin/seats/{at}/holder", data=candidate(world)).status_code == 200
    assert jonas.get(f"/admin/seats/{world.seats['blaise']}").status_code == 404
