"""The public summary of a meeting: from the same record, without names, without what is in camera, with two approvals."""

import pytest
from sqlalchemy import select

from workgroups.core.events import Event
from workgroups.groups.events import SeatFilled
from workgroups.groups.models import Seat
from workgroups.meetings import commands as meetings
from workgroups.meetings.agenda import commands as agenda
from workgroups.meetings.agenda.forms import Proposing
from workgroups.meetings.decisions import commands as decisions
from workgroups.meetings.decisions.forms import Deciding
from workgroups.meetings.forms import Attending
from workgroups.meetings.minutes import commands as minutes
from workgroups.meetings.minutes.forms import Writing
from workgroups.meetings.minutes.summary.models import Summary
from workgroups.meetings.minutes.summary.redaction import Somebody, redact
from workgroups.meetings.models import Meeting
from workgroups.meetings.replies import commands as replies
from workgroups.meetings.replies.forms import Replying
from workgroups.people.models import Person, StakeholderType
from workgroups.publishing.models import Edition, Submission

PEOPLE = (
    Somebody(1, "Margaret MacIsaac", StakeholderType.REGULATORY_BODY),
    Somebody(2, "Étienne Comeau", StakeholderType.UNION),
    Somebody(3, "Maricel Dela Cruz", StakeholderType.IEP),
    Somebody(4, "Angus MacIsaac", StakeholderType.UNION),
    Somebody(5, "Will O’Brien", None),
    Somebody(6, "María José García López", StakeholderType.EDUCATIONAL_INSTITUTION),
    Somebody(7, "Li Wei", StakeholderType.EMPLOYER),
    Somebody(8, "Anne-Marie Tremblay-Roy", StakeholderType.GOVERNMENT),
    Somebody(9, "Karl Strauß", StakeholderType.SECTOR_COUNCIL),
)

NAMES = (
    ("Margaret MacIsaac said no.", "[regulatory body] said no.", [1]),
    ("margaret   macisaac said no.", "[regulatory body] said no.", [1]),
    ("Dr. Margaret MacIsaac’s view", "[regulatory body]’s view", [1]),
    ("Ms MacIsaac said no.", "[participant] said no.", []),
    ("Margaret and Angus agreed.", "[regulatory body] and [union] agreed.", [1, 4]),
    ("Etienne Comeau, COMEAU", "[union], [union]", [2, 2]),
    ("É. Comeau asked.", "[union] asked.", [2]),
    (
        "Dela Cruz asked Cruz.",
        "[internationally educated professional] asked [internationally educated professional].",
        [3, 3],
    ),
    ("O'Brien will write. Will writes.", "[participant] will write. [participant] writes.", [5, 5]),
    ("Write to m.macisaac@college.example.", "Write to [address].", []),
    ("The Margarets of this world; comeaux.", "The Margarets of this world; comeaux.", []),
    (
        "_Margaret MacIsaac_ said; __Comeau__, **Comeau**.",
        "_[regulatory body]_ said; __[union]__, **[union]**.",
        [1, 2, 2],
    ),
    ("Dr. García and María López", "[educational institution] and [educational institution]", [6, 6]),
    ("Mr. Li; Li; it is lit.", "[employer]; Li; it is lit.", [7]),
    ("Ms. Tremblay, Anne‑Marie", "[government], [government]", [8, 8]),
    ("Mr. Strauß, STRAUß", "[sector council], [sector council]", [9, 9]),
    ("O\\'Brien came.", "[participant] came.", [5]),
    ("[his page](https://x.example/margaret-macisaac)", "[his page]([address])", []),
    ("[the rules](https://x.example/de-la-cruz-act)", "[the rules]([address])", []),
    ("[the rules](https://x.example/rules)", "[the rules](https://x.example/rules)", []),
    ("", "", []),
)


@pytest.mark.parametrize(("text", "public", "whose"), NAMES)
def test_names_become_the_words_for_whom_they_speak(text, public, whose):
    found = redact(text, PEOPLE, "en")
    assert (found.text, found.people) == (public, whose)


