"""How a group works: one page that everybody at the table reads and some change."""

from datetime import time

import pytest
from sqlmodel import select

from tests.meetings.test_policy import ARRANGERS
from tests.world import MEMBERS, OUTSIDERS
from workgroups.core.events import Event
from workgroups.groups.models import Group
from workgroups.meetings.terms.models import Terms

TERMS = {
    "cadence_months": "3", "meets_on": "4", "meets_at": "13:30", "meets_for": "120", "place": "Room 2",
    "video_url": "https://meet.example.org/falls", "items_called": "28", "papers_asked": "10", "agenda_closes": "7",
    "minutes_due": "10",
    "corrections_taken": "14",
    "adoption": "by_chairs",
}  # fmt: skip
PATH = "/groups/pharmacy/terms"


@pytest.mark.parametrize("name", [*MEMBERS, *OUTSIDERS, "lena"])
def test_everybody_at_the_table_reads_and_some_change(browser, stage, world, name):
    client = browser(name)
    page = client.get(PATH)
    assert page.status_code == (200 if name in MEMBERS else 404)
    if name in MEMBERS:
        assert "Room 2" in page.text
        assert ('action="/groups/pharmacy/terms"' in page.text) is (name in ARRANGERS)
    expected = 200 if name in ARRANGERS else 403 if name in MEMBERS else 404
    assert client.post(PATH, data=TERMS | {"place": "Room 9"}).status_code == expected
    assert stage.row(Terms, world.group).place == ("Room 9" if name in ARRANGERS else "Room 2")


def test_the_ledger_says_which_settings_changed_and_never_what_they_say(browser, stage, world):
    given = TERMS | {"cadence_months": "2", "meets_at": "09:00", "place": "Room 9", "video_url": ""}
    assert "Saved." in browser("chidi").post(PATH, data=given).text
    terms = stage.row(Terms, world.group)
    assert (terms.cadence_months, terms.meets_at, terms.place, terms.video_url) == (2, time(9), "Room 9", "")
    assert "Saved." in browser("chidi").post(PATH, data=given).text
    with world.database.read() as session:
        [event] = session.exec(select(Event).where(Event.fact == "TermsChanged")).all()
    assert event.payload == {"changed": ["cadence_months", "meets_at", "place", "video_url"]}
    assert (event.chain, event.about) == (world.group, world.group)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cadence_months", "0"),
        ("cadence_months", "often"),
        ("meets_on", "8"),
        ("meets_at", "25:00"),
        ("meets_for", "5"),
        ("video_url", "javascript:alert(1)"),
        ("items_called", "92"),
        ("items_called", "10"),
        ("papers_asked", "28"),
        ("papers_asked", "6"),
        ("agenda_closes", "11"),
        ("agenda_closes", "0"),
        ("minutes_due", "0"),
        ("corrections_taken", "0"),
        ("adoption", "nobody"),
    ],
)
def test_what_cannot_be_is_refused_beside_a_field_with_all_that_was_typed(browser, stage, world, name, value):
    answer = browser("chidi").post(PATH, data=TERMS | {"place": "Typed here", name: value})
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert "Typed here" in answer.text
    assert stage.row(Terms, world.group).place == "Room 2"


@pytest.mark.parametrize("name", sorted(ARRANGERS))
def test_only_a_co_chair_changes_who_adopts_the_minutes(browser, stage, world, name):
    is_chair = name in ("amara", "blaise")
    assert ('name="adoption"' in browser(name).get(PATH).text) is is_chair
    answer = browser(name).post(PATH, data=TERMS | {"adoption": "at_meeting", "place": "Room 9"})
    assert answer.status_code == (200 if is_chair else 422)
    assert stage.row(Terms, world.group).adoption.value == ("at_meeting" if is_chair else "by_chairs")
    without = {key: value for key, value in TERMS.items() if key != "adoption"}
    assert browser(name).post(PATH, data=without | {"place": "Room 7"}).status_code == 200
    terms = stage.row(Terms, world.group)
    assert (terms.place, terms.adoption.value) == ("Room 7", "at_meeting" if is_chair else "by_chairs")


def test_a_month_is_long_enough_for_four_weeks_of_preparation(browser, stage, world):
    assert browser("chidi").post(PATH, data=TERMS | {"cadence_months": "1"}).status_code == 200
    assert browser("chidi").post(PATH, data=TERMS | {"cadence_months": "1", "items_called": "29"}).status_code == 422


def test_of_two_who_save_at_once_the_second_gets_both_texts(browser):
    browser("chidi").post(PATH, data=TERMS | {"place": "Room 3", "_version": "1"})
    answer = browser("amara").post(PATH, data=TERMS | {"place": "Room 4", "_version": "1"})
    assert answer.status_code == 409
    assert "Room 3" in answer.text
    assert "Room 4" in answer.text


def test_a_new_group_has_the_usual_terms(browser, stage, world):
    founding = {"slug": "law", "name_en": "Law", "profession": str(world.profession), "decision_prefix": "LAW"}
    browser("jonas").post("/admin/groups", data=founding)
    with world.database.read() as session:
        group = session.exec(select(Group).where(Group.slug == "law")).one()
        terms = session.get_one(Terms, group.id)
    assert (terms.items_called, terms.agenda_closes, terms.minutes_due, terms.slug) == (28, 7, 10, "law")


def test_the_date_that_follows_is_that_of_the_terms(browser, stage):
    browser("chidi").post(PATH, data=TERMS | {"items_called": "20", "papers_asked": "9", "agenda_closes": "9"})
    page = browser("chidi").get("/groups/pharmacy/meetings/new").text
    assert 'value="2026-12-17"' in page  # a Thursday, 24 days away: there is time for the call for items
