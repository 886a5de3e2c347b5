"""What differs between two snapshots, in words that a chair reads in a minute."""

from dataclasses import replace
from typing import Any

import pytest

from workgroups.core.languages import using
from workgroups.groups.models import Group
from workgroups.publishing import differences, snapshots
from workgroups.publishing.kinds import OutputKind, Place

LABELS = {"cost": "Cost", "setting": "Setting", "title": "Title", "papers": "Papers", "steps": "Steps", "open": "Open"}


def label(place: Place) -> str:
    return LABELS.get(place.rpartition(".")[2], "")


def tell(place: Place, value: Any) -> str | None:
    return f"${value['min']}–{value['max']}" if place.endswith(".cost") and value else None


KIND = OutputKind("route", "route", 9, Group, lambda _work, _row: {}, "x.html", lambda d: d["title"], label, tell=tell)

DOCUMENTS = {"key": "documents", "title": {"en": "Send documents", "fr": "Envoyer les documents"}}
INTERNSHIP = {
    "key": "internship",
    "title": {"en": "Complete the internship", "fr": "Terminer le stage"},
    "setting": {"en": "A hospital and a community pharmacy", "fr": "Un hôpital et une officine"},
    "cost": {"min": 500, "max": 700},
    "papers": [{"en": "Agreement", "fr": "Entente"}, {"en": "Insurance"}],
    "open": True,
}


def frozen(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    frame = {"slug": "pharmacy", "name": {"en": "Falls"}, "jurisdiction": "CA-NS", "timezone": "America/Halifax"}
    document = {"title": {"en": "Route"}, "steps": list(steps)} | more.pop("document", {})
    return snapshots.frozen(
        "route", frame, document, **({"reason": {"en": "First."}, "significance": "major", "unreviewed": []} | more)
    )


def rows(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str | None, str, str]]:
    return [change[1:] for change in differences.changes(KIND, old, new, {})]


def test_equal_snapshots_differ_nowhere() -> None:
    assert rows(frozen(DOCUMENTS, INTERNSHIP), frozen(DOCUMENTS, INTERNSHIP)) == []


def test_a_text_differs_in_the_language_that_changed() -> None:
    new = INTERNSHIP | {"setting": INTERNSHIP["setting"] | {"en": "A community pharmacy"}}
    assert rows(frozen(INTERNSHIP), frozen(new)) == [
        ("Complete the internship · Setting", "en", "A hospital and a community pharmacy", "A community pharmacy")
    ]


def test_values_are_told_by_their_kind_and_new_ones_start_from_nothing() -> None:
    new = {**INTERNSHIP, "cost": {"min": 500, "max": 900}, "open": False}
    assert rows(frozen(INTERNSHIP), frozen(new)) == [
        ("Complete the internship · Cost", None, "$500–700", "$500–900"),
        ("Complete the internship · Open", None, "yes", "no"),
    ]
    without = {name: value for name, value in INTERNSHIP.items() if name != "cost"}
    assert rows(frozen(without), frozen(INTERNSHIP)) == [("Complete the internship · Cost", None, "", "$500–700")]
    assert rows(frozen(INTERNSHIP), frozen(without)) == [("Complete the internship · Cost", None, "$500–700", "")]


def test_days_are_told_with_their_weekday_and_items_come_before_the_rest() -> None:
    new = frozen(INTERNSHIP | {"open": "2026-12-20"}, document={"cost": None, "open": 3})
    assert rows(frozen(INTERNSHIP, document={"open": 2}), new) == [
        ("Complete the internship · Open", None, "yes", "Sunday 20 December 2026"),
        ("Open", None, "2", "3"),
    ]


def test_a_list_of_texts_is_one_place() -> None:
    new = INTERNSHIP | {"papers": [{"en": "Agreement", "fr": "Entente"}, {"en": "Insurance"}, {"en": "Photo"}]}
    assert rows(frozen(INTERNSHIP), frozen(new)) == [
        ("Complete the internship · Papers", "en", "Agreement\nInsurance", "Agreement\nInsurance\nPhoto")
    ]


