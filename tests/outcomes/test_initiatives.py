"""Initiatives through their pages: who may do what, the way from an idea to its end, what is refused."""

from collections.abc import Callable
from html import unescape

import pytest
from sqlmodel import select

from tests.conftest import Browser
from tests.letters import fresh
from tests.meetings.stage import Stage as Meetings
from tests.world import MEMBERS, OUTSIDERS, World
from workgroups.core.work import writing
from workgroups.links.models import Link, Relation
from workgroups.meetings.agenda.models import AgendaItem, ItemKind
from workgroups.outcomes.initiatives import commands
from workgroups.outcomes.initiatives.forms import Moving, Proposing
from workgroups.outcomes.initiatives.models import Initiative, InitiativeChange, InitiativeState

CHAIRS = ("amara", "blaise")
ARRANGERS = (*CHAIRS, "chidi", "iris")
SPEAKERS = (*ARRANGERS, "dolores", "edith", "ewan", "farid", "gita")

GOOD = {
    "kind": "advised",
    "title_en": "A course before arrival",
    "title_fr": "Un cours avant l’arrivée",
    "text": "Six evenings *online*.",
    "partners": "Falls College",
    "funding": "The labour department, $40,000 CAD",
    "url": "https://course.example.org/",
}
NEW = GOOD | {"state": "idea"}


def proposed(world: World, by: str = "dolores", state: str = "idea", **typed: str) -> int:
    """The key of an initiative that somebody proposed and the secretary brought this far."""
    with writing(world.database, world.people[by], world.now) as work:
        given = {"kind": "incubated", "title_en": "A course", "text": "Online.", "state": "idea"} | typed
        key = commands.propose(work, world.group, Proposing.model_validate(given)).id
    for to in tuple(InitiativeState)[1:]:
        if to.is_before(InitiativeState(state)) or to == state:
            with writing(world.database, world.people["chidi"], world.now) as work:
                commands.move(work, key, Moving(state=to, reason="It is so."))
    return key


def stored(world: World, key: int) -> Initiative:
    with world.database.read() as session:
        return session.get_one(Initiative, key)


def history(world: World, key: int) -> list[tuple[str, str]]:
    with world.database.read() as session:
        found = select(InitiativeChange).where(InitiativeChange.initiative_id == key).order_by(InitiativeChange.id)
        return [(change.state.value, change.reason) for change in session.exec(found)]


@pytest.mark.parametrize("who", [*MEMBERS, *OUTSIDERS])
def test_who_may_do_what(world: World, browser: Browser, who: str) -> None:
    key, done = proposed(world, title_en="Zinnia"), proposed(world, state="completed", title_en="Zinnia")
    client = browser(who, follow_redirects=False)
    outcome = {"kind": "programme_launched", "what_en": "It began.", "on_day": "2026-11-02"}
    reads, refused = (404, 404) if who in OUTSIDERS else (200, 403)
    table = [
        (client.get("/groups/pharmacy/initiatives"), reads),
        (client.get(f"/initiatives/{key}"), reads),
        (client.get("/groups/pharmacy/initiatives/new"), 200 if who in SPEAKERS else refused),
        (client.post("/groups/pharmacy/initiatives", data=NEW), 303 if who in SPEAKERS else refused),
        (client.post(f"/initiatives/{key}/comments", data={"text": "Good."}), 303 if who in SPEAKERS else refused),
        (client.get(f"/initiatives/{done}/outcomes/new"), 200 if who in SPEAKERS else refused),
        (
            client.post(f"/initiatives/{done}/outcomes", data=outcome | {"profession": world.profession}),
            303 if who in SPEAKERS else refused,
        ),
        (client.get(f"/initiatives/{key}/edit"), 200 if who in (*ARRANGERS, "dolores") else refused),
        (
            client.post(f"/initiatives/{key}/description", data=GOOD),
            303 if who in (*ARRANGERS, "dolores") else refused,
        ),
        (client.post(f"/initiatives/{key}/moves", data={"state": "proposed"}), 303 if who in ARRANGERS else refused),
        (client.post(f"/initiatives/{key}/agenda", data={"minutes": "20"}), 409 if who in CHAIRS else refused),
    ]
    assert [answer.status_code for answer, _ in table] == [status for _, status in table]
    if who in OUTSIDERS:
        assert not any("Zinnia" in answer.text for answer, _ in table)


