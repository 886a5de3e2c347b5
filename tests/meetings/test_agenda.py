import re

import pytest
from sqlalchemy import select
from sqlmodel import col

from tests.meetings.stage import DAY
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda import queries
from workgroups.meetings.agenda.forms import Changing, Ordering
from workgroups.meetings.agenda.models import STANDING, AgendaItem, ItemState
from workgroups.meetings.agenda.policy import see
from workgroups.meetings.models import Meeting
from workgroups.people.models import Person

ITEM = {"title": "Recent practice", "kind": "discussion", "minutes_long": "15", "presenter": "", "text": "Paid only?"}


def titles(stage, meeting):
    return [item.title["en"] for item in stage.items(meeting) if item.state in ("accepted", "discussed")]


def test_standing_items_stay_around_what_is_added(stage):
    meeting = stage.meeting()
    assert titles(stage, meeting) == [title["en"] for title, _, _ in STANDING.values()]
    stage.item(meeting, "First")
    stage.item(meeting, "Second")
    assert titles(stage, meeting)[4:] == [
        "Actions since the last meeting", "First", "Second", "Alternative careers", "Next date",
    ]  # fmt: skip


def test_standing_items_make_their_thread_once(stage):
    first, second = stage.meeting(), stage.meeting()
    threads = [[item.thread_id for item in stage.items(meeting)] for meeting in (first, second)]
    assert threads[0] == threads[1]


def test_a_member_proposes_and_the_secretary_accepts(browser, stage):
    meeting = stage.meeting()
    page = browser("dolores").post(f"/meetings/{meeting}/proposals", data=ITEM)
    assert "Proposed. The co-chairs or the secretary accept it" in page.text
    item = next(item for item in stage.items(meeting) if item.state is ItemState.PROPOSED)
    assert "Accept or decline: Recent practice" in browser("chidi").get("/desk").text
    assert "Accept or decline" not in browser("dolores").get("/desk").text
    page = browser("chidi").post(f"/items/{item.id}/acceptance")
    assert "The item is on the agenda." in page.text
    assert titles(stage, meeting)[5] == "Recent practice"
    assert browser("chidi", follow_redirects=False).post(f"/items/{item.id}/acceptance").status_code == 409


def test_declining_says_why_to_the_proposer_alone(browser, stage, mailbox):
    meeting = stage.meeting()
    browser("dolores").post(f"/meetings/{meeting}/proposals", data=ITEM)
    item = next(item for item in stage.items(meeting) if item.state is ItemState.PROPOSED)
    page = browser("amara").post(f"/items/{item.id}/declining", data={"reason": " "})
    assert page.status_code == 422
    assert "Fill this in" in page.text
    browser("amara").post(f"/items/{item.id}/declining", data={"reason": "We ask the regulator first."})
    [letter] = mailbox()
    assert "To: dolores@example.org" in letter
    assert "We ask the regulator first." in letter
    assert "We ask the regulator first." in browser("dolores").get(f"/items/{item.id}").text


def test_the_agenda_closes_for_members_only(browser, stage):
    meeting = stage.meeting()
    stage.later(days=12)
    assert browser("dolores").post(f"/meetings/{meeting}/proposals", data=ITEM).status_code == 409
    assert browser("dolores").get(f"/meetings/{meeting}/items/new").status_code == 409
    assert "Recent practice" in browser("chidi").post(f"/meetings/{meeting}/items", data=ITEM).text


def test_order_is_the_same_however_often_it_is_sent(browser, stage):
    meeting = stage.meeting()
    first, second = stage.item(meeting, "First"), stage.item(meeting, "Second")
    chidi, amara = browser("chidi"), browser("amara")
    for secretary in (chidi, amara, chidi):
        page = secretary.post(f"/meetings/{meeting}/order", data={"item": second, "above": first})
        assert page.status_code == 200
    assert titles(stage, meeting)[5:7] == ["Second", "First"]
    chidi.post(f"/meetings/{meeting}/order", data={"item": second, "above": ""})
    assert titles(stage, meeting)[-1] == "Second"