def test_whole_items_come_and_go_in_both_languages() -> None:
    added = rows(frozen(DOCUMENTS), frozen(DOCUMENTS, INTERNSHIP))
    assert [(label, lang) for label, lang, _, _ in added] == [
        ("Complete the internship · new", "en"),
        ("Complete the internship · new", "fr"),
    ]
    assert added[1][3].startswith("Title: Terminer le stage\nCost: $500–700\nOpen: yes\nPapers: Entente\n")
    removed = rows(frozen(DOCUMENTS), frozen())
    assert removed[0] == ("Send documents · removed", "en", "Title: Send documents", "")
    assert rows(frozen(), frozen(DOCUMENTS))[0][3] == "Title: Send documents"


def test_items_inside_an_item_are_lines_of_it() -> None:
    outer = {"key": "outer", "title": {"en": "Outer"}, "steps": [DOCUMENTS, {"key": "b", "title": {"en": "B"}}]}
    assert rows(frozen(), frozen(outer))[0][3] == "Title: Outer\nSteps: Title: Send documents\nTitle: B"


def test_another_order_is_one_row() -> None:
    assert rows(frozen(DOCUMENTS, INTERNSHIP), frozen(INTERNSHIP, DOCUMENTS)) == [
        ("Steps · Order", None, "Send documents\nComplete the internship", "Complete the internship\nSend documents")
    ]


def test_a_new_language_and_a_lost_text() -> None:
    half = INTERNSHIP | {"setting": {"en": INTERNSHIP["setting"]["en"]}}
    gone = INTERNSHIP | {"setting": {}}
    assert rows(frozen(half), frozen(INTERNSHIP)) == [
        ("Complete the internship · Setting", "fr", "", "Un hôpital et une officine")
    ]
    assert len(rows(frozen(INTERNSHIP), frozen(gone))) == 2


def test_the_frame_counts_for_a_chair_who_approved_before() -> None:
    old = frozen(DOCUMENTS)
    new = frozen(DOCUMENTS, reason={"en": "Second.", "fr": "Deuxième."}, significance="minor", unreviewed=["fr"])
    assert differences.changes(KIND, old, new, {}) == []
    assert [change[1:] for change in differences.all_changes(KIND, old, new, {})] == [
        ("What changed and why", "en", "First.", "Second."),
        ("What changed and why", "fr", "", "Deuxième."),
        ("Size of the change", None, "major: the meaning", "minor: a slip or a link"),
        ("Not yet read by a reviewer of the language", None, "", "French"),
    ]


def test_the_differing_words_are_marked() -> None:
    change = differences.Change("setting", "Setting", "en", "A hospital pharmacy", "A community pharmacy")
    assert [segment.kind for segment in change.segments] == ["same", "removed", "added", "same"]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("steps.internship.setting", "Complete the internship · Setting"),
        ("steps.internship.papers.2", "Complete the internship · Papers"),
        ("title", "Title"),
        ("steps.gone.setting", "Setting"),
    ],
)
def test_a_place_in_words(place: str, words: str) -> None:
    assert differences.where(KIND, frozen(INTERNSHIP)["document"], place) == words


def test_names_are_in_the_readers_language() -> None:
    new = INTERNSHIP | {"cost": {"min": 1, "max": 2}}
    with using("fr"):
        assert rows(frozen(INTERNSHIP), frozen(new))[0][0].startswith("Terminer le stage · ")


def test_texts_and_gaps_are_found_at_any_depth() -> None:
    document = frozen(INTERNSHIP)["document"]
    found = list(snapshots.texts(document))
    assert ("steps.internship.papers.2", "en", "Insurance") in found
    assert ("steps.internship.title", "fr", "Terminer le stage") in found
    assert list(snapshots.gaps(document)) == [("steps.internship.papers.2", "fr"), ("title", "fr")]


def test_named_items_are_parts() -> None:
    nameless = {"steps": [{"key": "a"}, {"key": "b", "what": {"en": "B"}, "inner": [DOCUMENTS]}], "none": None}
    assert list(snapshots.parts(nameless)) == [
        ("steps.b", {"en": "B"}),
        ("steps.b.inner.documents", DOCUMENTS["title"]),
    ]


def test_a_field_that_holds_keys_says_what_their_items_are_called() -> None:
    kind = replace(KIND, refers={"after": "steps"})
    first = INTERNSHIP | {"after": ["documents"], "title": {"fr": "Le stage"}}
    found = differences.changes(
        kind, frozen(DOCUMENTS, first), frozen(DOCUMENTS, first | {"after": ["internship"]}), {}
    )
    assert [(change.old, change.new) for change in found] == [("Send documents", "Le stage")]
