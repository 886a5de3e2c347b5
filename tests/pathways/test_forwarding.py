"""A decided proposal is forwarded to another group, which reads it, and adapts it or sets it aside."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from tests.conftest import Browser
from tests.letters import fresh
from tests.pathways.documents import PHARMACY
from tests.pathways.stage import Stage
from tests.world import MEMBERS, seat
from workgroups.core.errors import DomainError
from workgroups.core.events import Event
from workgroups.groups import commands as groups
from workgroups.groups.forms import NOBODY, Closing
from workgroups.groups.models import Group, GroupState, Profession, Seat, SeatRole
from workgroups.links.commands import commenting_on
from workgroups.links.forms import Commenting
from workgroups.pathways import commands as pathways
from workgroups.pathways.document import Weeks, replaced
from workgroups.pathways.models import Pathway
from workgroups.pathways.proposals import bodies
from workgroups.pathways.proposals import commands as proposals
from workgroups.pathways.proposals import queries as reading
from workgroups.pathways.proposals.answers import commands as answers
from workgroups.pathways.proposals.answers.forms import Recording
from workgroups.pathways.proposals.forms import Calling, Withdrawing
from workgroups.pathways.proposals.forwarding import commands, snapshot
from workgroups.pathways.proposals.forwarding.forms import Adapting, Sending, SettingAside
from workgroups.pathways.proposals.forwarding.models import Forwarding, ForwardingState
from workgroups.pathways.proposals.models import Proposal
from workgroups.pathways.proposals.policy import KIND as PROPOSAL
from workgroups.pathways.proposals.positions import commands as positions
from workgroups.pathways.proposals.positions.forms import Answering
from workgroups.pathways.proposals.procedure.commands import lay_down
from workgroups.pathways.proposals.procedure.forms import Laying
from workgroups.pathways.proposals.verdicts import commands as verdicts
from workgroups.pathways.proposals.verdicts.forms import Deciding
from workgroups.people.models import Person, StakeholderType

NOTE = "Your observership could use this."


class Between:
    """Falls Pharmacy, which forwards, and Falls Nursing with a pathway, a member and an observer of its own."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.world = stage, stage.world
        with stage.work("") as work:
            session, other = work.session, work.session.get_one(Group, self.world.other_group)
            nursing = session.exec(select(Profession.id).where(col(Profession.slug) == "nursing")).one()
            for place, (name, role) in enumerate((("mona", SeatRole.MEMBER), ("otto", SeatRole.OBSERVER)), 2):
                person = work.add(Person(name=name.title(), email=f"{name}@example.org"))
                self.world.people[name] = person.id
                seat(session, self.world, other, name, place, role, StakeholderType.IEP, None)
            self.pathway = pathways.draft(work, other, nursing, PHARMACY).id

    def another(self) -> int:
        """A second recommended proposal, some days after the first."""
        stage, key = self.stage, self.stage.proposal("open")
        stage.do("amara", proposals.call, key, Calling(deadline=self.world.now.date()))
        self.world.pass_time(days=2)
        stage.decide(key, "recommended")
        return key

    def digest(self, proposal: int) -> str:
        with self.stage.work("amara") as work:
            return snapshot.taken(work, work.session.get_one(Proposal, proposal)).digest

    def sending(self, proposal: int, **also: Any) -> dict[str, Any]:
        return {"group": self.world.other_group, "note": NOTE, "digest": self.digest(proposal)} | also

    def forward(self, proposal: int, by: str = "amara") -> int:
        self.stage.do(by, commands.forward, proposal, Sending(**self.sending(proposal)))
        return self.last().id

    def last(self) -> Forwarding:
        row: Forwarding = self.stage.rows(Forwarding)[-1]
        return row

    def adapt(self, key: int, by: str = "mona", **also: Any) -> int:
        made: int = self.stage.do(by, commands.adapt, key, Adapting(title_en="Ours", reason="Ours too.", **also)).id
        return made

    def open(self, key: int, by: str = "mona") -> None:
        """Bring a draft that was made of it to its group, with a change of a step."""
        with self.stage.work(by) as work:
            row = work.session.get_one(Proposal, key)
            base = reading.baseline(work, row)
            step = base.step("internship").model_copy(update={"weeks": Weeks(min=1, max=2)})
            bodies.name(work, row, [self.world.organisations["Falls Pharmacy Regulator"]])
            proposals.revise(work, row, base.having(replaced(base.steps, step)))
        self.stage.do(by, proposals.open_up, key)


