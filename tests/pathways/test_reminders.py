"""A responsible body that owes an answer is asked again; the secretary is asked to send the letter."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest

from tests.conftest import Browser
from tests.letters import fresh, text_of
from tests.pathways.stage import Stage
from tests.world import World
from workgroups.groups import commands as groups
from workgroups.groups.forms import NOBODY, Closing
from workgroups.pathways.document import replaced
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals.answers import commands as answers
from workgroups.pathways.proposals.answers.forms import Recording, TakingBack
from workgroups.pathways.proposals.forms import Grounding, Proposing
from workgroups.pathways.proposals.models import Proposal, ResponsibleBody

Mailbox = Callable[[], list[str]]
DECIDED = date(2026, 12, 5)
MONTH = timedelta(days=30)
ASKED = ["chidi", "edith", "ewan"]


def asked(stage: Stage, mailbox: Mailbox, day: date) -> list[str]:
    """To whom letters went until noon of this day."""
    before = mailbox()
    noon = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=16)
    stage.world.pass_time(seconds=(noon - stage.world.now).total_seconds())
    letters = [letter for letter in fresh(mailbox, before) if "An answer is owed" in letter]
    return sorted(letter.split("\nTo: ")[1].split("@")[0] for letter in letters)


def test_the_body_and_the_secretary_are_asked_each_month(stage: Stage, mailbox: Mailbox) -> None:
    stage.proposal("recommended")
    assert asked(stage, mailbox, DECIDED + MONTH - timedelta(days=1)) == []
    assert set(asked(stage, mailbox, DECIDED + MONTH)) >= set(ASKED)
    assert asked(stage, mailbox, DECIDED + MONTH + timedelta(days=1)) == []
    assert set(asked(stage, mailbox, DECIDED + 2 * MONTH)) >= set(ASKED)


def test_a_worker_that_was_away_asks_once(stage: Stage, mailbox: Mailbox) -> None:
    stage.proposal("recommended")
    assert asked(stage, mailbox, DECIDED + 5 * MONTH).count("edith") == 1


def test_after_a_promise_it_is_asked_the_day_after(browser: Browser, stage: Stage, mailbox: Mailbox) -> None:
    key = stage.proposal("recommended")
    promised = DECIDED + timedelta(days=50)
    stage.do("edith", answers.record, key, Recording(kind="under_study", on_day=DECIDED, promised_on=promised))
    assert "next on Monday 25 January 2027" in unescape(browser("chidi").get(f"/proposals/{key}").text)
    assert asked(stage, mailbox, promised) == []
    assert "edith" in asked(stage, mailbox, promised + timedelta(days=1))
    assert "/answers/new" in text_of(mailbox(), "edith", "An answer is owed")


@pytest.mark.parametrize("kind", ["declined", "adopted"])
def test_after_an_answer_nobody_is_asked(stage: Stage, mailbox: Mailbox, kind: str) -> None:
    key = stage.proposal("recommended")
    if kind == "declined":
        stage.do("edith", answers.record, key, Recording(kind=kind, on_day=DECIDED, note="Not now."))
    else:
        stage.adopted(key)
    assert asked(stage, mailbox, DECIDED + 2 * MONTH) == []


def test_an_adoption_that_was_taken_back_is_owed_again(stage: Stage, mailbox: Mailbox) -> None:
    entry = stage.adopted(stage.proposal("recommended"))
    stage.do("edith", answers.take_back, entry, TakingBack(reason="Too early."))
    assert "edith" in asked(stage, mailbox, DECIDED + MONTH)


def test_the_secretary_is_asked_to_send_the_letter(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("recommended")
    words = "Send the letter to the responsible body"
    assert words in browser("chidi").get("/desk").text
    assert words not in browser("amara").get("/desk").text
    stage.do("chidi", answers.record, key, Recording(kind="sent", on_day=DECIDED))
    assert words not in browser("chidi").get("/desk").text


def test_what_is_recorded_after_an_answer_reminds_nobody(stage: Stage, mailbox: Mailbox) -> None:
    key = stage.proposal("recommended")
    entry = stage.adopted(key)
    stage.do("edith", answers.record, key, Recording(kind="declined", on_day=DECIDED, note="No."))
    stage.do("edith", answers.record, key, Recording(kind="sent", on_day=DECIDED))
    stage.do("edith", answers.take_back, entry, TakingBack(reason="Too early."))
    assert asked(stage, mailbox, DECIDED + 2 * MONTH) == []


def test_a_closed_group_asks_nobody(stage: Stage) -> None:
    key = stage.proposal("recommended")
    stage.do("amara", groups.close, "pharmacy", Closing(successor=NOBODY))
    assert [body.asked_at for body in stage.rows(ResponsibleBody) if body.proposal_id == key] == [None]


def test_the_responsible_body_stays_named_once_it_is_open(browser: Browser, stage: Stage, world: World) -> None:
    stage.begin()
    body = world.organisations["Falls Pharmacy Regulator"]
    proposing = Proposing(title_en="Anywhere", reason="Few places.", bodies=[body])
    key = stage.do("gita", proposals.propose, "pharmacy", proposing).id
    with stage.work("gita") as work:
        lab = stage.document().step("lab")
        assert lab is not None
        renamed = lab.model_copy(update={"title": {"en": "New lab"}, "body": None})
        proposals.revise(
            work,
            work.session.get_one(Proposal, key),
            stage.document().having(replaced(stage.document().steps, renamed)),
        )
    argument = {"title_en": "Anywhere", "reason": "Kept words", "another": ""}
    assert browser("gita").post(f"/proposals/{key}/argument", data=argument).status_code == 200
    stage.do("gita", proposals.argue, key, Grounding(title_en="Anywhere", reason="Few places.", bodies=[body]))
    stage.do("gita", proposals.open_up, key)
    page = browser("gita").post(f"/proposals/{key}/argument", data=argument)
    assert page.status_code == 422
    assert "Kept words" in page.text
    assert [row.organisation_id for row in stage.rows(ResponsibleBody)] == [body]
