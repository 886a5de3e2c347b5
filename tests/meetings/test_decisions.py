import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select

from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda.forms import Changing
from workgroups.meetings.decisions import commands
from workgroups.meetings.decisions.forms import Deciding
from workgroups.meetings.decisions.models import Decision
from workgroups.meetings.models import Meeting

REGISTER = "/groups/pharmacy/decisions"


def decide(browser, item, text, name="chidi"):
    return browser(name).post(f"/items/{item}/decisions", data={"text": text})


def numbers(world):
    with world.database.read() as session:
        return list(session.execute(select(Decision.number).order_by(Decision.id)).scalars())


def test_numbers_run_per_group_and_year_of_the_meeting(browser, stage, world):
    this_year = stage.item(stage.meeting("in_session"))
    for _ in range(2):
        decide(browser, this_year, "We ask the regulator.")
    next_year = stage.item(stage.meeting("in_session", date(2027, 3, 11)))
    decide(browser, next_year, "We write to the minister.")
    decide(browser, this_year, "We thank the school.")
    assert numbers(world) == ["PHARM-2026-01", "PHARM-2026-02", "PHARM-2027-01", "PHARM-2026-03"]


def test_decisions_at_one_moment_get_different_numbers(browser, stage, world):
    item = stage.item(stage.meeting("in_session"))
    chidi = browser("chidi", follow_redirects=False)
    with ThreadPoolExecutor(6) as pool:
        texts = [f"Resolved {number}" for number in range(8)]
        list(pool.map(lambda text: chidi.post(f"/items/{item}/decisions", data={"text": text}), texts))
    assert numbers(world) == [f"PHARM-2026-{number:02}" for number in range(1, 9)]


def test_a_decision_is_linked_both_ways_and_stands_in_the_register(browser, stage):
    meeting = stage.meeting("in_session")
    item = stage.item(meeting, "Paper form")
    page = decide(browser, item, "The group asks for **electronic** signatures.")
    assert "Recorded." in page.text
    with stage.world.database.read() as session:
        key = session.execute(select(Decision.id)).scalar_one()
    assert f'href="/decisions/{key}"' in browser("dolores").get(f"/items/{item}").text
    shown = browser("dolores").get(f"/decisions/{key}").text
    assert f'href="/items/{item}"' in shown
    assert "<strong>electronic</strong>" in shown
    register = browser("henk").get("/groups/pharmacy/decisions").text
    assert "PHARM-2026-01" in register
    assert f'href="/meetings/{meeting}"' in register
    assert "PHARM-2026-01" not in browser("kofi").get("/groups/nursing/decisions").text


@pytest.fixture
def decided(browser, stage):
    """Two decisions of this year and one of the next."""
    this_year, next_year = stage.meeting("in_session"), stage.meeting("in_session", date(2027, 3, 11))
    item = stage.item(this_year, "Épreuve de langue")
    for text in ("We ask the *regulator*.", "The school is thanked."):
        decide(browser, item, text)
    decide(browser, stage.item(next_year), "We ask the minister.")


@pytest.mark.every_row
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"2026-01", "2026-02", "2027-01"}),
        ("?q=ASK", {"2026-01", "2027-01"}),
        ("?q=ask+regulator", {"2026-01"}),
        ("?q=epreuve", {"2026-01", "2026-02"}),
        ("?q=2027-01", {"2027-01"}),
        ("?q=ask&year=2026", {"2026-01"}),
        ("?year=2027", {"2027-01"}),
        ("?q=ask+school", set()),
        ("?year=x&page=-1", {"2026-01", "2026-02", "2027-01"}),
        ("?page=2", set()),
    ],
)
@pytest.mark.usefixtures("decided")
def test_the_register_is_searched_by_words_and_year(browser, asked, found):
    page = browser("dolores").get(REGISTER + asked).text
    assert set(re.findall(r"PHARM-(\d{4}-\d\d)</a>", page)) == found


