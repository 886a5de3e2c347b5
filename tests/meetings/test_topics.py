"""What an agenda item is about: chosen with the item or on its page, and seen from both ends."""

from html import unescape

import pytest

from tests.careers import given as careers
from tests.pathways.stage import Stage as Pathways
from workgroups.links.models import Link

ITEM = {"title": "Fees", "kind": "discussion", "minutes_long": "10"}


@pytest.fixture
def barrier(world):
    return Pathways(world).barrier()


@pytest.fixture
def meeting(stage):
    return stage.meeting(day=stage.world.now.date().replace(month=12, day=17))


def test_a_new_item_says_what_it_concerns_and_both_ends_show_it(browser, stage, barrier, meeting):
    visitor = browser("dolores")
    assert "barrier: Hospital part" in unescape(visitor.get(f"/meetings/{meeting}/items/new").text)
    page = visitor.post(f"/meetings/{meeting}/proposals", data=ITEM | {"topic": f"Barrier:{barrier}"})
    assert page.status_code == 200
    assert "Fees" in visitor.get(f"/barriers/{barrier}").text
    (link,) = Pathways(stage.world).rows(Link)
    assert "Hospital part" in visitor.get(f"/items/{link.from_id}").text


def test_on_its_page_an_item_is_linked_and_let_go(browser, stage, barrier, meeting):
    item = stage.item(meeting, "Fees")
    chidi = browser("chidi")
    for _ in range(2):
        assert chidi.post(f"/items/{item}/topics", data={"topic": f"Barrier:{barrier}"}).status_code == 200
    assert len(Pathways(stage.world).rows(Link)) == 1
    assert "Not about: Hospital part" in unescape(chidi.get(f"/items/{item}").text)
    assert chidi.post(f"/items/{item}/topics/removal", data={"topic": f"Barrier:{barrier}"}).status_code == 200
    assert Pathways(stage.world).rows(Link) == []


def test_actions_careers_and_proposals_are_topics_too(browser, stage, world, meeting):
    action = {"title": "Ask them", "due_on": "2027-01-11", "seat": world.seats["edith"]}
    assert browser("chidi").post("/groups/pharmacy/assignments", data=action).status_code == 200
    names = ["Action:1", f"Career:{careers.proposed(world)}", f"Proposal:{Pathways(world).proposal('open')}"]
    item = stage.item(meeting, "Fees")
    for name in names:
        assert browser("chidi").post(f"/items/{item}/topics", data={"topic": name}).status_code == 200
    assert [f"{link.to_kind}:{link.to_id}" for link in Pathways(world).rows(Link)] == names


@pytest.mark.parametrize("name", ["Barrier:999", "Person:1", "Seat:1", "Barrier:x", "nonsense", ""])
def test_what_is_no_topic_is_refused_beside_its_field(browser, stage, barrier, meeting, name):
    item = stage.item(meeting, "Fees")
    page = browser("chidi").post(f"/items/{item}/topics", data={"topic": name})
    assert page.status_code == 422
    assert Pathways(stage.world).rows(Link) == []


def test_a_draft_of_others_is_neither_offered_nor_linked(browser, stage, world, meeting):
    draft = Pathways(world).proposal("draft", by="gita")
    item = stage.item(meeting, "Fees")
    assert "Anywhere" not in browser("chidi").get(f"/items/{item}").text
    assert browser("chidi").post(f"/items/{item}/topics", data={"topic": f"Proposal:{draft}"}).status_code == 422


@pytest.mark.parametrize(
    ("by", "status"), [("amara", 200), ("chidi", 200), ("dolores", 403), ("henk", 403), ("kofi", 404)]
)
def test_who_says_what_an_item_is_about(browser, stage, barrier, meeting, by, status):
    item = stage.item(meeting, "Fees")
    assert browser(by).post(f"/items/{item}/topics", data={"topic": f"Barrier:{barrier}"}).status_code == status
