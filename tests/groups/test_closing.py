"""Closing a group: on a page of its own, for good, with a successor or none; and what becomes of everything in it."""

from typing import Any

import pytest
from sqlmodel import select

from tests.careers.given import proposed
from tests.conftest import Browser
from tests.meetings.stage import Stage
from tests.pathways.stage import Stage as Pathways
from tests.trust.scene import kept
from tests.world import World
from workgroups.core.forms import Nothing
from workgroups.core.policy import RULES
from workgroups.core.work import Work, writing
from workgroups.groups.models import Group, GroupState
from workgroups.pathways.proposals.positions import commands as positions
from workgroups.pathways.proposals.positions.forms import Answering, Transcribing
from workgroups.publishing import commands as publishing
from workgroups.publishing.forms import Approving, Submitting
from workgroups.publishing.models import Edition, Output, Significance, Submission

AT = "/groups/pharmacy/closing"
ALONE = {"successor": "0"}


@pytest.fixture
def stage(world: World) -> Stage:
    return Stage(world)


def group(world: World) -> Group:
    with world.database.read() as session:
        return session.get_one(Group, world.group)


def do(world: World, who: str, command: Any, key: Any, form: Any = None, **named: Any) -> Any:
    with writing(world.database, world.people[who], world.now) as work:
        return command(work, key, form or Nothing(), **named)


def publish_profile(world: World) -> int:
    """The id of the edition."""
    form = Submitting(significance=Significance.MINOR, french_unreviewed=True, reason_en="First.")
    key = do(world, "chidi", publishing.submit, "pharmacy", form, kind="profile", subject=world.group).id
    with world.database.read() as session:
        digest = session.get_one(Submission, key).digest
    do(world, "amara", publishing.approve, key, Approving(digest=digest))
    edition: int = do(world, "blaise", publishing.approve, key, Approving(digest=digest)).id
    return edition


def test_it_is_no_setting(browser: Browser, world: World) -> None:
    page = browser("amara").get("/groups/pharmacy/settings").text
    assert 'value="closed"' not in page
    assert f'href="{AT}"' in page
    assert f'href="{AT}"' not in browser("chidi").get("/groups/pharmacy/settings").text
    sent = {"name_en": "Falls Pharmacy", "state": "closed", "positions_shown": "after_deadline"}
    refused = browser("amara").post("/groups/pharmacy/settings", data=sent)
    assert refused.status_code == 422
    assert "on a page of its own" in refused.text
    assert group(world).state is GroupState.ACTIVE


@pytest.mark.parametrize(
    ("who", "status"), [("amara", 200), ("blaise", 200), ("chidi", 403), ("dolores", 403), ("jonas", 404)]
)
def test_one_co_chair_does_it(browser: Browser, world: World, who: str, status: int) -> None:
    assert browser(who).get(AT).status_code == status
    assert browser(who).post(AT, data=ALONE).status_code == status
    assert (group(world).state is GroupState.CLOSED) == (status == 200)


def test_whether_a_group_goes_on_is_said_either_way(browser: Browser, world: World) -> None:
    amara = browser("amara")
    page = amara.get(AT).text
    assert "does not open again" in page
    assert "Falls Nursing" in page
    for nothing in ({}, {"successor": ""}, {"successor": "999"}, {"successor": str(world.group)}):
        refused = amara.post(AT, data=nothing)
        assert refused.status_code == 422
        assert 'id="f-successor-error"' in refused.text
    assert amara.post(AT, data=ALONE).status_code == 200
    assert amara.post(AT, data=ALONE).status_code == 409
    sent = {"name_en": "Falls Pharmacy", "state": "active", "positions_shown": "after_deadline"}
    assert amara.post("/groups/pharmacy/settings", data=sent).status_code == 403
    assert group(world).state is GroupState.CLOSED


def test_nothing_goes_on_in_it_and_all_of_it_is_read(browser: Browser, stage: Stage, world: World) -> None:
    planned, written = stage.meeting("called"), stage.meeting("minutes_draft")
    chidi = browser("chidi")
    assert "circulate the minutes" in chidi.get("/desk").text
    browser("amara").post(AT, data=ALONE)
    assert stage.state(planned) == "cancelled"
    assert "circulate the minutes" not in chidi.get("/desk").text
    page = chidi.get("/groups/pharmacy").text
    assert "Closed on Monday 23 November 2026" in page
    assert "no longer maintained" in page
    assert "/groups/pharmacy/meetings/new" not in chidi.get("/groups/pharmacy/meetings").text
    assert chidi.get("/groups/pharmacy/meetings/new").status_code == 403
    assert chidi.get(f"/meetings/{written}/minutes").status_code == 200
    assert chidi.post(f"/meetings/{written}/circulating", data={"until": "2026-12-07"}).status_code == 403


