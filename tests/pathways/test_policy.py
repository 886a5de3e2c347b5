"""Who may do what to barriers, pathways, steps, proposals, positions and answers: every role × verb through pages."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Browser
from tests.pathways.stage import Stage
from tests.world import MEMBERS, OUTSIDERS

CHAIRS = {"amara", "blaise"}
ARRANGE = CHAIRS | {"chidi", "iris"}
SPEAK = set(MEMBERS) - {"henk"}
HEARD = CHAIRS | {"dolores", "edith", "ewan", "farid", "gita"}
"""The seats that take positions; Ewan is Edith's alternate."""
BODY = {"edith", "ewan"}
EVERYBODY = set(MEMBERS)

REPORT = {"title": "Paper form", "text": "In ink.", "affects": "All."}
PROPOSE = {"title_en": "Anywhere", "reason": "Few places."}
STEP = {"stage": "practice", "type": "course", "designation": "required", "title_en": "Course", "after_rule": "all"}


def closed_barrier(stage: Stage) -> int:
    from workgroups.pathways.barriers import commands  # noqa: PLC0415 - one setup needs it

    key = stage.barrier()
    stage.do("amara", commands.confirm, key)
    stage.do("amara", commands.take_up, key)
    return key


def confirmed_barrier(stage: Stage) -> int:
    from workgroups.pathways.barriers import commands  # noqa: PLC0415 - one setup needs it

    key = stage.barrier()
    stage.do("amara", commands.confirm, key)
    return key


def opened(stage: Stage) -> int:
    return stage.proposal("open")


def raised(stage: Stage) -> int:
    proposal = stage.proposal("called")
    position = stage.concern(proposal)
    stage.world.pass_time(days=12)
    return position


def answered(stage: Stage) -> int:
    from workgroups.pathways.proposals.positions import commands  # noqa: PLC0415 - one setup needs it
    from workgroups.pathways.proposals.positions.forms import Answering  # noqa: PLC0415

    position = raised(stage)
    stage.do("amara", commands.answer, position, Answering(text="A visit."))
    return position


def conflict(stage: Stage) -> int:
    from workgroups.pathways.proposals.answers.models import Conflict  # noqa: PLC0415 - one setup needs it

    proposal = stage.proposal("recommended")
    entry = stage.adopted(proposal)
    step = stage.document().step("internship").model_copy(update={"setting": {"en": "on the moon"}})
    stage.store(step)
    stage.confirm("chidi", entry)
    return stage.rows(Conflict)[0].id


