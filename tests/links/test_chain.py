"""How a change travels, as links that one can follow both ways: from the barrier to the outcome."""

import re
from datetime import date, time, timedelta

from sqlmodel import SQLModel, select

from tests.conftest import Browser
from tests.pathways.stage import Stage
from tests.world import World
from workgroups.actions import commands as actions
from workgroups.actions.forms import AssigningFromItem
from workgroups.actions.models import Action
from workgroups.core.forms import Nothing
from workgroups.meetings import commands as meetings
from workgroups.meetings.agenda.models import AgendaItem
from workgroups.meetings.decisions import commands as decisions
from workgroups.meetings.decisions.forms import Deciding
from workgroups.meetings.forms import Planning
from workgroups.outcomes.models import Outcome
from workgroups.pathways.barriers import commands as barriers
from workgroups.pathways.forms import PuttingOnAgenda
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals.models import Proposal
from workgroups.publishing.models import Edition, Output, Submission

MAJOR = {"significance": "major", "reason_en": "Few places.", "reason_fr": "Peu de places."}
OUTCOME = {"kind": "requirement_changed", "what_en": "Anywhere now.", "on_day": "2026-12-01"}


def only(stage: Stage, model: type[SQLModel]) -> int:
    [row] = stage.rows(model)
    return row.id


def publish(browser: Browser, stage: Stage, title: str = "Few places.") -> int:
    """The pathway as it stands becomes an edition; returns its id."""
    address = f"/groups/pharmacy/outputs/pathway/{stage.pathway}/submissions"
    assert browser("chidi").post(address, data=MAJOR | {"reason_en": title}).status_code == 200
    submission = stage.rows(Submission)[-1]
    for name in ("amara", "blaise"):
        browser(name).post(f"/submissions/{submission.id}/approvals", data={"digest": submission.digest})
    return stage.rows(Edition)[-1].id


def travel(browser: Browser, stage: Stage) -> dict[str, str]:
    """One change on its whole way; the address of each thing."""
    stage.begin()
    barrier = stage.barrier()
    planning = Planning(day=date(2026, 11, 23), at=time(12), minutes_long=120, place="Room 2", video_url=None)
    meeting = stage.do("chidi", meetings.convene, "pharmacy", planning).id
    stage.do("amara", barriers.put_on_agenda, barrier, PuttingOnAgenda(minutes=20))
    stage.do("chidi", meetings.call, meeting, Nothing())
    stage.do("chidi", meetings.begin, meeting, Nothing())
    item = next(row.id for row in stage.rows(AgendaItem) if row.standing is None)
    decision = stage.do("chidi", decisions.decide, item, Deciding(text="We propose it.")).id
    assigning = AssigningFromItem(title="Draft it", due_on=date(2026, 12, 14), seat=stage.world.seats["gita"])
    stage.do("chidi", actions.assign_from_item, item, assigning)
    proposal = stage.proposal("recommended")
    with stage.work("gita") as work:
        row = work.session.get_one(Proposal, proposal)
        proposals.answer(work, row, barrier)
        proposals.follow(work, row, decision)
    stage.confirm("ewan", stage.adopted(proposal, effective_on=stage.world.now.date()))
    edition = publish(browser, stage)
    page = browser("dolores").post(
        f"/proposals/{proposal}/outcomes", data=OUTCOME | {"profession": stage.world.profession}
    )
    assert page.status_code == 200
    return {
        "barrier": f"/barriers/{barrier}",
        "item": f"/items/{item}",
        "decision": f"/decisions/{decision}",
        "action": f"/actions/{only(stage, Action)}",
        "proposal": f"/proposals/{proposal}",
        "pathway": f"/pathways/{stage.pathway}",
        "output": f"/outputs/{only(stage, Output)}",
        "edition": f"/editions/{edition}",
        "outcome": f"/outcomes/{only(stage, Outcome)}",
    }


ARROWS = (
    ("barrier", "item"), ("item", "decision"), ("item", "action"), ("decision", "proposal"), ("barrier", "proposal"),
    ("proposal", "output"), ("proposal", "edition"), ("pathway", "output"), ("proposal", "outcome"),
)  # fmt: skip


def test_every_arrow_is_a_link_in_both_directions(browser: Browser, world: World) -> None:
    made = travel(browser, Stage(world))
    pages = {name: linked(browser("henk").get(path).text) for name, path in made.items()}
    for one, other in ARROWS:
        assert made[other] in pages[one], (one, other)
        assert made[one] in pages[other], (other, one)