def test_the_register_comes_in_pages(browser, stage):
    item = stage.item(stage.meeting("in_session"))
    for number in range(31):
        stage.do("chidi", commands.decide, item, Deciding(text=f"Resolved {number}."))
    first, second = (browser("dolores").get(f"{REGISTER}?q=resolved&page={page}").text for page in (1, 2))
    assert "31 decisions" in first
    assert "PHARM-2026-31</a>" in first
    assert "PHARM-2026-01</a>" not in first
    assert "PHARM-2026-01</a>" in second
    assert "q=resolved&amp;year=&amp;page=2" in first


@pytest.mark.usefixtures("decided")
def test_the_register_says_what_came_of_each(browser, stage, world):
    given = {"title": "Write to it", "due_on": "2026-12-24", "seat": world.seats["edith"]}
    with world.database.read() as session:
        first, item = session.execute(select(Decision.id, Decision.item_id).order_by(Decision.id)).first()
    assert browser("chidi").post(f"/items/{item}/actions", data=given | {"decision": first}).status_code == 200
    page = browser("dolores").get(f"{REGISTER}?q=regulator").text
    assert "Write to it</a> · open" in page
    assert "Write to it" not in browser("dolores").get(f"{REGISTER}?q=minister").text
    refused = browser("chidi").post(f"/items/{item}/actions", data=given | {"decision": 99})
    assert refused.status_code == 422
    assert "Choose a decision of this item." in refused.text


def test_rewording_keeps_the_number_and_notices_the_other_editor(browser, stage, world):
    item = stage.item(stage.meeting("in_session"))
    decide(browser, item, "We ask.")
    with world.database.read() as session:
        key = session.execute(select(Decision.id)).scalar_one()
    path = f"/decisions/{key}/rewording"
    assert browser("chidi").post(path, data={"text": "We ask the regulator.", "_version": "1"}).status_code == 200
    page = browser("amara").post(path, data={"text": "We ask the school.", "_version": "1"})
    assert page.status_code == 409
    assert "We ask the regulator." in page.text
    assert "We ask the school." in page.text
    assert numbers(world) == ["PHARM-2026-01"]


def test_a_decision_in_camera_is_seen_by_the_named_seats_only(browser, stage, world):
    meeting = stage.meeting("in_session")
    item = stage.item(meeting, "Quiet matter", in_camera=True, seats=[world.seats["amara"]])
    decide(browser, item, "Silence was agreed.")
    with world.database.read() as session:
        key = session.execute(select(Decision.id)).scalar_one()
    pages = ("/groups/pharmacy/decisions", f"/meetings/{meeting}", f"/meetings/{meeting}/minutes", f"/decisions/{key}")
    for path in pages:
        assert "Silence was agreed." in browser("amara").get(path).text
        assert "Silence was agreed." not in browser("edith").get(path).text
    assert browser("edith").get(f"/decisions/{key}").status_code == 404
    assert browser("edith").post(f"/decisions/{key}/comments", data={"text": "x"}).status_code == 404


def test_a_declined_item_takes_no_decision(browser, stage):
    meeting = stage.meeting("in_session")
    assert stage.row(Meeting, meeting).state == "in_session"
    item = stage.item(meeting)
    stage.do("chidi", agenda.change, item, Changing(title_fr="Frais", kind="decision", minutes_long=5))
    assert decide(browser, item, "").status_code == 422
    assert decide(browser, item, "x" * 4001).status_code == 422
    assert "Frais" in browser("gita").get(f"/items/{item}").text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("We agree.", "We agree."),
        ("abcd " * 24 + "end", "abcd " * 23 + "abcd…"),
        ("abcd " * 25, "abcd " * 23 + "abcd…"),
        ("word " * 23 + "internationally educated", "word " * 22 + "word…"),
        ("x" * 121, "x" * 120 + "…"),
        ("é" * 119 + "\n" + "x" * 9, "é" * 119 + "…"),
        ("y" * 120, "y" * 120),
    ],
)
def test_a_long_decision_is_named_up_to_the_end_of_a_word(browser, stage, text, title):
    item = stage.item(stage.meeting("in_session"))
    decision = stage.do("chidi", commands.decide, item, Deciding(text=text))
    page = browser("dolores").get(f"/items/{item}").text
    named = re.search(rf'<a href="/decisions/{decision.id}">(PHARM-2026-01: [^<]*)</a>', page, re.DOTALL)
    assert named[1] == f"PHARM-2026-01: {title}"