@pytest.fixture
def between(stage: Stage) -> Between:
    return Between(stage)


@pytest.fixture
def key(between: Between) -> int:
    """A recommended proposal of Falls Pharmacy."""
    return between.stage.proposal("recommended")


def test_a_co_chair_forwards_what_the_page_shows(
    browser: Browser, between: Between, key: int, mailbox: Callable[[], list[str]]
) -> None:
    amara, before = browser("amara"), mailbox()
    assert f'href="/proposals/{key}/forwardings/new"' in amara.get(f"/proposals/{key}").text
    asked = amara.get(f"/proposals/{key}/forwardings/new").text
    page = amara.post(f"/proposals/{key}/forwardings", data=between.sending(key))
    assert page.status_code == 200
    assert "To Falls Nursing on Saturday 5 December 2026" in unescape(page.text)
    assert "waits for the other group" in page.text
    assert "Forwarded to another group" in page.text, "its way tells it"
    there = browser("otto").get(f"/forwardings/{between.last().id}").text
    assert NOTE in there
    assert sent(there) == sent(asked), "what is confirmed is what they read"
    assert "Anywhere" in there
    for words in ("Few places in hospitals.", "Falls Pharmacy", "Pharmacist", "recommended on"):
        assert words in sent(there)
    assert "<ins>" in sent(there)
    letters = fresh(mailbox, before)
    assert {letter.split("\nTo: ")[1].split("@")[0] for letter in letters} == {"lena", "kofi"}
    assert all("Falls Pharmacy has forwarded a proposal to Falls Nursing" in letter for letter in letters)


def sent(page: str) -> str:
    """What a page shows of the proposal as the other group reads it."""
    begun = page.index('<div id="sent"')
    return page[begun : page.rindex("</dl>")]


def test_it_is_told_in_the_language_of_whoever_reads_it(browser: Browser, between: Between, key: int) -> None:
    path = f"/forwardings/{between.forward(key)}"
    lena = browser("lena")
    assert "community, hospital, or" in re.sub("<[^>]*>", "", lena.get(path).text)
    lena.post("/language", data={"lang": "fr"})
    with between.stage.work("") as work:
        work.session.get_one(Person, between.world.people["lena"]).language = "fr"
    page = unescape(lena.get(path).text)
    assert "Partout" in page
    assert "officine, hôpital ou" in re.sub("<[^>]*>", "", page)


SAID = ("XYZZY", "PLUGH", "Amara", "Blaise", "Gita", "Dolores")
"""Words of the room, and names of those who sit in it."""


def discussed(between: Between) -> int:
    """A recommended proposal about which everything that can be said was said."""
    stage = between.stage
    stage.begin()
    stage.store(stage.document().step("lab").model_copy(update={"title": {"en": "XYZZY lab"}}))
    key = stage.proposal("called")
    with stage.work("") as work:
        row = work.session.get_one(Proposal, key)
        for name in ("evidence", "alternatives", "risks", "burden", "instrument"):
            setattr(row, name, f"XYZZY {name}")
        proposals.sign(work, row)
    concern = stage.concern(key)
    stage.state(key, "dolores", "support", reason="XYZZY yes")
    stage.do("dolores", commenting_on(PROPOSAL), key, Commenting(text="XYZZY comment"))
    stage.do("chidi", lay_down, key, Laying(way="discuss", text="XYZZY", shown_on=stage.world.now.date()))
    stage.world.pass_time(days=12)
    stage.do("amara", positions.answer, concern, Answering(text="XYZZY answer"))
    for chair in ("amara", "blaise"):
        deciding = Deciding(digest=stage.digest(key), value="recommended", reason="XYZZY verdict")
        stage.do(chair, verdicts.decide, key, deciding)
    stage.do("chidi", answers.record, key, Recording(kind="sent", on_day=stage.world.now.date(), note="XYZZY sent"))
    return key