Setup = Callable[[Stage], Any]
TABLE: dict[str, tuple[Setup, str, dict[str, Any] | None, set[str]]] = {
    # verb: what exists, the address, what is sent (None: a page), who may
    "barriers:index": (lambda s: 0, "/groups/pharmacy/barriers", None, EVERYBODY),
    "barriers:new": (lambda s: 0, "/groups/pharmacy/barriers/new", None, SPEAK),
    "barriers:report": (lambda s: 0, "/groups/pharmacy/barriers", REPORT, SPEAK),
    "barriers:show": (Stage.barrier, "/barriers/{}", None, EVERYBODY),
    "barriers:edit": (Stage.barrier, "/barriers/{}/edit", None, {"dolores"}),
    "barriers:correct": (Stage.barrier, "/barriers/{}/correction", REPORT, {"dolores"}),
    "barriers:comment": (Stage.barrier, "/barriers/{}/comments", {"text": "Yes."}, SPEAK),
    "barriers:confirm": (Stage.barrier, "/barriers/{}/confirmation", {}, CHAIRS),
    "barriers:reject": (Stage.barrier, "/barriers/{}/rejection", {"reason": "No."}, CHAIRS),
    "barriers:take_up": (confirmed_barrier, "/barriers/{}/work", {}, CHAIRS),
    "barriers:close": (closed_barrier, "/barriers/{}/closing", {"state": "removed"}, CHAIRS),
    "barriers:agenda": (Stage.barrier, "/barriers/{}/agenda", {"minutes": "20"}, CHAIRS),
    "pathways:show": (Stage.begin, "/groups/pharmacy/pathway", None, EVERYBODY),
    "pathways:new": (lambda s: 0, "/groups/pharmacy/pathway/new", None, ARRANGE),
    "pathways:begin": (lambda s: 0, "/groups/pharmacy/pathway", {"title_en": "A", "stage_en": "B"}, ARRANGE),
    "pathways:draft": (Stage.begin, "/pathways/{}", None, EVERYBODY),
    "pathways:comment": (Stage.begin, "/pathways/{}/comments", {"text": "Yes."}, SPEAK),
    "pathways:edit": (Stage.begin, "/pathways/{}/edit", None, ARRANGE),
    "pathways:describe": (Stage.begin, "/pathways/{}/description", {"title_en": "A"}, ARRANGE),
    "pathways:add_stage": (Stage.begin, "/pathways/{}/stages", {"title_en": "A"}, ARRANGE),
    "pathways:rename_stage": (Stage.begin, "/pathways/{}/stages/title", {"title_en": "A", "stage": "x"}, ARRANGE),
    "pathways:move_stage": (Stage.begin, "/pathways/{}/stages/move", {"stage": "x", "to": "up"}, ARRANGE),
    "pathways:remove_stage": (Stage.begin, "/pathways/{}/stages/removal", {"stage": "x"}, ARRANGE),
    "steps:new": (Stage.begin, "/pathways/{}/steps/new", None, ARRANGE),
    "steps:add": (Stage.begin, "/pathways/{}/steps", STEP, ARRANGE),
    "steps:show": (lambda s: s.begin() and s.step("internship"), "/steps/{}", None, EVERYBODY),
    "steps:edit": (lambda s: s.begin() and s.step("lab"), "/steps/{}/edit", None, ARRANGE),
    "steps:describe": (lambda s: s.begin() and s.step("lab"), "/steps/{}/description", STEP, ARRANGE),
    "steps:move": (lambda s: s.begin() and s.step("lab"), "/steps/{}/moves", {"to": "up"}, ARRANGE),
    "steps:new_option": (lambda s: s.begin() and s.step("lab"), "/steps/{}/options/new", None, ARRANGE),
    "steps:add_option": (
        lambda s: s.begin() and s.step("lab"), "/steps/{}/options", {"type": "course", "title_en": "A"}, ARRANGE,
    ),
    "steps:confirm": (
        lambda s: s.begin() and s.step("internship"), "/steps/{}/confirmations", {"state": "confirmed"}, BODY,
    ),
    "steps:confirm no body": (
        lambda s: s.begin() and s.step("lab"), "/steps/{}/confirmations", {"state": "confirmed"}, set(),
    ),
    "steps:comment": (lambda s: s.begin() and s.step("lab"), "/steps/{}/comments", {"text": "Yes."}, SPEAK),
    "proposals:index": (lambda s: 0, "/groups/pharmacy/proposals", None, EVERYBODY),
    "proposals:new": (Stage.begin, "/groups/pharmacy/proposals/new", None, SPEAK),
    "proposals:propose": (Stage.begin, "/groups/pharmacy/proposals", PROPOSE, SPEAK),
    "proposals:propose without a pathway": (lambda s: 0, "/groups/pharmacy/proposals", PROPOSE, set()),
    "proposals:show": (opened, "/proposals/{}", None, EVERYBODY),
    "proposals:comment": (opened, "/proposals/{}/comments", {"text": "Yes."}, SPEAK),
    "proposals:edit": (opened, "/proposals/{}/edit", None, {"gita"}),
    "proposals:argue": (opened, "/proposals/{}/argument", PROPOSE, {"gita"}),
    "operations:show": (opened, "/proposals/{}/operations", None, {"gita"}),
    "operations:edit": (opened, "/proposals/{}/steps/lab/edit", None, {"gita"}),
    "operations:new": (opened, "/proposals/{}/steps/new", None, {"gita"}),
    "operations:place": (opened, "/proposals/{}/steps/lab/place", None, {"gita"}),
    "operations:new_option": (opened, "/proposals/{}/steps/lab/options/new", None, {"gita"}),
    "operations:change": (opened, "/proposals/{}/steps/lab", STEP, {"gita"}),
    "operations:add": (opened, "/proposals/{}/steps", STEP, {"gita"}),
    "operations:move": (opened, "/proposals/{}/steps/lab/place", {"behind": ""}, {"gita"}),
    "operations:remove": (opened, "/proposals/{}/steps/lab/removal", {}, {"gita"}),
    "operations:option": (
        opened, "/proposals/{}/steps/lab/options", {"type": "course", "title_en": "A"}, {"gita"},
    ),
    "operations:option page": (opened, "/proposals/{}/steps/internship/options/full-time/edit", None, {"gita"}),
    "operations:change option": (
        opened, "/proposals/{}/steps/internship/options/full-time", {"type": "course", "title_en": "A"}, {"gita"},
    ),
    "operations:remove option": (opened, "/proposals/{}/steps/internship/options/full-time/removal", {}, {"gita"}),
    "operations:drop": (opened, "/proposals/{}/operations/removal", {"operation": "0"}, {"gita"}),
    "operations:renew": (opened, "/proposals/{}/baseline", {}, {"gita"}),
    "proposals:open hidden draft": (Stage.proposal, "/proposals/{}/opening", {}, {"gita"}),
    "proposals:show hidden draft": (Stage.proposal, "/proposals/{}", None, {"gita"}),
    "proposals:edit hidden draft": (Stage.proposal, "/proposals/{}/edit", None, {"gita"}),
    "proposals:comment hidden draft": (Stage.proposal, "/proposals/{}/comments", {"text": "Yes."}, {"gita"}),
    "operations:show hidden draft": (Stage.proposal, "/proposals/{}/operations", None, {"gita"}),
    "proposals:withdraw": (opened, "/proposals/{}/withdrawal", {}, {"gita"}),
    "proposals:call": (
        lambda s: s.proposal("open"), "/proposals/{}/calls", {"deadline": "2026-12-04"}, CHAIRS,
    ),
    "proposals:extend": (
        lambda s: s.proposal("called"), "/proposals/{}/deadline", {"deadline": "2026-12-05"}, CHAIRS,
    ),
    "proposals:agenda": (lambda s: s.proposal("open"), "/proposals/{}/agenda", {"minutes": "20"}, CHAIRS),
    "positions:state": (lambda s: s.proposal("called"), "/proposals/{}/positions", {"value": "support"}, HEARD),
    "positions:new": (lambda s: s.proposal("called"), "/proposals/{}/position", None, HEARD),
    "positions:new in another state": (opened, "/proposals/{}/position", None, HEARD),
    "verdicts:new": (lambda s: s.proposal("shown"), "/proposals/{}/decision", None, CHAIRS),
    "verdicts:new in another state": (opened, "/proposals/{}/decision", None, CHAIRS),
    "answers:new": (lambda s: s.proposal("recommended"), "/proposals/{}/answers/new", None, ARRANGE | BODY),
    "answers:new in another state": (opened, "/proposals/{}/answers/new", None, ARRANGE | BODY),
    "positions:show": (raised, "/positions/{}", None, EVERYBODY),
    "positions:show hidden": (lambda s: s.concern(s.proposal("called")), "/positions/{}", None, {"farid"}),
    "positions:answer": (raised, "/positions/{}/answers", {"text": "A visit."}, CHAIRS),
    "positions:judge": (answered, "/positions/{}/judgement", {"met": "yes"}, {"farid"}),
    "verdicts:decide": (
        lambda s: s.proposal("shown"), "/proposals/{}/verdicts",
        {"value": "not_recommended", "reason": "No.", "digest": "x"}, CHAIRS,
    ),
    "answers:record": (
        lambda s: s.proposal("recommended"), "/proposals/{}/answers", {"kind": "sent", "on_day": "2026-12-01"},
        ARRANGE | BODY,
    ),
    "answers:show": (lambda s: s.adopted(s.proposal("recommended")), "/answers/{}", None, EVERYBODY),
    "answers:confirm": (
        lambda s: s.adopted(s.proposal("recommended")), "/answers/{}/confirmation", {}, ARRANGE | {"ewan"},
    ),
    "answers:take_back": (
        lambda s: s.adopted(s.proposal("recommended")), "/answers/{}/withdrawal", {"reason": "Wrong."}, ARRANGE | BODY,
    ),
    "answers:conflict": (conflict, "/conflicts/{}", None, EVERYBODY),
    "answers:resolve": (conflict, "/conflicts/{}/resolution", {"choice": "keep"}, ARRANGE),
}  # fmt: skip


