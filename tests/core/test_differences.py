"""Word-level differences: always the two texts, readable, and quick."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workgroups.core.differences import Segment, side, words

some_text = st.lists(st.sampled_from(["the ", "exam", "été", " ", "\n", ". ", "30–44", "l’examen", "  x"]), max_size=30)


@given(some_text.map("".join), some_text.map("".join) | st.text(max_size=30))
def test_both_sides_are_the_two_texts(old, new):
    segments = words(old, new)
    assert (side(segments, "old"), side(segments, "new")) == (old, new)
    assert all(segment.text for segment in segments)
    assert (old == new) == all(segment.kind == "same" for segment in segments)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("", "", ""),
        ("", "new", "+new+"),
        ("old", "", "-old-"),
        ("30–44 weeks", "16–30 weeks", "-30–44-+16–30+ weeks"),
        ("Pass the exam.", "Pass the exam. Then rest.", "Pass the exam.+ Then rest.+"),
        ("réussir l’examen écrit", "réussir l’examen oral", "réussir l’examen- écrit-+ oral+"),
        (
            "Interns complete eight weeks in hospital and more under a pharmacist.",
            "Interns complete the internship under a pharmacist.",
            "Interns complete- eight weeks in hospital and more-+ the internship+ under a pharmacist.",
        ),
        (
            "one two three four five",
            "six of seven and eight",
            "-one two three four five-+six of seven and eight+",
        ),
    ],
)
def test_differences_read_well(old, new, shown):
    marks = {"same": "", "removed": "-", "added": "+"}
    assert "".join(f"{marks[kind]}{text}{marks[kind]}" for kind, text in words(old, new)) == shown


def test_a_long_text_with_one_changed_word_shows_that_word():
    sentences = [f"Sentence {number} says what the applicant does next. " for number in range(400)]
    old = "".join(sentences)
    new = old.replace("Sentence 200 says", "Sentence 200 explains")
    assert len(old) > 19_000
    assert [segment for segment in words(old, new) if segment.kind != "same"] == [
        Segment("removed", " says"),
        Segment("added", " explains"),
    ]


def test_twenty_thousand_characters_are_quick_whatever_they_are():
    chance = random.Random(7)  # noqa: S311  the same shuffle on every run
    prose = [chance.choice(["the", "of", "exam", *(f"w{number}" for number in range(300))]) for _ in range(4_000)]
    shuffled = chance.sample(prose, len(prose))
    pairs = [
        (" ".join(prose), " ".join(shuffled)),
        (". ".join(prose), ". ".join(shuffled)),
        ("\n".join(prose), "\n".join(reversed(prose))),
        ("a " * 10_000, "a " * 9_999 + "b"),
        ("a b " * 5_000, "b a " * 5_000),
        ("x" * 20_000, "x" * 19_999 + "y"),
        (". " * 10_000, ", " * 10_000),
    ]
    started = time.perf_counter()
    for old, new in pairs:
        segments = words(old, new)
        assert (side(segments, "old"), side(segments, "new")) == (old, new)
    assert time.perf_counter() - started < 3