def linked(page: str) -> set[str]:
    """The addresses in the part of a page that says what it is linked with."""
    [part] = re.findall(r'<section class="section" id="links">.*?</section>', page, re.DOTALL)
    return set(re.findall(r'href="([^"]+)"', part))


def test_everything_on_the_way_is_commented_on_in_one_way(browser: Browser, world: World) -> None:
    for name, path in travel(browser, Stage(world)).items():
        page = browser("dolores").post(f"{path}/comments", data={"text": f"About *the* {name}."})
        assert page.url.path == path
        assert f"About <em>the</em> {name}." in page.text
        comment = re.search(r'href="(/comments/\d+)"', page.text)
        assert comment, name
        edited = browser("dolores").post(f"{comment[1]}/correction", data={"text": "Said better."})
        assert edited.url.path == path
        assert "About <em>the</em>" in browser("henk").get(comment[1]).text
        assert browser("henk").post(f"{path}/comments", data={"text": "No."}).status_code == 403


def test_a_later_edition_publishes_what_was_adopted_since(browser: Browser, world: World) -> None:
    stage = Stage(world)
    one = stage.proposal("recommended")
    early = publish(browser, stage)
    stage.confirm("ewan", stage.adopted(one))
    world.pass_time(hours=1)
    second = publish(browser, stage, "The adopted change.")
    world.pass_time(hours=1)
    third = publish_edit(browser, stage)
    links = {key: linked(browser("henk").get(f"/editions/{key}").text) for key in (early, second, third)}
    assert [f"/proposals/{one}" in found for found in links.values()] == [False, True, False]


def test_what_has_one_title_is_told_apart(browser: Browser, world: World) -> None:
    stage = Stage(world)
    barrier = stage.barrier()
    for _ in range(2):
        planning = Planning(day=world.now.date() + timedelta(days=1), at=time(12), minutes_long=120, place="Room 2")
        stage.do("chidi", meetings.convene, "pharmacy", planning)
        stage.do("amara", barriers.put_on_agenda, barrier, PuttingOnAgenda(minutes=20))
        world.pass_time(days=7)
    links = told(browser("henk").get(f"/barriers/{barrier}").text)
    assert [entry for entry in links if entry.startswith("dealt with in")] == [
        "dealt with in · agenda item, Tuesday 24 November 2026", "dealt with in · agenda item, Tuesday 1 December 2026",
    ]  # fmt: skip


def told(page: str) -> list[str]:
    """How each thing is linked, as the page says it."""
    [part] = re.findall(r'<section class="section" id="links">.*?</section>', page, re.DOTALL)
    return re.findall(r"</a><span>(.*?)</span>", part)


def test_a_submission_is_linked_with_what_was_adopted_since_the_last_edition(browser: Browser, world: World) -> None:
    stage = Stage(world)
    proposal = stage.proposal("recommended")
    publish(browser, stage)
    stage.confirm("ewan", stage.adopted(proposal))
    world.pass_time(hours=1)
    publish(browser, stage, "The adopted change.")
    first, second = (browser("henk").get(f"/submissions/{key}").text for key in (1, 2))
    assert f"/proposals/{proposal}" not in linked(first)
    assert told(second) == ["concerns · proposal 2026-01, adopted"]
    page = told(browser("henk").get(f"/proposals/{proposal}").text)
    assert "published in · edition 2, Saturday 5 December 2026" in page
    assert "dealt with in · submission 2, Saturday 5 December 2026" in page


def publish_edit(browser: Browser, stage: Stage) -> int:
    lab = stage.document().step("lab")
    assert lab is not None
    stage.store(lab.model_copy(update={"note": {"en": "A small word"}}))
    return publish(browser, stage, "A small word.")


def test_pages_lead_to_outcomes(browser: Browser, world: World) -> None:
    stage = Stage(world)
    proposal = stage.proposal("recommended")
    stage.confirm("ewan", stage.adopted(proposal, effective_on=world.now.date()))
    new = f'href="/proposals/{proposal}/outcomes/new"'
    assert new in browser("dolores").get(f"/proposals/{proposal}").text
    assert new not in browser("henk").get(f"/proposals/{proposal}").text
    assert browser("dolores").get(f"/proposals/{proposal}/outcomes/new").status_code == 200
    assert 'href="/groups/pharmacy/outcomes"' in browser("henk").get("/groups/pharmacy/outputs").text
    assert 'href="/groups/pharmacy/outputs"' in browser("henk").get("/groups/pharmacy/outcomes").text
    with world.database.read() as session:
        assert session.exec(select(Outcome)).all() == []
