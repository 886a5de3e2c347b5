"""Which browser it was, in words that its user recognises. For reading only: nothing depends on it."""

import re
from typing import NamedTuple

BROWSERS = (
    ("Edge", r"\bEdg(?:e|A|iOS)?/"),
    ("Opera", r"\bOPR/|\bOpera\b"),
    ("Samsung Internet", r"\bSamsungBrowser/"),
    ("Firefox", r"\b(?:Firefox|FxiOS)/"),
    ("Chrome", r"Chrom(?:e|ium)/|\bCriOS/"),
    ("Safari", r"\bSafari/"),
)
"""The order tells them apart: nearly all of them also claim to be Chrome and Safari."""

SYSTEMS = (
    ("Android", r"\bAndroid\b"),
    ("iPad", r"\biPad\b"),
    ("iPhone", r"\biPhone\b"),
    ("Windows", r"\bWindows\b"),
    ("macOS", r"\bMac OS X\b|\bMacintosh\b"),
    ("ChromeOS", r"\bCrOS\b"),
    ("Linux", r"\bLinux\b"),
)


class Browser(NamedTuple):
    """A browser and the system it runs on; "" for what its user agent does not tell."""

    name: str
    system: str


def recognise(user_agent: str) -> Browser:
    """The browser that sends this `User-Agent`."""
    return Browser(first(BROWSERS, user_agent), first(SYSTEMS, user_agent))


def first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for name, pattern in known if re.search(pattern, text)), "")