def test_nothing_that_was_said_of_it_leaves_the_room(
    browser: Browser, between: Between, mailbox: Callable[[], list[str]]
) -> None:
    stage, key = between.stage, discussed(between)
    draft, before = stage.proposal(by="dolores"), mailbox()
    assert "XYZZY" in browser("henk").get(f"/proposals/{key}").text
    forwarding = between.forward(key)
    letters = fresh(mailbox, before)
    made = between.adapt(forwarding)
    pages = ["/desk", "/groups/nursing", "/groups/nursing/proposals", f"/forwardings/{forwarding}"]
    own = [f"/proposals/{made}", f"/proposals/{made}/operations", f"/proposals/{made}/edit"]
    closed = [f"/proposals/{key}", f"/proposals/{key}/forwardings/new", f"/proposals/{draft}", "/groups/pharmacy"]
    for name in ("lena", "kofi", "mona", "otto"):
        there = browser(name)
        answers_ = [there.get(path) for path in (*pages, *(own if name == "mona" else ()))]
        assert {answer.status_code for answer in answers_} == {200}
        told = "".join(answer.text for answer in answers_)
        assert [word for word in SAID if word in told] == [], name
        assert f"/proposals/{key}" not in told
        assert {there.get(path).status_code for path in closed} == {404}, name
        assert there.post(f"/proposals/{key}/comments", data={"text": "Hello"}).status_code == 404
    assert letters
    assert [word for word in SAID if word in "".join(letters)] == []
    assert [word for word in SAID if word in str(stage.row(Forwarding, forwarding).model_dump())] == []


def test_nothing_of_the_other_room_comes_back(browser: Browser, between: Between, key: int) -> None:
    forwarding = between.forward(key)
    made = between.adapt(forwarding)
    between.open(made)
    path = f"/proposals/{key}"
    for name in MEMBERS:
        page = browser(name).get(path).text
        assert ("adaptée là-bas" if name == "gita" else "adapted there") in page
        assert [word for word in ("Ours", f"/proposals/{made}", f"/forwardings/{forwarding}") if word in page] == []
        for closed in (f"/forwardings/{forwarding}", f"/forwardings/{forwarding}/adaptation", f"/proposals/{made}"):
            assert browser(name).get(closed).status_code == 404, name
    other = between.stage.proposal("open")
    later = between.another()
    assert "waits for the other group" not in browser("amara").get(f"/proposals/{other}").text
    between.stage.do("lena", commands.set_aside, between.forward(later), SettingAside(reason="XYZZY"))
    page = browser("amara").get(f"/proposals/{later}").text
    assert "set aside there" in page
    assert "XYZZY" not in page + browser("amara").get(f"/proposals/{later}/forwardings/new").text


@pytest.mark.parametrize("state", ["draft", "open", "called", "shown", "not_recommended", "deferred", "withdrawn"])
def test_only_what_is_recommended_is_forwarded(browser: Browser, between: Between, state: str) -> None:
    stage = between.stage
    before = {"not_recommended": "shown", "deferred": "shown", "withdrawn": "open"}
    key = stage.proposal(before.get(state, state), by="amara")
    if state in ("not_recommended", "deferred"):
        stage.decide(key, state, until=stage.world.now.date() + timedelta(days=30) if state == "deferred" else None)
    if state == "withdrawn":
        stage.do("amara", proposals.withdraw, key, Withdrawing())
    amara = browser("amara")
    assert amara.get(f"/proposals/{key}/forwardings/new").status_code == 409
    assert amara.post(f"/proposals/{key}/forwardings", data=between.sending(key)).status_code == 409
    assert "/forwardings/new" not in amara.get(f"/proposals/{key}").text
    assert between.stage.rows(Forwarding) == []


