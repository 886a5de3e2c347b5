"""Who comes: answers from the page and from the link of a letter, and what becomes of them."""

import re
from datetime import date, timedelta

import pytest
from icalendar import Calendar
from sqlmodel import select

from tests.letters import read, text_of
from tests.meetings.stage import DAY
from tests.meetings.test_terms import TERMS
from tests.world import MEMBERS, OUTSIDERS
from workgroups.desk import queries as desk
from workgroups.groups.models import Seat
from workgroups.meetings import commands
from workgroups.meetings.forms import Cancelling, Planning
from workgroups.meetings.replies import commands as replies
from workgroups.meetings.replies.forms import Replying
from workgroups.meetings.replies.models import Answer, Reply
from workgroups.people import personal
from workgroups.people.models import Person, PersonalLink

LATER = date(2026, 12, 17)
SEATED = set(MEMBERS) - {"iris"}
"""Iris coordinates: she has no seat to answer for."""

TOKEN = re.compile(r"http://testserver/replies/([\w-]+)\?answer=(\w+)")


def links_in(letters, name, subject=""):
    """The links of a letter, by the answer that each chooses."""
    return {answer: token for token, answer in TOKEN.findall(text_of(letters, name, subject))}


def partstat(letters, name):
    [*_, mine] = [read(letter) for letter in letters if f"To: {name}@" in letter and "Changed" in letter]
    [part] = [part for part in mine.walk() if part.get_content_type() == "text/calendar"]
    [event] = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    return event["ATTENDEE"].params["PARTSTAT"]


@pytest.fixture
def called(stage):
    return stage.meeting("called")


def move(stage, meeting, **changed):
    planning = {"day": LATER, "at": "13:30", "minutes_long": 120, "place": "Room 2"} | changed
    stage.do("chidi", commands.change, meeting, Planning(**planning))


def given(stage, meeting, seat):
    with stage.world.database.read() as session:
        found = select(Reply).where(Reply.meeting_id == meeting, Reply.seat_id == stage.world.seats[seat])
        return session.exec(found).one_or_none()


def answers(stage, name, meeting, answer, seat=None):
    replying = Replying(seat=stage.world.seats[seat or name], answer=answer)
    return stage.do(name, replies.reply, meeting, replying)


@pytest.mark.parametrize("answer", ["accepted", "tentative", "declined", "alternate"])
def test_a_member_answers_on_the_page(browser, stage, world, called, answer):
    sent = {"seat": world.seats["edith"], "answer": answer}
    page = browser("edith").post(f"/meetings/{called}/replies", data=sent)
    assert "Your answer is noted." in page.text
    assert f'value="{answer}" aria-pressed="true"' in page.text
    reply = given(stage, called, "edith")
    assert (reply.answer, reply.person_id, reply.at) == (Answer(answer), world.people["edith"], world.now)
    assert reply.alternate_id == (world.people["ewan"] if answer == "alternate" else None)


def test_everybody_sees_how_many_and_who(browser, stage, called):
    answers(stage, "edith", called, "alternate")
    answers(stage, "dolores", called, "tentative")
    answers(stage, "henk", called, "declined")
    for name in ("gita", "chidi", "henk"):
        page = browser(name).get(f"/meetings/{called}").text
        counts = re.findall(r"<dd>(\d+)</dd>", page.partition('id="replies"')[2])
        assert counts[:4] == ["1", "1", "1", "5"], name
        assert "Ewan</b>" in page
    english = browser("chidi").get(f"/meetings/{called}").text
    assert "for Edith" in english
    assert "No answer yet from Amara, Farid, Blaise, Gita, Chidi." in english
    assert "No answer yet from" not in browser("dolores").get(f"/meetings/{called}").text


@pytest.mark.parametrize("state", ["draft", "called", "in_session", "minutes_draft"])
def test_who_may_answer_and_when(browser, stage, world, state):
    """The pages' answer to each of the cast: 303 noted, 403 not for you, 404 not there, 409 not now."""
    meeting = stage.meeting(state)
    may = state in ("called", "in_session")
    for name in (*MEMBERS, *OUTSIDERS):
        sent = {"seat": world.seats.get(name, world.seats["edith"]), "answer": "tentative"}
        status = browser(name, follow_redirects=False).post(f"/meetings/{meeting}/replies", data=sent).status_code
        expected = 404 if name in OUTSIDERS else 403 if name not in SEATED else 303 if may else 409
        assert status == expected, name


