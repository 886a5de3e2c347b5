"""The steps of a meeting: they follow its date, happen once, and can be moved by hand."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

from tests.meetings.test_policy import ARRANGERS
from tests.meetings.test_terms import PATH, TERMS
from tests.world import MEMBERS, OUTSIDERS
from workgroups.core.errors import Invalid, WrongState
from workgroups.core.events import Event
from workgroups.core.outbox import NOTICES
from workgroups.meetings import commands
from workgroups.meetings.forms import Planning
from workgroups.meetings.minutes import commands as minutes
from workgroups.meetings.minutes.forms import Circulating
from workgroups.meetings.rhythm import clockwork
from workgroups.meetings.rhythm import commands as rhythm
from workgroups.meetings.rhythm.forms import Moving
from workgroups.meetings.rhythm.models import BEFORE, MeetingStep, StepKind

ZONE = ZoneInfo("America/Halifax")
FAR = date(2027, 2, 11)
"""A Thursday, eighty days ahead."""


@pytest.fixture
def steps(stage):
    def found(meeting):
        with stage.world.database.read() as session:
            rows = session.exec(select(MeetingStep).where(MeetingStep.meeting_id == meeting)).all()
        return {row.kind: row for row in rows}

    return found


@pytest.fixture
def tick(world):
    """Look what is due, as the worker does each second; returns the facts that came."""

    def look():
        before = facts(world)
        clockwork.keep_time(world.database, world.now)
        return facts(world)[len(before) :]

    return look


def facts(world):
    names = ("ItemsCalled", "PapersAsked", "AgendaClosed", "MinutesLate", "StepMoved")
    with world.database.read() as session:
        return list(session.exec(select(Event.fact).where(col(Event.fact).in_(names)).order_by(Event.id)))


def heard(world, fact):
    """Who is told of the newest fact of this name."""
    with world.database.write() as session:
        event = session.exec(select(Event).where(Event.fact == fact).order_by(col(Event.id).desc())).first()
        return sorted(letter.to.partition("@")[0] for letter in NOTICES[fact](session, event, world.now))


def at(world, day, hour=13, minute=30):
    world.now = datetime.combine(day, time(hour, minute), ZONE)


def plan(day, at=time(13, 30)):
    return Planning(day=day, at=at, minutes_long=120, place="Room 2", video_url=None)


def test_the_days_follow_from_the_date_and_the_terms(stage, steps):
    found = steps(stage.meeting(day=FAR))
    assert {kind: step.due_on for kind, step in found.items()} == {
        StepKind.ITEMS_CALLED: FAR - timedelta(days=28),
        StepKind.PAPERS_ASKED: FAR - timedelta(days=10),
        StepKind.AGENDA_CLOSES: FAR - timedelta(days=7),
        StepKind.MINUTES_DUE: FAR + timedelta(days=10),
    }
    assert {found[kind].due_at.astimezone(ZONE).time() for kind in BEFORE} == {time(13, 30)}
    assert found[StepKind.MINUTES_DUE].due_at.astimezone(ZONE) == datetime(2027, 2, 22, 0, 0, tzinfo=ZONE)


def test_the_clocks_show_the_same_time_on_both_sides_of_their_change(stage, steps):
    found = steps(stage.meeting(day=date(2027, 3, 18)))  # in Halifax the clocks go forward on 14 March
    assert found[StepKind.AGENDA_CLOSES].due_at.isoformat() == "2027-03-11T17:30:00+00:00"
    assert stage.row(commands.Meeting, 1).starts_at.isoformat() == "2027-03-18T16:30:00+00:00"


def test_each_step_of_a_called_meeting_happens_once_in_its_turn(stage, world, tick):
    meeting = stage.meeting("called", day=FAR)
    stage.item(meeting, "Paper form", presenter=world.seats["edith"])
    stage.item(meeting, "Heliotrope", presenter=world.seats["dolores"], in_camera=True, seats=[world.seats["dolores"]])
    told = []
    for away in (29, 28, 28, 11, 10, 8, 7, 6):
        at(world, FAR - timedelta(days=away))
        told.append((away, tick()))
        assert tick() == []
    assert [step for step in told if step[1]] == [
        (28, ["ItemsCalled"]), (10, ["PapersAsked"]), (7, ["AgendaClosed"])
    ]  # fmt: skip
    at(world, FAR - timedelta(days=20))
    assert heard(world, "ItemsCalled") == sorted(set(MEMBERS) - {"henk"})
    assert heard(world, "PapersAsked") == ["edith", "ewan"], "what is in camera is in no letter"
    assert heard(world, "AgendaClosed") == sorted(MEMBERS)


def test_a_draft_and_a_cancelled_meeting_send_nothing(stage, world, tick):
    stage.meeting(day=FAR)
    cancelled = stage.meeting("called", day=FAR + timedelta(days=1))
    stage.do("chidi", commands.cancel, cancelled, commands.Cancelling(reason="Snow"))
    at(world, FAR - timedelta(days=5))
    assert tick() == []


def test_the_invitation_stands_for_what_is_past_when_the_meeting_is_called(stage, world, steps, tick):
    meeting = stage.meeting("called")  # 17 days ahead
    assert steps(meeting)[StepKind.ITEMS_CALLED].done_at == world.now
    assert tick() == []


def test_a_meeting_that_began_is_not_prepared_any_more(stage, world, tick):
    stage.meeting("in_session", day=FAR)
    at(world, FAR + timedelta(days=1))
    assert tick() == []


def test_what_was_moved_by_hand_stays_when_the_meeting_moves(stage, world, steps):
    meeting = stage.meeting("called", day=FAR)
    by_hand = FAR - timedelta(days=5)
    stage.do("chidi", rhythm.move, steps(meeting)[StepKind.AGENDA_CLOSES].id, Moving(day=by_hand))
    stage.do("chidi", commands.change, meeting, plan(FAR + timedelta(days=7), at=time(9)))
    found = steps(meeting)
    assert found[StepKind.AGENDA_CLOSES].due_on == by_hand
    assert found[StepKind.ITEMS_CALLED].due_on == FAR - timedelta(days=21)
    assert found[StepKind.ITEMS_CALLED].due_at.astimezone(ZONE).time() == time(9)
    stage.do("chidi", commands.change, meeting, plan(by_hand))
    assert steps(meeting)[StepKind.AGENDA_CLOSES].due_on == by_hand - timedelta(days=7), "it has to come before"


def test_what_happened_stays_when_the_meeting_moves(stage, world, steps, tick):
    meeting = stage.meeting("called", day=FAR)
    at(world, FAR - timedelta(days=28))
    assert tick() == ["ItemsCalled"]
    stage.do("chidi", commands.change, meeting, plan(FAR + timedelta(days=14)))
    assert steps(meeting)[StepKind.ITEMS_CALLED].due_on == FAR - timedelta(days=28)
    assert tick() == []


def test_new_terms_move_the_steps_ahead(browser, stage, steps):
    meeting = stage.meeting(day=FAR)
    browser("chidi").post(PATH, data=TERMS | {"agenda_closes": "5", "minutes_due": "14"})
    found = steps(meeting)
    assert found[StepKind.AGENDA_CLOSES].due_on == FAR - timedelta(days=5)
    assert found[StepKind.MINUTES_DUE].due_on == FAR + timedelta(days=14)


def test_done_now_is_done_once_and_an_agenda_closes(browser, stage, world, steps, tick):
    meeting = stage.meeting("called", day=FAR)
    step = steps(meeting)[StepKind.AGENDA_CLOSES]
    assert "letters are on their way" in browser("chidi").post(f"/rhythm/{step.id}/doing").text
    assert facts(world) == ["AgendaClosed"]
    assert heard(world, "AgendaClosed") == sorted(set(MEMBERS) - {"chidi"})
    item = {"title": "Late", "kind": "discussion", "minutes_long": "10"}
    assert browser("edith").post(f"/meetings/{meeting}/proposals", data=item).status_code == 409
    with pytest.raises(WrongState):
        stage.do("chidi", rhythm.hasten, step.id)
    at(world, FAR - timedelta(days=7))
    assert "AgendaClosed" not in tick()


def test_late_minutes_are_asked_for_once_of_whoever_keeps_the_records(stage, world, steps, tick):
    meeting = stage.meeting("minutes_draft", day=FAR)
    at(world, FAR + timedelta(days=10), 23, 59)
    assert tick() == []
    at(world, FAR + timedelta(days=11), 0, 0)
    assert tick() == ["MinutesLate"]
    assert tick() == []
    assert heard(world, "MinutesLate") == ["chidi", "iris"]
    step = steps(meeting)[StepKind.MINUTES_DUE]
    stage.do("chidi", rhythm.move, step.id, Moving(day=FAR + timedelta(days=20)))
    assert tick() == []
    at(world, FAR + timedelta(days=21), 0, 0)
    assert tick() == ["MinutesLate"]


def test_minutes_that_went_round_are_not_late(stage, world, steps, tick):
    meeting = stage.meeting("minutes_draft", day=FAR)
    stage.do("chidi", minutes.circulate, meeting, Circulating(until=FAR + timedelta(days=9)))
    assert steps(meeting)[StepKind.MINUTES_DUE].done_at == world.now
    at(world, FAR + timedelta(days=30))
    assert tick() == []


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        (StepKind.AGENDA_CLOSES, date(2026, 11, 22)),
        (StepKind.AGENDA_CLOSES, FAR),
        (StepKind.MINUTES_DUE, FAR - timedelta(days=1)),
        (StepKind.MINUTES_DUE, date(2199, 1, 1)),
    ],
)
def test_a_day_that_cannot_be_is_refused(stage, steps, kind, day):
    step = steps(stage.meeting("called", day=FAR))[kind]
    with pytest.raises(Invalid):
        stage.do("chidi", rhythm.move, step.id, Moving(day=day))


@pytest.mark.parametrize("name", [*MEMBERS, *OUTSIDERS, "lena"])
def test_who_moves_and_hastens(browser, stage, steps, name):
    found = steps(stage.meeting("called", day=FAR))
    step, client = found[StepKind.ITEMS_CALLED], browser(name)
    page = client.get(f"/rhythm/{step.id}")
    assert page.status_code == (200 if name in MEMBERS else 404)
    assert (f"/rhythm/{step.id}/day" in page.text) is (name in ARRANGERS)
    expected = 200 if name in ARRANGERS else 403 if name in MEMBERS else 404
    assert client.post(f"/rhythm/{step.id}/day", data={"day": "2027-01-07"}).status_code == expected
    assert client.post(f"/rhythm/{step.id}/doing").status_code == expected


def test_nothing_of_a_draft_can_be_done_now_but_its_days_move(browser, stage, steps):
    step = steps(stage.meeting(day=FAR))[StepKind.ITEMS_CALLED]
    page = browser("chidi").get(f"/rhythm/{step.id}").text
    assert "nothing goes out before it is called" in page
    assert f"/rhythm/{step.id}/doing" not in page
    assert browser("chidi").post(f"/rhythm/{step.id}/doing").status_code == 409
    assert browser("chidi").post(f"/rhythm/{step.id}/day", data={"day": "2027-01-07"}).status_code == 200


def test_the_timeline_stands_on_the_page_of_the_meeting_and_of_the_group(browser, stage, world):
    meeting = stage.meeting("called", day=FAR)
    for path in (f"/meetings/{meeting}", "/groups/pharmacy"):
        page = browser("henk").get(path).text
        assert page.count('href="/rhythm/') == 4
        assert page.count('<span class="tag now">next</span>') == 1
    at(world, FAR - timedelta(days=27))
    assert '<span class="tag bad">late</span>' in browser("henk").get(f"/meetings/{meeting}").text


def test_a_draft_whose_call_for_items_is_late_waits_to_be_called(browser, stage, world, steps):
    meeting = stage.meeting(day=FAR)
    step = steps(meeting)[StepKind.ITEMS_CALLED].id
    words, calling = "Call the meeting, and with it for items", f"/meetings/{meeting}/calling"
    assert words not in browser("chidi").get("/desk").text
    at(world, FAR - timedelta(days=28))
    for who in ("amara", "blaise", "chidi", "iris"):
        page = browser(who).get("/desk").text
        assert words in page
        assert calling in page
        assert calling in browser(who).get(f"/rhythm/{step}").text
    assert words not in browser("dolores").get("/desk").text
    assert calling not in browser("dolores").get(f"/rhythm/{step}").text
    browser("chidi").post(calling)
    assert words not in browser("amara").get("/desk").text
    assert "Call the meeting" not in browser("amara").get(f"/rhythm/{step}").text
