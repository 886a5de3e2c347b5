"""Nobody comes to the power of a chair by a side door: not alone, not over the holder's head, not after leaving."""

import pytest
from sqlmodel import select

from tests.conftest import Browser
from tests.groups.test_chairs import candidate, propose_deputy, seat
from tests.world import World
from workgroups.core.events import Event
from workgroups.groups.models import Acting, Coordination, Group, GroupState, Seat, SeatRole
from workgroups.people.models import Person

SETTINGS = {
    "name_en": "Falls Pharmacy", "positions_shown": "after_deadline",
}  # fmt: skip
TWO_DAYS = {"starts_on": "2026-11-23", "ends_on": "2026-11-24", "reason": "Away"}


def nominate(browser: Browser, world: World, by: str, at: str = "blaise") -> int:
    return browser(by).post(f"/seats/{world.seats[at]}/nominations", data=candidate(world)).status_code


@pytest.mark.parametrize("by", ["amara", "chidi", "iris", "gita"])
def test_nobody_gives_away_a_chair_that_somebody_holds(browser: Browser, world: World, by: str) -> None:
    assert nominate(browser, world, by) == 403
    page = browser(by).get(f"/seats/{world.seats['blaise']}").text
    assert f"/seats/{world.seats['blaise']}/nominations" not in page
    assert seat(world, "blaise").holder_id == world.people["blaise"]


@pytest.mark.parametrize("how", ["vacant", "closed"])
def test_a_chair_that_nobody_holds_is_filled_by_the_other_chair(browser: Browser, world: World, how: str) -> None:
    with world.database.write() as session:
        if how == "vacant":
            session.get_one(Seat, world.seats["blaise"]).holder_id = None
        else:
            session.get_one(Person, world.people["blaise"]).disabled_at = world.now
    assert nominate(browser, world, "gita") == 403
    assert nominate(browser, world, "chidi") == 200
    assert browser("amara").post("/nominations/1/agreement").status_code == 200
    assert seat(world, "blaise").holder_id not in (None, world.people["blaise"])


def test_an_administrator_does_not_let_herself_in(browser: Browser, world: World) -> None:
    jonas = browser("jonas")
    refused = jonas.post("/admin/groups/pharmacy/coordinators", data={"person": world.people["jonas"]})
    assert refused.status_code == 422
    assert "Another administrator has to do this for you." in refused.text
    with world.database.write() as session:
        for chair in ("amara", "blaise"):
            session.get_one(Seat, world.seats[chair]).holder_id = None
    refused = jonas.post(f"/admin/seats/{world.seats['amara']}/holder", data=candidate(world, "jonas"))
    assert refused.status_code == 422
    assert "Another administrator has to do this for you." in refused.text
    assert jonas.get("/groups/pharmacy").status_code == 404


@pytest.mark.parametrize("who", ["amara", "chidi", "iris"])
def test_nobody_gives_herself_a_seat(browser: Browser, world: World, who: str) -> None:
    herself = {"name": who.title(), "email": f"{who}@example.org"}
    refused = browser(who).post(f"/seats/{world.seats['vacant']}/invitation", data=herself)
    assert refused.status_code == 422
    assert "Somebody else has to give you a seat." in refused.text
    assert seat(world, "vacant").holder_id is None


def test_a_living_group_is_never_forming_again(browser: Browser, world: World) -> None:
    """Administrators name the chairs of a group that is forming."""
    chidi = browser("chidi")
    refused = chidi.post("/groups/pharmacy/settings", data=SETTINGS | {"state": "forming"})
    assert refused.status_code == 422
    assert 'id="f-state-error"' in refused.text
    for state in ("paused", "active"):
        assert chidi.post("/groups/pharmacy/settings", data=SETTINGS | {"state": state}).status_code == 200
    with world.database.read() as session:
        assert session.get_one(Group, world.group).state is GroupState.ACTIVE


def test_in_a_forming_group_an_administrator_names_no_chair_over_another(browser: Browser, world: World) -> None:
    with world.database.write() as session:
        session.get_one(Group, world.group).state = GroupState.FORMING
    at, jonas = f"/admin/seats/{world.seats['amara']}/holder", browser("jonas")
    assert jonas.post(at, data=candidate(world)).status_code == 404
    with world.database.write() as session:
        session.get_one(Person, world.people["amara"]).disabled_at = world.now
    assert jonas.post(at, data=candidate(world)).status_code == 200


def acts(browser: Browser, world: World, who: str) -> bool:
    return browser(who).get("/groups/pharmacy/settings").status_code == 200


