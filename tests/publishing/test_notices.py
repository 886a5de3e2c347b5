"""Who hears of what, and what waits for whom."""

import re
from collections.abc import Callable

import pytest

from tests.conftest import Browser
from tests.letters import fresh
from tests.publishing.conftest import Stage
from workgroups.core.work import reading
from workgroups.desk import queries as desk

TABLE = {"amara", "chidi", "dolores", "edith", "ewan", "farid", "gita", "henk", "iris"}
"""Everybody at the table but Blaise, whose approval is the second."""

Mailbox = Callable[[], list[str]]


def told(letters: list[str], subject: str) -> set[str]:
    """Who got a letter with this in its subject, in English or French."""
    found = set()
    for letter in letters:
        head = re.sub(r"\r?\n\s+", " ", letter.partition("\n\n")[0])
        if re.search(subject, head):
            found.add(re.search(r"^To: (\w+)@", head, re.MULTILINE)[1])  # type: ignore[index]
    return found


def waits(stage: Stage, who: str) -> list[str]:
    with reading(stage.world.database, stage.world.people[who], stage.world.now) as work:
        return [wait.words for wait in desk.waiting(work) if "/submissions/" in wait.href]


def test_both_chairs_hear_of_a_submission(mailbox: Mailbox, stage: Stage, submission: int) -> None:
    letters = mailbox()
    assert told(letters, "Please approve") == {"amara", "blaise"}
    assert f"http://testserver/submissions/{submission}" in letters[0]


def test_a_chair_who_submits_is_not_told_of_it(mailbox: Mailbox, stage: Stage) -> None:
    stage.submit("amara")
    assert told(mailbox(), "Please approve") == {"blaise"}


def test_the_chair_whose_approval_is_void_hears_that_alone(mailbox: Mailbox, stage: Stage, submission: int) -> None:
    stage.approve("amara", submission)
    mailbox()
    stage.world.pass_time(hours=1)
    stage.write(en="Another text.")
    second = stage.submit()
    letters = [letter for letter in mailbox() if f"/submissions/{second}" in letter]
    assert told(letters, "Your approval is void") == {"amara"}
    assert told(letters, "Please approve") == {"blaise"}


def test_returning_tells_who_submitted_and_whose_approval_is_void(
    mailbox: Mailbox, stage: Stage, submission: int
) -> None:
    stage.approve("amara", submission)
    stage.send_back("blaise", submission)
    letters = mailbox()
    assert told(letters, "Returned") == {"chidi"}
    assert told(letters, "Your approval is void") == {"amara"}
    assert "Say who hosts it." in "".join(letters)


def test_the_table_hears_of_an_edition(mailbox: Mailbox, stage: Stage, edition: int) -> None:
    assert told(mailbox(), "Public now, edition 1: ") | {"gita"} == TABLE


@pytest.mark.parametrize(("act", "subject"), [("mark", "Being checked"), ("withdraw", "Withdrawn")])
def test_the_table_hears_of_marks_and_withdrawals(
    mailbox: Mailbox, stage: Stage, edition: int, act: str, subject: str
) -> None:
    getattr(stage, act)("blaise", edition)
    letters = mailbox()
    assert told(letters, subject) | {"gita"} == TABLE
    assert "We are checking a name." in "".join(letters) or act == "withdraw"


def test_one_part_is_told_of_once_and_again_when_it_is_no_longer_checked(
    mailbox: Mailbox, stage: Stage, edition: int
) -> None:
    part = f"seats.seat-{stage.world.seats['edith']}"
    before = mailbox()
    first = stage.mark("amara", edition, part)
    stage.world.pass_time(hours=1)
    second = stage.mark("blaise", edition, part)
    letters = fresh(mailbox, before)
    assert len(letters) == len(TABLE), "once to everybody but Amara"
    assert all("Seat of Edith" in letter for letter in letters)
    stage.world.pass_time(hours=1)
    before = mailbox()
    stage.lift("amara", edition, first)
    assert fresh(mailbox, before) == [], "the other mark stands"
    stage.world.pass_time(hours=1)
    stage.lift("blaise", edition, second)
    assert told(fresh(mailbox, before), "No longer being checked|n’est plus") | {"gita"} == TABLE


def test_who_hears_stands_beside_the_button(browser: Browser, stage: Stage, edition: int) -> None:
    page = browser("amara").get(f"/editions/{edition}").text
    assert page.count("9 people at the table hear of it by mail.") == 2, "marking it, and withdrawing it"
    assert "not told of a second time" not in page
    stage.mark("amara", edition)
    page = browser("amara").get(f"/editions/{edition}").text
    assert page.count("9 people at the table hear of it by mail.") == 3
    assert "not told of a second time" in page


def test_what_waits_for_whom(stage: Stage, submission: int) -> None:
    assert waits(stage, "amara") == waits(stage, "blaise") == ["Approve: %(title)s"]
    assert waits(stage, "chidi") == waits(stage, "dolores") == []
    stage.approve("amara", submission)
    assert waits(stage, "amara") == []
    stage.write(en="Another text.")
    second = stage.submit()
    assert waits(stage, "amara") == ["Re-approve one change: %(title)s"]
    assert waits(stage, "blaise") == ["Approve: %(title)s"]
    stage.send_back("blaise", second)
    assert waits(stage, "amara") == waits(stage, "blaise") == []
    assert waits(stage, "chidi") == waits(stage, "iris") == ["Returned to be worked on: %(title)s"]
    third = stage.submit()
    assert waits(stage, "chidi") == []
    stage.approve("blaise", third)
    stage.approve("amara", third)
    assert waits(stage, "amara") == waits(stage, "blaise") == []


def test_an_edition_makes_earlier_void_approvals_history(stage: Stage, submission: int) -> None:
    stage.approve("amara", submission)
    stage.write(en="Another text.")
    stage.publish()
    stage.write(en="A third text.")
    stage.submit()
    assert waits(stage, "amara") == ["Approve: %(title)s"]


def test_the_desk_leads_to_the_page(browser: Browser, stage: Stage, submission: int) -> None:
    assert f'href="/submissions/{submission}"' in browser("amara").get("/desk").text