def test_everything_typed_is_kept_and_shown(world: World, browser: Browser) -> None:
    page = browser("dolores").post("/groups/pharmacy/initiatives", data=NEW)
    for words in ("A course before arrival", "<em>online</em>", "Falls College", "$40,000 CAD", "course.example.org"):
        assert words in page.text
    initiative = stored(world, int(page.url.path.rpartition("/")[2]))
    assert (initiative.seat_id, initiative.state) == (world.seats["dolores"], InitiativeState.IDEA)
    assert "Un cours avant l’arrivée" in browser("gita").get("/groups/pharmacy/initiatives").text


def test_a_project_comes_to_the_table_from_where_it_stands(world: World, browser: Browser) -> None:
    page = browser("farid").post("/groups/pharmacy/initiatives", data=NEW | {"state": "running"})
    key = int(page.url.path.rpartition("/")[2])
    assert history(world, key) == [("running", "")]
    ended = browser("farid").post("/groups/pharmacy/initiatives", data=NEW | {"state": "completed"})
    assert ended.status_code == 422


def test_an_initiative_travels_from_an_idea_to_its_outcome(world: World, browser: Browser) -> None:
    key, chidi = proposed(world), browser("chidi")
    for state, reason in (
        ("proposed", ""),
        ("funded", "The department pays."),
        ("proposed", "The budget was cut."),
        ("funded", ""),
        ("running", ""),
        ("completed", "Forty people took it."),
    ):
        page = chidi.post(f"/initiatives/{key}/moves", data={"state": state, "reason": reason})
        assert page.status_code == 200
        assert stored(world, key).state == state
    assert history(world, key)[2:4] == [("funded", "The department pays."), ("proposed", "The budget was cut.")]
    for words in ("The budget was cut.", "Forty people took it.", "Record the outcome"):
        assert words in page.text
    assert "What becomes of it" not in page.text
    assert "Record the outcome" not in browser("henk").get(f"/initiatives/{key}").text


@pytest.mark.parametrize(
    ("state", "to"),
    [
        ("idea", {"proposed", "dropped"}),
        ("proposed", {"funded", "idea", "dropped"}),
        ("funded", {"running", "proposed", "dropped"}),
        ("running", {"completed", "funded", "dropped"}),
        ("completed", set()),
    ],
)
def test_only_a_step_or_the_end_can_be_reached(world: World, browser: Browser, state: str, to: set[str]) -> None:
    key, amara = proposed(world, state=state), browser("amara")
    page = amara.get(f"/initiatives/{key}").text
    assert {value for value in InitiativeState if f'name="state" value="{value}"' in page} == to
    for other in set(InitiativeState) - to:
        answer = amara.post(f"/initiatives/{key}/moves", data={"state": other.value, "reason": "So."})
        assert answer.status_code == 409
        assert stored(world, key).state == state


@pytest.mark.parametrize(
    ("state", "to", "why"),
    [
        ("idea", "dropped", "Say why it is given up."),
        ("running", "dropped", "Say why it is given up."),
        ("funded", "proposed", "Say why it goes a step back."),
        ("running", "completed", "Say what came of it."),
    ],
)
def test_a_reason_is_asked_for_beside_its_field(world: World, browser: Browser, state: str, to: str, why: str) -> None:
    key = proposed(world, state=state)
    answer = browser("blaise").post(f"/initiatives/{key}/moves", data={"state": to, "reason": " "})
    assert answer.status_code == 422
    assert why in answer.text
    assert 'href="#f-reason"' in answer.text
    assert stored(world, key).state == state


def test_what_was_given_up_stays_so(world: World, browser: Browser) -> None:
    key, amara = proposed(world), browser("amara")
    assert amara.post(f"/initiatives/{key}/moves", data={"state": "dropped", "reason": "No place."}).status_code == 200
    assert amara.post(f"/initiatives/{key}/moves", data={"state": "idea", "reason": "Again."}).status_code == 409
    assert "No place." in amara.get(f"/initiatives/{key}").text