@pytest.mark.every_row
@pytest.mark.parametrize("verb", TABLE)
def test_who_may(browser: Browser, stage: Stage, verb: str) -> None:
    setup, path, data, allowed = TABLE[verb]
    path = path.format(setup(stage))
    hidden = "hidden" in verb
    found = {}
    for name in sorted({*MEMBERS, *OUTSIDERS}, key=lambda name: name in allowed):
        visitor = browser(name, follow_redirects=False)
        answer = visitor.get(path) if data is None else visitor.post(path, data=data)
        found[name] = answer.status_code
    # Who may do it but comes after somebody else did meets a page that has moved on: 409 or 422.
    assert {name for name, status in found.items() if status not in (403, 404)} == allowed
    assert not any(status >= 500 for status in found.values())
    if hidden:
        assert {found[name] for name in set(MEMBERS) - allowed} == {404}
    else:
        assert {found[name] for name in set(MEMBERS) - allowed} <= {403}
    assert {found[name] for name in OUTSIDERS} == {404}


@pytest.mark.parametrize("verb", [verb for verb, row in TABLE.items() if row[2] is None])
def test_signed_out_visitors_are_sent_to_sign_in(browser: Browser, stage: Stage, verb: str) -> None:
    setup, path, _, _ = TABLE[verb]
    answer = browser(follow_redirects=False).get(path.format(setup(stage)))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")
