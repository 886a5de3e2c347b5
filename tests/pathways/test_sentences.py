"""Operations as sentences and as rows, in both languages."""

import time

import pytest
from hypothesis import given, settings

from tests.pathways.documents import PHARMACY, edited, having, pathways
from workgroups.core.differences import Segment, side
from workgroups.pathways.diff import diff
from workgroups.pathways.document import Stage, Step, inserted, without
from workgroups.pathways.operations import CHANGEABLE, apply
from workgroups.pathways.phrases import LABELS
from workgroups.pathways.rows import rows
from workgroups.pathways.sentences import sentences

FRENCH = {
    "“%(text)s”": "«\u00a0%(text)s\u00a0»",
    "%(number)s weeks": "%(number)s semaines",
    "%(step)s takes %(new)s instead of %(old)s.": "%(step)s prend %(new)s au lieu de %(old)s.",
    "%(step)s requires %(others)s first.": "%(step)s exige %(others)s au préalable.",
}
BODIES = {3: {"en": "Pharmacy regulator", "fr": "Ordre des pharmaciens"}, 4: {"en": "Board"}}


def english(text: str) -> str:
    return text


def french(text: str) -> str:
    return FRENCH.get(text, text)


def said(target, language="en", translate=english):
    return sentences(PHARMACY, diff(PHARMACY, target), language, translate, BODIES)


DOCUMENTS, FRENCH_TEST, LAB = "“Send documents”", "“Show your French”", "“Skills lab”"
INTERNSHIP = "“Complete the internship”"


@pytest.mark.parametrize(
    ("key", "fields", "told"),
    [
        (
            "internship",
            {"weeks": {"min": 16, "max": 30}},
            [f"{INTERNSHIP} takes 16–30 weeks instead of 30–44."],
        ),
        ("internship", {"weeks": {"min": 1, "max": 1}}, [f"{INTERNSHIP} takes 1 week instead of 30–44."]),
        (
            "internship",
            {"weeks": None},
            [f"{INTERNSHIP}: “Time” (30–44 weeks) is no longer stated."],
        ),
        ("language", {"weeks": {"min": 1, "max": 2}}, [f"{FRENCH_TEST}: “Time” is stated: 1–2 weeks."]),
        (
            "internship",
            {"setting": None},
            [f"{INTERNSHIP} no longer requires this setting: hospital and community."],
        ),
        (
            "internship",
            {"setting": {"en": "either", "fr": "l’un ou l’autre"}},
            [f"{INTERNSHIP} takes place here: either; instead of: hospital and community."],
        ),
        (
            "internship",
            {"setting": {"en": "hospital and community"}},
            [f"{INTERNSHIP}: the translation under “Setting” changes."],
        ),
        (
            "internship",
            {"title": {"en": "Practise", "fr": "Faire le stage"}},
            [f"{INTERNSHIP} gets the name “Practise”."],
        ),
        (
            "internship",
            {"body": 4},
            [f"{INTERNSHIP}: “Responsible body” becomes: Board; instead of: Pharmacy regulator."],
        ),
        ("internship", {"from_abroad": "part"}, [f"{INTERNSHIP} becomes possible in part from abroad."]),
        ("documents", {"from_abroad": "part"}, [f"{DOCUMENTS} becomes possible only in part from abroad."]),
        ("documents", {"from_abroad": "no"}, [f"{DOCUMENTS} is no longer possible from abroad."]),
        (
            "documents",
            {"cost": {"min_cents": 1000, "max_cents": 1000, "currency": "CAD"}},
            [f"{DOCUMENTS} costs $10 CAD instead of $500–700 CAD."],
        ),
        (
            "documents",
            {"documents": [{"en": "Degree"}, {"en": "Photograph"}]},
            [
                f"{DOCUMENTS} no longer requires this document: Letter of standing.",
                f"{DOCUMENTS} also requires this document: Photograph.",
            ],
        ),
        (
            "documents",
            {"detail": {"en": "Order them early."}},
            [f"{DOCUMENTS}: a text under “Description” is added."],
        ),
        ("register", {"after": ["language"]}, [f"“Register” no longer requires {INTERNSHIP} first."]),
        (
            "register",
            {"after": ["internship", "language", "lab"], "after_rule": "n_of", "after_n": 2},
            [f"Before “Register”, what is needed becomes 2 of {INTERNSHIP}, {FRENCH_TEST} and {LAB}."],
        ),
        (
            "register",
            {"after_rule": "any"},
            [f"Before “Register”, what is needed becomes {INTERNSHIP} or {FRENCH_TEST}."],
        ),
        (
            "register",
            {"after": ["language", "internship"]},
            ["“Register” has the same conditions, written differently."],
        ),
        (
            "internship",
            {"options": [way.model_dump() for way in reversed(PHARMACY.step("internship").options)]},
            [f"“Part time” comes first among the ways to do {INTERNSHIP}."],
        ),
        ("internship", {"rule": "all"}, [f"For {INTERNSHIP}, what is needed becomes all of the options."]),
        ("lab", {"designation": "required"}, [f"{LAB} becomes required instead of optional."]),
        (
            "lab",
            {"stage": "before"},
            [f"{LAB} moves from the stage “Practical training” to the stage “Before you apply”."],
        ),
        ("lab", {"counts_towards": "internship"}, [f"{LAB} counts towards {INTERNSHIP}."]),
        ("lab", {"valid_from": "2026-06-01"}, [f"{LAB} holds as described from Monday 1 June 2026."]),
        (
            "lab",
            {"source": {"title": {"en": "Rules"}, "url": "https://example.org", "checked": "2026-05-01"}},
            [f"{LAB}: “Source” is stated: Rules, checked on Friday 1 May 2026 (https://example.org)."],
        ),
    ],
)
def test_a_change_of_a_step_in_a_sentence(key, fields, told):
    assert said(having(key, **fields)) == told