def test_its_seat_edits_it_while_it_is_an_idea(world: World, browser: Browser) -> None:
    key, edith, ewan = proposed(world, "edith"), browser("edith"), browser("ewan")
    assert ewan.post(f"/initiatives/{key}/description", data=GOOD).status_code == 200
    assert stored(world, key).partners == "Falls College"
    browser("chidi").post(f"/initiatives/{key}/moves", data={"state": "proposed"})
    assert edith.get(f"/initiatives/{key}/edit").status_code == 403
    assert browser("chidi").get(f"/initiatives/{key}/edit").status_code == 200


BAD = {
    "no title": ({"title_en": "", "title_fr": ""}, "title_en", "Fill this in, in English or French."),
    "too long a title": ({"title_en": "x" * 201}, "title_en", "200 characters"),
    "no text": ({"text": " "}, "text", "Fill this in."),
    "a control character": ({"partners": "a\x00b"}, "partners", "control character"),
    "an unknown kind": ({"kind": "party"}, "kind", "Choose one of the options."),
    "no web address": ({"url": "javascript:alert(1)"}, "url", "https://"),
    "a field of another form": ({"group_id": 2}, "group_id", "unexpected"),
}


@pytest.mark.parametrize("bad", BAD)
def test_bad_input_is_refused_beside_its_field(world: World, browser: Browser, bad: str) -> None:
    typed, field, why = BAD[bad]
    answer = browser("dolores").post("/groups/pharmacy/initiatives", data=NEW | typed)
    assert answer.status_code == 422
    assert why in answer.text
    assert (f'href="#f-{field}"' in answer.text) == (f'id="f-{field}"' in answer.text)
    assert "The labour department" in answer.text
    with world.database.read() as session:
        assert session.exec(select(Initiative)).all() == []


def test_two_editors_get_both_texts_and_lose_none(world: World, browser: Browser) -> None:
    key = proposed(world)
    first = GOOD | {"text": "First text", "_version": str(stored(world, key).version)}
    assert browser("amara").post(f"/initiatives/{key}/description", data=first).status_code == 200
    second = browser("chidi").post(f"/initiatives/{key}/description", data=first | {"text": "Second text"})
    assert second.status_code == 409
    assert "First text" in second.text
    assert "Second text" in second.text
    assert stored(world, key).text == "First text"


def test_those_who_may_move_it_hear_of_it(world: World, browser: Browser, mailbox: Callable[[], list[str]]) -> None:
    before = mailbox()
    browser("dolores").post("/groups/pharmacy/initiatives", data=NEW)
    letters = fresh(mailbox, before)
    to = [letter.split("\nTo: ")[1].split("@")[0] for letter in letters]
    assert sorted(to) == sorted(ARRANGERS)
    assert all("A course before arrival" in letter for letter in letters)


def test_the_list_shows_what_has_come_farthest_first_and_what_ended_last(world: World, browser: Browser) -> None:
    for state in ("completed", "idea", "running", "proposed"):
        proposed(world, state=state, title_en=f"Course {state}")
    page = browser("henk").get("/groups/pharmacy/initiatives").text
    order = [
        "Under way",
        "Course running",
        "Course proposed",
        "Course idea",
        "Completed or given up",
        "Course completed",
    ]
    assert sorted(order, key=page.index) == order
    assert "Propose an initiative" not in page
    for path in ("outcomes", "outputs"):
        assert 'href="/groups/pharmacy/initiatives"' in browser("henk").get(f"/groups/pharmacy/{path}").text


def test_the_list_costs_the_same_for_many(world: World, browser: Browser, queries: list[str]) -> None:
    def cost() -> int:
        henk.get("/desk")  # what waits for him is counted anew after a change
        queries.clear()
        assert henk.get("/groups/pharmacy/initiatives").status_code == 200
        return len(queries)

    henk = browser("henk")
    proposed(world)
    few = cost()
    for _ in range(5):
        proposed(world, state="funded")
    assert cost() == few


def test_in_a_closed_group_they_stand_still(world: World, browser: Browser) -> None:
    key = proposed(world)
    assert browser("amara").post("/groups/pharmacy/closing", data={"successor": "0"}).status_code == 200
    for who in ("amara", "chidi", "dolores"):
        client = browser(who)
        assert "What becomes of it" not in client.get(f"/initiatives/{key}").text
        assert client.post("/groups/pharmacy/initiatives", data=NEW).status_code == 403
        assert client.post(f"/initiatives/{key}/description", data=GOOD).status_code == 403
        assert client.post(f"/initiatives/{key}/moves", data={"state": "proposed"}).status_code == 403


