"""Keys of stages, steps and options, made of their titles."""

import re
import unicodedata
from collections.abc import Collection

from workgroups.core.languages import LanguageMap, pick

OTHER = re.compile(r"[^a-z0-9]+")
LONGEST = 50
"""Leaves room for a number within the 60 characters of a key."""


def key_for(title: LanguageMap, taken: Collection[str]) -> str:
    """A key that says what the title says and is not among those taken."""
    plain = unicodedata.normalize("NFKD", pick(title, "en")[0].lower()).encode("ascii", "ignore").decode()
    stem = OTHER.sub("-", plain).strip("-")[:LONGEST].strip("-") or "part"
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key