def test_moving_an_item_does_not_make_an_edit_of_it_stale(browser, stage):
    meeting = stage.meeting()
    first, second = stage.item(meeting, "First"), stage.item(meeting, "Second")
    form = browser("chidi").get(f"/items/{second}/edit").text
    version = re.search(r'name="_version" value="(\d+)"', form)[1]
    stage.do("amara", agenda.order, meeting, Ordering(item=second, above=first))
    changed = {"title_en": "Second, reworded", "kind": "decision", "minutes_long": "5", "_version": version}
    assert browser("chidi", follow_redirects=False).post(f"/items/{second}/edit", data=changed).status_code == 303


def test_two_edits_of_one_item_keep_both_texts(browser, stage):
    item = stage.item(stage.meeting())
    fields = {"title_en": "Paper form", "kind": "decision", "minutes_long": "5", "_version": "1"}
    browser("chidi").post(f"/items/{item}/edit", data=fields | {"text": "What Chidi wrote"})
    page = browser("amara").post(f"/items/{item}/edit", data=fields | {"text": "What Amara wrote"})
    assert page.status_code == 409
    assert "What Chidi wrote" in page.text
    assert "What Amara wrote" in page.text


def test_a_text_that_somebody_emptied_is_a_conflict_too(browser, stage):
    """What stands now is nothing: that is said beside what was typed, and what agrees is left alone."""
    item = stage.item(stage.meeting())
    fields = {"title_en": "Paper form", "kind": "decision", "minutes_long": "5"}
    chidi, amara = browser("chidi"), browser("amara")
    chidi.post(f"/items/{item}/edit", data=fields | {"title_fr": "Formulaire papier", "text": "Both", "_version": "1"})
    chidi.post(f"/items/{item}/edit", data=fields | {"text": "Both", "_version": "2"})
    page = amara.post(
        f"/items/{item}/edit", data=fields | {"title_fr": "Formulaire sur papier", "text": "Both", "_version": "2"}
    )
    assert page.status_code == 409
    assert page.text.count('class="conflict"') == 1
    assert re.search(r'Saved meanwhile</p><div class="text">\(left empty\)</div>', page.text)
    assert re.search(r'What you typed</p><div class="text">Formulaire sur papier</div>', page.text)
    assert 'value="Formulaire sur papier"' in page.text


def test_a_box_ticked_meanwhile_is_said_in_words(browser, stage, world):
    item = stage.item(stage.meeting())
    fields = {"title_en": "Paper form", "kind": "decision", "minutes_long": "5", "_version": "1"}
    shut = {"in_camera": "true", "seats": [world.seats["amara"]]}
    assert browser("chidi").post(f"/items/{item}/edit", data=fields | shut).status_code == 200
    page = browser("amara").post(f"/items/{item}/edit", data=fields)
    assert page.status_code == 409
    assert page.text.count('class="conflict"') == 1
    assert re.search(r'Saved meanwhile</p><div class="text">yes</div>', page.text)
    assert re.search(r'What you typed</p><div class="text">no</div>', page.text)


def test_foreign_and_lost_items_cannot_be_ordered(browser, stage):
    meeting, other = stage.meeting(), stage.meeting()
    item, elsewhere = stage.item(meeting), stage.item(other)
    chidi = browser("chidi")
    assert chidi.post(f"/meetings/{meeting}/order", data={"item": elsewhere, "above": item}).status_code == 409
    assert chidi.post(f"/meetings/{meeting}/order", data={"item": item, "above": elsewhere}).status_code == 409
    assert chidi.post(f"/meetings/{meeting}/order", data={"item": 99999, "above": ""}).status_code == 404


def test_backlog(browser, stage):
    meeting = stage.meeting()
    item = stage.item(meeting, "Fees")
    chidi = browser("chidi")
    chidi.post(f"/items/{item}/parking")
    assert "Fees" not in titles(stage, meeting)
    assert "Fees" in chidi.get("/groups/pharmacy/meetings").text
    chidi.post(f"/items/{item}/taking-up")
    assert "Fees" in titles(stage, meeting)
    assert chidi.post(f"/items/{item}/taking-up").status_code == 409