def test_the_words_are_those_of_the_language_of_the_text():
    assert (
        redact("Mme MacIsaac et Étienne Comeau", PEOPLE[:2], "fr").text == "[organisme de réglementation] et [syndicat]"
    )


def test_without_anybody_nothing_is_replaced():
    assert redact("Margaret spoke.", [], "en").text == "Margaret spoke."


@pytest.fixture
def ended(stage, world):
    """A meeting that has ended: an item with a decision, and one in camera; returns the meeting and the open item."""
    meeting = stage.meeting("in_session")
    item = stage.item(meeting, "Paper Zoe of Edith")
    seats = [world.seats["amara"], world.seats["edith"]]
    quiet = stage.item(meeting, "Heliotrope", in_camera=True, seats=seats)
    for key, text in ((item, "Edith said that the form can go. Farid agreed."), (quiet, "Heliotrope")):
        stage.do("chidi", minutes.write, key, Writing(text=text))
        stage.do(
            "chidi", decisions.decide, key, Deciding(text="Heliotrope" if key == quiet else "Edith asks the board.")
        )
    for name in ("amara", "edith"):
        stage.do("chidi", meetings.attend, meeting, Attending(seat=world.seats[name], presence="present"))
    stage.do("chidi", meetings.close, meeting)
    return meeting, item


def rows(world, item):
    """The words for the item, and those for its decision."""
    with world.database.read() as session:
        found = select(Summary).where(Summary.item_id == item).order_by(Summary.id)
        return session.execute(found).scalars().all()


def facts(world, name):
    with world.database.read() as session:
        return [event.payload for event in session.execute(select(Event).where(Event.fact == name)).scalars()]


def publish(browser, world, meeting):
    """Submit the summary of a meeting; returns the submission."""
    path = f"/groups/pharmacy/outputs/summary/{meeting}"
    assert browser("chidi").get(path).status_code == 200
    browser("chidi").post(f"{path}/submissions", data={"significance": "major", "french_unreviewed": "true"})
    with world.database.read() as session:
        return session.execute(select(Submission).order_by(Submission.id.desc())).scalars().first()


def test_the_words_start_from_the_minutes_without_names(browser, world, ended):
    meeting, item = ended
    words, decision = rows(world, item)
    assert words.public
    assert not decision.public
    page = browser("chidi").get(f"/summaries/{words.id}").text
    assert '<del><span class="unseen">removed: </span>Edith</del>' in page
    assert "[regulatory body] said that the form can go. [employer] agreed.</textarea>" in page
    assert "2 names are replaced:" in page
    listed = browser("chidi").get(f"/meetings/{meeting}/summary").text
    assert "public, not written yet" in listed
    assert "Heliotrope" not in browser("amara").get(f"/meetings/{meeting}/summary").text


def test_typed_names_are_replaced_and_that_is_on_the_ledger(browser, world, ended):
    _, item = ended
    words, _ = rows(world, item)
    typed = {"public": "true", "text_en": "Dr. Edith agreed.", "text_fr": "Edith est d’accord.", "_version": "1"}
    page = browser("chidi").post(f"/summaries/{words.id}/wording", data=typed)
    assert "2 names were replaced." in page.text
    stored = rows(world, item)[0]
    assert stored.text == {"en": "[regulatory body] agreed.", "fr": "[organisme de réglementation] est d’accord."}
    [fact] = facts(world, "NamesRedacted")
    assert fact == {"item_id": item, "places": 2, "people": [world.people["edith"]]}
    stale = browser("amara").post(f"/summaries/{words.id}/wording", data=typed | {"text_en": "Another"})
    assert stale.status_code == 409
    assert "Another" in stale.text