def test_neither_a_body_nor_who_began_something_goes_on(browser: Browser, world: World) -> None:
    began = Pathways(world)
    draft, called, recommended = (began.proposal(state) for state in ("draft", "called", "recommended"))
    waiting = began.adopted(recommended)
    said = {"seat": world.seats["edith"], "value": "support", "file": kept("XYZZY")}
    letter = do(world, "chidi", positions.transcribe, called, Transcribing(**said)).id
    concern = began.concern(called)
    do(world, "amara", positions.answer, concern, Answering(text="A visit."))
    rights = (
        ("edith", "pathways.proposals.positions.agree", letter), ("farid", "pathways.proposals.positions.judge", concern),
        ("gita", "pathways.proposals.edit", draft), ("gita", "pathways.proposals.open_up", draft), ("gita", "pathways.proposals.withdraw", draft),
        ("edith", "pathways.proposals.answers.record", recommended), ("edith", "pathways.proposals.answers.hear", recommended),
        ("ewan", "pathways.proposals.answers.confirm", waiting), ("edith", "pathways.proposals.answers.take_back", waiting),
        ("edith", "pathways.proposals.answers.attach", waiting), ("edith", "pathways.steps.confirm", began.step("internship")),
        ("dolores", "pathways.barriers.correct", began.barrier()),
        ("amara", "pathways.barriers.correct", began.barrier(name_withheld=True)),
        ("dolores", "careers.edit", proposed(world)),
    )  # fmt: skip

    def held() -> list[bool]:
        with world.database.read() as session:
            found = [(RULES[name], Work(session, world.people[who], world.now), key) for who, name, key in rights]
            return [bool(work.may(session.get_one(rule.on, key), rule)) for rule, work, key in found]

    assert held() == [True] * len(rights)
    browser("amara").post(AT, data=ALONE)
    assert held() == [False] * len(rights)


def test_not_while_it_meets(browser: Browser, stage: Stage, world: World) -> None:
    stage.meeting("in_session")
    refused = browser("amara").post(AT, data=ALONE)
    assert refused.status_code == 409
    assert "Close the meeting first" in refused.text
    assert group(world).state is GroupState.ACTIVE


def test_the_public_reads_that_nobody_maintains_it(browser: Browser, world: World) -> None:
    edition = publish_profile(world)
    place, public = "/en/professions/pharmacy/ns", browser()
    for path in (place, f"{place}/group", f"/en/editions/{edition}"):
        assert "Not maintained" not in public.get(path).text
    browser("amara").post(AT, data=ALONE)
    for path in (place, f"{place}/group", f"/en/editions/{edition}"):
        assert "Not maintained since Monday 23 November 2026" in public.get(path).text, path
    assert "N’est plus tenu à jour depuis le" in public.get(f"/fr/editions/{edition}").text
    withdrawn = browser("amara").post(f"/editions/{edition}/withdrawal", data={"reason_en": "It is old."})
    assert withdrawn.status_code == 200
    assert "Withdrawn on" in public.get(f"/en/editions/{edition}").text


def publish_likewise(world: World, group_id: int, name: str) -> None:
    """Another group has published a profile too, by the same rows."""
    with world.database.write() as session:
        output, submission, edition = (session.exec(select(model)).one() for model in (Output, Submission, Edition))
        other = Output(**output.model_dump(exclude={"id"}) | {"group_id": group_id, "subject_id": group_id})
        session.add(other)
        session.flush()
        of = {"group_id": group_id, "output_id": other.id}
        sent = Submission(**submission.model_dump(exclude={"id"}) | of)
        session.add(sent)
        session.flush()
        snapshot = edition.snapshot | {"group": edition.snapshot["group"] | {"name": {"en": name}}}
        frozen = of | {"submission_id": sent.id, "snapshot": snapshot}
        session.add(Edition(**edition.model_dump(exclude={"id"}) | frozen))


def test_a_group_that_has_published_nothing_is_named_nowhere(browser: Browser, world: World) -> None:
    edition = publish_profile(world)
    browser("amara").post(AT, data={"successor": str(world.other_group)})
    page = browser().get(f"/en/editions/{edition}").text
    assert "Not maintained since" in page
    assert "Falls Nursing" not in page


def test_the_public_reads_who_goes_on(browser: Browser, world: World) -> None:
    edition = publish_profile(world)
    publish_likewise(world, world.other_group, "Falls Nursing")
    browser("amara").post(AT, data={"successor": str(world.other_group)})
    page = browser().get(f"/en/editions/{edition}").text
    assert "Another group looks after this now" in page
    assert '<a href="/en/professions/nursing">Falls Nursing</a> goes on with what it kept.' in page
    assert "Falls Nursing goes on" in browser("dolores").get("/groups/pharmacy").text


def test_everybody_is_told_but_who_did_it(browser: Browser, world: World, mailbox: Any) -> None:
    browser("amara").post(AT, data=ALONE)
    told = [letter for letter in mailbox() if "is closed" in letter]
    assert len(told) >= 8
    assert not any("To: amara@example.org" in letter for letter in told)
