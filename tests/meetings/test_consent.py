"""The consent agenda: what is taken together, what one seat asks to discuss, and what comes of the rest."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from workgroups.core.events import Event
from workgroups.meetings import commands as meetings
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda.consent import commands as consent
from workgroups.meetings.agenda.consent.forms import Offering
from workgroups.meetings.agenda.forms import Adding, Changing, Marking, Ordering
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.decisions.models import Decision
from workgroups.meetings.minutes import commands as minutes
from workgroups.meetings.minutes.forms import Writing
from workgroups.meetings.minutes.models import Minutes

WORDS = "The group *thanks* the college."


def item(stage, meeting, title, kind="discussion", **named):
    with stage.work("chidi") as work:
        return agenda.add(work, meeting, Adding(title=title, kind=kind, minutes_long=5, **named)).id


def offer(stage, *keys, words=None):
    for key in keys:
        stage.do("chidi", consent.offer, key, Offering(resolution=words))


def titles(stage, meeting):
    return [row.title["en"] for row in stage.items(meeting) if row.standing is None]


def order(stage, meeting, key, above):
    stage.do("chidi", agenda.order, meeting, Ordering(item=key, above=above))


@pytest.fixture
def planned(stage):
    """A called meeting with items A to E; B and D, for decision, are taken by consent."""
    meeting = stage.meeting("called")
    keys = {name: item(stage, meeting, name, "decision" if name in "BD" else "discussion") for name in "ABCDE"}
    offer(stage, keys["B"], keys["D"], words=WORDS)
    return meeting, keys


@pytest.mark.parametrize(
    ("name", "offered", "asked"),
    [
        ("amara", 200, 200),
        ("chidi", 200, 200),
        ("iris", 200, 200),
        ("dolores", 403, 200),
        ("ewan", 403, 200),
        ("henk", 403, 403),
        ("kofi", 404, 404),
    ],
)
def test_who_offers_and_who_asks_to_discuss(browser, planned, name, offered, asked):
    _, keys = planned
    visitor = browser(name)
    assert visitor.post(f"/items/{keys['A']}/consent").status_code == offered
    assert visitor.post(f"/items/{keys['B']}/discussion").status_code == asked


def test_they_stand_together_with_their_words_wherever_the_agenda_is_read(browser, stage, planned):
    meeting, _ = planned
    assert titles(stage, meeting) == ["A", "B", "D", "C", "E"]
    dolores = browser("dolores")
    page = dolores.get(f"/meetings/{meeting}").text
    assert page.count("<h3>By consent</h3>") == 1
    assert page.count("The group <em>thanks</em> the college.") == 2
    assert page.count("Discuss it<") == 2
    assert "Discuss it" not in browser("henk").get(f"/meetings/{meeting}").text
    assert dolores.get(f"/meetings/{meeting}/agenda").text.count("<h3>By consent</h3>") == 1
    document = dolores.get(f"/meetings/{meeting}/agenda.md").text
    assert document.count("**By consent**") == 1
    assert document.count("The group *thanks* the college.") == 2


def test_letters_say_which_items_are_by_consent(stage, mailbox):
    meeting = stage.meeting()
    offer(stage, item(stage, meeting, "A"))
    stage.do("chidi", meetings.call, meeting)
    assert all("- A (by consent, 5 min)" in letter for letter in mailbox() if "Subject: Falls Pharmacy meets" in letter)
    assert mailbox()


@pytest.mark.parametrize(
    ("moved", "above", "expected"),
    [
        ("A", "C", "BDACE"),
        ("A", "D", "BDACE"),
        ("C", "D", "ACBDE"),
        ("C", "B", "ACBDE"),
        ("B", "A", "BDACE"),
        ("D", "B", "ADBCE"),
        ("D", "E", "ACBDE"),
        ("B", "C", "ADBCE"),
        ("E", "A", "EABDC"),
    ],
)
def test_whatever_is_moved_they_stay_together(stage, planned, moved, above, expected):
    meeting, keys = planned
    order(stage, meeting, keys[moved], keys[above])
    assert "".join(titles(stage, meeting)) == expected


def test_one_seat_is_enough_to_discuss_it_and_it_stays_so(browser, stage, world, planned):
    meeting, keys = planned
    edith = browser("edith")
    page = edith.post(f"/items/{keys['B']}/discussion", data={"_next": f"/meetings/{meeting}"})
    assert page.url.path == f"/meetings/{meeting}"
    assert "It will be discussed." in page.text
    assert titles(stage, meeting) == ["A", "D", "B", "C", "E"]
    shown = browser("chidi").get(f"/items/{keys['B']}").text
    assert "Seat of Edith asked to discuss it." in shown
    assert "Take it by consent" not in shown
    offered = browser("chidi").post(f"/items/{keys['B']}/consent", data={"resolution": WORDS})
    assert offered.status_code == 409
    assert edith.post(f"/items/{keys['B']}/discussion").status_code == 409
    with world.database.read() as session:
        event = session.execute(select(Event).where(Event.fact == "DiscussionAsked")).scalar_one()
    assert (event.person_id, event.about, event.payload) == (world.people["edith"], keys["B"], {})


def test_whoever_arranges_puts_back_what_she_took_out_herself(stage, planned):
    _, keys = planned
    stage.do("chidi", consent.discuss, keys["B"])
    offer(stage, keys["B"], words=WORDS)
    assert stage.row(AgendaItem, keys["B"]).by_consent


def test_a_decision_needs_its_words_and_a_standing_item_none(browser, stage):
    meeting = stage.meeting("called")
    key = item(stage, meeting, "Fees", "decision", text="We ask for less.")
    chidi = browser("chidi")
    assert "We ask for less.</textarea>" in chidi.get(f"/items/{key}").text  # the item's own words are a beginning
    page = chidi.post(f"/items/{key}/consent", data={"resolution": " "})
    assert page.status_code == 422
    assert "everybody agrees to these words." in page.text
    assert not stage.row(AgendaItem, key).by_consent
    standing = next(row.id for row in stage.items(meeting) if row.standing == "agenda")
    assert chidi.post(f"/items/{standing}/consent").status_code == 200


def test_nothing_in_camera_is_by_consent(browser, stage, world):
    meeting = stage.meeting("called")
    quiet = item(stage, meeting, "Heliotrope", in_camera=True, seats=[world.seats["edith"]])
    assert browser("chidi").post(f"/items/{quiet}/consent").status_code == 409
    key = item(stage, meeting, "Fees")
    offer(stage, key)
    closing = Changing(title_en="Fees", kind="discussion", minutes_long=5, in_camera=True, seats=[world.seats["edith"]])
    stage.do("chidi", agenda.change, key, closing)
    assert not stage.row(AgendaItem, key).by_consent
    assert browser("dolores").get(f"/meetings/{meeting}").text.count("By consent") == 0


def test_what_is_left_is_taken_at_once(browser, stage, world, planned):
    meeting, keys = planned
    offer(stage, keys["E"])
    stage.do("chidi", meetings.begin, meeting)
    here = f"/meetings/{meeting}/session"
    chidi, dolores = browser("chidi"), browser("dolores")
    assert "Take the consent items together" not in dolores.get(here).text
    assert dolores.post(f"/meetings/{meeting}/consent").status_code == 403
    assert dolores.post(f"/items/{keys['D']}/discussion", data={"_next": here}).url.path == here
    stage.do("amara", minutes.write, keys["E"], Writing(text="We heard it."))  # Amara writes, Chidi takes
    assert "Take the consent items together" in chidi.get(here).text
    page = chidi.post(f"/meetings/{meeting}/consent", data={"_next": here})
    assert page.url.path == here
    assert "Take the consent items together" not in page.text
    states = {name: stage.row(AgendaItem, key).state.value for name, key in keys.items()}
    assert states == dict.fromkeys("ACD", "accepted") | dict.fromkeys("BE", "discussed")
    assert stage.row(Minutes, keys["B"]).text == "Taken by consent."
    assert stage.row(Minutes, keys["E"]).text == "We heard it.\n\nTaken by consent."
    with world.database.read() as session:
        [decision] = session.execute(select(Decision)).scalars()
        [taken] = session.execute(select(Event).where(Event.fact == "ConsentTaken")).scalars()
    assert (decision.item_id, decision.text, decision.number) == (keys["B"], WORDS, "PHARM-2026-01")
    assert taken.payload == {"item_ids": [keys["B"], keys["E"]]}
    assert chidi.post(f"/meetings/{meeting}/consent").status_code == 409
    document = dolores.get(f"/meetings/{meeting}/minutes.md").text
    assert document.count("By consent") == 1
    assert "PHARM-2026-01" in document


def test_the_words_of_an_item_that_is_discussed_are_a_beginning_of_its_decision_once(browser, stage, planned):
    meeting, keys = planned
    stage.do("edith", consent.discuss, keys["B"])
    stage.do("chidi", meetings.begin, meeting)
    chidi, here = browser("chidi"), f"/items/{keys['B']}/session"
    assert chidi.get(here).text.count(f"{WORDS}</textarea>") == 1
    chidi.post(f"/items/{keys['B']}/decisions", data={"text": "The group thanks nobody."})
    assert chidi.get(here).text.count(f"{WORDS}</textarea>") == 0


def test_the_next_item_is_one_with_which_nobody_has_dealt(browser, stage, planned):
    meeting, keys = planned
    stage.do("chidi", meetings.begin, meeting)
    browser("chidi").post(f"/items/{keys['A']}/turns")
    stage.do("chidi", consent.take, meeting)
    assert f"/items/{keys['C']}/turns" in browser("chidi").get(f"/meetings/{meeting}/session").text


def test_what_was_dealt_with_by_hand_or_not_at_all_was_not_taken_by_consent(stage, planned):
    meeting, keys = planned
    stage.do("chidi", meetings.begin, meeting)
    stage.do("chidi", agenda.mark, keys["B"], Marking(state="discussed"))
    stage.do("chidi", meetings.close, meeting)
    assert not stage.row(AgendaItem, keys["B"]).by_consent
    assert not stage.row(AgendaItem, keys["D"]).by_consent
    carried = next(
        row for row in stage.items(None) if row.carried_from_id == keys["D"]
    )  # to the backlog, with the words that were proposed
    assert (carried.by_consent, carried.resolution) == (False, WORDS)


def test_asked_and_taken_at_the_same_moment_one_of_the_two_holds(browser, stage, planned):
    meeting, keys = planned
    stage.do("chidi", meetings.begin, meeting)
    chidi, edith = (browser(name, follow_redirects=False) for name in ("chidi", "edith"))
    with ThreadPoolExecutor(2) as pool:
        taking = pool.submit(chidi.post, f"/meetings/{meeting}/consent")
        asking = pool.submit(edith.post, f"/items/{keys['B']}/discussion")
    assert taking.result().status_code == 303
    row = stage.row(AgendaItem, keys["B"])
    heard = asking.result().status_code == 303
    assert (row.by_consent, row.state.value) == ((False, "accepted") if heard else (True, "discussed"))
