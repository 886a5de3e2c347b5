"""What was promised under an item brings its thread to the next meeting."""

from datetime import date

import pytest

from tests.meetings.stage import Stage
from tests.world import World
from workgroups.actions import commands as actions
from workgroups.actions.forms import AssigningFromItem, Updating
from workgroups.actions.models import ActionState
from workgroups.meetings import commands
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda.forms import Marking
from workgroups.meetings.agenda.models import AgendaItem, ItemState
from workgroups.meetings.minutes import commands as minutes
from workgroups.meetings.minutes.forms import Writing

LATER = date(2027, 3, 11)


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def promised(stage: Stage, item: int, title: str = "Ask the three hospitals") -> int:
    """An action of Edith's seat, taken in an item under which something is written."""
    stage.do("chidi", minutes.write, item, Writing(text="Edith promised to ask."))
    assigning = AssigningFromItem(title=title, due_on=date(2027, 1, 15), seat=stage.world.seats["edith"])
    key: int = stage.do("chidi", actions.assign_from_item, item, assigning).id
    return key


def titles(stage: Stage, meeting: int) -> list[str]:
    return [item.title["en"] for item in stage.items(meeting) if item.carried_from_id]


def finish(stage: Stage, action: int) -> None:
    stage.do("edith", actions.update, action, Updating(state=ActionState.DONE, due_on=date(2027, 1, 15)))


def test_a_thread_with_an_open_action_goes_on_at_the_next_meeting(browser, stage):
    now, following = stage.meeting("in_session"), stage.meeting(day=LATER)
    item, done, nothing = (stage.item(now, title) for title in ("Hospitals", "Kept at once", "Talked over"))
    action = promised(stage, item)
    finish(stage, promised(stage, done))
    stage.do("chidi", minutes.write, nothing, Writing(text="We talked."))
    preview = browser("chidi").get(f"/meetings/{now}/closing").text
    assert (
        f'<a href="/items/{item}/minutes">Hospitals</a><span><span class="tag wait">has an open action</span>'
        in preview
    )
    assert "Kept at once" not in preview
    browser("chidi").post(f"/meetings/{now}/closing")
    assert titles(stage, following) == ["Hospitals"]
    assert stage.row(AgendaItem, item).state is ItemState.DISCUSSED
    [carried] = [row for row in stage.items(following) if row.carried_from_id]
    assert f'href="/items/{item}"' in browser("dolores").get(f"/items/{carried.id}").text
    assert f'href="/actions/{action}"' in browser("dolores").get(f"/items/{item}").text


def test_it_goes_on_until_the_action_is_finished(stage):
    now, following = stage.meeting("in_session"), stage.meeting(day=LATER)
    action = promised(stage, stage.item(now, "Hospitals"))
    stage.do("chidi", commands.close, now)
    [carried] = [row for row in stage.items(following) if row.carried_from_id]
    stage.later(days=108)
    stage.do("chidi", commands.call, following)
    stage.begin(following)
    third = stage.meeting(day=date(2027, 6, 10))
    stage.do("chidi", minutes.write, carried.id, Writing(text="Two of three answered."))
    finish(stage, action)
    stage.do("chidi", commands.close, following)
    assert titles(stage, third) == []


def test_what_is_closed_stays_closed(stage):
    """Somebody said that the thread ends; its action stays on the action agenda."""
    now, following = stage.meeting("in_session"), stage.meeting(day=LATER)
    item = stage.item(now, "Hospitals")
    promised(stage, item)
    stage.do("chidi", agenda.close_thread, item)
    stage.do("chidi", commands.close, now)
    assert titles(stage, following) == []


def test_an_action_put_down_with_the_minutes_carries_its_thread_once(stage):
    now, following = stage.meeting("in_session"), stage.meeting(day=LATER)
    item = stage.item(now, "Hospitals")
    stage.do("chidi", minutes.write, item, Writing(text="Edith promised to ask."))
    stage.do("chidi", commands.close, now)
    assert titles(stage, following) == []
    promised(stage, item)
    promised(stage, item, "Write it down")
    stage.do("chidi", agenda.mark, item, Marking(state="continues"))
    assert titles(stage, following) == ["Hospitals"]


def test_without_a_next_meeting_the_backlog_keeps_it(browser, stage):
    now = stage.meeting("in_session")
    promised(stage, stage.item(now, "Hospitals"))
    stage.do("chidi", commands.close, now)
    assert "Hospitals" in browser("dolores").get("/groups/pharmacy/meetings").text


def test_two_forms_for_actions_stand_in_one_page(browser, stage):
    """The piece that htmx puts under an item has ids of its own."""
    now = stage.meeting("in_session")
    chidi, found = browser("chidi"), []
    for item in (stage.item(now, "One"), stage.item(now, "Other")):
        piece = chidi.get(f"/items/{item}/actions/new", headers={"HX-Target": f"div#from-item-{item}"})
        assert piece.text.lstrip().startswith(f'<div id="from-item-{item}"')
        found += ids(piece.text)
    assert len(found) == len(set(found)) > 8


def ids(html: str) -> list[str]:
    return [part.partition('"')[0] for part in html.split(' id="')[1:]]


def test_a_promise_stands_under_its_item_on_every_page_of_the_meeting(browser, stage):
    now = stage.meeting("in_session")
    item = stage.item(now, "Hospitals")
    key = promised(stage, item)
    for path in (f"/meetings/{now}", f"/meetings/{now}/minutes", f"/items/{item}/minutes", f"/items/{item}/session"):
        page = browser("dolores").get(path).text
        assert f'href="/actions/{key}"' in page, path
        assert "due Friday 15 January 2027" in page, path


def test_an_action_from_the_screen_of_the_session_stands_there_at_once(browser, stage):
    item = stage.item(stage.meeting("in_session"), "Hospitals")
    here = {"HX-Request": "true", "HX-Target": f"div#action-here-{item}"}
    told = {"title": "Ask them", "due_on": "2027-01-15", "seat": stage.world.seats["edith"]}
    added = browser("chidi").post(f"/items/{item}/actions", data=told, headers=here).text
    assert added.lstrip().startswith(f'<div id="action-here-{item}"')
    assert "Ask them" in added
    refused = browser("chidi").post(f"/items/{item}/actions", data=told | {"title": ""}, headers=here)
    assert refused.status_code == 422
    assert refused.text.lstrip().startswith(f'<div id="action-here-{item}"')