def test_what_is_in_camera_is_never_public(browser, stage, world, ended):
    meeting, item = ended
    with world.database.read() as session:
        quiet = session.execute(select(Summary).where(Summary.item_id == item + 1)).scalars().all()
    assert len(quiet) == 2
    for words in quiet:
        typed = {"public": "true", "text_en": "Heliotrope"}
        assert browser("amara").post(f"/summaries/{words.id}/wording", data=typed).status_code == 409
        assert browser("dolores").get(f"/summaries/{words.id}").status_code == 404
    with stage.work("chidi") as work:  # however it came there
        row = work.session.get_one(Summary, quiet[0].id)
        row.public, row.text, row.written_at = True, {"en": "Heliotrope"}, work.now
    typed = {"public": "true", "text_en": "The form goes."}
    browser("chidi").post(f"/summaries/{rows(world, item)[0].id}/wording", data=typed)
    assert "Heliotrope" not in str(publish(browser, world, meeting).snapshot)


def test_both_chairs_publish_it_and_the_public_reads_it(browser, stage, world, ended):
    meeting, item = ended
    words, decision = rows(world, item)
    for row, en, fr in (
        (words, "The *form* can go.", "Le formulaire peut disparaître."),
        (decision, "Ask.", "Demander."),
    ):
        typed = {"public": "true", "text_en": en, "text_fr": fr}
        browser("chidi").post(f"/summaries/{row.id}/wording", data=typed)
    with stage.work("chidi") as work:  # somebody joins the table after the words were written
        joined = work.add(Person(name="Zoe Young", email="zoe@example.org"))
        work.session.get_one(Seat, world.seats["vacant"]).holder_id = joined.id
    submission = publish(browser, world, meeting)
    document = submission.snapshot["document"]
    assert document["items"] == [
        {
            "key": f"item-{item}",
            "title": {"en": "Paper [union] of [regulatory body]"},
            "text": {"en": "The *form* can go.", "fr": "Le formulaire peut disparaître."},
            "decisions": [{"key": "PHARM-2026-01", "text": {"en": "Ask.", "fr": "Demander."}}],
        }
    ]
    assert document["came"] == [{"key": "regulatory_body", "came": 1}, {"key": "settlement_organisation", "came": 1}]
    assert "Edith" not in str(submission.snapshot)
    digest = stage.circulate(meeting)
    both = {"digest": digest, "submission": submission.id, "summary_digest": submission.digest}
    page = browser("amara").get(f"/meetings/{meeting}/minutes").text
    assert "Approve minutes and public summary" in page
    assert "<em>form</em> can go." in page
    assert "Approve minutes" not in browser("dolores").get(f"/meetings/{meeting}/minutes").text
    for name in ("amara", "blaise"):
        assert browser(name).post(f"/meetings/{meeting}/approvals", data=both).status_code == 200
    with world.database.read() as session:
        edition = session.execute(select(Edition)).scalars().one()
    public = browser("").get(f"/en/editions/{edition.id}").text
    assert "<em>form</em> can go." in public
    assert "PHARM-2026-01" in public
    assert "Le formulaire peut disparaître." in browser("").get(f"/fr/editions/{edition.id}").text
    assert "Meeting of Thursday 10 December 2026" in browser("").get("/en/professions/pharmacy/ns/meetings").text
    assert "Réunion du jeudi 10 décembre 2026" in browser("").get("/fr/professions/pharmacy/ns/meetings").text
    assert stage.state(meeting) == "minutes_circulated"  # the minutes wait until the time for corrections ends


def test_what_is_said_about_an_edition_names_nobody_either(browser, stage, world, ended):
    meeting, item = ended
    typed = {"public": "true", "text_en": "The form can go."}
    browser("chidi").post(f"/summaries/{rows(world, item)[0].id}/wording", data=typed)
    path = f"/groups/pharmacy/outputs/summary/{meeting}/submissions"
    why = {"reason_en": "Edith asked for it.", "reason_fr": "Edith l’a demandé."}
    browser("chidi").post(path, data={"significance": "major", "french_unreviewed": "true", **why})
    with world.database.read() as session:
        submission = session.execute(select(Submission)).scalars().one()
    assert submission.snapshot["reason"] == {
        "en": "[regulatory body] asked for it.",
        "fr": "[organisme de réglementation] l’a demandé.",
    }
    for name in ("amara", "blaise"):
        browser(name).post(f"/submissions/{submission.id}/approvals", data={"digest": submission.digest})
    with world.database.read() as session:
        edition = session.execute(select(Edition)).scalars().one()
    browser("amara").post(f"/editions/{edition.id}/marks", data={"part": "", "note_en": "Farid doubts it."})
    public = browser("").get(f"/en/editions/{edition.id}").text
    assert "[employer] doubts it." in public
    browser("amara").post(f"/editions/{edition.id}/withdrawal", data={"reason_en": "Edith was misquoted."})
    public = browser("").get(f"/en/editions/{edition.id}").text
    assert "[regulatory body] was misquoted." in public
    assert "Edith" not in public


