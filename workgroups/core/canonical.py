"""One value, one row of bytes: what is signed, chained and compared.

The same value gives the same bytes on every database, machine and Python: keys sorted by code point, text in
NFC (stable for assigned characters: https://www.unicode.org/policies/stability_policy.html), UTF-8, no spaces
between, no floats.
"""

import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from pydantic import BaseModel

LARGEST_INTEGER = 2**53 - 1
"""Beyond it readers that keep numbers as doubles, such as browsers, see another number."""


def digest(value: Any) -> str:
    """The SHA-256 of a value's canonical bytes, as 64 hexadecimal digits; raises as `dumps` does."""
    return sha256(dumps(value)).hexdigest()


def dumps(value: Any) -> bytes:
    """The canonical JSON of a value.

    Takes None, booleans, integers, text, dates, aware times (written in UTC), lists, tuples, Pydantic models
    and mappings with text keys; raises TypeError for anything else, such as floats, sets and bytes. Raises
    ValueError for what readers disagree on: integers beyond `LARGEST_INTEGER`, naive times, half characters,
    keys that are equal in NFC.
    """
    plain = _plain(value)
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:  # noqa: PLR0911  one return per kind of value reads best
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise ValueError(f"{value} is too large for a canonical integer")
        return int(value)
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise ValueError("a time needs its offset from UTC")
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, BaseModel):
        return _plain(value.model_dump())
    if isinstance(value, Mapping):
        return _plain_mapping(value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _plain_mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    plain = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError(f"a key is text, not {type(key).__name__}")
        plain[unicodedata.normalize("NFC", key)] = _plain(item)
    if len(plain) != len(value):
        raise ValueError("two keys are the same text")
    return plain