def test_nothing_can_be_taken_up_without_a_meeting(browser, stage):
    meeting = stage.meeting()
    item = stage.item(meeting, "Fees")
    browser("chidi").post(f"/meetings/{meeting}/cancelling", data={"reason": "Snow"})
    page = browser("chidi").post(f"/items/{item}/taking-up")
    assert page.status_code == 409
    assert "No meeting is planned yet" in page.text


def test_in_camera(browser, stage, world, mailbox):
    meeting = stage.meeting()
    seats = [world.seats["amara"], world.seats["edith"]]
    fields = {"title": "Quiet matter", "kind": "discussion", "minutes_long": "10", "in_camera": "true", "seats": seats}
    assert browser("chidi").post(f"/meetings/{meeting}/items", data=fields).status_code == 200
    item = next(item for item in stage.items(meeting) if item.in_camera)
    stage.do("chidi", agenda.change, item.id, changing(seats, text="Nobody else reads this"))
    pages = (
        f"/meetings/{meeting}", f"/meetings/{meeting}/agenda", f"/meetings/{meeting}/minutes",
        "/groups/pharmacy/meetings", "/groups/pharmacy", "/desk",
    )  # fmt: skip
    for name in ("amara", "edith", "ewan", "chidi"):  # named, its alternate, and who closed the doors
        assert "Quiet matter" in browser(name).get(f"/meetings/{meeting}").text
        assert browser(name).get(f"/items/{item.id}").status_code == 200
    for name in ("blaise", "iris", "dolores", "farid", "henk"):
        for path in pages:
            assert "Quiet matter" not in browser(name).get(path).text
        assert browser(name).get(f"/items/{item.id}").status_code == 404
        assert browser(name).get(f"/items/{item.id}/edit").status_code == 404
        assert browser(name).post(f"/items/{item.id}/comments", data={"text": "x"}).status_code == 404
        assert browser(name).post(f"/meetings/{meeting}/order", data={"item": item.id}).status_code in (403, 404)
    browser("chidi").post(f"/meetings/{meeting}/calling")
    assert all("Quiet matter" not in letter for letter in mailbox())


def test_letters_about_an_item_in_camera_go_to_named_seats_only(stage, world):
    """The rule that shows an item is the rule that finds who is told of it, with people in place of me."""
    item = stage.item(
        stage.meeting(), "Quiet matter", in_camera=True, seats=[world.seats["amara"], world.seats["edith"]]
    )
    stage.lets_act("amara", "farid")
    told = select(col(Person.name)).join(AgendaItem, col(AgendaItem.id) == item).where(see(col(Person.id)))
    with stage.work("chidi") as work:
        assert set(work.rows(told).scalars()) == {"Amara", "Chidi", "Edith", "Ewan", "Farid"}


@pytest.mark.parametrize(
    ("name", "seen", "number", "starts"),
    [("amara", True, 7, "14:25"), ("dolores", False, 6, "14:05"), ("iris", False, 6, "14:05")],
)
def test_an_item_in_camera_leaves_no_gap(browser, stage, world, name, seen, number, starts):
    """Numbers, starts and what is planned are those of the items that a reader sees."""
    meeting = stage.meeting()
    stage.item(meeting, "Quiet matter", in_camera=True, seats=[world.seats["amara"]])
    stage.item(meeting, "After it")
    with stage.work(name) as work:
        rows = queries.agenda(work, work.session.get_one(Meeting, meeting))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    page = browser(name).get(f"/meetings/{meeting}").text
    assert ("Quiet matter" in page) is seen
    assert re.search(rf">{number}</span>[^#]*After it</a>.*?<b>{starts}</b>", page, re.DOTALL)
    if name != "dolores":
        planned = sum(row.minutes_long for row in rows)
        assert f"{planned} of 120 min" in browser(name).get(f"/meetings/{meeting}/agenda").text


def test_in_camera_needs_seats(browser, stage, world):
    meeting = stage.meeting()
    fields = {"title": "Quiet", "kind": "discussion", "minutes_long": "10", "in_camera": "true"}
    chidi = browser("chidi")
    assert "Choose the seats that may see" in chidi.post(f"/meetings/{meeting}/items", data=fields).text
    foreign = chidi.post(f"/meetings/{meeting}/items", data=fields | {"seats": [world.seats["kofi"]]})
    assert "Choose seats of this group." in foreign.text
    assert (
        browser("iris").post(f"/meetings/{meeting}/items", data=fields | {"seats": [world.seats["amara"]]}).status_code
        == 422
    )  # a coordinator has no seat of her own to see it with


