"""The way of a proposal: what it came to, and how long it had been where it was."""

import re
from datetime import timedelta
from html import unescape

from tests.conftest import Browser
from tests.pathways.stage import Stage
from workgroups.groups import commands as groups
from workgroups.groups.forms import NOBODY, Closing
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals.answers import commands as answers
from workgroups.pathways.proposals.answers.forms import Recording, TakingBack
from workgroups.pathways.proposals.forms import Calling


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def way(browser: Browser, proposal: int) -> list[str]:
    page = unescape(browser("henk").get(f"/proposals/{proposal}").text)
    told = page.partition("Its way until now")[2].partition("</ol>")[0]
    return [re.sub(r".* 20\d\d ", "", plain("<li" + line)) for line in told.split("<li")[1:]]


def next_step(browser: Browser, proposal: int, name: str = "henk") -> str | None:
    page = unescape(browser(name).get(f"/proposals/{proposal}").text)
    found = re.search(r"<p><strong>Next step</strong>(.*?)</p>", page)
    return plain(found[1]) if found else None


def test_each_state_says_how_long_it_took(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("recommended")
    assert way(browser, proposal) == [
        "Drafted",
        "Opened to the group",
        "Positions called for",
        "Recommended by both co-chairs 12 days later",
        "Now answer owed: Falls Pharmacy Regulator",
    ]
    stage.world.pass_time(days=3)
    assert way(browser, proposal)[-1] == "Now answer owed: Falls Pharmacy Regulator 3 days so far"
    browser("chidi").post(f"/answers/{stage.adopted(proposal)}/confirmation")
    assert way(browser, proposal)[-2:] == [
        "Falls Pharmacy Regulator: adopted 2 days later",
        "Adoption confirmed 1 day later",
    ], "nobody owes anything"


def test_what_the_body_said_is_a_stop_of_its_day(browser: Browser, stage: Stage) -> None:
    proposal, day = stage.proposal("recommended"), stage.world.now.date()
    stage.world.pass_time(days=9)
    for kind, after in (("acknowledged", 4), ("sent", 1)):
        entry = Recording(kind=kind, on_day=day + timedelta(days=after))
        stage.do("chidi", answers.record, proposal, entry)
    taken_back = stage.adopted(proposal)
    stage.do("edith", answers.take_back, taken_back, TakingBack(reason="Too early."))
    assert way(browser, proposal)[4:] == [
        "Falls Pharmacy Regulator: sent 1 day later",
        "Falls Pharmacy Regulator: acknowledged 3 days later",
        "Now answer owed: Falls Pharmacy Regulator 5 days so far",
    ]


def test_the_return_from_deferral_is_a_stop(browser: Browser, stage: Stage) -> None:
    proposal, day = stage.proposal("shown"), stage.world.now.date()
    stage.decide(proposal, "deferred", until=day + timedelta(days=5))
    assert way(browser, proposal)[-1].startswith("Now the co-chairs, from")
    stage.world.pass_time(days=7)
    assert way(browser, proposal)[-3:] == [
        "Deferred by both co-chairs 12 days later",
        "Back from deferral 5 days later",
        "Now the co-chairs: call again 2 days so far",
    ]
    stage.do("amara", proposals.call, proposal, Calling(deadline=stage.world.now.date()))
    assert way(browser, proposal)[-3].startswith("Back from deferral")


def test_a_call_before_the_day_is_no_return(browser: Browser, stage: Stage) -> None:
    proposal, day = stage.proposal("shown"), stage.world.now.date()
    stage.decide(proposal, "deferred", until=day + timedelta(days=5))
    stage.do("amara", proposals.call, proposal, Calling(deadline=day))
    stage.world.pass_time(days=9)
    assert not any("Back from deferral" in stop for stop in way(browser, proposal))


def test_the_page_says_who_owes_the_next_step(browser: Browser, stage: Stage) -> None:
    assert (
        next_step(browser, stage.proposal("draft", by="dolores"), "dolores")
        == "whoever proposes it: open it to the group"
    )
    assert next_step(browser, stage.proposal("open")) == "the co-chairs: call for positions"
    called = stage.proposal("called")
    assert next_step(browser, called) == "the seats: positions until Friday 4 December 2026"
    stage.world.pass_time(days=12)
    assert next_step(browser, called) == "the co-chairs: decide"
    stage.decide(called, "recommended")
    assert next_step(browser, called) == "answer owed: Falls Pharmacy Regulator"
    entry = stage.adopted(called)
    assert next_step(browser, called) == "the adoption waits for a second person"
    stage.confirm("chidi", entry)
    assert next_step(browser, called) is None


def test_in_a_closed_group_nobody_owes_anything(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("open")
    stage.do("amara", groups.close, "pharmacy", Closing(successor=NOBODY))
    assert next_step(browser, proposal) is None


def test_hidden_positions_are_no_stop_of_it(browser: Browser, stage: Stage) -> None:
    proposal = stage.proposal("called")
    before = way(browser, proposal)
    stage.concern(proposal)
    assert way(browser, proposal) == before