def test_what_comes_goes_and_moves():
    ethics = Step(key="ethics", title={"en": "Ethics"}, stage="before", type="course")
    internship = PHARMACY.step("internship")
    target = edited(PHARMACY, "internship", options=[internship.options[1].model_copy(update={"weeks": None})])
    rest = without(without(target.steps, "language"), "lab")
    target = target.having((target.step("lab"), *inserted(rest, ethics, "documents")))
    assert said(target) == [
        f"{FRENCH_TEST} is no longer part of the pathway.",
        f"{LAB} comes first in its stage.",
        "“Ethics” becomes part of the pathway, in the stage “Before you apply”.",
        f"“Full time” is no longer one of the ways to do {INTERNSHIP}.",
        f"“Part time” (for {INTERNSHIP}): “Time” (60–80 weeks) is no longer stated.",
    ]
    back = sentences(target, diff(target, PHARMACY), "en", english)
    assert f"{DOCUMENTS} comes first in its stage." in back
    assert f"“Full time” becomes one of the ways to do {INTERNSHIP}." in back
    last = PHARMACY.having((*PHARMACY.steps[1:], PHARMACY.steps[0]))
    assert said(last) == [f"{DOCUMENTS} comes right after “Show your French”."], "each stage keeps its own steps"


def test_the_pathway_itself():
    first, second = PHARMACY.stages
    stages = (
        second,
        first.model_copy(update={"title": {"en": "At home"}}),
        Stage(key="end", title={"en": "End"}),
    )
    target = PHARMACY.model_copy(update={"title": {"en": "Pharmacist"}, "summary": {"en": "Long."}, "stages": stages})
    assert said(target) == [
        "The pathway gets the name “Pharmacist”.",
        "The pathway: a text under “Summary” is added.",
        "The stage “End” is new.",
        "The stage “Before you apply” gets the name “At home”.",
        "The stages follow each other like this: Practical training, At home and End.",
    ]
    assert sentences(target, diff(target, PHARMACY), "en", english)[2] == "The stage “End” is gone."


