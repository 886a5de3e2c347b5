"""Pages that people open in a lift: their queries and their weight do not grow with the group."""

import gzip

import pytest

from workgroups.groups.models import Seat, SeatRole
from workgroups.meetings import commands as meetings
from workgroups.meetings.decisions import commands as decisions
from workgroups.meetings.decisions.forms import Deciding
from workgroups.meetings.minutes.corrections import commands as corrections
from workgroups.meetings.minutes.corrections.forms import Correcting
from workgroups.meetings.models import Meeting
from workgroups.people.models import StakeholderType

QUERIES = 10
"""Session and desk badge included."""

BYTES = 20 * 1024
"""Compressed."""


@pytest.fixture
def large(stage, world):
    """A meeting in session with 20 items at a table of 30 seats."""
    with stage.work("chidi") as work:
        for place in range(9, 30):
            work.add(
                Seat(
                    group_id=world.group, place=place, label={"en": f"Seat {place}"}, role=SeatRole.MEMBER,
                    stakeholder_type=list(StakeholderType)[place % 9], holder_id=world.people["dolores"],
                )
            )  # fmt: skip
    meeting = stage.meeting("in_session")
    for number in range(13):
        text = "What it is about, in a few words."
        key = stage.item(meeting, f"Item {number}", text=text, presenter=world.seats["edith"])
        stage.do("chidi", decisions.decide, key, Deciding(text=f"Resolved {number}."))
    return meeting


def counted(queries, visitor, path):
    visitor.get(path)  # the first look compiles statements and reads what is cached for ever
    queries.clear()
    page = visitor.get(path)
    assert page.status_code == 200
    # Once a second a process looks whether the public pages are new; that belongs to no page.
    return [sent for sent in queries if sent.startswith("SELECT") and "FROM generation" not in sent], page


@pytest.mark.every_row
@pytest.mark.parametrize("name", ["chidi", "dolores", "amara"])
def test_the_meeting_page(browser, large, queries, stage, name):
    assert len(stage.items(large)) == 20
    sent, page = counted(queries, browser(name), f"/meetings/{large}")
    assert len(sent) <= QUERIES, "\n\n".join(sent)
    assert len(gzip.compress(page.content)) <= BYTES


def test_the_meeting_page_while_minutes_wait(browser, queries, stage):
    key = stage.meeting("minutes_circulated")
    digest = stage.row(Meeting, key).minutes_digest
    browser("amara").post(f"/meetings/{key}/approvals", data={"digest": digest})
    sent, _ = counted(queries, browser("blaise"), f"/meetings/{key}")
    assert len(sent) <= QUERIES, "\n\n".join(sent)


@pytest.mark.every_row
@pytest.mark.parametrize("path", ["/minutes", "/agenda", "/attendance"])
def test_pages_do_not_ask_more_for_more_items(browser, large, queries, stage, path):
    small = stage.meeting("in_session")
    few, _ = counted(queries, browser("chidi"), f"/meetings/{small}{path}")
    many, page = counted(queries, browser("chidi"), f"/meetings/{large}{path}")
    assert len(many) <= len(few)
    assert len(gzip.compress(page.content)) <= BYTES


def test_the_list_of_meetings(browser, queries, stage):
    stage.meeting()
    few, _ = counted(queries, browser("dolores"), "/groups/pharmacy/meetings")
    for _ in range(4):
        stage.meeting("in_session")
    many, _ = counted(queries, browser("dolores"), "/groups/pharmacy/meetings")
    assert len(many) == len(few)


def test_the_minutes_with_corrections_and_a_history(browser, queries, large, stage):
    """The page that co-chairs approve on: circulated twice, a correction under each item, everything decided."""
    stage.do("chidi", meetings.close, large)
    stage.circulate(large)
    items = [item.id for item in stage.items(large)]
    few = len(counted(queries, browser("amara"), f"/meetings/{large}/minutes")[0])
    for item in items:
        stage.do("edith", corrections.correct, item, Correcting(text="It was the *committee*, not the board."))
    sent, page = counted(queries, browser("amara"), f"/meetings/{large}/minutes")
    assert len(sent) == few
    assert len(gzip.compress(page.content)) <= BYTES