@pytest.mark.parametrize("name", ["chidi", "dolores", "edith", "gita", "henk", "iris"])
def test_others_do_not_forward(browser: Browser, between: Between, key: int, name: str) -> None:
    assert browser(name).get(f"/proposals/{key}/forwardings/new").status_code == 403
    assert browser(name).post(f"/proposals/{key}/forwardings", data=between.sending(key)).status_code == 403
    assert "/forwardings/new" not in browser(name).get(f"/proposals/{key}").text


def test_bad_input_stands_beside_its_field_and_is_kept(browser: Browser, between: Between, key: int) -> None:
    amara, path = browser("amara"), f"/proposals/{key}/forwardings"
    for wrong, field in (
        ({"group": ""}, "group"), ({"group": between.world.group}, "group"), ({"group": 99}, "group"),
        ({"note": " "}, "note"),
    ):  # fmt: skip
        page = amara.post(path, data=between.sending(key) | wrong)
        assert page.status_code == 422, wrong
        assert f'href="#f-{field}"' in page.text
        assert NOTE in page.text or field == "note"
    assert between.stage.rows(Forwarding) == []
    key = between.forward(key)
    lena = browser("lena")
    page = lena.post(f"/forwardings/{key}/setting-aside", data={"reason": ""})
    assert page.status_code == 422
    assert 'href="#f-reason"' in page.text
    page = lena.post(f"/forwardings/{key}/adaptations", data={"title_en": "", "title_fr": "", "reason": "PLUGH"})
    assert page.status_code == 422
    assert 'href="#f-title_en"' in page.text
    assert "PLUGH" in page.text
    assert between.last().state == "waiting"


def test_a_group_gets_it_once(browser: Browser, between: Between, key: int) -> None:
    amara, sending = browser("amara"), between.sending(key)
    assert amara.post(f"/proposals/{key}/forwardings", data=sending).status_code == 200
    page = amara.post(f"/proposals/{key}/forwardings", data=sending)
    assert page.status_code == 422
    assert "This group has it already." in page.text
    assert NOTE in page.text
    assert "no other group at work that does not have it" in amara.get(f"/proposals/{key}/forwardings/new").text
    assert len(between.stage.rows(Forwarding)) == 1


def at_once(first: Callable[[], Any], second: Callable[[], Any]) -> list[str]:
    """What two people who do something in the same moment get: "" when it was done, or the name of the refusal."""

    def tried(do: Callable[[], Any]) -> str:
        try:
            do()
        except (DomainError, IntegrityError) as refusal:
            return type(refusal).__name__
        return ""

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(tried, (first, second)))


def test_two_chairs_at_once_forward_it_once(between: Between, key: int) -> None:
    done = at_once(lambda: between.forward(key), lambda: between.forward(key, by="blaise"))
    assert done == ["", "Invalid"]
    assert len(between.stage.rows(Forwarding)) == 1


def test_a_draft_and_an_answer_at_once_hold_both(between: Between, key: int) -> None:
    forwarding = between.forward(key)
    aside = SettingAside(reason="Not now.")
    at_once(lambda: between.adapt(forwarding), lambda: between.stage.do("lena", commands.set_aside, forwarding, aside))
    assert between.last().state == ForwardingState.SET_ASIDE


def test_what_is_sent_is_what_was_read(browser: Browser, between: Between, key: int) -> None:
    """An adoption that was confirmed meanwhile is read before it leaves."""
    stage, sending = between.stage, between.sending(key)
    stage.confirm("chidi", stage.adopted(key))
    amara = browser("amara")
    page = amara.post(f"/proposals/{key}/forwardings", data=sending)
    assert page.status_code == 409
    assert "The proposal has come further since you opened this page." in unescape(page.text)
    assert NOTE in page.text
    assert "adopted, from Tuesday 1 June 2027" in sent(page.text)
    assert amara.post(f"/proposals/{key}/forwardings", data=between.sending(key)).status_code == 200
    there = browser("mona").get(f"/forwardings/{between.last().id}").text
    assert "adopted, from Tuesday 1 June 2027" in sent(there)


