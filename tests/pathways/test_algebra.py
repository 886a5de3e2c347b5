"""The laws of operations, and what happens when they no longer fit."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.pathways.documents import KEYS, PHARMACY, edited, having, pathways, steps, texts
from workgroups.core import canonical
from workgroups.pathways.diff import diff, inverse
from workgroups.pathways.document import Option, Pathway, Step, Weeks, inserted, previous, without
from workgroups.pathways.operations import (
    AddOption,
    AddStep,
    ChangeConditions,
    ChangeOption,
    ChangePathway,
    ChangeStep,
    MoveOption,
    MoveStep,
    RemoveOption,
    RemoveStep,
    apply,
    data,
    read,
    touches,
)


@st.composite
def edits(draw, base: Pathway, fresh: str) -> Pathway:
    """The base after one to three small edits; what is added gets keys that begin with `fresh`."""
    document = base
    for number in range(draw(st.integers(1, 3))):
        keys = document.keys
        kind = draw(
            st.sampled_from(["add", "remove", "move", "rename", "replace", "title"] if keys else ["add", "title"])
        )
        if kind == "title":
            document = document.model_copy(update={"title": draw(texts)})
            continue
        if kind == "add":
            step = draw(steps(f"{fresh}{number}", KEYS))
            document = document.having(inserted(document.steps, step, draw(st.sampled_from([None, *keys]))))
            continue
        key = draw(st.sampled_from(keys))
        step = document.step(key)
        if kind in {"remove", "move"}:
            rest = without(document.steps, key)
            behind = draw(st.sampled_from([None, *(part.key for part in rest)]))
            document = document.having(rest if kind == "remove" else inserted(rest, step, behind))
        elif kind == "rename":
            document = edited(document, key, title=draw(texts))
        else:
            document = edited(document, key, **draw(steps(key, KEYS)).model_dump(exclude={"key"}))
    return document


@given(pathways(), pathways())
def test_the_difference_leads_to_the_target(base, target):
    operations = diff(base, target)
    assert apply(base, operations) == (target, ())
    assert diff(base, base) == []


@given(pathways(), pathways(), pathways())
def test_operations_and_then_their_inverse_give_the_document_again(base, elsewhere, target):
    for operations in (diff(base, target), diff(elsewhere, target)):  # The second ones do not all fit.
        there = apply(base, operations).document
        assert apply(there, inverse(base, operations)) == (base, ())


@given(st.data())
def test_operations_that_touch_nothing_in_common_commute(drawn):
    base = drawn.draw(pathways())
    one, other = (diff(base, drawn.draw(edits(base, fresh))) for fresh in ("x", "y"))
    assume(touches(one).isdisjoint(touches(other)))
    there, back = apply(base, [*one, *other]), apply(base, [*other, *one])
    assert there == back
    assert there.conflicts == ()


@given(pathways(), pathways())
def test_operations_are_stored_and_read_again(base, target):
    operations = diff(base, target)
    assert read(data(operations)) == operations
    assert canonical.dumps(data(operations))
    assert Pathway.model_validate(base.data()) == base


@given(pathways(), st.permutations(KEYS))
def test_as_few_steps_move_as_possible(base, order):
    target = base.having(tuple(sorted(base.steps, key=lambda step: order.index(step.key))))
    moves = diff(base, target)
    assert all(isinstance(move, MoveStep) for move in moves)
    assert len(moves) <= max(0, len(base.steps) - 1)
    if base.steps:
        first = base.having((*base.steps[1:], base.steps[0]))
        assert len(diff(base, first)) == (len(base.steps) > 1)


def test_each_kind_of_change_has_its_operation():
    option = Option(key="abroad", title={"en": "Abroad"}, type="supervised_practice")
    internship = PHARMACY.step("internship")
    full, part = internship.options
    target = having("internship", after=[], options=[full.model_copy(update={"weeks": Weeks(min=1, max=2)}), option])
    target = edited(target, "register", designation="optional")
    moved = target.steps[2]
    target = target.having(inserted(without(without(target.steps, "language"), moved.key), moved, None))
    added = Step(key="ethics", title={"en": "Ethics"}, stage="before", type="course")
    target = target.having((*target.steps, added)).model_copy(update={"title": {"en": "Pharmacist"}})
    assert diff(PHARMACY, target) == [
        ChangePathway(fields={"title": {"en": "Pharmacist"}}, before={"title": PHARMACY.title}),
        RemoveStep(step=PHARMACY.step("language")),
        MoveStep(key="lab", previous=None, before="documents"),
        ChangeConditions(
            key="internship", conditions=target.step("internship").conditions, before=internship.conditions
        ),
        RemoveOption(key="internship", option=part),
        ChangeOption(
            key="internship",
            option="full-time",
            fields={"weeks": {"min": 1, "max": 2}},
            before={"weeks": None},
        ),
        AddOption(key="internship", option=option, previous="full-time"),
        ChangeStep(key="register", fields={"designation": "optional"}, before={"designation": "required"}),
        AddStep(step=added, previous="register"),
    ]


# What no longer fits.

SHORTER = having("internship", weeks={"min": 16, "max": 30}, setting=None)


def test_two_proposals_on_one_field_conflict_and_on_two_fields_do_not():
    shorter = diff(PHARMACY, SHORTER)
    other = diff(PHARMACY, having("internship", weeks={"min": 20, "max": 30}, body=4))
    (step, conflicts) = apply(apply(PHARMACY, other).document, shorter)
    assert step == having("internship", weeks={"min": 20, "max": 30}, body=4, setting=None)
    assert [conflict[1:] for conflict in conflicts] == [
        (
            "changed",
            "internship",
            "weeks",
            {"min": 30, "max": 44},
            {"min": 20, "max": 30},
            {"min": 16, "max": 30},
        )
    ]
    assert conflicts[0].operation == shorter[0]


def test_what_already_stands_as_wanted_is_no_conflict():
    for target in (SHORTER, PHARMACY.having(PHARMACY.steps[1:]), having("register", after=[])):
        operations = diff(PHARMACY, target)
        assert apply(target, operations) == (target, ())


def test_operations_on_a_removed_step_are_all_reported():
    gone = PHARMACY.having(without(PHARMACY.steps, "internship"))
    reordered = SHORTER.having((*SHORTER.steps[3:], *SHORTER.steps[:3]))
    for operation in diff(PHARMACY, edited(reordered, "internship", after=[], options=[])):
        if "step:internship" in operation.touches:
            document, conflicts = apply(gone, [operation])
            assert document == gone
            assert {(conflict.code, conflict.step) for conflict in conflicts} == {("missing", "internship")}
            assert conflicts == operation.held(gone, "missing")
    behind = AddStep(step=Step(key="new", title={"en": "New"}, stage="before", type="course"), previous="internship")
    assert [conflict.code for conflict in apply(gone, [behind]).conflicts] == ["no_place"]
    move = MoveStep(key="register", previous="internship", before="lab")
    assert [conflict.code for conflict in apply(gone, [move]).conflicts] == ["no_place"]


def test_a_step_that_changed_is_not_removed_silently():
    removal = diff(PHARMACY, PHARMACY.having(without(PHARMACY.steps, "internship")))
    document, (conflict,) = apply(SHORTER, removal)
    assert document == SHORTER
    assert (conflict.code, conflict.field, conflict.wanted) == ("changed", "", None)
    assert conflict.expected == PHARMACY.step("internship").data()
    assert conflict.found == SHORTER.step("internship").data()


@pytest.mark.parametrize(
    ("operation", "code", "field"),
    [
        (AddStep(step=SHORTER.step("internship"), previous=None), "exists", ""),
        (MoveStep(key="register", previous=None, before="lab"), "changed", "place"),
        (MoveStep(key="register", previous="register", before="internship"), "no_place", "place"),
        (ChangeStep(key="lab", fields={"body": 1}, before={"body": 2}), "changed", "body"),
        (
            ChangeConditions(
                key="register",
                conditions=PHARMACY.step("lab").conditions,
                before=PHARMACY.step("internship").conditions,
            ),
            "changed",
            "conditions",
        ),
        (
            ChangeOption(key="internship", option="half", fields={"note": None}, before={"note": None}),
            "missing",
            "options.half.note",
        ),
        (
            ChangeOption(
                key="internship",
                option="part-time",
                fields={"weeks": None},
                before={"weeks": {"min": 1, "max": 1}},
            ),
            "changed",
            "options.part-time.weeks",
        ),
        (
            AddOption(
                key="internship",
                option=Option(key="part-time", title={"en": "?"}, type="course"),
                previous=None,
            ),
            "exists",
            "options.part-time",
        ),
        (
            AddOption(key="internship", option=Option(key="new", title={"en": "?"}, type="course"), previous="gone"),
            "no_place",
            "options.new",
        ),
        (
            RemoveOption(key="internship", option=Option(key="part-time", title={"en": "?"}, type="course")),
            "changed",
            "options.part-time",
        ),
        (
            MoveOption(key="internship", option="part-time", previous=None, before="gone"),
            "changed",
            "options.part-time.place",
        ),
        (ChangePathway(fields={"summary": None}, before={"summary": {"en": "Old"}}), None, None),
        (
            ChangePathway(fields={"summary": {"en": "New"}}, before={"summary": {"en": "Old"}}),
            "changed",
            "summary",
        ),
    ],
)
def test_nothing_is_applied_silently(operation, code, field):
    document, conflicts = apply(PHARMACY, [operation])
    assert document == PHARMACY
    assert [(conflict.code, conflict.field) for conflict in conflicts] == ([(code, field)] if code else [])


@pytest.mark.parametrize(
    "malformed",
    [
        {"kind": "rename_step", "key": "a"},
        {"kind": "change_step", "key": "a", "fields": {"colour": 1}, "before": {"colour": 2}},
        {"kind": "change_step", "key": "a", "fields": {"after": ["b"]}, "before": {"after": []}},
        {"kind": "change_step", "key": "a", "fields": {"weeks": {"min": 1}}, "before": {"weeks": None}},
        {"kind": "change_step", "key": "a", "fields": {"body": 1}, "before": {}},
        {"kind": "change_step", "key": "a b", "fields": {}, "before": {}},
        {"kind": "move_step", "key": "a", "previous": "b", "before": None, "extra": 1},
        {"kind": "change_pathway", "fields": {"title": {"de": "Weg"}}, "before": {"title": {}}},
    ],
)
def test_malformed_operations_are_refused(malformed):
    with pytest.raises(ValidationError):
        read([malformed])


def test_the_digest_of_a_document_never_changes():
    assert canonical.digest(PHARMACY.data()) == "44f05c135b1282bbd2d62783b903c35d47c786a319bd863b3a7efb9aa3ac3646"
    decomposed = having("internship", setting={"en": "hospital and community", "fr": "ho\u0302pital et officine"})
    assert decomposed == PHARMACY


def test_the_order_of_a_move_is_checked_by_its_neighbour():
    assert previous(PHARMACY.steps, "documents") is None
    assert previous(PHARMACY.steps, "lab") == "language"
