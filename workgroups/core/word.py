"""What word processors put on the clipboard beside the words: their lists become Markdown, their marks go.

Word writes a list as one line per paragraph, its mark and a tab: bullets are what the symbol fonts have at their place
("·", "o", "§"), and a deeper level is told only by another kind of mark.
"""

import re
from typing import NamedTuple

MARKS = {
    # Anchors of pictures, notes and comments; where a word may be broken; where the text was once a file's beginning.
    **dict.fromkeys("\x01\x02\x05\x1f\xad\u200b\ufeff"),
    "\x1e": "\u2011",  # a hyphen at which a line does not end
}
UNMARKED = str.maketrans(MARKS)
BREAKS = str.maketrans(dict.fromkeys("\x0b\x0c\u2028\u2029", "\n"))

BULLETS = "•·▪◦‣●○■□\uf0b7\uf0a7\uf0d8\uf0fc"
ENTRY = re.compile(
    rf"[ \t\xa0]*(?:(?P<bullet>[{BULLETS}])[ \t\xa0]+"
    r"|(?P<font>[o§ØüvqÞ–—-])(?:\t|\xa0{2,})[ \xa0]*"
    r"|(?P<open>\(?)(?P<count>\d{1,3}|[ivx]{1,5}|[a-z])(?P<close>[.)])(?:\t|\xa0{2,})[ \xa0]*)",
)
INDENT = re.compile(r"^[\xa0 \t]*\xa0[\xa0 \t]*", re.MULTILINE)


class Level(NamedTuple):
    """A level of a list: the kind of its marks, the last of them, and how far what is inside it stands."""

    kind: str
    last: str
    inside: int


def unmarked(text: str) -> str:
    """The text without the marks that carry no meaning."""
    return text.translate(UNMARKED)


def plain(text: str) -> str:
    """The text with its lists as Markdown and each of its line breaks as a line feed."""
    text = unmarked(text).replace("\r\n", "\n").replace("\r", "\n").translate(BREAKS)
    lines = text.split("\n")
    if any(ENTRY.match(line) for line in lines):
        text = "\n".join(listed(lines))
    return INDENT.sub("", text)


def listed(lines: list[str]) -> list[str]:
    """The lines, each entry of a list with its mark in Markdown and as deep as its kind of mark says."""
    found: list[str] = []
    levels: list[Level] = []
    for line in lines:
        entry = ENTRY.match(line)
        if entry is None:
            # What follows a list without an empty line between would be read as more of its last entry.
            if levels and line.strip():
                found.append("")
            levels = []
            found.append(line)
            continue
        kind, mark, label = read(entry, levels)
        while levels and any(level.kind == kind for level in levels) and levels[-1].kind != kind:
            levels.pop()
        if levels and levels[-1].kind == kind:
            levels.pop()
        indent = levels[-1].inside if levels else 0
        if not levels and found and found[-1].strip() and not ENTRY.match(found[-1]) and not is_entry(found[-1]):
            found.append("")
        levels.append(Level(kind, entry["count"] or "", indent + len(mark) + 1))
        found.append(f"{' ' * indent}{mark} {label}{line[entry.end() :].lstrip()}")
    return found


def is_entry(line: str) -> bool:
    return bool(re.match(r" *(?:-|\d{1,3}[.)]) ", line))


def read(entry: re.Match[str], levels: list[Level]) -> tuple[str, str, str]:
    """The kind of a mark, what Markdown writes for it, and what is kept of it in words.

    Markdown counts in numbers only: a letter stays in front of its words, so that "see (b)" finds it.
    """
    count = entry["count"]
    if count is None:
        return entry["bullet"] or entry["font"], "-", ""
    around = entry["open"] + "{}" + entry["close"]
    if count.isdigit():
        return around.format("1"), f"{int(count)}{entry['close']}", ""
    letters = around.format("a")
    before = next((level.last for level in levels if level.kind == letters), None)
    follows = before is not None and len(count) == 1 and ord(count) == ord(before) + 1
    is_roman = set(count) <= set("ivx") and not follows
    return around.format("i") if is_roman else letters, "-", around.format(count) + " "
