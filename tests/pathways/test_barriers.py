"""Barriers: the way from reported to its end, a withheld name, and the next meeting's agenda."""

from collections.abc import Callable

import pytest

from tests.conftest import Browser
from tests.letters import fresh
from tests.meetings.stage import Stage as Meetings
from tests.pathways.stage import Stage
from tests.world import MEMBERS, World
from workgroups.core.events import Event
from workgroups.links.models import Link, Relation
from workgroups.meetings.agenda.models import AgendaItem, ItemKind, ItemState
from workgroups.pathways.barriers.models import Barrier, BarrierState
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals.models import Proposal

REPORT = {"title": "Paper form", "text": "In *ink*.", "affects": "All.", "evidence": "Seven envelopes."}


def test_a_barrier_travels_from_reported_to_removed(browser: Browser, stage: Stage) -> None:
    key = stage.barrier()
    amara = browser("amara")
    for path, data, state in (
        ("confirmation", {}, BarrierState.CONFIRMED),
        ("work", {}, BarrierState.IN_WORK),
        ("closing", {"state": "removed", "reason": "Accepted by e-mail."}, BarrierState.REMOVED),
    ):
        page = amara.post(f"/barriers/{key}/{path}", data=data)
        assert page.status_code == 200
        assert stage.row(Barrier, key).state is state
    assert "Accepted by e-mail." in page.text
    assert "Record the outcome" in page.text


def test_a_barrier_reported_at_a_step_is_linked_with_it_unless_that_would_say_by_whom(
    browser: Browser, stage: Stage
) -> None:
    stage.begin()
    edith, step = browser("edith"), stage.step("internship")
    page = edith.get(f"/groups/pharmacy/barriers/new?step={step}").text
    assert f'name="step" value="{step}"' in page
    said = {"title": "Only in a hospital", "text": "Few take anybody.", "affects": "Everybody.", "step": str(step)}
    assert f'href="/steps/{step}"' in edith.post("/groups/pharmacy/barriers", data=said).text
    assert "Only in a hospital" in browser("henk").get(f"/steps/{step}").text
    hidden = edith.post("/groups/pharmacy/barriers", data=said | {"name_withheld": "true"})
    assert f'href="/steps/{step}"' not in hidden.text


@pytest.mark.parametrize(
    ("path", "data"),
    [("work", {}), ("closing", {"state": "eased"}), ("closing", {"state": "stands", "reason": "Safety."})],
)
def test_only_the_next_state_can_be_reached(browser: Browser, stage: Stage, path: str, data: dict[str, str]) -> None:
    key = stage.barrier()
    page = browser("amara").post(f"/barriers/{key}/{path}", data=data)
    assert page.status_code == 409
    assert stage.row(Barrier, key).state is BarrierState.REPORTED


def test_that_it_stands_and_that_it_is_none_need_a_reason(browser: Browser, stage: Stage) -> None:
    key = stage.barrier()
    amara = browser("amara")
    assert amara.post(f"/barriers/{key}/rejection", data={"reason": " "}).status_code == 422
    amara.post(f"/barriers/{key}/confirmation")
    amara.post(f"/barriers/{key}/work")
    page = amara.post(f"/barriers/{key}/closing", data={"state": "stands"})
    assert page.status_code == 422
    assert "Say why the barrier stands." in page.text


@pytest.mark.parametrize(
    "bad",
    [
        {"title": ""}, {"title": "x" * 201}, {"text": "x" * 20_001}, {"affects": "a\x00b"}, {"text": "a\u202eb"},
        {"extra": "1"}, {"title": "two\nlines"}, {"text": "x" * 1_000_000},
    ],
)  # fmt: skip
def test_bad_input_is_refused_and_kept(browser: Browser, stage: Stage, bad: dict[str, str]) -> None:
    page = browser("dolores").post("/groups/pharmacy/barriers", data=REPORT | bad)
    assert page.status_code in (413, 422)
    assert stage.rows(Barrier) == []
    if page.status_code == 422 and "title" not in bad:
        assert "Paper form" in page.text


def test_what_is_wrong_is_listed_in_the_order_of_the_form(browser: Browser, stage: Stage) -> None:
    page = browser("dolores").post("/groups/pharmacy/barriers", data={}).text
    problems = page[page.index("data-errors") :]
    found = [problems.index(words) for words in ("in a few words: ", "requirement or practice: ", "Whom it affects: ")]
    assert found == sorted(found)


def test_a_withheld_name_is_known_to_the_host_co_chair_alone(
    browser: Browser, stage: Stage, mailbox: Callable[[], list[str]]
) -> None:
    key = stage.barrier(name_withheld=True)
    knowing = {name for name in MEMBERS if "Dolores" in main(browser(name).get(f"/barriers/{key}").text)}
    assert knowing == {"amara", "dolores"}
    assert not any("Dolores" in letter for letter in mailbox())
    reported = next(row for row in stage.rows(Event) if row.fact == "BarrierReportedInConfidence")
    assert (reported.person_id, reported.seat_id) == (None, None)


def main(page: str) -> str:
    """The page without the bar, which names the reader."""
    return page[page.index("<main") :]