def test_it_says_that_it_was_adopted_in_part(browser: Browser, between: Between) -> None:
    stage = between.stage
    key = stage.proposal("recommended", setting={"en": "anywhere"}, weeks=Weeks(min=10, max=20))
    stage.confirm("chidi", stage.adopted(key, kind="adopted_in_part", operations=[0]))
    page = browser("mona").get(f"/forwardings/{between.forward(key)}").text
    assert "adopted in part, from Tuesday 1 June 2027" in sent(page)


def test_what_is_recommended_only_is_not_told_as_a_fact(browser: Browser, between: Between, key: int) -> None:
    forwarding = between.forward(key)
    page = sent(browser("mona").get(f"/forwardings/{forwarding}").text)
    assert "If it is adopted:" in page
    assert "Adopted</span>" not in page
    made = between.adapt(forwarding)
    page = browser("mona").get(f"/proposals/{made}/operations").text
    assert "What Falls Pharmacy changed" not in page
    assert "If it is adopted:" in page


def test_of_what_was_adopted_in_part_the_rest_is_told_as_recommended(browser: Browser, between: Between) -> None:
    stage = between.stage
    key = stage.proposal("recommended", setting={"en": "anywhere"}, weeks=Weeks(min=10, max=20))
    stage.confirm("chidi", stage.adopted(key, kind="adopted_in_part", operations=[0]))
    forwarding = between.forward(key)
    page = sent(browser("mona").get(f"/forwardings/{forwarding}").text)
    adopted, rest = page.split("Recommended, and not adopted")
    assert "Adopted</span>" in adopted
    assert "Proposed</span>" not in adopted
    assert "If it is adopted:" in rest
    assert "Proposed</span>" in rest
    assert "Adopted</span>" not in rest
    made = between.adapt(forwarding)
    page = browser("mona").get(f"/proposals/{made}/operations").text
    assert "What Falls Pharmacy changed" in page
    assert "Recommended, and not adopted" in page


def test_it_stays_as_it_was_forwarded(browser: Browser, between: Between, key: int) -> None:
    path = f"/forwardings/{between.forward(key)}"
    before = sent(browser("otto").get(path).text)
    stage = between.stage
    stage.confirm("chidi", stage.adopted(key))
    with stage.work("") as work:
        work.session.get_one(Group, stage.world.group).name = {"en": "Another name"}
    assert sent(browser("otto").get(path).text) == before


def test_a_member_adapts_it(browser: Browser, between: Between, key: int) -> None:
    forwarding, mona = between.forward(key), browser("mona")
    path = f"/forwardings/{forwarding}"
    page = unescape(mona.get(f"{path}/adaptation").text)
    assert 'value="Anywhere"' in page
    assert 'value="Partout"' in page
    assert "Few places in hospitals.</textarea>" in page
    done = mona.post(f"{path}/adaptations", data={"title_en": "Anywhere for nurses", "reason": "The same here."})
    assert done.status_code == 200
    assert "What Falls Pharmacy would change" in done.text
    assert "Nothing is changed yet" in done.text
    made = between.last().adapted_id
    assert made
    for form in ("steps/lab/edit", "steps/new"):
        assert "What Falls Pharmacy would change" in mona.get(f"/proposals/{made}/{form}").text
    row = between.stage.row(Proposal, made)
    assert (row.operations, row.group_id, row.pathway_id) == ([], between.world.other_group, between.pathway)
    assert "Inspired by a proposal of Falls Pharmacy:" in mona.get(f"/proposals/{made}").text
    assert f'href="{path}"' in mona.get(f"/proposals/{made}").text
    assert "Anywhere for nurses" in mona.get(path).text
    page = browser("lena").get(path).text
    assert "Anywhere for nurses" not in page, "a draft is its author's"
    assert "waits for us" in page
    assert "waits for the other group" in browser("amara").get(f"/proposals/{key}").text
    between.open(made)
    assert "adapted there" in browser("amara").get(f"/proposals/{key}").text
    again = browser("lena")
    assert "Anywhere for nurses" in again.get(path).text
    assert "It has its answer already." in again.get(f"{path}/adaptation").text
    late = again.post(f"{path}/adaptations", data={"title_en": "Late", "reason": "PLUGH"})
    assert late.status_code == 409
    assert "PLUGH" in late.text, "nothing typed is lost"
    assert again.post(f"{path}/setting-aside", data={"reason": "PLUGH"}).status_code == 409