def test_a_co_chair_puts_it_on_the_next_agenda_for_decision(world: World, browser: Browser) -> None:
    key, meeting = proposed(world), Meetings(world).meeting()
    amara = browser("amara")
    assert "Put it on the agenda of" in amara.get(f"/initiatives/{key}").text
    page = amara.post(f"/initiatives/{key}/agenda", data={"minutes": "25"})
    assert "It is on the agenda:" in page.text
    with world.database.read() as session:
        link = session.exec(select(Link).where(Link.to_kind == "Initiative")).one()
        item = session.get_one(AgendaItem, link.from_id)
    assert (link.relation, link.to_id) == (Relation.CONCERNS, key)
    assert (item.meeting_id, item.kind, item.minutes_long) == (meeting, ItemKind.DECISION, 25)
    linked = amara.get(f"/items/{item.id}").text
    assert "initiative, idea" in linked
    assert amara.post(f"/initiatives/{key}/agenda", data={"minutes": "25"}).status_code == 409


def test_an_outcome_of_an_initiative_is_linked_with_it(world: World, browser: Browser) -> None:
    key, dolores = proposed(world, state="completed"), browser("dolores")
    form = dolores.get(f"/initiatives/{key}/outcomes/new").text
    assert "What became of: A course" in unescape(form)
    assert '<option value="programme_launched" selected>' in form
    typed = {"kind": "programme_launched", "what_en": "A course began.", "on_day": "2026-11-02"}
    page = dolores.post(f"/initiatives/{key}/outcomes", data=typed | {"profession": world.profession})
    assert f'href="/initiatives/{key}"' in page.text
    with world.database.read() as session:
        link = session.exec(select(Link)).one()
    assert (link.relation, link.to_kind, link.to_id) == (Relation.FOLLOWS_FROM, "Initiative", key)


@pytest.mark.parametrize("state", ["idea", "running"])
def test_before_it_is_completed_nothing_has_come_of_it(world: World, browser: Browser, state: str) -> None:
    key = proposed(world, state=state)
    assert browser("dolores").get(f"/initiatives/{key}/outcomes/new").status_code == 409
    assert "Record the outcome" not in browser("dolores").get(f"/initiatives/{key}").text


def test_in_french(world: World, browser: Browser) -> None:
    key = proposed(world, state="completed", title_fr="Un cours")
    page = browser("gita").get(f"/initiatives/{key}").text
    for words in ("Un cours", "Ce que c’est, et pour qui", "terminée", "Proposée le"):
        assert words in page


def test_whoever_proposed_it_hears_when_somebody_else_moves_it(
    world: World, browser: Browser, mailbox: Callable[[], list[str]]
) -> None:
    key, before = proposed(world, by="edith"), mailbox()
    browser("chidi").post(f"/initiatives/{key}/moves", data={"state": "proposed", "reason": "The fund was asked."})
    letters = fresh(mailbox, before)
    assert {letter.split("\nTo: ")[1].split("@")[0] for letter in letters} == {"edith", "ewan"}
    for words in ("put forward", "The fund was asked.", f"/initiatives/{key}"):
        assert all(words in letter for letter in letters)
    own, before = proposed(world, by="chidi"), mailbox()
    browser("chidi").post(f"/initiatives/{own}/moves", data={"state": "proposed"})
    assert fresh(mailbox, before) == []


def test_the_overview_tells_what_was_proposed_and_how_far_it_has_come(world: World, browser: Browser) -> None:
    key = proposed(world, title_en="A course")
    page = browser("henk").get("/groups/pharmacy").text
    assert "Initiative: A course" in page
    world.pass_time(hours=1)
    browser("chidi").post(f"/initiatives/{key}/moves", data={"state": "proposed"})
    page = browser("henk").get("/groups/pharmacy").text
    assert f'<a href="/initiatives/{key}">Initiative put forward: A course</a>' in page
    assert page.index("Initiative put forward") < page.index("Initiative: A course")