def changing(seats, text):
    return Changing(title_en="Quiet matter", kind="discussion", minutes_long=10, text=text, in_camera=True, seats=seats)


def test_bad_input_is_kept_and_explained(browser, stage, world):
    meeting = stage.meeting()
    chidi = browser("chidi")
    cases = [
        ({"title": ""}, "Fill this in."),
        ({"title": "x" * 161}, "Keep it to 160 characters or fewer"),
        ({"title": "a\x00b"}, "hidden control character"),
        ({"title": "a\u202eb"}, "turns the writing around"),
        ({"kind": "party"}, "Choose one of the options."),
        ({"minutes_long": "0"}, "Enter 1 or more."),
        ({"minutes_long": "soon"}, "Enter a whole number"),
        ({"presenter": str(world.seats["kofi"])}, "Choose a seat of this group."),
        ({"text": "x" * 20_001}, "Keep it to 20000 characters or fewer"),
        ({"state": "accepted"}, "This form sent something unexpected."),
    ]
    for wrong, sentence in cases:
        page = chidi.post(f"/meetings/{meeting}/items", data=ITEM | wrong)
        assert page.status_code == 422, wrong
        assert sentence in page.text, wrong
    assert len(stage.items(meeting)) == len(STANDING)


def test_the_same_form_twice_makes_one_item(browser, stage):
    meeting = stage.meeting()
    chidi = browser("chidi")
    for _ in range(2):
        chidi.post(f"/meetings/{meeting}/items", data=ITEM | {"_once": "the-same-key"})
    assert titles(stage, meeting).count("Recent practice") == 1


def test_closing_a_thread_takes_it_off_the_next_agenda(browser, stage):
    now, later = stage.meeting("in_session"), stage.meeting(day=DAY.replace(year=2027))
    item = stage.item(now)
    chidi = browser("chidi")
    chidi.post(f"/items/{item}/outcome", data={"state": "continues"})
    chidi.post(f"/meetings/{now}/closing")
    assert "Paper form" in titles(stage, later)
    chidi.post(f"/items/{item}/ending")
    assert "Paper form" not in titles(stage, later)
    assert stage.row(AgendaItem, item).state is ItemState.CLOSED
    assert "closed: nothing more is carried" in chidi.get(f"/items/{item}").text


def test_fragments(browser, stage):
    meeting = stage.meeting()
    item = stage.item(meeting)
    answer = browser("chidi").post(
        f"/meetings/{meeting}/order", data={"item": item, "above": ""}, headers={"HX-Target": "div#agenda"}
    )
    assert answer.text.lstrip().startswith('<div id="agenda"')
    assert "<html" not in answer.text
    assert stage.row(Meeting, meeting).version == 1


def test_an_item_is_withdrawn_in_french_as_an_item(browser, stage):
    item = stage.item(stage.meeting())
    stage.do("chidi", agenda.withdraw, item)
    assert "withdrawn from the agenda" in browser("chidi").get(f"/items/{item}").text
    assert "retiré de l’ordre du jour" in browser("gita").get(f"/items/{item}").text


def test_the_sum_is_told_in_words(browser, stage):
    """Beside the agenda, where it is arranged, and where an item is written."""
    meeting = stage.meeting()
    item = stage.item(meeting)
    chidi, gita = browser("chidi"), browser("gita")
    pages = (f"/meetings/{meeting}", f"/meetings/{meeting}/agenda", f"/meetings/{meeting}/items/new")
    for page in (*pages, f"/items/{item}/edit"):
        assert "50 minutes are free" in chidi.get(page).text
    for _ in range(3):
        stage.item(meeting)
    for page in pages:
        assert "10 minutes more than the meeting has" in chidi.get(page).text
        assert "10 minutes de plus que la durée de la réunion" in gita.get(page).text
