"""The wording check: words that rank people or careers, promise or discourage are found before publishing."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from workgroups.core.languages import LanguageMap

RULES = Path(__file__).with_name("wording.toml")
CONTEXT = 40
"""How many characters an excerpt shows on either side of what was found."""

# Typography and Markdown emphasis must not hide a word: "you **should**", "d’un pis‑aller".
SAME = str.maketrans({"’": "'", "‑": "-", "‐": "-", "*": None, "_": None})

Level = Literal["block", "warn"]


class Finding(NamedTuple):
    """One place that a rule objects to; `why` is a language map, `where` what the caller called the text."""

    rule: str
    level: Level
    why: LanguageMap
    where: str
    lang: str
    excerpt: str


class Rule(NamedTuple):
    key: str
    level: Level
    why: LanguageMap
    patterns: dict[str, re.Pattern[str]]


class Wording:
    """The rules of one TOML file, compiled; raises OSError, ValueError or KeyError when it is not right."""

    def __init__(self, file: Path) -> None:
        self.rules = [_rule(entry) for entry in tomllib.loads(file.read_text("utf-8"))["rule"]]

    def check(self, texts: Iterable[tuple[str, str, str]], *, testimony: bool = False) -> list[Finding]:
        """What the rules find in texts, each given as (where, lang, text), in the order of texts and rules.

        `testimony` marks a person's own account, whose words are exempt.
        """
        if testimony:
            return []
        return [finding for where, lang, text in texts for finding in self._findings(where, lang, text)]

    def _findings(self, where: str, lang: str, text: str) -> Iterator[Finding]:
        words = " ".join(unicodedata.normalize("NFC", text).translate(SAME).split())
        for rule in self.rules:
            if lang in rule.patterns:
                for found in rule.patterns[lang].finditer(words):
                    yield Finding(rule.key, rule.level, rule.why, where, lang, _excerpt(words, *found.span()))


def check(texts: Iterable[tuple[str, str, str]], *, testimony: bool = False) -> list[Finding]:
    """The findings of the rules that come with the platform; see `Wording.check`."""
    return wording().check(texts, testimony=testimony)


@cache
def wording() -> Wording:
    return Wording(RULES)


def _rule(entry: dict[str, Any]) -> Rule:
    why: LanguageMap = entry["why"]
    patterns = {lang: re.compile(rf"(?<!\w)(?:{'|'.join(entry[lang])})(?!\w)", re.IGNORECASE) for lang in why}
    return Rule(str(entry["key"]), entry["level"], why, patterns)


def _excerpt(text: str, start: int, end: int) -> str:
    first, last = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    return f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"