def test_whoever_adapts_it_says_which_of_several_pathways_it_changes(
    browser: Browser, between: Between, key: int
) -> None:
    with between.stage.work("") as work:
        own = work.session.get_one(Pathway, between.pathway)
        other = PHARMACY.model_copy(update={"destination": {"en": "A licence for a year"}})
        second = pathways.draft(work, work.session.get_one(Group, own.group_id), own.profession_id, other).id
    path, mona = f"/forwardings/{between.forward(key)}/adaptations", browser("mona")
    ours = {"title_en": "Ours", "reason": "PLUGH"}
    for wrong in ("", between.stage.pathway):
        page = mona.post(path, data=ours | {"pathway": wrong})
        assert page.status_code == 422
        assert 'href="#f-pathway"' in page.text
        assert "PLUGH" in page.text
    assert mona.post(path, data=ours | {"pathway": second}).status_code == 200
    assert between.stage.row(Proposal, between.last().adapted_id).pathway_id == second


def test_a_draft_is_no_answer(browser: Browser, between: Between, key: int) -> None:
    forwarding = between.forward(key)
    first, path = between.adapt(forwarding), f"/forwardings/{forwarding}"
    second = between.adapt(forwarding, by="lena")
    assert between.last().state == ForwardingState.WAITING
    between.open(first)
    assert (between.last().state, between.last().adapted_id) == (ForwardingState.ADAPTED, first)
    assert browser("lena").get(f"/proposals/{second}").text.count(f'href="{path}"') == 1, "its lineage stays"


def test_while_somebody_drafts_a_co_chair_can_set_it_aside(browser: Browser, between: Between, key: int) -> None:
    forwarding = between.forward(key)
    made = between.adapt(forwarding)
    aside = browser("lena").post(f"/forwardings/{forwarding}/setting-aside", data={"reason": "Not now."})
    assert aside.status_code == 200
    between.open(made)
    assert between.last().state == ForwardingState.SET_ASIDE


def test_a_co_chair_sets_it_aside(browser: Browser, between: Between, key: int) -> None:
    path = f"/forwardings/{between.forward(key)}"
    for name in ("kofi", "mona", "otto"):
        assert browser(name).post(f"{path}/setting-aside", data={"reason": "No."}).status_code == 403
    page = browser("lena").post(f"{path}/setting-aside", data={"reason": "We have it already."})
    assert page.status_code == 200
    assert "We have it already." in browser("otto").get(path).text
    assert "set aside by us" in browser("otto").get("/groups/nursing/proposals").text
    assert browser("mona").post(f"{path}/adaptations", data={"title_en": "A", "reason": "B"}).status_code == 409


def test_observers_read_it_and_do_not_adapt_it(browser: Browser, between: Between, key: int) -> None:
    path, otto = f"/forwardings/{between.forward(key)}", browser("otto")
    assert otto.get(path).status_code == 200
    assert "adaptation" not in otto.get(path).text
    assert otto.get(f"{path}/adaptation").status_code == 403
    assert otto.post(f"{path}/adaptations", data={"title_en": "A", "reason": "B"}).status_code == 403