@pytest.mark.parametrize(
    ("by", "path", "data"),
    [
        ("amara", "farid/vacancy", {}),
        ("amara", "farid/invitation", {"name": "Olga", "email": "olga@example.org"}),
    ],
)
def test_a_deputy_who_leaves_the_table_acts_no_more(
    browser: Browser, world: World, by: str, path: str, data: dict[str, str]
) -> None:
    browser("blaise").post(f"/seats/{world.seats['blaise']}/absences", data=TWO_DAYS)
    assert acts(browser, world, "farid")
    name, verb = path.split("/")
    browser(by).post(f"/seats/{world.seats[name]}/{verb}", data=data)
    assert browser("farid").get("/groups/pharmacy").status_code == 404
    assert seat(world, "farid").deputy_of_id is None, "the chairs agreed on a person and not on a seat"


def test_the_deputy_of_a_chair_who_gave_up_the_seat_acts_no_more(browser: Browser, world: World) -> None:
    browser("blaise").post(f"/seats/{world.seats['blaise']}/absences", data=TWO_DAYS)
    assert acts(browser, world, "farid")
    assert nominate(browser, world, "blaise") == 200
    browser("amara").post("/nominations/1/agreement")
    assert not acts(browser, world, "farid")


def test_inviting_the_holder_again_leaves_the_deputy_in_place(browser: Browser, world: World) -> None:
    again = {"name": "Farid", "email": "farid@example.org", "term_ends": "2027-12-31"}
    assert browser("amara").post(f"/seats/{world.seats['farid']}/invitation", data=again).status_code == 200
    assert seat(world, "farid").deputy_of_id == world.seats["blaise"]


@pytest.mark.parametrize("also", ["secretary", "coordinator"])
def test_who_keeps_the_records_is_nobodys_deputy(browser: Browser, world: World, also: str) -> None:
    """The deputy approves, and whoever prepares what is approved never does."""
    with world.database.write() as session:
        if also == "secretary":
            session.get_one(Seat, world.seats["chidi"]).holder_id = world.people["gita"]
        else:
            session.add(Coordination(group_id=world.group, person_id=world.people["gita"]))
    refused = propose_deputy(browser, world, "gita")
    assert refused.status_code == 422
    assert 'id="f-deputy-seat-error"' in refused.text
    assert seat(world, "gita").role is SeatRole.MEMBER


def test_whether_a_deputy_keeps_the_records_is_looked_at_again_when_agreed(browser: Browser, world: World) -> None:
    path = propose_deputy(browser, world, "gita").url.path
    with world.database.write() as session:
        session.add(Coordination(group_id=world.group, person_id=world.people["gita"]))
    assert browser("amara").post(f"{path}/agreement").status_code == 409
    assert seat(world, "gita").deputy_of_id is None


def test_an_earlier_deputy_acts_no_more_once_another_is_agreed(browser: Browser, world: World) -> None:
    browser("blaise").post(f"/seats/{world.seats['blaise']}/absences", data=TWO_DAYS)
    assert acts(browser, world, "farid")
    path = propose_deputy(browser, world, "gita").url.path
    assert browser("amara").post(f"{path}/agreement").status_code == 200
    assert not acts(browser, world, "farid")
    with world.database.read() as session:
        assert "DeputyActsNoMore" in session.exec(select(Event.fact)).all()


def test_who_leaves_the_table_acts_no_more_however_she_came_to_act(browser: Browser, world: World) -> None:
    browser("blaise").post(f"/seats/{world.seats['blaise']}/absences", data=TWO_DAYS)
    with world.database.write() as session:
        session.get_one(Seat, world.seats["farid"]).deputy_of_id = None
    browser("amara").post(f"/seats/{world.seats['farid']}/vacancy")
    assert browser("farid").get("/groups/pharmacy").status_code == 404
    with world.database.read() as session:
        assert session.exec(select(Acting)).one().ends_at == world.now


def test_whoever_has_no_seat_of_her_own_acts_for_nobody(browser: Browser, world: World) -> None:
    browser("blaise").post(f"/seats/{world.seats['blaise']}/absences", data=TWO_DAYS)
    with world.database.write() as session:
        session.get_one(Seat, world.seats["farid"]).holder_id = None
    assert browser("farid").get("/groups/pharmacy").status_code == 404


@pytest.mark.parametrize("since", ["secretary", "coordinator", "of the other chair's organisation"])
def test_a_deputy_is_looked_at_again_when_she_is_to_act(browser: Browser, world: World, since: str) -> None:
    with world.database.write() as session:
        if since == "secretary":
            session.get_one(Seat, world.seats["chidi"]).holder_id = world.people["farid"]
        elif since == "coordinator":
            session.add(Coordination(group_id=world.group, person_id=world.people["farid"]))
        else:
            session.get_one(Seat, world.seats["farid"]).organisation_id = world.organisations["Harbour Settlement"]
    refused = browser("blaise").post(f"/seats/{world.seats['blaise']}/absences", data=TWO_DAYS)
    assert refused.status_code == 422
    assert "The deputy " in refused.text
