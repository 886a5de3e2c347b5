"""What is wrong in a pathway is listed by code, step and field."""

from datetime import date

import pytest
from pydantic import ValidationError

from tests.pathways.documents import PHARMACY, edited, having
from workgroups.pathways.document import Step
from workgroups.pathways.effect import effect
from workgroups.pathways.problems import MESSAGES, Unsound, advice, problems

LONG = {"en": "x" * 20_000}
FACT = {"kind": "places", "on": "2026-10-01", "value": 3, "source": {"en": "Count"}}
PRICE = {"min_cents": 500, "max_cents": 700, "currency": "CAD"}
OPTION = {"key": "way", "title": {"en": "Way"}, "type": "course"}


def test_a_sound_pathway_has_none():
    assert problems(PHARMACY) == []
    assert PHARMACY.staged()[1][1] == list(PHARMACY.steps[2:])


@pytest.mark.parametrize(
    ("key", "fields", "found"),
    [
        ("lab", {"title": {}}, [("missing_text", "title")]),
        ("lab", {"title": {"en": " "}}, [("missing_text", "title")]),
        ("lab", {"detail": LONG}, [("too_long", "detail")]),
        ("lab", {"detail": {"fr": "a\x00b"}}, [("control_character", "detail")]),
        ("lab", {"note": {"en": "a\u202eb"}}, [("bidi_override", "note")]),
        ("lab", {"note": {"en": "two\nlines\u00a0wide"}}, []),
        ("lab", {"documents": [{"en": "Degree"}, {"fr": "a\x1bb"}]}, [("control_character", "documents.1")]),
        ("lab", {"source": {"title": {}, "url": None}}, [("missing_text", "source.title")]),
        ("lab", {"source": {"title": {"en": "?"}, "url": "javascript:x"}}, [("bad_link", "source.url")]),
        ("lab", {"options": [OPTION | {"note": LONG}]}, [("too_long", "options.way.note")]),
        ("lab", {"options": [OPTION, OPTION]}, [("duplicate_key", "options.way")]),
        ("lab", {"stage": "later"}, [("unknown_stage", "stage")]),
        ("lab", {"counts_towards": "nothing"}, [("unknown_step", "counts_towards")]),
        ("lab", {"after": ["nothing"]}, [("unknown_step", "after")]),
        ("lab", {"after": ["language", "language"]}, [("duplicate_key", "after.language")]),
        ("lab", {"after": ["lab"]}, [("cycle", "after")]),
        ("lab", {"after": ["language"], "after_rule": "n_of"}, [("bad_count", "after_n")]),
        ("lab", {"after": ["language"], "after_n": 1}, [("bad_count", "after_n")]),
        ("lab", {"rule": "n_of", "n": 2, "options": [OPTION]}, [("bad_count", "n")]),
        (
            "lab",
            {"after": [f"x{i}" for i in range(31)]},
            [("many_before", "after"), ("unknown_step", "after")],
        ),
        ("lab", {"options": [OPTION | {"key": f"x{i}"} for i in range(27)]}, [("many_options", "options")]),
        ("lab", {"rule": "n_of", "n": 0, "options": [OPTION]}, [("bad_count", "n")]),
        ("lab", {"weeks": {"min": -1, "max": 3}}, [("negative", "weeks")]),
        ("lab", {"weeks": {"min": 4, "max": 3}}, [("reversed", "weeks")]),
        ("lab", {"weeks": {"min": 4, "max": 10**6}}, [("too_large", "weeks")]),
        ("lab", {"cost": {"min_cents": 5, "max_cents": 3, "currency": "CAD"}}, [("reversed", "cost")]),
        ("lab", {"cost": {"min_cents": 5, "max_cents": 5, "currency": "cad"}}, [("bad_currency", "cost")]),
        ("lab", {"cost": {"min_cents": 0, "max_cents": 10**12, "currency": "CAD"}}, [("too_large", "cost")]),
        ("lab", {"facts": [FACT | {"value": -1}]}, [("negative", "facts")]),
        ("lab", {"facts": [FACT | {"value": 10**8}]}, [("too_large", "facts")]),
        ("lab", {"facts": [FACT | {"kind": "pass_rate", "value": 101}]}, [("bad_rate", "facts")]),
        ("lab", {"facts": [FACT | {"url": "ftp://here"}]}, [("bad_link", "facts")]),
        ("lab", {"facts": [FACT | {"source": {}}]}, [("missing_text", "facts.0.source")]),
        ("lab", {"options": [OPTION | {"weeks": {"min": 2, "max": 1}}]}, [("reversed", "options.way.weeks")]),
    ],
)  # fmt: skip
def test_each_kind_of_bad_input_is_named(key, fields, found):
    listed = problems(having(key, **fields))
    assert [(problem.code, problem.field) for problem in listed if problem.step == key] == found
    assert all(problem.step == key for problem in listed)