def test_it_waits_on_the_desk_until_it_has_its_answer(browser: Browser, between: Between, key: int) -> None:
    forwarding = between.forward(key)
    waiting = "Decide what to do with a proposal from another group: Anywhere"
    told = {name: waiting in browser(name).get("/desk").text for name in ("lena", "kofi", "mona", "otto", "amara")}
    assert told == {"lena": True, "kofi": True, "mona": False, "otto": False, "amara": False}
    page = browser("mona").get("/groups/nursing/proposals").text
    assert "Sent to us" in page
    assert f'href="/forwardings/{forwarding}"' in page
    between.open(between.adapt(forwarding))
    assert waiting not in browser("lena").get("/desk").text


def test_who_sits_in_both_groups_goes_the_same_way(browser: Browser, between: Between, key: int) -> None:
    with between.stage.work("") as work:
        row = work.session.get_one(Seat, between.world.seats["mona"])
        row.holder_id = between.world.people["amara"]
    amara = browser("amara")
    amara.post(f"/proposals/{key}/forwardings", data=between.sending(key))
    path = f"/forwardings/{between.last().id}"
    assert f"/proposals/{key}" not in amara.get(path).text
    done = amara.post(f"{path}/adaptations", data={"title_en": "Ours", "reason": "Ours too."})
    assert "What Falls Pharmacy would change" in done.text


def test_closed_groups_neither_send_nor_get_nor_answer(browser: Browser, between: Between, key: int) -> None:
    stage, lena, amara = between.stage, browser("lena"), browser("amara")
    path = f"/forwardings/{between.forward(key)}"
    later = between.another()
    stage.do("lena", groups.close, "nursing", Closing(successor=NOBODY))
    page = amara.post(f"/proposals/{later}/forwardings", data=between.sending(later))
    assert page.status_code == 422
    assert "Choose another group that is at work." in page.text
    assert lena.get(path).status_code == 200, "everybody reads what they read before"
    assert lena.post(f"{path}/setting-aside", data={"reason": "No."}).status_code == 403
    assert lena.post(f"{path}/adaptations", data={"title_en": "A", "reason": "B"}).status_code == 403
    assert "from another group" not in lena.get("/desk").text
    stage.do("amara", groups.close, "pharmacy", Closing(successor=NOBODY))
    assert amara.post(f"/proposals/{later}/forwardings", data=between.sending(later)).status_code == 403


@pytest.mark.parametrize("state", [GroupState.FORMING, GroupState.PAUSED])
def test_a_group_that_is_not_at_work_gets_nothing(
    browser: Browser, between: Between, key: int, state: GroupState
) -> None:
    with between.stage.work("") as work:
        work.session.get_one(Group, between.world.other_group).state = state
    page = browser("amara").post(f"/proposals/{key}/forwardings", data=between.sending(key))
    assert page.status_code == 422
    assert "Falls Nursing" not in page.text


def test_without_a_pathway_it_is_read_and_set_aside(browser: Browser, stage: Stage) -> None:
    between = object.__new__(Between)
    between.stage, between.world = stage, stage.world
    path, lena = f"/forwardings/{between.forward(stage.proposal('recommended'))}", browser("lena")
    assert "adaptation" not in lena.get(path).text
    assert lena.get(f"{path}/adaptation").status_code == 403
    assert lena.post(f"{path}/setting-aside", data={"reason": "Later."}).status_code == 200


def test_the_ledgers_of_both_groups_tell_it_without_words(between: Between, key: int) -> None:
    forwarding = between.forward(key)
    made = between.adapt(forwarding)
    between.open(made)
    told = [(row.chain, row.fact, row.about) for row in between.stage.rows(Event) if "Forward" in row.fact]
    home, other = between.world.group, between.world.other_group
    assert told == [
        (home, "ProposalForwarded", key), (other, "ForwardingReceived", forwarding),
        (other, "ForwardingAdapted", forwarding),
    ]  # fmt: skip
    assert NOTE not in str([row.payload for row in between.stage.rows(Event)])
    assert made == between.last().adapted_id
