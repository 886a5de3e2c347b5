"""Nothing that two people wrote stands in the project side by side, as a merge leaves it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("bench", "docs", "static", "templates", "tests", "workgroups")
ENDINGS = {".css", ".html", ".js", ".md", ".po", ".py", ".toml", ".txt", ".xml"}

LEFT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)


def texts() -> Iterator[Path]:
    rooms = (path for room in ROOMS for path in (ROOT / room).rglob("*"))
    return (path for path in (*ROOT.glob("*"), *rooms) if path.suffix in ENDINGS and path.is_file())


def test_no_file_says_two_things() -> None:
    left = [str(path.relative_to(ROOT)) for path in texts() if LEFT.search(path.read_text())]
    assert left == []


@pytest.mark.parametrize(
    ("text", "is_left"),
    [
        ("a\n" + "<" * 7 + " ours\nb\n", True),
        ("b\n" + ">" * 7 + " theirs\n", True),
        ("Title\n=======\n", False),
        (">>> 1\n", False),
        ("a " + "<" * 7 + " b\n", False),
    ],
)
def test_what_a_merge_leaves(text: str, *, is_left: bool) -> None:
    assert bool(LEFT.search(text)) is is_left