def test_both_chairs_hear_of_a_report_and_the_reporter_of_its_end(
    browser: Browser, stage: Stage, mailbox: Callable[[], list[str]]
) -> None:
    key = stage.barrier()
    before = mailbox()
    to = [letter.split("\nTo: ")[1].split("\n")[0] for letter in before]
    assert sorted(to) == ["amara@example.org", "blaise@example.org"]
    browser("amara").post(f"/barriers/{key}/rejection", data={"reason": "SECRET REASON"})
    letters = fresh(mailbox, before)
    assert len(letters) == 1
    assert "To: dolores@example.org" in letters[0]
    assert "SECRET REASON" not in letters[0]


def test_a_co_chair_puts_it_on_the_next_agenda_for_decision(browser: Browser, stage: Stage, world: World) -> None:
    meeting = Meetings(world).meeting()
    key = stage.barrier()
    amara = browser("amara")
    assert amara.post(f"/barriers/{key}/agenda", data={"minutes": "25"}).status_code == 200
    link = next(row for row in stage.rows(Link) if row.to_kind == "Barrier")
    item = stage.row(AgendaItem, link.from_id)
    assert (link.relation, link.to_id) == (Relation.CONCERNS, key)
    assert (item.meeting_id, item.kind, item.state) == (meeting, ItemKind.DECISION, ItemState.ACCEPTED)
    assert (item.minutes_long, item.proposer_seat_id) == (25, world.seats["amara"])
    assert "dealt with in" in amara.get(f"/barriers/{key}").text
    again = amara.post(f"/barriers/{key}/agenda", data={"minutes": "25"})
    assert again.status_code == 409
    assert "already" in again.text


def test_without_a_meeting_ahead_the_page_says_so(browser: Browser, stage: Stage) -> None:
    page = browser("amara").post(f"/barriers/{stage.barrier()}/agenda", data={"minutes": "25"})
    assert page.status_code == 409
    assert "No meeting is ahead yet." in page.text


def test_it_waits_on_the_desk_of_the_chairs_until_confirmed(browser: Browser, stage: Stage) -> None:
    key = stage.barrier()
    assert "Confirm the barrier Hospital part" in browser("blaise").get("/desk").text
    assert "Confirm the barrier" not in browser("chidi").get("/desk").text
    browser("amara").post(f"/barriers/{key}/confirmation")
    assert "Confirm the barrier" not in browser("blaise").get("/desk").text


def test_a_correction_that_started_from_an_older_text_gets_both(browser: Browser, stage: Stage) -> None:
    key = stage.barrier()
    dolores = browser("dolores")
    first = {"title": "A", "text": "First text", "affects": "All.", "_version": "1"}
    assert dolores.post(f"/barriers/{key}/correction", data=first).status_code == 200
    second = dolores.post(f"/barriers/{key}/correction", data=first | {"text": "Second text"})
    assert second.status_code == 409
    assert "First text" in second.text
    assert "Second text" in second.text
    assert stage.row(Barrier, key).text == "First text"


def test_the_list_shows_what_is_in_the_way_before_what_is_settled(browser: Browser, stage: Stage) -> None:
    gone = stage.barrier()
    browser("amara").post(f"/barriers/{gone}/rejection", data={"reason": "A leaflet."})
    stage.barrier()
    page = browser("henk").get("/groups/pharmacy/barriers").text
    assert page.index("In the way now") < page.index("Settled")


def test_on_an_agenda_it_has_its_words_and_the_form_has_gone(browser: Browser, stage: Stage, world: World) -> None:
    barrier = stage.barrier()
    page = browser("amara").get(f"/barriers/{barrier}").text
    assert "No meeting is planned." in page
    Meetings(world).meeting()
    assert "Put it on the agenda of Thursday 10 December 2026" in browser("amara").get(f"/barriers/{barrier}").text
    page = browser("amara").post(f"/barriers/{barrier}/agenda", data={"minutes": "20"}).text
    assert "It is on the agenda:" in page
    assert "Put it on the agenda" not in page
    item = next(row for row in stage.rows(AgendaItem) if row.standing is None)
    assert item.text == stage.row(Barrier, barrier).text


def test_work_has_begun_when_a_proposal_that_answers_it_opens(browser: Browser, stage: Stage) -> None:
    known, late = stage.barrier(), stage.barrier()
    amara = browser("amara")
    amara.post(f"/barriers/{known}/confirmation")
    for key in (known, late):
        with stage.work("gita") as work:
            proposal = work.session.get_one(Proposal, stage.proposal())
            proposals.answer(work, proposal, key)
        assert stage.row(Barrier, key).state in (BarrierState.CONFIRMED, BarrierState.REPORTED)
        stage.do("gita", proposals.open_up, proposal.id)
    assert stage.row(Barrier, known).state is BarrierState.IN_WORK
    assert stage.row(Barrier, late).state is BarrierState.REPORTED
    page = amara.post(f"/barriers/{late}/confirmation").text
    assert stage.row(Barrier, late).state is BarrierState.IN_WORK
    assert "How it ended" in page
