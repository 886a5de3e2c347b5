"""The template from which each agenda starts."""

import pytest

from workgroups.meetings.agenda import queries as agenda
from workgroups.meetings.agenda.models import STANDING
from workgroups.meetings.agenda.template import commands, queries
from workgroups.meetings.agenda.template.forms import Placing
from workgroups.meetings.agenda.template.models import StandingItem
from workgroups.meetings.models import Meeting

PAGE = "/groups/pharmacy/standing-items"
FIELDS = {
    "title_en": "Welcome", "title_fr": "Bienvenue", "kind": "information", "minutes_long": "3", "is_on": "true",
    "_version": "1",
}  # fmt: skip


@pytest.fixture
def standing(stage, world):
    def read():
        with stage.work("chidi") as work:
            return {item.standing.value: item.id for item in queries.template(work, world.group)}

    return read


def on_agenda(stage, meeting):
    return [item.title["en"] for item in stage.items(meeting)]


def test_what_is_changed_holds_for_agendas_drafted_from_then_on(browser, stage, standing):
    before, items = stage.meeting(), standing()
    chidi = browser("chidi")
    assert "Saved. Agendas that are drafted" in chidi.post(f"/standing-items/{items['welcome']}", data=FIELDS).text
    off = {name: value for name, value in FIELDS.items() if name != "is_on"} | {"title_en": "Adoption"}
    page = chidi.post(f"/standing-items/{items['agenda']}", data=off)
    assert "left out" in page.text
    after = stage.meeting()
    assert on_agenda(stage, before) == [title["en"] for title, _, _ in STANDING.values()]
    assert on_agenda(stage, after)[:2] == ["Welcome", "Conflicts of interest and competition-law reminder"]
    assert len(on_agenda(stage, after)) == len(STANDING) - 1
    threads = [{item.standing: item.thread_id for item in stage.items(meeting)} for meeting in (before, after)]
    assert threads[1].items() <= threads[0].items()


def test_what_members_add_comes_before_what_stays_at_the_end(stage, standing):
    items = standing()
    stage.do("chidi", commands.order, "pharmacy", Placing(item=items["actions"], above=None))
    meeting = stage.meeting()
    stage.item(meeting, "Paper form")
    assert on_agenda(stage, meeting)[-2:] == ["Actions since the last meeting", "Paper form"]


def test_order_is_the_same_however_often_it_is_sent(browser, stage, standing):
    items = standing()
    for name in ("chidi", "amara", "chidi"):
        page = browser(name).post(f"{PAGE}/order", data={"item": items["careers"], "above": items["welcome"]})
        assert page.status_code == 200
    assert list(standing())[:2] == ["careers", "welcome"]
    assert stage.row(StandingItem, items["careers"]).version == 1
    assert browser("chidi").post(f"{PAGE}/order", data={"item": 99999, "above": ""}).status_code == 409


def test_two_editors(browser, standing):
    key = standing()["welcome"]
    browser("chidi").post(f"/standing-items/{key}", data=FIELDS)
    page = browser("amara").post(f"/standing-items/{key}", data=FIELDS | {"title_en": "Hello"})
    assert page.status_code == 409
    assert "Hello" in page.text
    nameless = FIELDS | {"title_en": "", "title_fr": "", "_version": "2"}
    assert browser("amara").post(f"/standing-items/{key}", data=nameless).status_code == 422


def test_members_read_it(browser, standing):
    page = browser("gita").get(PAGE)
    assert "Mot de bienvenue et reconnaissance du territoire" in page.text
    assert "Change" not in browser("dolores").get(PAGE).text


def test_sections_come_with_the_items_with_which_they_begin(browser, stage, standing, world):
    items, chidi = standing(), browser("chidi")
    for name, title in (("welcome", "Opening"), ("actions", "Work"), ("careers", "Before we leave")):
        row = stage.row(StandingItem, items[name])
        told = {"title_en": row.title["en"], "kind": row.kind.value, "minutes_long": row.minutes_long, "is_on": "true"}
        told |= {"at_end": "true"} if row.at_end else {}
        chidi.post(f"/standing-items/{row.id}", data=told | {"section_en": title, "_version": row.version})
    assert "Before we leave" in chidi.get(PAGE).text
    meeting = stage.meeting()
    stage.item(meeting, "Paper form")
    with stage.work("chidi") as work:
        found = agenda.agenda(work, work.session.get_one(Meeting, meeting))
    under = {row.title["en"]: row.section["en"] for row in found}
    assert under["Welcome and land acknowledgement"] == "Opening"
    assert under["Actions since the last meeting"] == under["Paper form"] == "Work"
    assert under["Alternative careers"] == under["Next date"] == "Before we leave"
