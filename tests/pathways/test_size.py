"""Fifty proposals on a pathway of two hundred steps ask no more of the database than one on a few steps."""

import gzip

from sqlmodel import select

from tests.conftest import Browser
from tests.pathways.stage import Stage
from workgroups.pathways.document import Weeks
from workgroups.pathways.proposals.models import Baseline, Proposal, Rendition

STEPS, PROPOSALS = 200, 50


def grow(stage: Stage) -> None:
    """The internship's like, each after the one before it."""
    document = stage.document()
    steps = [*document.steps]
    for number in range(STEPS - len(steps)):
        title = {"en": f"Complete part {number}", "fr": f"Faire la partie {number}"}
        one = steps[3].model_copy(update={"key": f"part-{number}", "title": title, "after": (steps[-1].key,)})
        steps.append(one)
    stage.replace(document.having(tuple(steps)))


def repeat(stage: Stage, key: int) -> None:
    """The same proposal, many times."""
    with stage.work("") as work:
        for number in range(2, PROPOSALS + 1):
            copy = Proposal(
                **work.session.get_one(Proposal, key).model_dump(exclude={"id", "number"}), number=str(number)
            )
            work.session.add(copy)
            work.session.flush()
            for kind in (Baseline, Rendition):
                for row in work.session.exec(select(kind).where(kind.proposal_id == key)).all():
                    work.session.add(kind(**row.model_dump(exclude={"id", "proposal_id"}), proposal_id=copy.id))


def test_many_proposals_on_a_long_pathway_ask_no_more(browser: Browser, stage: Stage, queries: list[str]) -> None:
    few, chidi = stage.proposal("open", weeks=Weeks(min=1, max=2)), browser("chidi")
    step = stage.step("internship")
    pages = [
        f"/pathways/{stage.pathway}",
        f"/pathways/{stage.pathway}/edit",
        f"/steps/{step}",
        "/groups/pharmacy/proposals",
    ]

    def asked(proposal: int) -> list[int]:
        found = []
        for page in (*pages, f"/proposals/{proposal}"):
            chidi.get(page)
            queries.clear()
            assert chidi.get(page).status_code == 200
            found.append(len(queries))
        return found

    before = asked(few)
    grow(stage)
    repeat(stage, few)
    many = stage.proposal("open", weeks=Weeks(min=1, max=2))
    assert asked(many) == before
    assert max(before) < 30
    for page in (pages[0], f"/proposals/{many}"):
        assert len(gzip.compress(chidi.get(page).content)) < 15_000