def test_a_cycle_is_told_apart_from_what_stands_behind_it():
    circle = having("documents", after=["internship"])
    found = {(problem.code, problem.step) for problem in problems(circle)}
    assert found == {("cycle", "documents"), ("cycle", "internship"), ("unreachable", "register")}
    with pytest.raises(Unsound) as refused:
        effect(circle)
    assert {(problem.code, problem.step) for problem in refused.value.problems} == found


def test_one_of_several_is_reachable_past_a_cycle():
    around = edited(having("documents", after=["documents"]), "register", after_rule="any")
    assert {(problem.code, problem.step) for problem in problems(around)} == {
        ("cycle", "documents"),
        ("unreachable", "internship"),
    }


def test_keys_are_unique_in_the_whole_pathway():
    stage = PHARMACY.stages[0]
    twice = PHARMACY.model_copy(
        update={"steps": (*PHARMACY.steps, PHARMACY.steps[1]), "stages": (stage, *PHARMACY.stages)}
    )
    assert [problem[:] for problem in problems(twice)] == [
        ("duplicate_key", None, "stages.before"),
        ("duplicate_key", None, "steps.language"),
    ]


@pytest.mark.parametrize(
    "malformed",
    [
        {"colour": "red"},
        {"key": "Not A Key"},
        {"type": "holiday"},
        {"title": {"de": "Schritt"}},
        {"title": "Step"},
        {"weeks": {"min": 1}},
        {"weeks": {"min": 1.5, "max": 2}},
        {"valid_from": "31 June"},
    ],
)
def test_what_has_not_the_shape_of_a_step_is_refused(malformed):
    with pytest.raises(ValidationError):
        Step.model_validate({"key": "a", "title": {"en": "A"}, "stage": "s", "type": "course", **malformed})


def test_no_text_has_one_form():
    step = having("lab", detail={"en": " ", "fr": ""}, setting={"en": " here ", "fr": ""}).step("lab")
    assert (step.detail, step.setting) == (None, {"en": "here"})


def counted(on, kind="weeks"):
    return {"kind": kind, "on": on, "value": 3, "source": {"en": "Survey"}}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"source": {"title": {"en": "Law"}, "checked": "2025-11-01"}}, ["old_source"]),
        ({"source": {"title": {"en": "Law"}, "checked": "2026-01-01"}}, []),
        ({"cost": PRICE | {"valid_until": "2026-11-01"}}, ["past_cost"]),
        ({"options": [OPTION | {"cost": PRICE | {"valid_until": "2026-11-01"}}], "rule": "all"}, ["past_cost"]),
        ({"cost": PRICE | {"valid_until": "2026-12-31"}}, []),
        ({"options": [OPTION]}, ["one_way"]),
        ({"after": ["language"], "after_rule": "any"}, ["one_before"]),
        ({"valid_from": "2025-11-01", "facts": [counted("2025-10-01")]}, ["uncounted"]),
        ({"valid_from": "2025-11-01", "facts": [counted("2025-10-01"), counted("2025-11-01")]}, []),
        (
            {"valid_from": "2025-11-01", "facts": [counted("2025-10-01", "cost"), counted("2026-01-01", "weeks")]},
            ["uncounted"],
        ),
        ({"valid_from": "2026-01-01", "facts": [counted("2025-10-01")]}, []),
        ({"after": ["internship"]}, ["early"]),
        ({"after": ["internship", "language"], "after_rule": "n_of", "after_n": 1}, []),
        ({"valid_from": "2025-11-01"}, []),
        ({"facts": [counted("2025-10-01")]}, []),
    ],
)
def test_what_is_not_wrong_is_worth_a_look(fields, found):
    document = having("lab", **fields)
    assert problems(document) == []
    assert [problem.code for problem in advice(document, date(2026, 11, 23))] == found


def test_every_code_has_its_words():
    assert {"cycle", "reversed", "control_character"} <= MESSAGES.keys()
    assert all(MESSAGES.values())