def test_nobody_answers_for_a_seat_of_others(browser, stage, world, called):
    visitor = browser("dolores")
    for seat, status in (("edith", 403), ("kofi", 404)):
        sent = {"seat": world.seats[seat], "answer": "accepted"}
        assert visitor.post(f"/meetings/{called}/replies", data=sent).status_code == status
        assert given(stage, called, seat) is None


def test_an_answer_that_cannot_be_is_refused_beside_the_buttons(browser, stage, world, called):
    for sent in ({"answer": "alternate"}, {"answer": "never"}, {}):
        page = browser("dolores").post(f"/meetings/{called}/replies", data={"seat": world.seats["dolores"]} | sent)
        assert page.status_code == 422
        assert 'class="error"' in page.text
    assert given(stage, called, "dolores") is None


def test_the_same_answer_twice_is_one(browser, stage, world, called, mailbox):
    sent = {"seat": world.seats["edith"], "answer": "alternate"}
    for _ in range(2):
        browser("edith").post(f"/meetings/{called}/replies", data=sent)
        stage.later(minutes=1)
    assert given(stage, called, "edith").at == world.now - timedelta(minutes=2)
    assert len([letter for letter in mailbox() if "asks you to come in their place" in read(letter).as_string()]) == 1


def test_nobody_answers_when_the_day_is_over(browser, stage, world, called):
    stage.later(days=18)
    sent = {"seat": world.seats["edith"], "answer": "accepted"}
    assert browser("edith").post(f"/meetings/{called}/replies", data=sent).status_code == 409


# By the link of a letter.


def test_the_letter_carries_a_link_for_each_answer(stage, called, mailbox):
    letters = mailbox()
    assert set(links_in(letters, "dolores")) == {"accepted", "tentative", "declined"}
    assert set(links_in(letters, "ewan")) == {"alternate", "tentative"}
    assert "Will you come?" in text_of(letters, "dolores")
    assert "Viendrez-vous" in text_of(letters, "gita")
    assert links_in(letters, "iris") == {}, "there is no seat for which the coordinator answers"
    tokens = {token for name in SEATED for token in links_in(letters, name).values()}
    assert len(tokens) == len(SEATED)
    with stage.world.database.read() as session:
        hashes = {link.token_hash for link in session.exec(select(PersonalLink))}
    assert len(hashes) == len(SEATED)
    assert not tokens & hashes


def test_looking_at_the_link_changes_nothing_and_a_post_answers(browser, stage, world, called, mailbox):
    token = links_in(mailbox(), "dolores")["tentative"]
    visitor = browser()
    page = visitor.get(f"/replies/{token}?answer=tentative")
    assert page.status_code == 200
    assert "Will you come, Dolores?" in page.text
    assert 'value="tentative" checked' in page.text
    assert "Room 2" in page.text
    assert given(stage, called, "dolores") is None
    sent = {"seat": world.seats["dolores"], "answer": "declined"}
    done = visitor.post(f"/replies/{token}", data=sent)
    assert "Your answer is noted. You cannot come." in done.text
    assert 'value="declined" checked' in done.text
    reply = given(stage, called, "dolores")
    assert (reply.answer, reply.person_id) == (Answer.DECLINED, world.people["dolores"])
    assert visitor.get(f"/meetings/{called}", follow_redirects=False).status_code == 303, "nobody is signed in by it"
    changed = visitor.post(f"/replies/{token}", data=sent | {"answer": "accepted"})
    assert "Your answer is noted. You are expected." in changed.text


def test_the_page_speaks_the_persons_language(browser, called, mailbox):
    token = links_in(mailbox(), "gita")["accepted"]
    assert "Viendrez-vous, Gita?" in browser().get(f"/replies/{token}").text.replace("\u202f", "").replace("\u00a0", "")


def test_signed_in_as_somebody_else_the_link_still_names_its_own(browser, stage, world, called, mailbox):
    token = links_in(mailbox(), "dolores")["accepted"]
    visitor = browser("kofi")
    assert "Will you come, Dolores?" in visitor.get(f"/replies/{token}").text
    visitor.post(f"/replies/{token}", data={"seat": world.seats["dolores"], "answer": "accepted"})
    assert given(stage, called, "dolores").person_id == world.people["dolores"]
    assert visitor.get(f"/meetings/{called}").status_code == 404


