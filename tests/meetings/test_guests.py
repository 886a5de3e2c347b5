"""Guests for one item: who invites them, what their link shows and for how long, and where they are named."""

import email
import email.policy
import re
from datetime import date
from hashlib import sha256
from io import BytesIO

import pytest
from icalendar import Calendar
from sqlmodel import select

from workgroups.core.events import Event
from workgroups.links.papers.commands import attaching_to
from workgroups.links.papers.formats import Kept
from workgroups.links.papers.forms import Attaching
from workgroups.links.papers.store import store_of
from workgroups.meetings import commands as meetings
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda.forms import Changing, Marking
from workgroups.meetings.agenda.models import AgendaItem, ItemState
from workgroups.meetings.agenda.policy import KIND as ITEM
from workgroups.meetings.forms import Cancelling, Planning
from workgroups.meetings.guests.models import Guest
from workgroups.meetings.minutes.summary.queries import people
from workgroups.meetings.minutes.summary.redaction import redact
from workgroups.meetings.models import Meeting
from workgroups.meetings.session import commands as session

ROSA = {"name": "Rosa Quint", "email": "rosa@elsewhere.example", "language": "en"}
LINK = re.compile(r"http://testserver(/guest/[\w-]+)")


def letters_to(mailbox, address):
    read = [email.message_from_string(letter, policy=email.policy.default) for letter in mailbox()]
    return [letter for letter in read if letter["To"] == address]


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


@pytest.fixture
def called(stage):
    return stage.meeting("called")


@pytest.fixture
def item(stage, called):
    return stage.item(called, "Bridging places", text="Nine places for *fourteen* people.")


@pytest.fixture
def invite(browser, mailbox, item):
    """Invites somebody; returns the address of the link in the letter."""

    def invited(by="chidi", **changed):
        sent = ROSA | changed
        page = browser(by).post(f"/items/{item}/guests", data=sent)
        assert "Invited. The letter with the link is on its way." in page.text
        [*_, letter] = letters_to(mailbox, sent["email"])
        return LINK.search(text_of(letter))[1]

    return invited


def paper_at(stage, settings, item, name="Map.txt", content=b"Nine places."):
    kept = Kept(name, name, "text/plain", len(content), sha256(content).hexdigest())
    store_of(settings).put(name, BytesIO(content))
    return stage.do("chidi", attaching_to(ITEM), item, Attaching(file=kept)).id


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("amara", 200),
        ("blaise", 200),
        ("chidi", 200),
        ("iris", 200),
        ("dolores", 403),
        ("edith", 403),
        ("henk", 403),
        ("kofi", 404),
        ("jonas", 404),
    ],
)
def test_who_invites_and_who_ends(browser, item, name, answer):
    visitor = browser(name)
    page = visitor.get(f"/items/{item}")
    assert ("Invite a guest" in page.text) == (answer == 200)
    assert visitor.post(f"/items/{item}/guests", data=ROSA).status_code == answer
    browser("chidi").post(f"/items/{item}/guests", data=ROSA)
    assert visitor.post("/guests/1/ending").status_code == answer


@pytest.mark.parametrize("state", ["draft", "minutes_draft"])
def test_nobody_is_invited_before_the_call_or_after_the_meeting(browser, stage, state):
    item = stage.items(stage.meeting(state))[0].id
    chidi = browser("chidi")
    page = chidi.get(f"/items/{item}").text
    assert "Invite a guest" not in page
    assert ("Once the meeting is called, a guest can be invited" in page) == (state == "draft")
    assert chidi.post(f"/items/{item}/guests", data=ROSA).status_code == 409


def test_nobody_is_invited_in_camera(browser, stage, world, called):
    quiet = stage.item(called, "A quiet matter", in_camera=True, seats=[world.seats["edith"]])
    assert browser("chidi").post(f"/items/{quiet}/guests", data=ROSA).status_code == 409