def test_whoever_took_part_stays_unnamed_after_she_left(browser, stage, world):
    """Farid sends apologies and Edith's alternate is to come; Gita proposed the item; Ewan, Farid and Gita leave."""
    meeting = stage.meeting("called")
    stage.do("farid", replies.reply, meeting, Replying(seat=world.seats["farid"], answer="declined"))
    stage.do("edith", replies.reply, meeting, Replying(seat=world.seats["edith"], answer="alternate"))
    item = stage.do(
        "gita", agenda.propose, meeting, Proposing(title="Language results", kind="discussion", minutes_long=10)
    ).id
    stage.do("chidi", agenda.accept, item)
    with stage.work("chidi") as work:
        gone = work.add(Person(name="Zoe Young", email="zoe@example.org"))
        seat = work.session.get_one(Seat, world.seats["vacant"])
        work.record(SeatFilled(gone.id), about=seat)
    for command in (meetings.begin, meetings.close):
        stage.do("chidi", command, meeting)
    with stage.work("chidi") as work:
        for name in ("farid", "gita"):
            work.session.get_one(Seat, world.seats[name]).holder_id = None
        work.session.get_one(Seat, world.seats["edith"]).alternate_id = None
    typed = {"public": "true", "text_en": "Farid, Ewan, Gita, Zoe and Chidi agree."}
    browser("chidi").post(f"/summaries/{rows(world, item)[0].id}/wording", data=typed)
    assert rows(world, item)[0].text == {
        "en": "[employer], [regulatory body], [educational institution], [union] and [settlement organisation] agree."
    }


def test_each_approval_is_bound_to_its_text(browser, stage, world, ended):
    meeting, item = ended
    typed = {"public": "true", "text_en": "The form can go."}
    browser("chidi").post(f"/summaries/{rows(world, item)[0].id}/wording", data=typed)
    submission = publish(browser, world, meeting)
    digest = stage.circulate(meeting)
    wrong = {"digest": digest, "submission": submission.id, "summary_digest": "0" * 64}
    page = browser("amara").post(f"/meetings/{meeting}/approvals", data=wrong)
    assert page.status_code == 409
    assert "Approve minutes and public summary" in page.text  # neither of the two was approved
    only = browser("amara").post(f"/meetings/{meeting}/approvals", data={"digest": digest})
    assert "Approve the public summary" in only.text


def test_who_writes_the_summary(browser, world, ended):
    meeting, item = ended
    words, _ = rows(world, item)
    for name, status in (("chidi", 200), ("amara", 200), ("iris", 200), ("dolores", 403), ("henk", 403), ("kofi", 404)):
        assert browser(name).get(f"/meetings/{meeting}/summary").status_code == status, name
        assert browser(name).get(f"/summaries/{words.id}").status_code == status, name
        typed = {"public": "true", "text_en": f"By {name}."}
        assert browser(name).post(f"/summaries/{words.id}/wording", data=typed).status_code == status, name


def test_during_the_meeting_there_is_no_summary(browser, stage):
    meeting = stage.meeting("in_session")
    assert browser("chidi").get(f"/meetings/{meeting}/summary").status_code == 409


def test_only_what_was_written_can_be_published(browser, stage, world, ended):
    meeting, _ = ended
    assert browser("chidi").get(f"/groups/pharmacy/outputs/summary/{meeting}").status_code == 404
    assert stage.row(Meeting, meeting).is_held