def test_the_link_answers_for_no_other_seat(browser, stage, world, called, mailbox):
    token = links_in(mailbox(), "dolores")["accepted"]
    answer = browser().post(f"/replies/{token}", data={"seat": world.seats["edith"], "answer": "accepted"})
    assert answer.status_code == 403
    assert given(stage, called, "edith") is None


def lost(stage, browser, token):
    """What the page and the form of a link say; the tokens themselves are taken out."""
    page = browser().get(f"/replies/{token}")
    sent = {"seat": stage.world.seats["dolores"], "answer": "accepted"}
    form = browser().post(f"/replies/{token}", data=sent)
    said = [re.sub(r'name="_once" value="[^"]*"', "", one.text.replace(token, "TOKEN")) for one in (page, form)]
    return page.status_code, form.status_code, *said


def test_a_link_that_is_wrong_answers_like_one_that_never_was(browser, stage, world, called, mailbox):
    token = links_in(mailbox(), "dolores")["accepted"]
    never = lost(stage, browser, "never-was-one")
    assert never[:2] == (404, 404)
    assert lost(stage, browser, token[:-1]) == never, "tampered"
    with stage.work("dolores") as work:
        other_rule, _ = personal.draw(work.session, world.people["dolores"], commands.change.rule, called, work.now)
        foreign, _ = personal.draw(work.session, world.people["kofi"], replies.reply.rule, called, work.now)
        expired, _ = personal.draw(
            work.session, world.people["dolores"], replies.reply.rule, called, work.now, until=work.now
        )
    assert lost(stage, browser, other_rule) == never, "for another rule"
    assert lost(stage, browser, foreign) == never, "for somebody outside of the group"
    assert lost(stage, browser, expired) == never
    stage.do("chidi", commands.cancel, called, Cancelling(reason="Snow"))
    assert lost(stage, browser, token) == never, "cancelled"


@pytest.mark.parametrize("gone", ["left", "closed", "over", "disabled"])
def test_a_link_ends_with_its_reason(browser, stage, world, called, mailbox, gone):
    token = links_in(mailbox(), "dolores")["accepted"]
    assert browser().get(f"/replies/{token}").status_code == 200
    with stage.work("chidi") as work:
        if gone == "left":
            work.session.get_one(Seat, world.seats["dolores"]).holder_id = None
        elif gone == "disabled":
            work.session.get_one(Person, world.people["dolores"]).disabled_at = work.now
    if gone == "closed":
        stage.begin(called)
        stage.do("chidi", commands.close, called)
    elif gone == "over":
        stage.later(days=18)
    assert browser().get(f"/replies/{token}").status_code == 404


def test_expired_links_are_forgotten(stage, called, mailbox):
    mailbox()
    stage.later(days=18)
    mailbox()
    with stage.world.database.read() as session:
        assert session.exec(select(PersonalLink)).all() == []


# The alternate, the move, the desk.


def test_the_alternate_is_asked_by_mail_and_told_when_she_is_not_needed(stage, called, mailbox):
    answers(stage, "edith", called, "alternate")
    assert "Edith asks you to come in their place" in text_of(mailbox(), "ewan", "who comes")
    answers(stage, "edith", called, "accepted")
    assert "Edith no longer asks you" in text_of(mailbox(), "ewan", "who comes")


def test_the_holder_reads_what_her_alternate_answered(stage, called, mailbox):
    answers(stage, "ewan", called, "alternate", seat="edith")
    assert "Ewan answered for your seat and comes in your place" in text_of(mailbox(), "edith", "who comes")
    sent = len(mailbox())
    answers(stage, "edith", called, "tentative")
    letters = mailbox()
    assert len(letters) == sent + 1
    assert "Edith no longer asks you" in text_of(letters, "ewan", "who comes")


def test_after_a_move_the_earlier_answers_are_shown_and_asked_again(browser, stage, called, mailbox):
    answers(stage, "dolores", called, "accepted")
    answers(stage, "edith", called, "declined")
    mailbox()
    move(stage, called)
    letters = mailbox()
    assert "Your answer was for the earlier date" in text_of(letters, "dolores", "Changed")
    assert "Your answer was for the earlier date" not in text_of(letters, "farid", "Changed")
    assert partstat(letters, "dolores") == "NEEDS-ACTION"
    page = browser("dolores").get(f"/meetings/{called}").text
    assert "For the earlier date the answer was: Dolores comes. Please answer again." in page
    assert "for the earlier date: Edith cannot come" in page
    assert 'aria-pressed="true"' not in page
    token = links_in(letters, "dolores", "Changed")["accepted"]
    assert "For the earlier date the answer was: Dolores comes." in browser().get(f"/replies/{token}").text
    answers(stage, "dolores", called, "accepted")
    assert given(stage, called, "dolores").starts_at.date() == LATER


