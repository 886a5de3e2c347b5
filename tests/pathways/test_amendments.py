"""Amendments: changes to what a proposal changes, accepted or rejected by the seats that propose it."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from tests.conftest import Browser
from tests.letters import fresh
from tests.pathways.documents import pathways
from tests.pathways.stage import Stage
from tests.pathways.test_algebra import edits
from tests.pathways.test_draft import form_of
from workgroups.core.events import Event
from workgroups.groups import commands as groups
from workgroups.groups.forms import Closing
from workgroups.groups.models import Seat
from workgroups.pathways.diff import diff
from workgroups.pathways.document import Weeks, replaced
from workgroups.pathways.operations import Applied, apply, read
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals.amendments import commands as amendments
from workgroups.pathways.proposals.amendments.models import Amendment, AmendmentState
from workgroups.pathways.proposals.authors import commands as authors
from workgroups.pathways.proposals.authors.forms import NamingAuthor
from workgroups.pathways.proposals.forms import Withdrawing
from workgroups.pathways.proposals.models import Baseline, Proposal


@given(st.data(), pathways())
def test_an_accepted_amendment_makes_the_proposal_lead_to_its_target(data, base):
    proposed = data.draw(edits(base, "proposed"))
    amended = data.draw(edits(proposed, "amended"))
    document = apply(base, diff(base, proposed)).document
    merged = diff(base, apply(document, diff(proposed, amended)).document)
    assert apply(base, merged) == Applied(amended)


def answering(stage: Stage, amendment: int, value: str = "accepted") -> dict[str, str]:
    """What the form of the page of an answer sends."""
    row = stage.row(Amendment, amendment)
    read = {"digest": row.digest, "proposal_digest": stage.digest(row.proposal_id)}
    return read | {"value": value, "answer": "We thought of that too."}


def test_it_is_written_with_the_steps_as_the_proposal_would_have_them(browser: Browser, stage: Stage) -> None:
    proposal, edith = stage.proposal("open"), browser("edith")
    page = edith.post(f"/proposals/{proposal}/amendments", data={"reason": "Interns need pay."})
    assert "Drafted. Now say what should be different." in page.text
    sent = form_of(edith, "/amendments/1/steps/internship/edit")
    assert sent["setting_en"] == "community, hospital, or both", "as the proposal would have it"
    assert edith.post("/amendments/1/opening").status_code == 409, "nothing is different yet"
    sent["setting_en"] = "community, or community and hospital"
    assert edith.post("/amendments/1/steps/internship", data=sent).status_code == 200
    assert edith.post("/amendments/1/opening").status_code == 200
    page = unescape(browser("henk").get("/amendments/1").text)
    assert "Interns need pay." in page
    assert re.search(r"As proposed</span>.*or both.*As amended</span>.*community and", page)
    assert "Answer the amendment" not in page
    assert stage.row(Amendment, 1).summary.keys() == {"en", "fr"}
    listed = unescape(browser("dolores").get(f"/proposals/{proposal}").text)
    assert "Propose an amendment" in listed
    assert "takes place here: community, or community and hospital" in listed
    assert "Propose an amendment" not in browser("gita").get(f"/proposals/{proposal}").text, "she changes it herself"
    assert "Propose an amendment" not in browser("henk").get(f"/proposals/{proposal}").text


def test_accepted_it_is_what_the_proposal_says(
    browser: Browser, stage: Stage, mailbox: Callable[[], list[str]]
) -> None:
    proposal, before = stage.proposal("open"), mailbox()
    amendment = stage.amendment(proposal)
    told = {letter.split("\nTo: ")[1].split("@")[0] for letter in fresh(mailbox, before)}
    assert told == {"gita"}
    gita, before = browser("gita"), mailbox()
    desk = unescape(gita.get("/desk").text)
    assert "Répondre à l’amendement sur Partout" in desk
    assert f"/amendments/{amendment}/answer" in desk
    page = gita.get(f"/amendments/{amendment}/answer").text
    assert f'name="digest" value="{stage.row(Amendment, amendment).digest}"' in page
    assert f'name="proposal_digest" value="{stage.digest(proposal)}"' in page
    target = apply(stage.document(), read(stage.row(Proposal, proposal).operations)).document
    step = target.step("internship").model_copy(update={"weeks": Weeks(min=4, max=8)})
    target = target.having(replaced(target.steps, step))
    assert gita.post(f"/amendments/{amendment}/answers", data=answering(stage, amendment)).status_code == 200
    assert apply(stage.document(), read(stage.row(Proposal, proposal).operations)) == Applied(target)
    row = stage.row(Amendment, amendment)
    assert (row.state, row.answer) == (AmendmentState.ACCEPTED, "We thought of that too.")
    letters = fresh(mailbox, before)
    assert {letter.split("\nTo: ")[1].split("@")[0] for letter in letters} == {"edith", "ewan"}
    assert all("We thought of that too." in letter for letter in letters)
    page = browser("henk").get(f"/proposals/{proposal}").text
    assert "takes 4–8 weeks" in page
    assert "Amendment 1 accepted" in page.partition("Its way until now")[2], "the course names it"
    assert gita.post(f"/amendments/{amendment}/answers", data=answering(stage, amendment)).status_code == 409
    assert "As amended" in browser("henk").get(f"/amendments/{amendment}").text, "what it was stays to be read"
    assert not any("We thought" in str(event.payload) or "XYZZY" in str(event.payload) for event in stage.rows(Event))


def test_rejected_it_leaves_the_proposal_as_it_is(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("open")
    amendment, digest = stage.amendment(proposal), stage.digest(proposal)
    gita = browser("gita")
    sent = answering(stage, amendment, "rejected")
    assert gita.post(f"/amendments/{amendment}/answers", data=sent | {"answer": ""}).status_code == 422
    assert gita.post(f"/amendments/{amendment}/answers", data=sent).status_code == 200
    assert stage.digest(proposal) == digest
    page = unescape(browser("edith").get(f"/amendments/{amendment}").text)
    assert "amendment rejected" in page
    assert "We thought of that too." in page
    assert browser("edith").get(f"/amendments/{amendment}/edit").status_code == 409


def test_a_co_author_answers_too(stage: Stage) -> None:
    proposal = stage.proposal("open")
    stage.do("gita", authors.name, proposal, NamingAuthor(seat=stage.world.seats["farid"]))
    stage.answer(stage.amendment(proposal), by="farid")
    assert stage.rows(Amendment)[0].state == AmendmentState.ACCEPTED


def leave(stage: Stage, *names: str) -> None:
    """They hold their seats no more."""
    with stage.work("") as work:
        for name in names:
            work.session.get_one(Seat, stage.world.seats[name]).holder_id = None


def test_when_nobody_stands_behind_the_proposal_a_co_chair_rejects_it(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("shown")
    amendment, amara, words = stage.amendment(proposal), browser("amara"), "Answer the amendment on Anywhere"
    assert words not in amara.get("/desk").text
    assert amara.get(f"/amendments/{amendment}/answer").status_code == 403
    leave(stage, "gita")
    assert words in amara.get("/desk").text
    assert words not in browser("chidi").get("/desk").text
    assert f"/amendments/{amendment}/answer" in amara.get(f"/proposals/{proposal}/decision").text
    page = amara.get(f"/amendments/{amendment}/answer").text
    assert "Nobody at the table stands behind this proposal any more." in page
    assert 'value="rejected"' in page
    assert 'value="accepted"' not in page
    digest = stage.digest(proposal)
    page = amara.post(f"/amendments/{amendment}/answers", data=answering(stage, amendment))
    assert page.status_code == 422, "it is not hers to change what somebody proposed"
    assert 'href="#f-value"' in page.text
    for who, status in (("chidi", 403), ("dolores", 403), ("amara", 200)):
        sent = answering(stage, amendment, "rejected")
        assert browser(who).post(f"/amendments/{amendment}/answers", data=sent).status_code == status
    assert (stage.row(Amendment, amendment).state, stage.digest(proposal)) == ("rejected", digest)
    stage.decide(proposal, "recommended")


@pytest.mark.parametrize("left", ["one of two", "nobody", "the seat but not the table"])
def test_while_somebody_stands_behind_it_the_co_chairs_do_not(browser: Browser, stage: Stage, left: str) -> None:
    proposal = stage.proposal("open", by="chidi" if left == "the seat but not the table" else "gita")
    if left == "one of two":
        stage.do("gita", authors.name, proposal, NamingAuthor(seat=stage.world.seats["farid"]))
        leave(stage, "gita")
    if left == "the seat but not the table":
        leave(stage, "chidi")
        with stage.work("") as work:
            work.session.get_one(Seat, stage.world.seats["vacant"]).holder_id = stage.world.people["chidi"]
    amendment = stage.amendment(proposal)
    sent = answering(stage, amendment, "rejected")
    assert browser("amara").post(f"/amendments/{amendment}/answers", data=sent).status_code == 403


def test_one_that_leaves_nothing_of_the_proposal_is_not_accepted(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("open")
    amendment = stage.amendment(proposal, setting=stage.document().step("internship").setting)
    page = browser("gita").post(f"/amendments/{amendment}/answers", data=answering(stage, amendment))
    assert page.status_code == 422
    assert 'href="#f-value"' in page.text
    assert stage.row(Proposal, proposal).operations


def test_whoever_answers_waits_for_the_proposal_first(stage: Stage) -> None:
    """As whoever decides or withdraws does: in another order, the two would wait for each other."""
    amendment, locked = stage.amendment(stage.proposal("open")), list[object]()

    def note(state: ORMExecuteState) -> None:
        if getattr(state.statement, "_for_update_arg", None) is not None:
            locked.append(state.statement.column_descriptions[0]["entity"])

    event.listen(Session, "do_orm_execute", note)
    stage.answer(amendment)
    event.remove(Session, "do_orm_execute", note)
    assert locked[:2] == [Proposal, Amendment]


def reworded(stage: Stage, proposal: int, **change: object) -> None:
    """The seat that proposes changes its proposal meanwhile."""
    with stage.work("gita") as work:
        row = work.session.get_one(Proposal, proposal)
        document = amendments.queries.proposed(work, row)
        step = document.step("internship").model_copy(update=change)
        proposals.revise(work, row, document.having(replaced(document.steps, step)))


@pytest.mark.parametrize("changed", ["amendment", "proposal"])
def test_what_is_answered_is_what_was_read(browser: Browser, stage: Stage, changed: str) -> None:
    proposal = stage.proposal("open")
    amendment = stage.amendment(proposal)
    sent = answering(stage, amendment)
    if changed == "amendment":
        browser("edith").post(f"/amendments/{amendment}/argument", data={"reason": "Another one."})
    else:
        reworded(stage, proposal, note={"en": "PLUGH"})
    before = stage.digest(proposal)
    page = browser("gita").post(f"/amendments/{amendment}/answers", data=sent)
    assert page.status_code == 409
    assert "We thought of that too." in page.text, "nothing typed is lost"
    assert f'name="digest" value="{stage.row(Amendment, amendment).digest}"' in page.text
    assert f'name="proposal_digest" value="{stage.digest(proposal)}"' in page.text
    assert (stage.digest(proposal), stage.rows(Amendment)[0].state) == (before, AmendmentState.OPEN)


def test_a_proposal_that_changed_elsewhere_takes_it_in(stage: Stage) -> None:
    proposal = stage.proposal("open")
    amendment = stage.amendment(proposal)
    reworded(stage, proposal, note={"en": "PLUGH"})
    stage.answer(amendment)
    step = apply(stage.document(), read(stage.row(Proposal, proposal).operations)).document.step("internship")
    assert (step.note, step.weeks) == ({"en": "PLUGH"}, Weeks(min=4, max=8))


def test_what_no_longer_fits_is_shown_with_both_texts_and_brought_up_to_date_first(
    browser: Browser, stage: Stage
) -> None:
    proposal = stage.proposal("open")
    amendment = stage.amendment(proposal, weeks=Weeks(min=4, max=8), note={"en": "PLUGH"})
    reworded(stage, proposal, weeks=Weeks(min=2, max=2))
    for who, path in (("edith", ""), ("gita", "/answer")):
        page = unescape(browser(who).get(f"/amendments/{amendment}{path}").text)
        assert "4–8 " in page
        assert re.search("<dd>2 (weeks|semaines)</dd>", page)
    gita = browser("gita")
    page = gita.post(f"/amendments/{amendment}/answers", data=answering(stage, amendment))
    assert page.status_code == 422
    assert 'href="#f-value"' in page.text
    assert browser("edith").post(f"/amendments/{amendment}/baseline").status_code == 200
    assert "no longer fits" not in browser("edith").get(f"/amendments/{amendment}").text
    stage.answer(amendment)
    step = apply(stage.document(), read(stage.row(Proposal, proposal).operations)).document.step("internship")
    assert (step.note, step.weeks) == ({"en": "PLUGH"}, Weeks(min=2, max=2)), "what did not fit was left out"


def test_a_circle_that_only_both_make_is_refused(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("open")
    key = stage.document().keys
    first = next(step for step in key if step not in ("internship", *stage.document().step("internship").after))
    with stage.work("gita") as work:
        row = work.session.get_one(Proposal, proposal)
        document = amendments.queries.proposed(work, row)
        step = document.step(first).model_copy(update={"after": ()})
        proposals.revise(work, row, document.having(replaced(document.steps, step)))
    amendment = stage.amendment(proposal, after=(first,))
    with stage.work("gita") as work:
        row = work.session.get_one(Proposal, proposal)
        document = amendments.queries.proposed(work, row)
        step = document.step(first).model_copy(update={"after": ("internship",)})
        proposals.revise(work, row, document.having(replaced(document.steps, step)))
    page = browser("gita").post(f"/amendments/{amendment}/answers", data=answering(stage, amendment))
    assert page.status_code == 422
    assert stage.row(Amendment, amendment).state == AmendmentState.OPEN


def test_positions_and_decisions_on_the_earlier_version_are_what_any_change_makes_of_them(
    browser: Browser, stage: Stage
) -> None:
    proposal = stage.proposal("called")
    stage.state(proposal, "dolores", "support")
    amendment = stage.amendment(proposal)
    assert "Des positions ont été demandées" in browser("gita").get(f"/amendments/{amendment}/answer").text
    stage.answer(amendment)
    assert stage.row(Proposal, proposal).state == "positions_called"
    assert "on an earlier version" in browser("dolores").get(f"/proposals/{proposal}").text


def test_seats_that_spoke_before_hear_once_that_the_proposal_changed(
    stage: Stage, mailbox: Callable[[], list[str]]
) -> None:
    proposal = stage.proposal("called")
    for who in ("dolores", "edith", "farid", "gita"):
        stage.state(proposal, who, "support")
    amendment = stage.amendment(proposal)
    reworded(stage, proposal, note={"en": "PLUGH"})
    stage.state(proposal, "farid", "support")
    stage.state(proposal, "dolores", "no_objection")
    before = mailbox()
    stage.answer(amendment)
    letters = [letter for letter in fresh(mailbox, before) if "\nSubject: Changed since your position" in letter]
    told = sorted(letter.split("\nTo: ")[1].split("@")[0] for letter in letters)
    assert told == ["dolores", "edith", "ewan", "farid"], "not who accepted it, and nobody twice"
    assert all(f"/proposals/{proposal}/position" in letter for letter in letters)
    again, before = stage.amendment(proposal, note={"en": "WALDO"}), mailbox()
    stage.answer(again, "rejected")
    assert not any("Changed since" in letter for letter in fresh(mailbox, before))


def test_who_spoke_of_the_new_version_before_the_letter_left_gets_none(
    stage: Stage, mailbox: Callable[[], list[str]]
) -> None:
    proposal = stage.proposal("called")
    stage.state(proposal, "dolores", "support")
    amendment, before = stage.amendment(proposal), mailbox()
    stage.answer(amendment)
    stage.state(proposal, "dolores", "support")
    assert not any("Changed since" in letter for letter in fresh(mailbox, before))


def test_it_is_answered_before_the_proposal_is_recommended(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("shown")
    amendment = stage.amendment(proposal)
    amara = browser("amara")
    page = amara.get(f"/proposals/{proposal}/decision").text
    assert f'href="/amendments/{amendment}"' in page
    deciding = {"value": "recommended", "reason": "Good.", "digest": stage.digest(proposal)}
    page = amara.post(f"/proposals/{proposal}/verdicts", data=deciding)
    assert page.status_code == 422
    assert "An amendment has no answer yet." in page.text
    stage.answer(amendment, "rejected")
    stage.decide(proposal, "recommended")
    assert stage.row(Proposal, proposal).state == "recommended"


def test_what_is_not_answered_ends_with_its_proposal(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("shown")
    amendment, draft = stage.amendment(proposal), stage.amendment(proposal, by="dolores", opened=False)
    stage.decide(proposal, "not_recommended")
    assert {row.state for row in stage.rows(Amendment)} == {AmendmentState.LAPSED}
    assert "lapsed with its proposal" in browser("henk").get(f"/proposals/{proposal}").text
    assert browser("gita").post(f"/amendments/{amendment}/answers", data=answering(stage, amendment)).status_code == 409
    assert browser("dolores").post(f"/amendments/{draft}/opening").status_code == 409
    assert browser("dolores").get(f"/proposals/{proposal}/amendments/new").status_code == 409
    other = stage.proposal("open")
    waiting = stage.amendment(other)
    stage.do("gita", proposals.withdraw, other, Withdrawing(reason="Later."))
    assert stage.row(Amendment, waiting).state == AmendmentState.LAPSED


def test_a_deferred_proposal_keeps_its_amendments(stage: Stage) -> None:
    proposal = stage.proposal("shown")
    amendment = stage.amendment(proposal)
    stage.decide(proposal, "deferred", until=stage.world.now.date().replace(year=2027))
    assert stage.row(Amendment, amendment).state == AmendmentState.OPEN


def test_a_draft_waits_for_whoever_wrote_it_and_is_withdrawn(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("open")
    amendment = stage.amendment(proposal, opened=False)
    words = "Open your amendment on Anywhere, or withdraw it"
    assert words in browser("edith").get("/desk").text
    assert words not in browser("dolores").get("/desk").text
    for name in ("gita", "amara", "chidi", "henk"):
        assert browser(name).get(f"/amendments/{amendment}").status_code == 404, "nobody else sees it yet"
        assert "draft amendment" not in browser(name).get(f"/proposals/{proposal}").text
    assert "draft amendment" in browser("ewan").get(f"/proposals/{proposal}").text
    assert browser("gita").post(f"/amendments/{amendment}/answers", data=answering(stage, amendment)).status_code == 404
    assert browser("edith").post(f"/amendments/{amendment}/withdrawal").status_code == 200
    assert words not in browser("edith").get("/desk").text
    assert "amendment withdrawn" in browser("edith").get(f"/proposals/{proposal}").text
    assert browser("henk").get(f"/amendments/{amendment}").status_code == 404


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("recommended", 409)])
def test_only_what_is_before_the_group_is_amended(browser: Browser, stage: Stage, state: str, status: int) -> None:
    proposal = stage.proposal(state)
    sent = {"reason": "Interns need pay."}
    assert browser("edith").post(f"/proposals/{proposal}/amendments", data=sent).status_code == status
    assert stage.rows(Amendment) == []


def test_an_amendment_is_no_proposal(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("open")
    stage.answer(stage.amendment(proposal))
    assert len(stage.rows(Proposal)) == len(stage.rows(Baseline)) == 1
    assert browser("henk").get("/groups/pharmacy/proposals").text.count('href="/proposals/') == 1
    assert "mendment" not in browser("henk").get("/groups/pharmacy/proposals").text


def test_both_pages_ask_the_database_as_often_for_one_amendment_as_for_many(
    browser: Browser, stage: Stage, queries: list[str]
) -> None:
    proposal, henk = stage.proposal("open"), browser("henk")

    def count() -> int:
        henk.get(f"/proposals/{proposal}")
        queries.clear()
        henk.get(f"/proposals/{proposal}")
        return len(queries)

    stage.amendment(proposal)
    few = count()
    for name in ("dolores", "farid", "blaise"):
        stage.amendment(proposal, by=name)
    assert count() == few


def test_it_is_commented_on_like_anything_else(browser: Browser, stage: Stage) -> None:
    amendment = stage.amendment(stage.proposal("open"))
    page = browser("dolores").post(f"/amendments/{amendment}/comments", data={"text": "Four weeks are enough."})
    assert "Four weeks are enough." in page.text


def test_in_a_closed_group_nobody_amends_or_answers(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("open")
    amendment = stage.amendment(proposal)
    stage.do("amara", groups.close, "pharmacy", Closing(successor=0))
    edith = browser("edith")
    assert edith.get(f"/amendments/{amendment}").status_code == 200
    assert edith.get(f"/amendments/{amendment}/edit").status_code == 403
    assert edith.post(f"/proposals/{proposal}/amendments", data={"reason": "Pay."}).status_code == 403
    assert browser("gita").post(f"/amendments/{amendment}/answers", data=answering(stage, amendment)).status_code == 403
