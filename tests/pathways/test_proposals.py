"""Proposals: what differs becomes operations, what the page shows of them, and the way to the call for positions."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from tests.conftest import Browser
from tests.letters import fresh
from tests.meetings.stage import Stage as Meetings
from tests.pathways.documents import PHARMACY, edited
from tests.pathways.stage import DEADLINE, Stage
from tests.pathways.test_draft import form_of
from tests.world import World
from workgroups.core.events import Event
from workgroups.links.models import Comment, Link, Relation
from workgroups.meetings.decisions import commands as decisions
from workgroups.meetings.decisions.forms import Deciding
from workgroups.meetings.decisions.models import Decision
from workgroups.pathways.document import Weeks, replaced
from workgroups.pathways.problems import problems
from workgroups.pathways.proposals import commands
from workgroups.pathways.proposals.forms import Calling, Withdrawing
from workgroups.pathways.proposals.models import Proposal, ProposalState, Rendition, ResponsibleBody
from workgroups.pathways.steps.changes import bridged
from workgroups.people.models import Language, Person

LAB = {"type": "course", "designation": "optional", "title_en": "Skills lab", "title_fr": "Labo"}
PROPOSE = {"title_en": "Anywhere", "title_fr": "Partout", "reason": "Few **places**.", "risks": "None <b>seen</b>."}


def state(stage: Stage, key: int) -> ProposalState:
    found: ProposalState = stage.row(Proposal, key).state
    return found


def test_a_proposal_is_drafted_linked_changed_and_opened(browser: Browser, stage: Stage, world: World) -> None:
    stage.begin()
    meetings = Meetings(world)
    item = meetings.item(meetings.meeting("in_session"))
    meetings.do("chidi", decisions.decide, item, Deciding(text="We will propose it."))
    decision, barrier = stage.rows(Decision)[0].id, stage.barrier()
    edith = browser("edith")
    assert "Hospital part" in edith.get("/groups/pharmacy/proposals/new").text
    edith.post("/groups/pharmacy/proposals", data=PROPOSE | {"barrier": barrier, "decision": decision})
    (row,) = stage.rows(Proposal)
    assert (row.number, row.state, row.proposer_seat_id) == ("2026-01", ProposalState.DRAFT, world.seats["edith"])
    links = {(link.relation, link.to_kind, link.to_id) for link in stage.rows(Link) if link.from_kind == "Proposal"}
    assert links == {(Relation.ANSWERS, "Barrier", barrier), (Relation.FOLLOWS_FROM, "Decision", decision)}
    assert "answered by" in edith.get(f"/barriers/{barrier}").text

    sent = form_of(edith, f"/proposals/{row.id}/steps/internship/edit") | {
        "setting_en": "community, hospital, or both", "weeks_min": "16", "weeks_max": "30",
    }  # fmt: skip
    assert edith.post(f"/proposals/{row.id}/steps/internship", data=sent).status_code == 200
    (row,) = stage.rows(Proposal)
    assert [operation["kind"] for operation in row.operations] == ["change_step", "change_step"]
    assert {name for operation in row.operations for name in operation["fields"]} == {"setting", "weeks"}
    (body,) = stage.rows(ResponsibleBody)
    assert body.organisation_id == world.organisations["Falls Pharmacy Regulator"], "as the changed step says"
    assert edith.post(f"/proposals/{row.id}/opening").status_code == 200
    assert state(stage, row.id) is ProposalState.OPEN


def test_the_page_shows_the_change_in_sentences_rows_and_the_route(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("open", weeks=None, setting={"en": "hospital or community", "fr": "hôpital ou officine"})
    english = unescape(browser("henk").get(f"/proposals/{key}").text)
    assert "“Complete the internship” takes place here" in english
    assert '<del><span class="unseen">removed: </span>' in english
    assert '<ins><span class="unseen">added: </span>' in english
    assert "Would change" in english
    assert "The texts in French" in english
    french = browser("gita").get(f"/proposals/{key}").text
    assert "Partout" in french
    assert "Anywhere" not in french
    assert "Faire le stage" in french


def test_saving_the_form_of_a_step_unchanged_proposes_nothing(browser: Browser, stage: Stage) -> None:
    stage.begin()
    gita = browser("gita")
    gita.post("/groups/pharmacy/proposals", data=PROPOSE)
    (row,) = stage.rows(Proposal)
    for step in stage.document().keys:
        gita.post(f"/proposals/{row.id}/steps/{step}", data=form_of(gita, f"/proposals/{row.id}/steps/{step}/edit"))
    assert stage.rows(Proposal)[0].operations == []


def test_steps_and_options_are_added_moved_removed_and_taken_out_again(browser: Browser, stage: Stage) -> None:
    key, edith = stage.proposal(by="edith"), browser("edith")
    new = {"stage": "practice", "type": "course", "designation": "optional", "title_en": "Law", "behind": "lab"}
    edith.post(f"/proposals/{key}/steps", data=new)
    edith.post(f"/proposals/{key}/steps/law/place", data={"behind": ""})
    edith.post(f"/proposals/{key}/steps/lab/options", data={"type": "course", "title_en": "Online"})
    edith.post(f"/proposals/{key}/steps/language/removal")
    kinds = [operation["kind"] for operation in stage.row(Proposal, key).operations]
    assert sorted(kinds) == ["add_option", "add_step", "change_conditions", "change_step", "remove_step"]
    page = unescape(edith.get(f"/proposals/{key}").text)
    assert "Would be removed" in page
    assert "New step" in page
    while stage.row(Proposal, key).operations:
        assert edith.post(f"/proposals/{key}/operations/removal", data={"operation": "0"}).status_code == 200
    assert edith.post(f"/proposals/{key}/operations/removal", data={"operation": "0"}).status_code == 422


@pytest.mark.parametrize(
    ("gone", "waiting", "then"),
    [
        ({"after": ("documents",)}, {"after": ("internship", "language")}, ("all", None, "documents language")),
        ({"after": ("documents",)}, {"after": ("documents", "internship")}, ("all", None, "documents")),
        ({"after": ()}, {"after": ("internship", "language")}, ("all", None, "language")),
        ({"after": ()}, {"after": ("internship",)}, ("all", None, "")),
        (
            {"after": ("documents", "language"), "after_rule": "any"},
            {"after": ("internship",)},
            ("any", None, "documents language"),
        ),
        (
            {"after": ("documents",)},
            {"after": ("internship", "language", "lab"), "after_rule": "any"},
            ("any", None, "language lab"),
        ),
        (
            {"after": ("documents",)},
            {"after": ("internship", "language"), "after_rule": "any"},
            ("all", None, "language"),
        ),
        (
            {"after": ("documents",)},
            {"after": ("internship", "language", "lab"), "after_rule": "n_of", "after_n": 2},
            ("all", None, "language lab"),
        ),
    ],
)
def test_what_came_before_a_step_takes_its_place_when_it_is_removed(
    gone: dict[str, Any], waiting: dict[str, Any], then: tuple[str, int | None, str]
) -> None:
    document = edited(edited(PHARMACY, "internship", **gone), "register", counts_towards="internship", **waiting)
    after = bridged(document, "internship")
    register = after.step("register")
    assert register is not None
    assert (register.after_rule, register.after_n, " ".join(register.after)) == then
    assert problems(after) == []


def test_a_step_is_not_removed_where_another_would_need_more_than_before(browser: Browser, stage: Stage) -> None:
    stage.begin()
    stage.replace(edited(stage.document(), "internship", after=["documents", "language"], after_rule="any"))
    stage.replace(edited(stage.document(), "register", after=["internship", "lab"]))
    key, edith = stage.proposal(by="edith"), browser("edith")
    before = stage.row(Proposal, key).operations
    refused = edith.post(f"/proposals/{key}/steps/internship/removal")
    assert refused.status_code == 409
    assert "change first what comes before that step" in refused.text
    assert stage.row(Proposal, key).operations == before
    sent = form_of(edith, f"/proposals/{key}/steps/register/edit") | {"after": ["lab"]}
    assert edith.post(f"/proposals/{key}/steps/register", data=sent).status_code == 200
    assert edith.post(f"/proposals/{key}/steps/internship/removal").status_code == 200
    assert "remove_step" in [one["kind"] for one in stage.row(Proposal, key).operations]


def test_removing_a_step_proposes_what_those_that_waited_for_it_wait_for(browser: Browser, stage: Stage) -> None:
    key, gita = stage.proposal(), browser("gita")
    assert "S’inscrire</li>" in gita.get(f"/proposals/{key}/steps/internship/place").text
    gita.post(f"/proposals/{key}/steps/internship/removal")
    kinds = [one["kind"] for one in stage.row(Proposal, key).operations]
    assert kinds == ["remove_step", "change_conditions"]
    page = unescape(gita.get(f"/proposals/{key}").text)
    assert "Coût, étapes obligatoires" in page, "the pathway can still be added up"
    refused = gita.post(f"/proposals/{key}/operations/removal", data={"operation": "1"})
    assert refused.status_code == 422, "without its other half the removal would break the pathway"
    assert len(stage.row(Proposal, key).operations) == 2
    assert gita.post(f"/proposals/{key}/opening").status_code == 200
    assert gita.post(f"/proposals/{key}/operations/removal", data={"operation": "0"}).status_code == 200
    assert stage.row(Proposal, key).operations == [], "what only followed from the removal goes with it"


def test_what_would_break_the_pathway_is_shown_and_not_opened(browser: Browser, stage: Stage) -> None:
    """A step that nobody waited for when the proposal was written."""
    key, gita = stage.proposal(), browser("gita")
    gita.post(f"/proposals/{key}/steps/lab/removal")
    stage.store(edited(stage.document(), "register", after=["internship", "lab"]).step("register"))
    gita.post(f"/proposals/{key}/baseline")
    page = unescape(gita.get(f"/proposals/{key}/operations").text)
    assert "S’inscrire</a> : Ceci désigne une étape qui ne figure pas dans le parcours." in page.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert gita.post(f"/proposals/{key}/opening").status_code == 409
    assert state(stage, key) is ProposalState.DRAFT
    sent = form_of(gita, f"/proposals/{key}/steps/register/edit") | {"after": ["internship"]}
    gita.post(f"/proposals/{key}/steps/register", data=sent)
    assert gita.post(f"/proposals/{key}/opening").status_code == 200


def test_an_option_is_changed_and_another_one_removed(browser: Browser, stage: Stage) -> None:
    key, gita = stage.proposal(), browser("gita")
    path = f"/proposals/{key}/steps/internship/options"
    assert f"{path}/part-time/edit" in gita.get(f"/proposals/{key}/operations").text
    before = stage.digest(key)
    gita.post(f"{path}/part-time", data=form_of(gita, f"{path}/part-time/edit"))
    assert stage.digest(key) == before, "saved unchanged it proposes nothing"
    for most, status in ("10", 422), ("90", 200):
        sent = form_of(gita, f"{path}/part-time/edit") | {"weeks_max": most}
        assert gita.post(f"{path}/part-time", data=sent).status_code == status
    assert gita.post(f"{path}/full-time/removal").status_code == 200
    last = [(one["kind"], one.get("fields")) for one in stage.row(Proposal, key).operations[1:]]
    assert last == [("remove_option", None), ("change_option", {"weeks": {"min": 60, "max": 90}})]
    assert "n’est plus l’une des façons de faire" in unescape(gita.get(f"/proposals/{key}").text)
    assert gita.get(f"{path}/full-time/edit").status_code == 404
    assert gita.post(f"{path}/full-time", data=sent).status_code == 404


def test_a_step_is_moved_within_its_stage(browser: Browser, stage: Stage) -> None:
    key, gita = stage.proposal(), browser("gita")
    page = gita.get(f"/proposals/{key}/steps/register/place").text
    offered = re.findall(r'<option value="([a-z]*)"( selected)?', page)
    assert offered == [("", ""), ("lab", ""), ("internship", " selected")]
    told = unescape(gita.post(f"/proposals/{key}/steps/register/place", data={"behind": ""}).text)
    assert "« S’inscrire » vient en premier dans sa phase." in told.replace("\N{NO-BREAK SPACE}", " ")
    gita.post(f"/proposals/{key}/steps/lab", data=LAB | {"stage": "before"})
    gita.post(f"/proposals/{key}/steps/language", data=LAB | {"stage": "practice", "title_fr": "Français"})
    gita.post(f"/proposals/{key}/steps/documents", data=LAB | {"stage": "practice", "title_fr": "Diplômes"})
    assert "C’est la seule étape" in unescape(gita.get(f"/proposals/{key}/steps/lab/place").text)


@pytest.mark.parametrize(
    ("path", "data", "status"),
    [
        ("steps/nowhere", {"stage": "practice", "type": "course", "designation": "required", "title_en": "A"}, 404),
        ("steps/lab/place", {"behind": "nowhere"}, 422),
        ("steps/lab/place", {"behind": "lab"}, 422),
        ("steps/lab/place", {"behind": "language"}, 422),
        ("steps", {"stage": "nowhere", "type": "course", "designation": "required", "title_en": "A"}, 422),
        ("steps", {"stage": "practice", "type": "course", "designation": "required", "title_en": "A", "behind": "x"}, 422),
        ("operations/removal", {"operation": "-1"}, 422),
        ("operations/removal", {"operation": "7"}, 422),
        ("argument", {"title_en": "A", "reason": "x" * 20_001}, 422),
        ("argument", {"title_en": "A", "reason": "why", "bodies": "99999"}, 422),
        ("argument", {"reason": "why"}, 422),
        ("argument", {"title_en": "A", "reason": "why", "state": "recommended"}, 422),
    ],
)  # fmt: skip
def test_bad_input_changes_nothing(
    browser: Browser, stage: Stage, path: str, data: dict[str, str], status: int
) -> None:
    key = stage.proposal()
    digest = stage.digest(key)
    assert browser("gita").post(f"/proposals/{key}/{path}", data=data).status_code == status
    assert stage.digest(key) == digest


@pytest.mark.parametrize("bad", [{"weeks_min": "9", "weeks_max": "3"}, {"cost_min": "-1"}, {"after": ["internship"]}])
def test_a_proposed_step_is_checked_like_any_other(browser: Browser, stage: Stage, bad: dict[str, object]) -> None:
    key, gita = stage.proposal(), browser("gita")
    sent = form_of(gita, f"/proposals/{key}/steps/internship/edit") | bad
    assert gita.post(f"/proposals/{key}/steps/internship", data=sent).status_code == 422


def test_two_authors_lose_nothing(browser: Browser, stage: Stage) -> None:
    key = stage.proposal(by="edith")
    edith, ewan = browser("edith"), browser("ewan")
    sent = form_of(ewan, f"/proposals/{key}/steps/lab/edit")
    edith.post(f"/proposals/{key}/steps/lab", data=sent | {"note_en": "Theirs"})
    page = ewan.post(f"/proposals/{key}/steps/lab", data=sent | {"note_en": "Mine"})
    assert page.status_code == 409
    assert "Theirs" in page.text
    assert "Mine" in page.text


@pytest.mark.parametrize("foreign", ["barrier", "decision", "earlier", "other"])
def test_only_what_belongs_to_the_group_is_linked(browser: Browser, stage: Stage, foreign: str) -> None:
    stage.begin()
    page = browser("gita").post("/groups/pharmacy/proposals", data=PROPOSE | {foreign: "4711"})
    assert page.status_code == 422
    assert f'href="#f-{foreign}"' in page.text
    assert stage.rows(Proposal) == []


def test_a_new_one_takes_up_what_was_decided(browser: Browser, stage: Stage) -> None:
    running, decided = stage.proposal("open"), stage.proposal("recommended")
    edith = browser("edith")
    page = edith.get("/groups/pharmacy/proposals/new").text
    chosen = page.partition('name="earlier"')[2].partition("</select>")[0]
    assert f'value="{decided}"' in chosen
    assert f'value="{running}"' not in chosen, "it is not decided"
    refused = edith.post("/groups/pharmacy/proposals", data=PROPOSE | {"earlier": str(running)})
    assert refused.status_code == 422
    made = edith.post("/groups/pharmacy/proposals", data=PROPOSE | {"earlier": str(decided)})
    assert made.status_code == 200
    linked = edith.get(f"/proposals/{stage.rows(Proposal)[-1].id}").text.partition("Linked with")[2]
    assert f'href="/proposals/{decided}"' in linked


def test_nothing_is_opened_without_a_change(browser: Browser, stage: Stage) -> None:
    stage.begin()
    edith = browser("edith")
    edith.post("/groups/pharmacy/proposals", data=PROPOSE)
    page = edith.post("/proposals/1/opening")
    assert page.status_code == 409
    assert "has at least one change" in page.text


def test_numbers_count_per_year(stage: Stage) -> None:
    stage.proposal()
    stage.proposal()
    stage.world.pass_time(days=60)
    stage.proposal()
    assert [row.number for row in stage.rows(Proposal)] == ["2026-01", "2026-02", "2027-01"]


ALLOWED = {
    "opening": {"draft"},
    "withdrawal": {"draft", "open", "called", "shown", "deferred"},
    "argument": {"draft", "open", "called", "shown", "deferred"},
    "calls": {"open", "deferred"},
    "deadline": {"called", "shown"},
    "positions": {"called", "shown"},
    "verdicts": {"shown"},
    "answers": {"recommended"},
    "agenda": {"open", "called", "shown", "deferred"},
}
SENT = {
    "argument": ("gita", PROPOSE),
    "opening": ("gita", {}),
    "withdrawal": ("gita", {}),
    "calls": ("amara", {"deadline": "2027-03-01"}),
    "deadline": ("amara", {"deadline": "2027-03-01"}),
    "positions": ("dolores", {"value": "support"}),
    "verdicts": ("amara", {"value": "not_recommended", "reason": "No."}),
    "answers": ("edith", {"kind": "sent", "on_day": "2026-11-23"}),
    "agenda": ("amara", {"minutes": "20"}),
}


@pytest.mark.parametrize(
    "now", ["draft", "open", "called", "shown", "deferred", "recommended", "not_recommended", "withdrawn"]
)
def test_each_state_allows_what_it_should(browser: Browser, stage: Stage, world: World, now: str) -> None:
    def made() -> int:
        world.now = stage.started
        if now in ("deferred", "not_recommended"):
            key = stage.proposal("shown")
            named = {"until": world.now.date().replace(year=2027)} if now == "deferred" else {}
            stage.decide(key, now, **named)
            return key
        key = stage.proposal("open" if now == "withdrawn" else now)
        if now == "withdrawn":
            browser("gita").post(f"/proposals/{key}/withdrawal", data={})
        return key

    found, shared = set(), made()
    for verb, (who, data) in SENT.items():
        key = made() if now in ALLOWED[verb] else shared
        if verb == "agenda":
            Meetings(world).meeting(day=world.now.date().replace(year=2027))
        digest = {"digest": stage.digest(key)} if verb == "verdicts" else {}
        if browser(who, follow_redirects=False).post(f"/proposals/{key}/{verb}", data=data | digest).status_code == 303:
            found.add(verb)
    assert found == {verb for verb, states in ALLOWED.items() if now in states}


@pytest.mark.parametrize("day", ["2026-11-22", "2028-11-23", "2026-02-30", "9999-12-31", ""])
def test_a_deadline_lies_ahead_and_within_a_year(browser: Browser, stage: Stage, day: str) -> None:
    key = stage.proposal("open")
    page = browser("amara").post(f"/proposals/{key}/calls", data={"deadline": day})
    assert page.status_code == 422
    assert 'id="f-deadline"' in page.text
    assert 'href="#f-deadline"' in page.text


def test_before_the_call_leaves_the_page_says_who_gets_it_and_what_it_says(
    browser: Browser, stage: Stage, mailbox: Callable[[], list[str]]
) -> None:
    key = stage.proposal("open")
    page = unescape(browser("amara").get(f"/proposals/{key}/calls").text)
    assert 'value="2026-12-07"' in page, "two weeks from today"
    assert "Ask 6 people for a position" in page
    assert "<dt>Regulatory body</dt><dd>2</dd>" in page, "Edith and her alternate"
    assert "<dd>Edith, Ewan</dd>" in page
    assert "The deadline is Monday 7 December 2026" in page
    browser("amara").post(f"/proposals/{key}/calls", data={"deadline": "2026-12-07"})
    letters = mailbox()
    assert len(letters) == 6
    assert all(name in page for name in ("Blaise", "Dolores", "Farid", "Gita"))
    assert all("Monday 7 December 2026" in letter.replace("=\n", "") for letter in letters if "To: gita" not in letter)


def test_the_call_is_shown_in_the_language_of_whoever_sends_it(browser: Browser, stage: Stage, world: World) -> None:
    key = stage.proposal("open")
    with stage.work("") as work:
        work.session.get_one(Person, world.people["amara"]).language = Language.FRENCH
    page = unescape(browser("amara").get(f"/proposals/{key}/calls").text)
    told = {row.language: row.content["sentences"] for row in stage.rows(Rendition)}
    assert all(sentence in page for sentence in told["fr"])
    assert not any(sentence in page for sentence in told["en"])


def test_a_deadline_is_the_end_of_its_day_in_the_groups_zone(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("open")
    browser("amara").post(f"/proposals/{key}/calls", data={"deadline": "2026-11-23"})
    row = stage.row(Proposal, key)
    assert row.deadline_at.isoformat() == "2026-11-24T04:00:00+00:00"
    page = browser("amara").post(f"/proposals/{key}/deadline", data={"deadline": "2026-11-23"})
    assert page.status_code == 422
    assert "Choose a day after the present deadline." in page.text
    browser("blaise").post(f"/proposals/{key}/deadline", data={"deadline": "2026-11-25"})
    assert stage.row(Proposal, key).deadline_at.isoformat() == "2026-11-26T04:00:00+00:00"


def test_every_seat_that_can_be_heard_is_asked_by_mail_and_on_the_desk(
    browser: Browser, stage: Stage, mailbox: Callable[[], list[str]]
) -> None:
    key = stage.proposal("open")
    browser("amara").post(f"/proposals/{key}/calls", data={"deadline": "2026-12-04"})
    to = {letter.split("\nTo: ")[1].split("@")[0] for letter in mailbox()}
    assert to == {"blaise", "dolores", "edith", "ewan", "farid", "gita"}
    waiting = {name for name in ("amara", "chidi", "dolores", "ewan", "henk", "iris") if asked(browser, name)}
    assert waiting == {"amara", "dolores", "ewan"}
    browser("ewan").post(f"/proposals/{key}/positions", data={"value": "reserved"})
    assert not asked(browser, "ewan")
    assert not asked(browser, "edith"), "her alternate spoke for the seat"
    assert asked(browser, "dolores")


def asked(browser: Browser, name: str) -> bool:
    return "State your seat" in browser(name).get("/desk").text


def test_a_draft_that_moved_on_is_said_and_can_be_caught_up_with(browser: Browser, stage: Stage) -> None:
    key, edith = stage.proposal(by="edith", weeks=None, setting={"en": "anywhere"}), browser("edith")
    stage.store(stage.document().step("internship").model_copy(update={"setting": {"en": "on the moon"}}))
    page = edith.get(f"/proposals/{key}").text
    assert "The working draft has changed since this proposal was written." in page
    operations = unescape(edith.get(f"/proposals/{key}/operations").text)
    assert "“Complete the internship”: Setting" in operations
    edith.post(f"/proposals/{key}/baseline")
    assert "has changed since" not in edith.get(f"/proposals/{key}").text
    kept = stage.row(Proposal, key).operations
    assert [set(operation["fields"]) for operation in kept] in ([{"weeks"}], [])


def test_proposals_answer_with_the_same_number_of_queries(browser: Browser, stage: Stage, queries: list[str]) -> None:
    key = stage.proposal("shown")
    henk = browser("henk")

    def count() -> int:
        henk.get(f"/proposals/{key}")
        queries.clear()
        henk.get(f"/proposals/{key}")
        return len(queries)

    stage.concern(key)
    few = count()
    stage.concern(key, by="blaise")
    for name in ("dolores", "edith", "gita", "amara"):
        stage.state(key, name, "support")
        for number in range(5):
            browser(name).post(f"/proposals/{key}/comments", data={"text": f"Comment {number} of {name}"})
    assert count() == few
    assert few <= 16


def test_the_ledger_holds_no_words_of_a_proposal(stage: Stage) -> None:
    stage.proposal("called", setting={"en": "XYZZY"})
    assert not any("XYZZY" in str(row.payload) for row in stage.rows(Event))


def test_states_have_the_gender_of_a_proposal_in_french(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("open")
    assert '<span class="tag now">open to the group</span>' in browser("chidi").get(f"/proposals/{key}").text
    assert '<span class="tag now">ouverte au groupe</span>' in browser("gita").get(f"/proposals/{key}").text
    stage.do("gita", commands.withdraw, key, Withdrawing(reason="Later."))
    assert '<span class="tag gone">retirée</span>' in browser("gita").get(f"/proposals/{key}").text


def test_what_was_typed_for_a_proposal_that_moved_on_meanwhile_is_shown(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("draft")
    gita = browser("gita")
    sent = form_of(gita, f"/proposals/{key}/edit") | {"reason": "Half an hour of typing."}
    stage.do("gita", commands.withdraw, key, Withdrawing(reason="No more."))
    answer = gita.post(f"/proposals/{key}/argument", data=sent)
    assert answer.status_code == 409
    assert '<li class="text">Half an hour of typing.</li>' in answer.text


def test_what_the_route_takes_now_and_if_it_is_adopted_stand_side_by_side(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("shown", weeks=Weeks(min=10, max=20), options=())
    above, _, below = browser("amara").get(f"/proposals/{key}").text.partition("What would change")
    rows = re.findall(r'<tr>(?:<td></td>)?<th scope="(?:col|row)">(.*?)</th>(?:<th scope="col">|<td>)(.*?)</t', above)
    assert rows[0] == ("Now", "If it is adopted")
    assert dict(rows[1:])["Time, required steps"] == "37–94 weeks (1 step does not say)"
    assert "<strong>17–34 weeks (1 step does not say)</strong>" in above
    assert "Unchanged:" in above
    assert "What the route takes" not in below


def test_an_open_proposal_waits_for_both_co_chairs(
    browser: Browser, stage: Stage, mailbox: Callable[[], list[str]]
) -> None:
    key = stage.proposal("draft")
    assert "Call for positions on Anywhere" not in browser("amara").get("/desk").text
    before = mailbox()
    stage.do("gita", commands.open_up, key)
    for chair in ("amara", "blaise"):
        page = browser(chair).get("/desk").text
        assert "Call for positions on Anywhere" in page
        assert f"/proposals/{key}/calls" in page
    assert "Call for positions on Anywhere" not in browser("chidi").get("/desk").text
    told = {letter.split("\nTo: ")[1].split("@")[0] for letter in fresh(mailbox, before)}
    assert told == {"amara", "blaise"}
    stage.do("blaise", commands.call, key, Calling(deadline=DEADLINE))
    assert "Call for positions on Anywhere" not in browser("amara").get("/desk").text


def test_what_speaks_for_it_is_said_and_signed(browser: Browser, stage: Stage) -> None:
    key, gita = stage.proposal("open"), browser("gita")
    before = stage.digest(key)
    said = {"alternatives": "A fund.", "burden": "Nothing for applicants.", "instrument": "Bylaw 7."}
    gita.post(f"/proposals/{key}/argument", data=PROPOSE | said)
    page = browser("henk").get(f"/proposals/{key}").text
    for words in ("What else was considered", "What it would cost whom", "What has to change for it", *said.values()):
        assert words in page
    after = stage.digest(key)
    assert before != after
    gita.post(f"/proposals/{key}/argument", data=PROPOSE | said | {"burden": "An hour a month."})
    assert stage.digest(key) != after, "what it costs is decided on too"


def test_the_letter_tells_the_change(browser: Browser, stage: Stage, mailbox: Callable[[], list[str]]) -> None:
    stage.proposal("called")
    called = next(text for text in mailbox() if "position until" in text and "henk" not in text)
    assert "takes place here: community, hospital, or both" in " ".join(called.replace("=\n", "").split())


def test_a_comment_is_about_the_whole_or_about_one_change(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("draft")
    with stage.work("gita") as work:
        target = stage.document()
        for step in (target.step("internship"), target.step("lab")):
            renamed = step.model_copy(update={"title": {"en": f"New {step.key}"}, "setting": None})
            target = target.having(replaced(target.steps, renamed))
        commands.revise(work, work.session.get_one(Proposal, key), target)
    stage.do("gita", commands.open_up, key)
    dolores = browser("dolores")
    assert "Complete the internship</option>" in dolores.get(f"/proposals/{key}").text
    said = {"text": "Who pays for it?", "part": "lab"}
    page = dolores.post(f"/proposals/{key}/comments", data=said).text
    assert "On “Skills lab”" in unescape(page)
    chosen = page.partition('name="part"')[2].partition("</select>")[0]
    (renaming,) = re.findall(r'value="([0-9a-f]{16})"[^>]*>[^<]*gets the name', unescape(chosen))
    page = dolores.post(f"/proposals/{key}/comments", data={"text": "Too short a name.", "part": renaming}).text
    assert "gets the name “New internship”.”" in unescape(page), "one of several changes of a step"
    refused = dolores.post(f"/proposals/{key}/comments", data=said | {"part": "exam"})
    assert refused.status_code == 422
    assert "Who pays for it?" in refused.text
    assert dolores.post(f"/proposals/{key}/comments", data={"text": "All of it.", "part": ""}).status_code == 200
    assert [comment.part for comment in stage.rows(Comment)] == ["lab", renaming, ""]


def test_what_it_answers_and_follows_from_can_be_chosen_later(browser: Browser, stage: Stage) -> None:
    key, gita, meetings = stage.proposal("open"), browser("gita"), Meetings(stage.world)
    meetings.do(
        "chidi", decisions.decide, meetings.item(meetings.meeting("in_session")), Deciding(text="We will propose it.")
    )
    first, second, decision = stage.barrier(), stage.barrier(by="edith"), stage.rows(Decision)[0].id

    def grounds() -> set[tuple[str, int]]:
        return {(row.to_kind, row.to_id) for row in stage.rows(Link) if row.from_kind == "Proposal"}

    for barrier in (first, second):
        sent = form_of(gita, f"/proposals/{key}/edit") | {"barrier": str(barrier), "decision": str(decision)}
        assert gita.post(f"/proposals/{key}/argument", data=sent).status_code == 200
        assert grounds() == {("Barrier", barrier), ("Decision", decision)}
    kept = form_of(gita, f"/proposals/{key}/edit")
    assert (kept["barrier"], kept["decision"]) == (str(second), str(decision)), "and they are chosen on the page"
    for wrong in ("barrier", "decision"):
        assert gita.post(f"/proposals/{key}/argument", data=PROPOSE | {wrong: "999"}).status_code == 422
    gita.post(f"/proposals/{key}/argument", data=PROPOSE)
    assert grounds() == set()