def test_another_room_leaves_the_answers_as_they_are(browser, stage, called, mailbox):
    answers(stage, "dolores", called, "accepted")
    answers(stage, "edith", called, "alternate")
    move(stage, called, day=DAY, place="Room 9")
    letters = mailbox()
    assert "earlier date" not in text_of(letters, "dolores", "Changed")
    assert [partstat(letters, name) for name in ("dolores", "edith", "ewan", "farid")] == [
        "ACCEPTED", "DELEGATED", "ACCEPTED", "NEEDS-ACTION",
    ]  # fmt: skip
    assert 'aria-pressed="true"' in browser("dolores").get(f"/meetings/{called}").text


def waits_of(stage, name):
    with stage.work(name) as work:
        return [view.words for view in desk.waiting(work)]


def test_the_desk_asks_until_there_is_an_answer(stage, called):
    asked = "Will you come? %(title)s"
    assert asked in waits_of(stage, "edith")
    assert asked not in waits_of(stage, "ewan"), "Edith answers for her seat"
    assert asked not in waits_of(stage, "iris")
    answers(stage, "edith", called, "tentative")
    assert asked not in waits_of(stage, "edith")
    move(stage, called)
    assert asked in waits_of(stage, "edith")
    answers(stage, "ewan", called, "declined", seat="edith")
    assert asked not in waits_of(stage, "edith")
    stage.do("chidi", commands.cancel, called, Cancelling(reason="Snow"))
    assert asked not in waits_of(stage, "dolores")


def test_a_draft_asks_nobody(stage):
    stage.meeting()
    assert "Will you come? %(title)s" not in waits_of(stage, "dolores")


def test_by_telephone(browser, stage, called, mailbox):
    mailbox()
    move(stage, called, day=DAY, dial_in="902-555-0100, code 4471#")
    letters = mailbox()
    assert "Join by telephone: 902-555-0100, code 4471#" in text_of(letters, "dolores", "Changed")
    assert "902-555-0100, code 4471#" in browser("dolores").get(f"/meetings/{called}").text
    token = links_in(letters, "dolores", "Changed")["accepted"]
    assert "902-555-0100, code 4471#" in browser().get(f"/replies/{token}").text


def test_the_preview_draws_no_link(browser, stage, called):
    draft = stage.meeting(day=LATER)
    page = browser("chidi").get(f"/meetings/{draft}/calling").text
    assert "finds links here to answer without signing in" in page
    assert "/replies/" not in page


def test_who_declined_is_offered_as_an_apology_and_never_noted_unasked(browser, stage, called):
    answers(stage, "dolores", called, "declined")
    answers(stage, "farid", called, "accepted")
    stage.begin(called)
    page = browser("chidi").get(f"/meetings/{called}/attendance").text
    assert "These answered that they do not come: Dolores." in page
    assert 'aria-pressed="true"' not in page
    assert "These answered" not in browser("farid").get(f"/meetings/{called}/attendance").text
    page = browser("chidi").post(f"/meetings/{called}/attendance/apologies").text
    assert "These answered" not in page
    assert page.count('value="apologies" aria-pressed="true"') == 1
    assert page.count('aria-pressed="true"') == 1


def test_the_usual_number_stands_in_a_new_meeting(browser, stage):
    usual = TERMS | {"dial_in": "902-555-0100, code 4471#"}
    assert browser("chidi").post("/groups/pharmacy/terms", data=usual).status_code == 200
    assert 'value="902-555-0100, code 4471#"' in browser("chidi").get("/groups/pharmacy/meetings/new").text
    assert "902-555-0100, code 4471#" in browser("dolores").get("/groups/pharmacy/terms").text


def test_an_answer_for_an_earlier_date_is_no_apology(browser, stage, called):
    answers(stage, "dolores", called, "declined")
    move(stage, called, day=LATER)
    stage.begin(called)
    assert "These answered" not in browser("chidi").get(f"/meetings/{called}/attendance").text
