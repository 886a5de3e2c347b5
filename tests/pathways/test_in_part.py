"""An adoption in part: what was adopted is told as changed, the rest as recommended only, wherever it is told."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from tests.conftest import Browser
from tests.letters import fresh, text_of
from tests.pathways.stage import Stage
from workgroups.core.errors import WrongState
from workgroups.links.commands import link
from workgroups.links.models import Link, Relation
from workgroups.meetings.models import Meeting
from workgroups.pathways.document import Weeks
from workgroups.pathways.proposals.answers.models import Conflict
from workgroups.pathways.proposals.models import Proposal
from workgroups.publishing.models import Submission

ANYWHERE, TIME = "anywhere at all", Weeks(min=10, max=20)
MAJOR = {"significance": "major", "reason_en": "Few places.", "reason_fr": "Peu de places."}
REST = "Recommended, and not adopted"


def places(stage: Stage, key: int) -> dict[str, int]:
    """The operations of a proposal, by the field that each changes."""
    told = stage.row(Proposal, key).operations
    return {field: place for place, operation in enumerate(told) for field in operation["fields"]}


@pytest.fixture
def key(stage: Stage) -> int:
    """A proposal of which the body adopted the time and left the setting; a second person has still to confirm it."""
    key = stage.proposal("recommended", setting={"en": ANYWHERE, "fr": "partout"}, weeks=TIME)
    stage.adopted(key, kind="adopted_in_part", operations=[places(stage, key)["weeks"]])
    return key


def seen(browser: Browser, path: str, name: str = "henk") -> str:
    page = browser(name).get(path)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", "", unescape(page.text)))


def test_only_what_was_adopted_is_told_as_changed(browser: Browser, stage: Stage, key: int) -> None:
    stage.confirm("ewan", 1)
    page = seen(browser, f"/proposals/{key}")
    changed, _, rest = page.partition(REST)
    changed = changed.partition("What changed")[2]
    assert rest, "what is recommended only has its own place"
    assert "10–20 weeks" in changed
    assert "Setting" not in changed
    assert "If it is adopted:" in rest
    assert f"Proposed{ANYWHERE}" in re.sub("(added|removed): ", "", rest)
    assert "10–20 weeks" not in rest.partition("What the responsible body answers")[0]
    lede = page.partition("What changed")[0]
    assert "adopted in part, from Tuesday 1 June 2027" in lede
    assert ANYWHERE not in lede


def test_the_answer_names_what_was_adopted(browser: Browser, stage: Stage, key: int) -> None:
    told = seen(browser, f"/proposals/{key}").partition("What the responsible body answers")[2]
    assert "Only this:" in told
    assert "10–20 weeks" in told
    assert ANYWHERE not in told


def test_who_confirms_reads_what_was_adopted(browser: Browser, stage: Stage, key: int) -> None:
    page = seen(browser, "/answers/1", "ewan")
    assert "10–20 weeks" in page
    adopted, _, left = page.partition("Not adopted")
    assert ANYWHERE not in adopted
    assert ANYWHERE in left
    whole = stage.proposal("open", setting={"en": ANYWHERE}, weeks=TIME)
    browser("amara").post(f"/proposals/{whole}/calls", data={"deadline": "2026-12-05"})
    stage.world.pass_time(days=12)
    stage.decide(whole, "recommended")
    page = seen(browser, f"/answers/{stage.adopted(whole)}", "ewan")
    assert ANYWHERE in page
    assert "10–20 weeks" in page
    assert "Not adopted" not in page


@pytest.mark.parametrize("path", ["/groups/pharmacy/proposals", "/groups/pharmacy/pathway", "/steps/{step}"])
def test_every_list_names_its_state(browser: Browser, stage: Stage, key: int, path: str) -> None:
    path = path.format(step=stage.step("internship"))
    assert "adopted in part" not in seen(browser, path)
    stage.confirm("ewan", 1)
    assert "Anywhereadopted in part" in seen(browser, path)
    other = places(stage, key)["setting"]
    stage.confirm("ewan", stage.adopted(key, kind="adopted_in_part", operations=[other]))
    assert "Anywhereadopted" in seen(browser, path)
    assert "adopted in part" not in seen(browser, path)


def test_news_and_links_name_its_state(browser: Browser, stage: Stage, key: int) -> None:
    with stage.work("chidi") as work:
        other = work.session.get_one(Proposal, stage.proposal("open"))
        link(work, other, Relation.FOLLOWS_FROM, work.session.get_one(Proposal, key))
    stage.confirm("ewan", 1)
    news = seen(browser, "/groups/pharmacy")
    assert "Adopted in part: Anywhere" in news
    assert "Adopted: Anywhere" not in news
    assert "adopted in part" in seen(browser, f"/proposals/{other.id}")
    assert stage.rows(Meeting) == []


def test_the_letter_says_which_part(browser: Browser, stage: Stage, key: int, mailbox: Callable[[], list[str]]) -> None:
    before = mailbox()
    stage.confirm("ewan", 1)
    letters = fresh(mailbox, before)
    told = text_of(letters, "henk", "Adopted in part: Anywhere")
    assert "adopted a part of a change" in told
    assert "10–20 weeks" in told
    assert ANYWHERE not in told


def test_everything_is_no_part(browser: Browser, stage: Stage) -> None:
    key = stage.proposal("recommended", setting={"en": ANYWHERE}, weeks=TIME)
    entry = {
        "kind": "adopted_in_part", "on_day": "2026-12-05", "effective_on": "2027-06-01", "document_title": "14",
        "document_url": "https://example.org/14", "operations": ["0", "1"],
    }  # fmt: skip
    page = browser("edith").post(f"/proposals/{key}/answers", data=entry)
    assert page.status_code == 422
    assert 'href="#f-operations"' in page.text


def test_what_was_adopted_in_parts_is_adopted_once(browser: Browser, stage: Stage, key: int) -> None:
    stage.confirm("ewan", 1)
    stage.confirm("ewan", stage.adopted(key, kind="adopted_in_part", operations=[places(stage, key)["setting"]]))
    page = seen(browser, f"/proposals/{key}")
    assert "adopted, from Tuesday 1 June 2027" in page
    assert REST not in page
    with pytest.raises(WrongState):
        stage.adopted(key)


def test_what_is_adopted_after_an_edition_is_submitted_and_told_again(browser: Browser, stage: Stage, key: int) -> None:
    submit, address = "Submit the pathway with what was adopted", f"/groups/pharmacy/outputs/pathway/{stage.pathway}"

    stage.confirm("ewan", 1)
    assert submit in seen(browser, "/desk", "chidi")
    publish(browser, address)
    assert submit not in seen(browser, "/desk", "chidi")
    stage.world.pass_time(days=1)
    stage.confirm("ewan", stage.adopted(key, kind="adopted_in_part", operations=[places(stage, key)["setting"]]))
    assert submit in seen(browser, "/desk", "chidi")
    stage.world.pass_time(days=1)
    publish(browser, address)
    assert submit not in seen(browser, "/desk", "chidi")
    told = [row for row in stage.rows(Link) if row.relation is Relation.PUBLISHES and row.to_kind == "Proposal"]
    assert [row.from_kind for row in told] == ["Edition", "Output", "Edition"]


def publish(browser: Browser, address: str) -> None:
    """The working draft becomes an edition."""
    submission = browser("chidi").post(f"{address}/submissions", data=MAJOR).url.path
    for name in ("amara", "blaise"):
        digest = browser(name).get(submission).text.split('name="digest" value="')[1].split('"')[0]
        assert browser(name).post(f"{submission}/approvals", data={"digest": digest}).status_code == 200


def test_what_is_put_in_by_hand_after_an_edition_is_submitted_and_told_again(browser: Browser, stage: Stage) -> None:
    submit, address = "Submit the pathway with what was adopted", f"/groups/pharmacy/outputs/pathway/{stage.begin()}"
    key = stage.proposal("recommended", setting={"en": ANYWHERE}, weeks=TIME)
    entry = stage.adopted(key)
    stage.store(stage.document().step("internship").model_copy(update={"setting": {"en": "on the moon"}}))  # type: ignore[union-attr]
    stage.confirm("ewan", entry)
    stage.world.pass_time(hours=1)
    publish(browser, address)
    stage.world.pass_time(hours=1)
    assert submit not in seen(browser, "/desk", "chidi")
    browser("chidi").post(f"/conflicts/{stage.rows(Conflict)[0].id}/resolution", data={"choice": "take"})
    assert submit in seen(browser, "/desk", "chidi")
    browser("chidi").post(f"{address}/submissions", data=MAJOR)
    assert stage.rows(Submission)[-1].uncovered == []