@pytest.mark.parametrize(
    ("field", "value"), [("name", " "), ("email", "rosa"), ("email", ""), ("language", "de"), ("language", "")]
)
def test_what_cannot_be_sent_comes_back(browser, mailbox, item, field, value):
    page = browser("chidi").post(f"/items/{item}/guests", data=ROSA | {field: value})
    assert page.status_code == 422
    assert "<details open>\n<summary>Invite a guest" in page.text
    kept = "email" if field == "name" else "name"
    assert f'value="{ROSA[kept]}"' in page.text
    assert letters_to(mailbox, ROSA["email"]) == []


def test_the_letter_says_when_and_what_and_comes_with_an_entry(invite, mailbox, world):
    link = invite()
    [letter] = letters_to(mailbox, ROSA["email"])
    assert letter["Subject"] == "Falls Pharmacy invites you for one item on Thursday 10 December 2026"
    text = text_of(letter)
    for words in ("Hello Rosa Quint,", "Room 2", "Bridging places, at 14:05 at the earliest", "as a guest"):
        assert words in text
    assert "you hold a seat" not in text
    [part] = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    [entry] = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    assert entry["URL"] == f"http://testserver{link}"
    assert "/meetings/" not in part.get_payload(decode=True).decode()


def test_the_letter_is_in_her_language(invite, browser, mailbox):
    link = invite(language="fr")
    [letter] = letters_to(mailbox, ROSA["email"])
    assert "Votre point\u00a0: Bridging places" in text_of(letter)
    assert "on vous invite pour ce point" in browser().get(link).text


def test_the_secret_is_kept_nowhere(invite, stage, world):
    secret = invite().rpartition("/")[2]
    assert stage.row(Guest, 1).token_hash == sha256(secret.encode()).hexdigest()
    with world.database.read() as session:
        told = session.exec(select(Event.payload).where(Event.fact == "GuestInvited")).one()
    assert list(told) == ["item_id"]


