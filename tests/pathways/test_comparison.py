"""Pathways side by side: which steps stand in one row, what is said of them, and who may see which."""

from html import unescape

import brotli
import pytest

from tests.conftest import Browser
from tests.pathways.documents import PHARMACY
from tests.pathways.stage import Stage
from tests.pathways.test_several import begin
from workgroups.groups.models import Group, GroupState
from workgroups.pathways.comparison import align
from workgroups.pathways.document import Pathway, Step, Weeks


def document(*steps: tuple[str, str, str]) -> Pathway:
    made = tuple(Step(key=key, type=kind, title={"en": title}, stage="before") for key, kind, title in steps)
    return PHARMACY.having(made)


def rows(*documents: Pathway) -> list[list[str]]:
    return [[row[at].key if at in row else "" for at in range(len(documents))] for row in align(documents)]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([("a", "course", "Law")], [("a", "document", "Letters")], [["a", "a"]]),
        ([("a", "course", "Provincial law course")], [("b", "course", "Course in law, provincial")], [["a", "b"]]),
        ([("a", "course", "Provincial law course")], [("b", "document", "Provincial law course")], [["", "b"], ["a", ""]]),
        ([("a", "course", "Law of pharmacy")], [("b", "course", "Ethics of nursing")], [["", "b"], ["a", ""]]),
        (
            [("a", "course", "Alpha"), ("b", "course", "Beta")],
            [("x", "document", "First"), ("b", "course", "Beta"), ("y", "document", "Last")],
            [["", "x"], ["a", ""], ["b", "b"], ["", "y"]],
        ),
        (
            [("a", "examination", "Qualifying examination, written part")],
            [("b", "examination", "Qualifying examination"), ("c", "examination", "Qualifying examination, written part")],
            [["", "b"], ["a", "c"]],
        ),
    ],
)  # fmt: skip
def test_steps_that_answer_each_other_stand_in_one_row(
    first: list[tuple[str, str, str]], second: list[tuple[str, str, str]], expected: list[list[str]]
) -> None:
    assert rows(document(*first), document(*second)) == expected


def test_no_step_is_lost_where_two_answer_one_row() -> None:
    one = document(("x", "course", "Provincial law course"))
    other = document(("y", "course", "Provincial law course"))
    third = document(("x", "course", "Alpha"), ("y", "course", "Beta"))
    assert sorted(key for row in rows(one, other, third) for key in row if key) == ["x", "x", "y", "y"]


def test_two_pathways_stand_side_by_side_with_what_differs(browser: Browser, stage: Stage) -> None:
    first, second = stage.begin(), begin(stage, "Technician")
    stage.pathway = second
    document = stage.document()
    steps = tuple(
        step.model_copy(update={"weeks": Weeks(min=2, max=3)}) if step.key == "documents" else step
        for step in document.steps
        if step.key != "lab"
    )
    stage.replace(document.having(steps))
    henk = browser("henk")
    page = unescape(henk.get(f"/pathways/{first}/compare?with={second}").text)
    assert "4 required, 1 optional" in page
    assert "4 required, 0 optional" in page
    assert "Differs: time" in page
    assert "Not in: Technician, Nova Scotia" in page
    assert "There is no such step." in page
    assert "2–3 weeks" in page
    assert "30–44 weeks or 60–80 weeks" in page, "the options of a step say what they say"
    assert "100 USD" in page, "of another currency, and added to nothing"
    assert f'href="/pathways/{first}/compare"' in henk.get(f"/pathways/{first}").text
    assert f'href="/pathways/{first}/compare?with={second}"' in henk.get("/groups/pharmacy/pathway").text
    assert unescape(henk.get(f"/pathways/{first}/compare").text).count("Not in:") == page.count("Not in:")


def test_three_stand_side_by_side_and_a_lone_one_says_so(browser: Browser, stage: Stage) -> None:
    first, henk = stage.begin(), browser("henk")
    assert "There is no other pathway" in henk.get(f"/pathways/{first}/compare").text
    assert "/compare" not in henk.get(f"/pathways/{first}").text
    second, third = begin(stage), begin(stage, "Pharmacist there", "CA-ON")
    page = henk.get(f"/pathways/{first}/compare?with={second}&with={third}&with={first}").text
    assert page.count('scope="col"') == 8
    assert "Pharmacist there, Ontario" in page


def test_nobody_compares_with_a_pathway_of_a_room_she_is_not_in(browser: Browser, stage: Stage) -> None:
    first, theirs = stage.begin(), begin(stage, "XYZZY", slug="nursing")
    henk, kofi = browser("henk"), browser("kofi")
    assert "XYZZY" not in henk.get(f"/pathways/{first}/compare").text
    assert henk.get(f"/pathways/{first}/compare?with={theirs}").status_code == 404
    assert kofi.get(f"/pathways/{first}/compare").status_code == 404
    assert kofi.get(f"/pathways/{theirs}/compare?with={first}").status_code == 404
    assert "pharmacist" not in kofi.get(f"/pathways/{theirs}/compare").text.lower()
    with stage.work("") as work:
        from workgroups.groups.models import Coordination  # noqa: PLC0415 - one test needs it

        work.session.add(Coordination(group_id=stage.world.other_group, person_id=stage.world.people["iris"]))
    page = browser("iris").get(f"/pathways/{first}/compare?with={theirs}").text
    assert "XYZZY, Nova Scotia" in page
    assert "Falls Nursing" in page


def test_the_pathways_of_a_closed_group_are_compared_as_they_are_read(browser: Browser, stage: Stage) -> None:
    first, second = stage.begin(), begin(stage)
    with stage.work("") as work:
        group = work.session.get_one(Group, stage.world.group)
        group.state, group.closed_at = GroupState.CLOSED, work.now
    assert browser("henk").get(f"/pathways/{first}/compare?with={second}").status_code == 200
    assert browser("kofi").get(f"/pathways/{first}/compare?with={second}").status_code == 404


@pytest.mark.parametrize("sent", ["with=x", "with=0", "with=", "page=x", "page=99", "with=99999999999"])
def test_an_odd_address_is_no_error(browser: Browser, stage: Stage, sent: str) -> None:
    first = stage.begin()
    begin(stage)
    assert browser("henk").get(f"/pathways/{first}/compare?{sent}").status_code == 200


def test_two_hundred_steps_each_are_light_and_take_the_same_queries(
    browser: Browser, stage: Stage, queries: list[str]
) -> None:
    first, second, henk = stage.begin(), begin(stage), browser("henk")
    address = f"/pathways/{first}/compare?with={second}"

    def count() -> int:
        henk.get(address)
        queries.clear()
        henk.get(address)
        return len(queries)

    before = count()
    for key in (first, second):
        stage.pathway = key
        short = stage.document()
        course = short.step("internship")
        assert course is not None
        more = (
            course.model_copy(update={"key": f"c{key}-{n}", "title": {"en": f"Course number {n}"}, "after": ()})
            for n in range(195)
        )
        stage.replace(short.having((*short.steps, *more)))
    assert count() == before
    page = henk.get(address).text
    assert 'aria-current="page">1' in page
    assert len(brotli.compress(page.encode(), quality=4)) < 20_000