def test_french_sentences_have_french_titles_and_figures():
    target = having("internship", weeks={"min": 16, "max": 30}, after=["documents", "language"])
    assert said(target, "fr", french) == [
        "«\u00a0Faire le stage\u00a0» prend 16–30 semaines au lieu de 30–44.",
        "«\u00a0Faire le stage\u00a0» exige «\u00a0Démontrer votre français\u00a0» au préalable.",
    ]


def test_rows_show_now_and_proposed_with_the_words_that_differ():
    target = having("internship", weeks={"min": 16, "max": 30}, setting={"en": "community", "fr": "officine"})
    (internship,) = rows(PHARMACY, diff(PHARMACY, target), "fr", french, BODIES)
    assert (internship.key, internship.title, internship.change) == (
        "internship",
        "Faire le stage",
        "changed",
    )
    assert [(row.field, row.language) for row in internship.fields] == [
        ("setting", "fr"),
        ("setting", "en"),
        ("weeks", None),
    ]
    weeks = internship.fields[2]
    assert weeks.now == (Segment("removed", "30–44"), Segment("same", " semaines"))
    assert weeks.proposed == (Segment("added", "16–30"), Segment("same", " semaines"))


def test_rows_follow_the_order_of_the_pathway():
    internship = PHARMACY.step("internship")
    target = edited(
        PHARMACY, "internship", rule="all", options=[internship.options[1].model_copy(update={"weeks": None})]
    )
    steps = without(without(target.steps, "language"), "register")
    target = target.having(inserted(steps, target.step("register"), None)).model_copy(
        update={"summary": {"en": "Short."}}
    )
    found = rows(PHARMACY, diff(PHARMACY, target), "en", english, BODIES)
    assert [(step.key, step.change) for step in found] == [
        ("", "changed"),
        ("register", "changed"),
        ("language", "removed"),
        ("internship", "changed"),
    ]
    place = found[1].fields[0]
    assert (place.label, side(place.now, "old"), side(place.proposed, "new")) == (
        "Place in the order",
        f"right after {INTERNSHIP}",
        "first in its stage",
    )
    assert {row.field for row in found[3].fields} >= {
        "choice",
        "options.part-time.weeks",
        "options.full-time.title",
    }
    added = rows(target, diff(target, PHARMACY), "en", english, BODIES)
    assert ("language", "added") in [(step.key, step.change) for step in added]


@settings(max_examples=60)
@given(pathways(), pathways())
def test_no_operation_is_without_a_sentence_and_no_change_without_a_row(base, target):
    operations = diff(base, target)
    for operation in operations:
        assert sentences(base, [operation], "en", english)
    changed = {step.key for step in rows(base, operations, "en", english)}
    assert bool(operations) >= bool(changed)
    for step in target.steps:
        before = base.step(step.key)
        if before != step and step.key not in changed:  # "All" and "any" of one step mean the same.
            assert step.model_copy(update=dict(before.conditions)) == before
            assert (step.needed, step.chosen) == (before.needed, before.chosen)


def test_every_field_has_a_label():
    assert {name for fields in CHANGEABLE.values() for name in fields} <= LABELS.keys()


def test_two_hundred_steps_take_a_few_milliseconds():
    internship = PHARMACY.step("internship")
    steps = tuple(internship.model_copy(update={"key": f"s{number}", "after": ()}) for number in range(200))
    base = PHARMACY.having(steps)
    target = edited(edited(base, "s10", weeks={"min": 1, "max": 2}), "s150", detail={"en": "New words."})
    operations = diff(base, target)
    best = 1.0
    for _ in range(5):
        started = time.perf_counter()
        assert apply(base, operations).document == target
        assert len(rows(base, operations, "en", english)) == 2
        best = min(best, time.perf_counter() - started)
    assert best < 0.05