def test_the_link_shows_one_item_and_nothing_else(browser, invite, stage, world, settings, item, called):
    with stage.work("chidi") as work:
        work.session.get_one(AgendaItem, item).presenter_seat_id = world.seats["edith"]
    stage.item(called, "Another matter")
    kept = paper_at(stage, settings, item)
    link = invite()
    page = browser().get(link)
    for words in (
        "<h1>Bridging places</h1>", "Nine places for <em>fourteen</em> people.", "Seat of Edith", "at 14:05 at",
        "Thursday 10 December 2026", "Atlantic", "Room 2", f'href="{link}/papers/{kept}"', "Rosa Quint",
    ):  # fmt: skip
        assert words in page.text, words
    for words in ("Another matter", "Amara", "Chidi", "/items/", "/meetings/", "<form", "<script"):
        assert words not in page.text, words
    assert (page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    assert '<meta name="referrer" content="no-referrer">' in page.text
    assert browser().get(f"{link}/papers/{kept}").content == b"Nine places."


def test_the_link_opens_no_other_paper(browser, invite, stage, settings, called):
    other = paper_at(stage, settings, stage.item(called, "Another matter"))
    link = invite()
    assert browser().get(f"{link}/papers/{other}").status_code == 404


def test_a_removed_paper_is_gone_for_her_too(browser, invite, stage, settings, item):
    kept = paper_at(stage, settings, item)
    link = invite()
    browser("chidi").post(f"/papers/{kept}/removal")
    assert "Map.txt" not in browser().get(link).text
    assert browser().get(f"{link}/papers/{kept}").status_code == 404


def in_camera(stage, item):
    changing = Changing(
        title_en="Bridging places", kind="decision", minutes_long=20, in_camera=True, seats=[stage.world.seats["edith"]]
    )
    stage.do("chidi", agenda.change, item, changing)


def to_the_backlog_and_back(stage, item):
    stage.do("chidi", agenda.park, item)
    stage.meeting(day=date(2026, 12, 3))
    stage.do("chidi", agenda.take_up, item)


def closed(stage, item):
    called = stage.row(AgendaItem, item).meeting_id
    stage.do("chidi", meetings.begin, called)
    stage.do("chidi", meetings.close, called)


def carried(stage, item):
    called = stage.row(AgendaItem, item).meeting_id
    stage.meeting("called", date(2027, 3, 11))
    stage.do("chidi", meetings.begin, called)
    stage.do("chidi", agenda.mark, item, Marking(state=ItemState.CONTINUES))
    stage.do("chidi", meetings.close, called)


STOPS = {
    "taken off": lambda stage, item: stage.do("chidi", agenda.withdraw, item),
    "parked": lambda stage, item: stage.do("chidi", agenda.park, item),
    "on another agenda": to_the_backlog_and_back,
    "thread closed": lambda stage, item: stage.do("chidi", agenda.close_thread, item),
    "in camera": in_camera,
    "meeting cancelled": lambda stage, item: stage.do(
        "chidi", meetings.cancel, stage.row(AgendaItem, item).meeting_id, Cancelling(reason="Snow")
    ),
    "meeting closed": closed,
    "carried": carried,
    "day over": lambda stage, _: stage.later(days=18),
}


@pytest.mark.parametrize("how", STOPS)
def test_what_stops_the_access(browser, invite, stage, settings, item, how):
    kept = paper_at(stage, settings, item)
    link, lost = invite(), browser().get("/guest/lost")
    assert browser().get(link).status_code == 200
    STOPS[how](stage, item)
    for path in (link, f"{link}/papers/{kept}"):
        page = browser().get(path)
        assert page.status_code == 404
        assert page.text == lost.text, "there is no telling an old link from a wrong one"
        assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("state", [ItemState.PROPOSED, ItemState.DECLINED, ItemState.MERGED, ItemState.WITHDRAWN])
def test_what_is_not_on_the_agenda_opens_to_nobody(browser, invite, stage, item, state):
    link = invite()
    with stage.work("chidi") as work:
        work.session.get_one(AgendaItem, item).state = state
    assert browser().get(link).status_code == 404
    assert browser("chidi").post(f"/items/{item}/guests", data=ROSA).status_code == 409


def test_it_stays_open_in_session_after_the_item_was_discussed(browser, invite, stage, called, item):
    link = invite()
    stage.do("chidi", meetings.begin, called)
    stage.do("chidi", agenda.mark, item, Marking(state=ItemState.DISCUSSED))
    assert browser().get(link).status_code == 200


def test_ending_the_access(browser, invite, stage):
    link, chidi = invite(), browser("chidi")
    page = chidi.post("/guests/1/ending")
    assert "The access is ended." in page.text
    assert "End the access" not in page.text
    assert browser().get(link).status_code == 404
    assert chidi.post("/guests/1/ending").status_code == 409


def test_inviting_again_ends_the_earlier_link_at_once(browser, invite, mailbox, item):
    first = invite()
    browser("amara").post(
        f"/items/{item}/guests", data=ROSA | {"name": "Rosa Quint-Amiel", "email": "Rosa@Elsewhere.example"}
    )
    assert browser().get(first).status_code == 404, "before the worker wrote the new letter"
    [_, letter] = letters_to(mailbox, ROSA["email"])
    second = LINK.search(text_of(letter))[1]
    assert "Rosa Quint-Amiel" in browser().get(second).text
    assert browser("chidi").get(f"/items/{item}").text.count("rosa@elsewhere.example") == 1


def test_she_hears_of_a_move_with_a_link_that_works(browser, invite, mailbox, stage, called):
    first = invite()
    stage.do("chidi", meetings.change, called, Planning(day=date(2026, 12, 17), at="13:30", minutes_long=120))
    [_, letter] = letters_to(mailbox, ROSA["email"])
    assert letter["Subject"].startswith("Changed: ")
    assert "Thursday 17 December 2026" in browser().get(LINK.search(text_of(letter))[1]).text
    assert browser().get(first).status_code == 404


def test_whoever_changes_or_cancels_the_meeting_sees_that_she_hears_of_it(browser, invite, stage, called, item):
    invite()
    chidi = browser("chidi")
    for page in ("details", "cancelling"):
        text = chidi.get(f"/meetings/{called}/{page}").text
        assert "Rosa Quint" in text
        assert ROSA["email"] not in text
    in_camera(stage, item)
    assert "Rosa Quint" not in chidi.get(f"/meetings/{called}/details").text, "she gets no letter about what is closed"


def test_she_hears_that_the_meeting_is_cancelled_and_her_calendar_too(invite, mailbox, stage, called):
    invite()
    stage.do("chidi", meetings.cancel, called, Cancelling(reason="Snow"))
    [_, letter] = letters_to(mailbox, ROSA["email"])
    assert "does not take place" in text_of(letter)
    assert "Bridging places" not in text_of(letter)
    [part] = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    assert b"METHOD:CANCEL" in part.get_payload(decode=True)


@pytest.mark.parametrize("how", ["taken off", "parked", "thread closed"])
def test_she_hears_that_her_item_left_the_agenda(invite, mailbox, stage, item, how):
    invite()
    STOPS[how](stage, item)
    [_, letter] = letters_to(mailbox, ROSA["email"])
    assert letter["Subject"] == "You need not come: Falls Pharmacy on Thursday 10 December 2026"
    assert "off the agenda" in text_of(letter)
    assert "Bridging places" not in text_of(letter)
    [part] = [part for part in letter.walk() if part.get_content_type() == "text/calendar"]
    assert b"METHOD:CANCEL" in part.get_payload(decode=True)
    assert stage.row(Guest, 1).ended_at == stage.world.now


def test_a_guest_who_came_stays_in_the_minutes_when_the_thread_ends(browser, invite, mailbox, stage, called, item):
    link = invite()
    stage.begin(called)
    stage.do("chidi", agenda.mark, item, Marking(state=ItemState.DISCUSSED))
    stage.do("chidi", agenda.close_thread, item)
    assert len(letters_to(mailbox, ROSA["email"])) == 1, "nobody tells her to stay away"
    assert browser().get(link).status_code == 200
    assert "guests: Rosa Quint" in browser("henk").get(f"/meetings/{called}/minutes").text


def test_members_read_who_comes_for_the_item(browser, invite, stage, called, item):
    invite()
    invite(name="Omar Said", email="omar@elsewhere.example")
    stage.do("chidi", meetings.begin, called)
    henk = browser("henk")
    for path in ("", "/agenda", "/minutes", "/agenda.md", "/minutes.md"):
        page = henk.get(f"/meetings/{called}{path}").text
        assert page.count("guests: Rosa Quint, Omar Said") == 1, path
        assert ROSA["email"] not in page
    page = henk.get(f"/items/{item}").text
    assert "Rosa Quint, Omar Said" in page
    assert ROSA["email"] not in page
    browser("chidi").post("/guests/1/ending")
    assert "guests: Omar Said" in henk.get(f"/meetings/{called}").text


def test_the_session_names_her_under_its_item(browser, invite, stage, called, item):
    invite()
    stage.do("chidi", meetings.begin, called)
    stage.do("chidi", session.turn_to, item)
    assert "guests: Rosa Quint" in browser("henk").get(f"/meetings/{called}/session").text


def test_circulated_minutes_go_on_naming_her(browser, invite, stage, called):
    invite()
    stage.do("chidi", meetings.begin, called)
    stage.do("chidi", meetings.close, called)
    stage.circulate(called)
    assert browser("chidi").post("/guests/1/ending").status_code == 409
    assert "guests: Rosa Quint" in browser("henk").get(f"/meetings/{called}/minutes").text


def test_the_public_summary_does_not_name_her(invite, stage, world, called):
    invite()
    with stage.work("chidi") as work:
        known = people(work, work.session.get_one(Meeting, called))
    found = redact("Rosa Quint showed the map to Edith.", known, "en")
    assert found.text == "[participant] showed the map to [regulatory body]."
    assert found.people == [world.people["edith"]], "the ledger knows people by their ids, and she has none"


def test_the_link_of_an_invitation_is_kept_and_listed_nowhere(browser, mailbox, stage, called):
    [letter] = letters_to(mailbox, "edith@example.org")
    link = re.search(r"/replies/[\w-]+", text_of(letter))[0]
    for path in (link, "/replies/lost"):
        page = browser().get(path)
        assert (page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == ("no-store", "noindex")
