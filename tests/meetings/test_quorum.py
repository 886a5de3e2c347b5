"""The quorum as the group's terms define it: told, written down, and never in the way."""

import pytest

from workgroups.core.work import reading
from workgroups.meetings import commands
from workgroups.meetings.decisions import commands as decisions
from workgroups.meetings.decisions.forms import Deciding
from workgroups.meetings.forms import Attending
from workgroups.meetings.models import Meeting, Presence
from workgroups.meetings.session.quorum import kept
from workgroups.meetings.terms.models import Terms


@pytest.fixture
def meeting(stage):
    return stage.meeting("in_session")


def ask_for(world, **terms):
    with world.database.write() as opened:
        for name, value in terms.items():
            setattr(opened.get_one(Terms, world.group), name, value)


def come(stage, meeting, *names):
    for name in names:
        attending = Attending(seat=stage.world.seats[name], presence=Presence.PRESENT)
        stage.do("chidi", commands.attend, meeting, attending)


def screen(browser, meeting, name="dolores"):
    return " ".join(browser(name).get(f"/meetings/{meeting}/session").text.split())


def test_a_group_that_asks_for_none_is_told_nothing(browser, meeting):
    assert "uorum" not in screen(browser, meeting)


@pytest.mark.parametrize(
    ("terms", "names", "said"),
    [
        ({"quorum_seats": 3}, ("amara", "edith"), "No quorum: 2 of 7 seats, 3 are needed"),
        ({"quorum_seats": 3}, ("amara", "edith", "farid"), "Quorum: 3 of 7 seats"),
        ({"quorum_seats": 2}, ("amara", "henk"), "No quorum: 1 of 7 seats, 2 are needed"),
        (
            {"quorum_per_type": 1}, ("amara", "edith", "blaise", "gita", "dolores"),
            "No quorum: 5 of 7 seats; 1 of each type is needed, not here yet: employer",
        ),
        (
            {"quorum_seats": 5, "quorum_per_type": 1}, ("amara", "edith", "blaise", "gita", "dolores", "farid"),
            "Quorum: 6 of 7 seats, at least 1 of each type",
        ),
        (
            {"quorum_per_type": 2}, ("amara", "edith", "blaise", "gita", "dolores", "farid"),
            "No quorum: 6 of 7 seats; 2 of each type are needed, not here yet: settlement organisation",
        ),
    ],
)  # fmt: skip
def test_it_is_told_in_words(browser, stage, world, meeting, terms, names, said):
    ask_for(world, **terms)
    come(stage, meeting, *names)
    assert said in screen(browser, meeting)


def test_it_stops_nobody_and_stands_in_the_minutes_as_it_was(browser, stage, world, meeting):
    ask_for(world, quorum_seats=2)
    item = stage.items(meeting)[0].id
    come(stage, meeting, "amara")
    first = stage.do("chidi", decisions.decide, item, Deciding(text="One")).id
    come(stage, meeting, "edith")
    second = stage.do("chidi", decisions.decide, item, Deciding(text="Two")).id
    stage.do("chidi", commands.close, meeting)
    ask_for(world, quorum_seats=7)
    with reading(world.database, 0, world.now) as work:
        found = kept(work, work.session.get_one(Meeting, meeting))
    assert {key: quorum.reached for key, quorum in found.items()} == {first: False, second: True, None: True}
    page = " ".join(browser("henk").get(f"/meetings/{meeting}/minutes").text.split())
    assert "No quorum: 1 of 7 seats, 2 are needed" in page
    assert 'When the meeting closed:</span> <span class="tag good"><span>Quorum: 2 of 7 seats' in page


def test_whoever_arranges_sets_it(browser, world):
    page = browser("chidi").get("/groups/pharmacy/terms")
    assert 'name="quorum_seats"' in page.text
    assert "Seats that have to come" in browser("henk").get("/groups/pharmacy/terms").text
