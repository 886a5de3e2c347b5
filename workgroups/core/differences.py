"""What differs between two texts, word by word."""

import re
from collections.abc import Collection, Iterable, Mapping
from difflib import SequenceMatcher
from typing import Literal, NamedTuple, TypeVar

T = TypeVar("T")

WORD = re.compile(r"\s*(?:\w+(?:[-–'’.,:/]\w+)*|[^\w\s])|\s+")
"""A word with the space before it. What dashes or apostrophes join is one word: "30–44", "l'examen"."""

SENTENCE = re.compile(r".+?(?:[.!?]\s+|\n|\Z)", re.DOTALL)

MOST_WORDS = 2_000
"""Longer texts (old and new together) are compared sentence by sentence first."""

SHORTEST_SAME = 4
"""Fewer letters in common between two changes, such as "the" or a comma, only tear the changes apart."""

LEAST_ALIKE = 0.25
"""Texts that share less than this are shown one after the other: scattered common words explain nothing."""


class Segment(NamedTuple):
    kind: Literal["same", "removed", "added"]
    text: str


def words(old: str, new: str) -> list[Segment]:
    """The segments that lead from an old text to a new one; what is removed stands before what is added.

    `side(segments, "old")` is exactly `old`, `side(segments, "new")` is exactly `new`. Texts of more than
    `MOST_WORDS` words are compared by sentences, and by words only inside the sentences that changed, so that
    the time stays short for any input.
    """
    before, after = WORD.findall(old), WORD.findall(new)
    if len(before) + len(after) <= MOST_WORDS:
        return _by_words(before, after)
    segments: list[Segment] = []
    before, after = SENTENCE.findall(old), SENTENCE.findall(new)
    for kind, gone, come in _steps(before, after):
        gone_words, come_words = WORD.findall("".join(gone)), WORD.findall("".join(come))
        if kind == "equal":
            segments.append(Segment("same", "".join(gone)))
        elif len(gone_words) + len(come_words) <= MOST_WORDS:
            segments += _by_words(gone_words, come_words)
        else:
            segments += _change("".join(gone), "".join(come))
    return segments


def side(segments: Iterable[Segment], which: Literal["old", "new"]) -> str:
    """The old or the new text again."""
    other = "added" if which == "old" else "removed"
    return "".join(segment.text for segment in segments if segment.kind != other)


def two(versions: Mapping[str, T], asked: Collection[str | None]) -> tuple[T, T] | None:
    """The two versions that were asked for by their names, or else the latest two; the older one first.

    `versions` has the latest first; None when there are no two of them.
    """
    found = [version for name, version in versions.items() if name in asked]
    if len(found) != 2:
        found = [*versions.values()][:2]
    return (found[1], found[0]) if len(found) == 2 else None


def _by_words(before: list[str], after: list[str]) -> list[Segment]:
    steps = list(_steps(before, after))
    shared = sum(len(gone) for kind, gone, _ in steps if kind == "equal")
    if 2 * shared < LEAST_ALIKE * (len(before) + len(after)):
        return _change("".join(before), "".join(after))
    segments: list[Segment] = []
    removed = added = ""
    for position, (kind, gone, come) in enumerate(steps):
        text = "".join(gone)
        between = 0 < position < len(steps) - 1
        if kind == "equal" and not (between and len(text.strip()) < SHORTEST_SAME):
            segments += [*_change(removed, added), Segment("same", text)]
            removed = added = ""
        else:
            removed, added = removed + text, added + "".join(come)
    return segments + _change(removed, added)


def _steps(before: list[str], after: list[str]) -> Iterable[tuple[str, list[str], list[str]]]:
    # In long lists frequent words start no match (difflib's autojunk), which keeps "a a a a …" quick.
    for kind, a, a_end, b, b_end in SequenceMatcher(None, before, after).get_opcodes():
        yield kind, before[a:a_end], after[b:b_end]


def _change(removed: str, added: str) -> list[Segment]:
    return [segment for segment in (Segment("removed", removed), Segment("added", added)) if segment.text]
