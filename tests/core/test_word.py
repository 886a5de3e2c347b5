"""Text as Word puts it on the clipboard, and what is kept of it."""

import pytest
from pydantic import BaseModel

from workgroups.core.text import Line, OptionalProse, Prose
from workgroups.core.word import plain


class Note(BaseModel):
    title: Line = "Title"
    body: Prose = "Body"
    aside: OptionalProse = None


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (  # three levels of Word's own bullets
            "Before\r\n·\tFees\r\no\tExam\r\n§\tPaper\r\no\tCourse\r\n·\tPlaces\r\nAfter",
            "Before\n\n- Fees\n  - Exam\n    - Paper\n  - Course\n- Places\n\nAfter",
        ),
        ("•\tFees\r\n•\tPlaces\r\n", "- Fees\n- Places\n"),
        ("•       Fees\n•       Places", "- Fees\n- Places"),
        ("\uf0b7\tFees\n\uf0a7\tExam", "- Fees\n  - Exam"),
        ("-\tFees\n-\tPlaces", "- Fees\n- Places"),
        ("1)\tFees\r\n2)\tPlaces\r\n", "1) Fees\n2) Places\n"),
        ("9.\tFees\n10.\tPlaces\n•\tOf work", "9. Fees\n10. Places\n    - Of work"),
        ("3.\xa0\xa0\xa0\xa0 Fees", "3. Fees"),
        (  # numbers, letters, roman numbers; (i) after (h) is a letter
            "1.\tFees\na.\tExam\ni.\tPaper\nii.\tScreen\nb.\tCourse\n2.\tPlaces",
            "1. Fees\n   - a. Exam\n     - i. Paper\n     - ii. Screen\n   - b. Course\n2. Places",
        ),
        ("(h)\tFees\n(i)\tPlaces", "- (h) Fees\n- (i) Places"),
        ("Street\x0bTown\x0cNext page", "Street\nTown\nNext page"),
        ("\xa0\xa0\xa0 Indented\n\xa0\nNext", "Indented\n\nNext"),
        ("Coût\xa0: 5\xa0$", "Coût\xa0: 5\xa0$"),  # a space that belongs to French stays
        ("phar\xadmacy\x1f\ufeff and\u200b note\x02 and remark\x05", "pharmacy and note and remark"),
        ("first\x1eclass", "first‑class"),
    ],
)
def test_what_word_puts_on_the_clipboard(pasted, kept):
    assert plain(pasted) == kept
    assert plain(plain(pasted)) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "- a\n  - b\n\n    code",
        "o vent",
        "a. m. or p. m.",
        "1. one\n2. two",
        "Fees\tPlaces",
        "§ 5 of the act",
        "👩\u200d🔬",
    ],
)
def test_what_was_typed_stays(typed):
    assert plain(typed) == typed


def test_fields_take_it():
    assert Note(body="•\tFees\x0b").body == "- Fees"
    assert Note(aside="\x0b \x0c").aside is None
    assert Note(aside="a\x0bb").aside == "a\nb"
    assert Note(title="\ufefffirst\x1eclass pla\xadces").title == "first‑class places"
