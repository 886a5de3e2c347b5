"""A requirement that several bodies share: each answers for itself, and what one adopted is put in once."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest

from tests.conftest import Browser
from tests.letters import fresh, text_of
from tests.pathways.stage import EFFECTIVE, Stage
from tests.pathways.test_draft import form_of
from workgroups.pathways.document import Weeks, replaced
from workgroups.pathways.models import Confirmation, PathwayVersion
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals.answers import commands as answers
from workgroups.pathways.proposals.answers.forms import Recording
from workgroups.pathways.proposals.answers.models import BodyEntry, Conflict
from workgroups.pathways.proposals.forms import Grounding
from workgroups.pathways.proposals.forwarding import snapshot
from workgroups.pathways.proposals.models import Proposal, ResponsibleBody

Mailbox = Callable[[], list[str]]
REGULATOR, PHARMACIES = "Falls Pharmacy Regulator", "Falls Pharmacies"
"""Edith and Ewan sit for the one, Farid for the other."""
SETTING = {"en": "anywhere"}


def named(stage: Stage, proposal: int) -> list[str]:
    names = {key: name for name, key in stage.world.organisations.items()}
    return [names[row.organisation_id] for row in stage.rows(ResponsibleBody) if row.proposal_id == proposal]


@pytest.fixture
def shared(stage: Stage) -> int:
    """A recommended proposal on the internship, which needs the answers of two bodies."""
    key = stage.proposal("shown", setting=SETTING, weeks=Weeks(min=10, max=20))
    both = [stage.world.organisations[name] for name in (REGULATOR, PHARMACIES)]
    stage.do("gita", proposals.argue, key, Grounding(title_en="Anywhere", reason="Few places.", bodies=both))
    stage.decide(key, "recommended")
    return key


def place(stage: Stage, proposal: int, field: str) -> int:
    each = stage.row(Proposal, proposal).operations
    return next(number for number, operation in enumerate(each) if field in operation["fields"])


def test_the_bodies_of_all_changed_steps_are_named_until_others_are_chosen(browser: Browser, stage: Stage) -> None:
    key, gita = stage.proposal("draft"), browser("gita")
    assert named(stage, key) == [REGULATOR]
    college = stage.world.organisations["Falls College"]
    document = stage.document()
    lab = document.step("lab")
    assert lab is not None
    stage.store(lab.model_copy(update={"body": stage.world.organisations[PHARMACIES]}))
    stage.do("gita", proposals.bring_up_to_date, key)
    sent = form_of(gita, f"/proposals/{key}/steps/lab/edit") | {"title_en": "New lab"}
    assert gita.post(f"/proposals/{key}/steps/lab", data=sent).status_code == 200
    assert set(named(stage, key)) == {REGULATOR, PHARMACIES}
    form = form_of(gita, f"/proposals/{key}/edit")
    assert form["bodies"] == [str(row.organisation_id) for row in stage.rows(ResponsibleBody)], "both are ticked"
    before = stage.digest(key)
    gita.post(f"/proposals/{key}/argument", data=form | {"bodies": form["bodies"][:1], "another": str(college)})  # type: ignore[index]
    assert named(stage, key) == [named(stage, key)[0], "Falls College"]
    assert stage.digest(key) != before, "whose answer it needs is decided on"
    gita.post(f"/proposals/{key}/steps/lab", data=sent | {"title_en": "Newer lab"})
    assert "Falls College" in named(stage, key), "what was chosen stays"
    again = form_of(gita, f"/proposals/{key}/edit") | {"bodies": []}
    gita.post(f"/proposals/{key}/argument", data=again)
    assert set(named(stage, key)) == {REGULATOR, PHARMACIES}, "left empty, those of the steps again"


def test_who_changes_requirements_is_offered_first(browser: Browser, stage: Stage) -> None:
    key, gita = stage.proposal("draft"), browser("gita")
    for path in (f"/proposals/{key}/edit", "/groups/pharmacy/proposals/new"):
        page = unescape(gita.get(path).text)
        first = re.findall(r'name="bodies" value="(\d+)"', page)
        others = re.findall(r'value="(\d+)"', page[page.index('name="another"') :].partition("</select>")[0])
        names = {str(key): name for name, key in stage.world.organisations.items()}
        at_table = {"Falls Pharmacists", "Falls College", "Falls Labour Department"}
        assert names[first[0]] == REGULATOR, "the step's"
        assert {names[body] for body in first[1:]} == at_table, "which can change requirements too"
        assert PHARMACIES in {names[body] for body in others}, "an employer can be named too"
        assert not {*first} & {*others}


def test_each_body_answers_for_itself(browser: Browser, stage: Stage, shared: int) -> None:
    farid, edith, chidi = browser("farid"), browser("edith"), browser("chidi")
    mine, theirs = (stage.world.organisations[name] for name in (PHARMACIES, REGULATOR))
    said = {"kind": "declined", "on_day": "2026-12-05", "note": "XYZZY"}
    assert farid.post(f"/proposals/{shared}/answers", data=said | {"body": theirs}).status_code == 422
    assert chidi.post(f"/proposals/{shared}/answers", data=said).status_code == 422, "which of the two?"
    assert stage.rows(BodyEntry) == []
    assert 'name="body"' not in farid.get(f"/proposals/{shared}/answers/new").text
    page = chidi.get(f"/proposals/{shared}/answers/new?body={mine}").text
    assert re.search(rf'name="body" value="{mine}" checked', page)
    assert browser("gita").get(f"/proposals/{shared}/answers/new").status_code == 403
    page = unescape(farid.get(f"/proposals/{shared}").text)
    assert f"Record an answer of {PHARMACIES}" in page
    assert f"Record an answer of {REGULATOR}" not in page
    assert farid.post(f"/proposals/{shared}/answers", data=said).status_code == 200
    assert "Answer as responsible body" in edith.get("/desk").text
    assert "Answer as responsible body" not in farid.get("/desk").text
    page = unescape(browser("henk").get(f"/proposals/{shared}").text)
    for words in ("What the responsible bodies answer", "XYZZY", "owes an answer"):
        assert words in page
    assert page.index(f"{REGULATOR}</h3>") < page.index(f"{PHARMACIES} <span"), "each with where it stands"


def test_an_observer_of_the_body_records_nothing(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("shown")
    ministry = stage.world.organisations["Falls Labour Department"]
    stage.do("gita", proposals.argue, key, Grounding(title_en="Anywhere", reason="Few places.", bodies=[ministry]))
    stage.decide(key, "recommended")
    henk, said = browser("henk"), {"kind": "sent", "on_day": "2026-12-05"}
    assert "Answer as responsible body" not in henk.get("/desk").text
    assert henk.post(f"/proposals/{key}/answers", data=said).status_code == 403
    entry = stage.adopted(key, by="chidi")
    assert henk.post(f"/answers/{entry}/confirmation").status_code == 403
    assert henk.post(f"/answers/{entry}/withdrawal", data={"reason": "No."}).status_code == 403


def test_only_who_owes_an_answer_is_asked_and_named(
    browser: Browser, stage: Stage, shared: int, mailbox: Mailbox
) -> None:
    henk, today = browser("henk"), stage.world.now.date()
    for path in ("/desk/movement", "/groups/pharmacy/proposals"):
        assert f"answer owed: {REGULATOR} and {PHARMACIES}" in unescape(henk.get(path).text)
    send, ask = "Send the letter to the responsible body", "Record what the body has said"
    for left, name in enumerate((REGULATOR, PHARMACIES)):
        assert send in browser("chidi").get("/desk").text, left
        sent = Recording(kind="sent", on_day=today, body=stage.world.organisations[name])
        stage.do("chidi", answers.record, shared, sent)
    assert send not in browser("chidi").get("/desk").text
    stage.do("farid", answers.record, shared, Recording(kind="declined", on_day=today, note="No."))
    for path in ("/desk/movement", "/groups/pharmacy/proposals"):
        page = unescape(henk.get(path).text)
        assert f"answer owed: {REGULATOR}" in page
        assert f"and {PHARMACIES}" not in page
    before = mailbox()
    stage.world.pass_time(days=31)
    told = {letter.split("\nTo: ")[1].split("@")[0] for letter in fresh(mailbox, before) if ask in letter}
    assert told >= {"chidi", "edith", "ewan"}
    assert "farid" not in told
    regulator = stage.world.organisations[REGULATOR]
    assert f"/proposals/{shared}/answers/new?body={regulator}" in text_of(mailbox(), "edith", "An answer is owed")


def test_what_one_body_adopted_is_not_put_in_twice(
    browser: Browser, stage: Stage, shared: int, mailbox: Mailbox
) -> None:
    stage.confirm("ewan", stage.adopted(shared))
    adopted_at = stage.row(Proposal, shared).adopted_at
    versions = len(stage.rows(PathwayVersion))
    internship = stage.document().step("internship")
    assert internship is not None
    stage.store(internship.model_copy(update={"setting": {"en": "on the moon"}}))
    assert len(stage.rows(PathwayVersion)) == versions + 1
    stage.world.pass_time(days=1)
    page = unescape(browser("henk").get("/desk/movement").text)
    assert f"answer owed: {PHARMACIES}" in page, "the other body still owes one"
    again = stage.adopted(shared, by="farid")
    page = unescape(browser("chidi").get(f"/answers/{again}").text)
    assert page.count("(in the working draft already)") == 2
    assert "are not put in again" in page
    stage.confirm("chidi", again)
    assert stage.rows(Conflict) == [], "what was edited since is no conflict"
    assert len(stage.rows(PathwayVersion)) == versions + 1
    assert stage.document().step("internship").setting == {"en": "on the moon"}  # type: ignore[union-attr]
    assert stage.row(Proposal, shared).adopted_at == adopted_at
    assert f"/proposals/{shared}" not in browser("henk").get("/desk/movement").text
    letters = [text for text in mailbox() if "Adopted: Anywhere" in text and "\nTo: henk" in text]
    assert [name in text for name, text in zip((REGULATOR, PHARMACIES), letters, strict=True)] == [True, True]


def test_a_second_body_adds_what_the_first_left(stage: Stage, shared: int) -> None:
    setting = place(stage, shared, "setting")
    stage.confirm("ewan", stage.adopted(shared, kind="adopted_in_part", operations=[setting]))
    stage.confirm("chidi", stage.adopted(shared, by="farid"))
    step = stage.document().step("internship")
    assert step is not None
    assert (step.setting, step.weeks) == (SETTING, Weeks(min=10, max=20))
    assert stage.rows(Conflict) == []


def test_what_bodies_adopt_part_by_part_is_adopted_in_the_end(browser: Browser, stage: Stage, shared: int) -> None:
    henk, setting, weeks = browser("henk"), place(stage, shared, "setting"), place(stage, shared, "weeks")
    stage.confirm("ewan", stage.adopted(shared, kind="adopted_in_part", operations=[setting]))
    assert "adopted in part, from" in henk.get(f"/proposals/{shared}").text
    stage.confirm("chidi", stage.adopted(shared, by="farid", kind="adopted_in_part", operations=[weeks]))
    page = unescape(henk.get(f"/proposals/{shared}").text)
    assert "adopted, from" in page
    assert page.count('<span class="tag good">adopted in part</span>') == 6, (
        "each body with its own answer, and entries"
    )
    stage.confirm("ewan", stage.adopted(shared, kind="adopted_in_part", operations=[weeks]))
    page = unescape(henk.get(f"/proposals/{shared}").text)
    regulator = page.index(f"{REGULATOR} <span")
    assert '<span class="tag good">adopted</span>' in page[regulator : regulator + 120], "by now it adopted all"


def test_a_body_confirms_its_own_steps_as_it_adopted_them(stage: Stage, shared: int) -> None:
    stage.confirm("chidi", stage.adopted(shared, by="farid"))
    assert stage.rows(Confirmation) == [], "the step is the regulator's"
    stage.confirm("ewan", stage.adopted(shared))
    (said,) = stage.rows(Confirmation)
    assert (said.organisation_id, said.step_key) == (stage.world.organisations[REGULATOR], "internship")


def test_a_body_confirms_no_step_that_was_changed_since(stage: Stage, shared: int) -> None:
    stage.confirm("chidi", stage.adopted(shared, by="farid"))
    document = stage.document()
    changed = document.step("internship").model_copy(update={"weeks": Weeks(min=1, max=2)})  # type: ignore[union-attr]
    stage.replace(document.having(replaced(document.steps, changed)))
    stage.confirm("ewan", stage.adopted(shared))
    assert stage.rows(Confirmation) == []


def test_a_body_confirms_no_step_in_which_another_put_what_it_did_not_adopt(stage: Stage, shared: int) -> None:
    setting, weeks = place(stage, shared, "setting"), place(stage, shared, "weeks")
    stage.confirm("chidi", stage.adopted(shared, by="farid"))
    stage.confirm("ewan", stage.adopted(shared, kind="adopted_in_part", operations=[setting]))
    assert stage.rows(Confirmation) == []
    stage.confirm("ewan", stage.adopted(shared, kind="adopted_in_part", operations=[weeks]))
    assert len(stage.rows(Confirmation)) == 1, "by now it has adopted all that stands there"


def test_a_body_confirms_no_step_from_a_day_that_another_said(stage: Stage, shared: int) -> None:
    stage.confirm("chidi", stage.adopted(shared, by="farid"))
    stage.confirm("ewan", stage.adopted(shared, effective_on=EFFECTIVE + timedelta(days=90)))
    assert stage.rows(Confirmation) == []


def test_each_body_gets_its_own_letter(browser: Browser, stage: Stage, shared: int) -> None:
    henk = browser("henk")
    page = unescape(henk.get(f"/proposals/{shared}").text)
    for number, name in enumerate((REGULATOR, PHARMACIES), 1):
        key = stage.world.organisations[name]
        assert f'href="/proposals/{shared}/letter?body={key}">Letter to {name}' in page
        letter = unescape(henk.get(f"/proposals/{shared}/letter?body={key}").text)
        assert f"To {name}." in letter
        assert f"{REGULATOR} and {PHARMACIES}" in letter
        files = re.findall(rf'href="(/proposals/{shared}/letter\.[a-z]+\?body={key})"', letter)
        assert files
        for path in files:
            answer = henk.get(path)
            assert answer.status_code == 200
            assert f"-{number}-letter-en." in answer.headers["Content-Disposition"]
    assert henk.get(f"/proposals/{shared}/letter?body=99999").status_code == 404
    assert f"To {REGULATOR}." in henk.get(f"/proposals/{shared}/letter").text


def test_a_reader_elsewhere_sees_all_bodies_also_of_what_was_sent_when_there_was_one(stage: Stage, shared: int) -> None:
    with stage.work("amara") as work:
        taken = snapshot.taken(work, work.session.get_one(Proposal, shared))
    assert [name["en"] for name in taken.bodies] == [REGULATOR, PHARMACIES]
    data = taken.data()
    data["body"] = data.pop("bodies")[0]
    assert snapshot.Snapshot.model_validate(data).bodies == taken.bodies[:1]


def test_the_page_asks_as_often_for_one_body_as_for_two(
    browser: Browser, stage: Stage, shared: int, queries: list[str]
) -> None:
    stage.world.now -= timedelta(days=12)
    other = stage.proposal("recommended")
    costs = []
    for key in (shared, other):
        browser("henk").get(f"/proposals/{key}")
        queries.clear()
        browser("henk").get(f"/proposals/{key}")
        costs.append(len(queries))
    assert costs[0] == costs[1]
