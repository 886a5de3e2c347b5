"""Every save of the minutes is kept: who, when, what; two versions beside each other; an older one brought back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.minutes import commands as minutes
from workgroups.meetings.minutes.forms import Writing
from workgroups.meetings.minutes.models import Minutes, MinutesVersion
from workgroups.meetings.session import commands as session


@pytest.fixture
def item(stage):
    return stage.item(stage.meeting("in_session"))


def texts(world, item):
    with world.database.read() as session:
        found = select(MinutesVersion.text).where(MinutesVersion.item_id == item).order_by(MinutesVersion.id)
        return list(session.execute(found).scalars())


def say(stage, item, text, by="chidi"):
    stage.do(by, minutes.write, item, Writing(text=text))


def take_over(stage, item, text, by):
    """Write in place of whoever does."""
    stage.do(by, session.take_pen, stage.row(AgendaItem, item).meeting_id)
    say(stage, item, text, by)


def test_quick_saves_of_one_writer_in_session_are_one_version(stage, world, item):
    for text in ("We", "We talked", "We talked."):
        say(stage, item, text)
        stage.later(minutes=1)
    assert texts(world, item) == ["We talked."]
    take_over(stage, item, "We talked. Then Amara wrote.", "amara")
    take_over(stage, item, "We talked. Then Amara wrote. Then Chidi.", "chidi")
    assert len(texts(world, item)) == 3
    stage.later(minutes=6)
    say(stage, item, "Later.")
    assert len(texts(world, item)) == 4


def test_long_writing_leaves_versions_on_its_way(stage, world, item):
    for minute in range(12):
        say(stage, item, "word " * (minute + 1))
        stage.later(minutes=1)
    assert len(texts(world, item)) == 2


def test_after_the_meeting_it_is_the_same_until_the_minutes_go_round(stage, world):
    meeting = stage.meeting("minutes_draft")
    item = stage.items(meeting)[0].id
    for text in ("We", "We talked", "We talked"):
        say(stage, item, text)
    assert texts(world, item) == ["We talked"]
    stage.circulate(meeting)
    stage.do("chidi", minutes.send_back, meeting)
    say(stage, item, "We talked again")
    assert texts(world, item) == ["We talked", "We talked again"]


def test_two_versions_beside_each_other(browser, stage, item):
    say(stage, item, "The board was asked.")
    stage.later(minutes=10)
    take_over(stage, item, "The committee was asked.", "amara")
    stage.later(minutes=10)
    take_over(stage, item, "The committee was asked twice.", "chidi")
    page = browser("dolores").get(f"/items/{item}/minutes/versions").text
    assert "Version 2 and version 3" in page
    assert '<ins><span class="unseen">added: </span> twice</ins>' in page
    page = browser("dolores").get(f"/items/{item}/minutes/versions?old=3&new=1").text
    assert "Version 1 and version 3" in page
    assert "board</del>" in page
    assert "Restore" not in page
    for odd in ("?old=1&new=1", "?old=9", "?old=x&new=2"):
        assert "Version 2 and version 3" in browser("dolores").get(f"/items/{item}/minutes/versions{odd}").text


def test_an_older_version_comes_back_as_a_new_one(browser, stage, world, item):
    say(stage, item, "Right.")
    stage.later(minutes=10)
    say(stage, item, "Wrong.")
    chidi, path = browser("chidi"), f"/items/{item}/minutes/restoring"
    assert "Restore version 1" in chidi.get(f"/items/{item}/minutes/versions").text
    with world.database.read() as session:
        first = session.execute(select(MinutesVersion.id).order_by(MinutesVersion.id)).scalars().first()
    assert "version 1 restored" in chidi.post(path, data={"restored": first, "_version": "3"}).text
    assert stage.row(Minutes, item).text == "Right."
    say(stage, item, "Right. More.")
    assert texts(world, item) == ["Right.", "Wrong.", "Right.", "Right. More."]
    stale = chidi.post(path, data={"restored": first, "_version": "3"})
    assert stale.status_code == 409
    other = stage.item(stage.row(type(stage.items(1)[0]), item).meeting_id)
    assert chidi.post(f"/items/{other}/minutes/restoring", data={"restored": first}).status_code == 422
    assert browser("dolores").post(path, data={"restored": first}).status_code == 403
    assert browser("kofi").post(path, data={"restored": first}).status_code == 404


def test_two_saves_at_once_are_a_version_and_a_conflict(browser, stage, world, item):
    writers = [browser(name, follow_redirects=False) for name in ("chidi", "amara")]
    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(
                lambda writer: writer.post(
                    f"/items/{item}/minutes", data={"text": f"By {id(writer)}", "_version": "1"}
                ),
                writers,
            )
        )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert texts(world, item) == [stage.row(Minutes, item).text]


def test_what_is_in_camera_has_a_history_for_its_seats_only(browser, stage, world):
    meeting = stage.meeting("in_session")
    seats = [world.seats["amara"], world.seats["edith"]]
    quiet = stage.item(meeting, "Heliotrope", in_camera=True, seats=seats)
    say(stage, quiet, "Heliotrope")
    assert "Heliotrope" in browser("edith").get(f"/items/{quiet}/minutes/versions").text
    assert browser("dolores").get(f"/items/{quiet}/minutes/versions").status_code == 404


def test_a_long_history_takes_no_more_queries(browser, stage, queries, item):
    asked = []
    for number in range(1, 9):
        say(stage, item, f"Text {number}")
        stage.later(minutes=10)
        if number in (2, 8):
            queries.clear()
            browser("dolores").get(f"/items/{item}/minutes/versions")
            asked.append(sum("minutes_version" in sent for sent in queries))
    assert asked == [1, 1]
