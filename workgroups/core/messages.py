"""Validation errors as plain sentences, chosen by the error's type and never by its English text."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, get_args

from pydantic_core.core_schema import ErrorType

from workgroups.core.languages import gettext_noop

BUILT_IN = frozenset(get_args(ErrorType))

EMPTY = gettext_noop("Fill this in.")
CHOOSE = gettext_noop("Choose one of the options.")
DAY = gettext_noop("Enter a date, like 2026-12-10.")
MOMENT = gettext_noop("Enter a date and time, like 2026-12-10 13:30.")
TOO_LONG = gettext_noop("Keep it to %(max_length)d characters or fewer; it has %(length)d now.")
TOO_SHORT = gettext_noop("Write at least %(min_length)d characters; it has %(length)d now.")
NUMBER = gettext_noop("Enter a number, like 12.5.")
WEB_ADDRESS = gettext_noop("Enter a web address that starts with https:// or http://.")
NOT_OURS = gettext_noop("This form sent something unexpected. Reload the page and try again.")
OTHER = gettext_noop("Check this entry.")

MESSAGES: dict[str, str] = {
    "missing": EMPTY,
    "string_too_long": TOO_LONG,
    "string_too_short": TOO_SHORT,
    "string_unicode": gettext_noop("This text holds half of a character. Paste it as plain text, or type it again."),
    "date_past": gettext_noop("Enter a date in the past."),
    "date_future": gettext_noop("Enter a date in the future."),
    "datetime_past": gettext_noop("Enter a date and time in the past."),
    "datetime_future": gettext_noop("Enter a date and time in the future."),
    "greater_than": gettext_noop("Enter more than %(gt)s."),
    "greater_than_equal": gettext_noop("Enter %(ge)s or more."),
    "less_than": gettext_noop("Enter less than %(lt)s."),
    "less_than_equal": gettext_noop("Enter %(le)s or less."),
    "multiple_of": gettext_noop("Enter a multiple of %(multiple_of)s."),
    "decimal_max_places": gettext_noop("Use at most %(decimal_places)d digits after the decimal point."),
    "too_short": gettext_noop("Choose at least %(min_length)d; %(actual_length)d chosen now."),
    "too_long": gettext_noop("Choose at most %(max_length)d; %(actual_length)d chosen now."),
    "extra_forbidden": NOT_OURS,
    "frozen_field": NOT_OURS,
    "enum": CHOOSE,
    "literal_error": CHOOSE,
    "union_tag_invalid": CHOOSE,
    "union_tag_not_found": CHOOSE,
    "finite_number": NUMBER,
}

FAMILIES: dict[str, str] = {
    "date": DAY,
    "datetime": MOMENT,
    "time": gettext_noop("Enter a time, like 13:30."),
    "time_delta": OTHER,
    "int": gettext_noop("Enter a whole number, like 12."),
    "timezone": MOMENT,
    "float": NUMBER,
    "decimal": NUMBER,
    "bool": gettext_noop("Answer yes or no."),
    "url": WEB_ADDRESS,
    "json": NOT_OURS,
    "model": NOT_OURS,
    "dict": NOT_OURS,
    "uuid": NOT_OURS,
}
"""What all errors of one kind of field say: `date_type`, `date_parsing`, `date_from_datetime_inexact` …"""

DAY_LIMITS: dict[str, str] = {
    "greater_than": gettext_noop("Enter a date after %(gt)s."),
    "greater_than_equal": gettext_noop("Enter %(ge)s or a later date."),
    "less_than": gettext_noop("Enter a date before %(lt)s."),
    "less_than_equal": gettext_noop("Enter %(le)s or an earlier date."),
}


def message(error: Mapping[str, Any], translate: Callable[[str], str]) -> str:
    """The sentence for one item of `ValidationError.errors()`.

    `translate` turns a msgid into the reader's language. A type that Pydantic does not know belongs to one of
    our `PydanticCustomError`s, a ValueError to one of our validators: their texts are msgids themselves.
    """
    kind, given, context = error["type"], error.get("input"), dict(error.get("ctx", {}))
    if kind in {"value_error", "assertion_error"}:
        return translate(str(context["error"]))
    if kind not in BUILT_IN:
        return _filled(translate(error["msg"]), context)
    if isinstance(given, str):
        context["length"] = len(given)
    return _filled(translate(_msgid(kind, given, context)), context)


def _msgid(kind: str, given: object, context: Mapping[str, Any]) -> str:
    if kind in {"string_type", "string_too_short"} and not given:
        return EMPTY
    if isinstance(given, str) and kind in {"too_short", "too_long"}:
        # A limit that was put around a text type is reported as if it counted items.
        return TOO_SHORT if kind == "too_short" else TOO_LONG
    if kind in DAY_LIMITS and _is_day(next(iter(context.values()))):
        return DAY_LIMITS[kind]
    names = (kind.rpartition("_")[0], kind.partition("_")[0])
    return MESSAGES.get(kind) or next((FAMILIES[name] for name in names if name in FAMILIES), OTHER)


def _is_day(limit: object) -> bool:
    """Whether the limit of a comparison is a date: Pydantic gives it as a date or in ISO 8601."""
    if isinstance(limit, str):
        try:
            date.fromisoformat(limit[:10])
        except ValueError:
            return False
        return True
    return isinstance(limit, date)


def _filled(text: str, context: Mapping[str, Any]) -> str:
    return text % context if context else text
