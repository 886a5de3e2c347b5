from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Literal
from uuid import UUID

import pytest
from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    Json,
    PastDate,
    ValidationError,
    field_validator,
)
from pydantic_core import PydanticCustomError

from workgroups.core import messages
from workgroups.core.languages import gettext, gettext_noop, translations, using
from workgroups.core.messages import BUILT_IN, message
from workgroups.core.text import REFUSED, Line, OptionalLine, Url


class Colour(StrEnum):
    RED = "red"


class Everything(BaseModel):
    model_config = ConfigDict(extra="forbid")

    needed: Line
    title: Line = "Title"
    short: OptionalLine = Field(None, max_length=5)
    long: str = Field("long enough", min_length=3)
    day: date = date(2026, 12, 10)
    later: date = Field(date(2026, 12, 10), ge=date(2026, 1, 1))
    past: PastDate = date(2020, 1, 1)
    at: time = time(13, 30)
    late: time = Field(time(13, 30), ge=time(9, 0))
    moment: AwareDatetime = datetime(2026, 12, 10, tzinfo=UTC)
    count: int = Field(3, ge=1, le=5)
    price: Decimal = Field(Decimal(1), decimal_places=2)
    yes: bool = True
    colour: Colour = Colour.RED
    kind: Literal["a", "b"] = "a"
    chosen: list[int] = Field([1], min_length=1, max_length=2)
    data: Json[int] = 1
    key: UUID | None = None
    page: Url = "https://example.org/"
    even: int = 2
    odd: int = 1

    @field_validator("even")
    @classmethod
    def _even(cls, value: int) -> int:
        if value % 2:
            raise ValueError(gettext_noop("Choose one of the options."))
        return value

    @field_validator("odd")
    @classmethod
    def _odd(cls, value: int) -> int:
        if value % 2 == 0:
            raise PydanticCustomError("odd", "Not %(value)d.", {"value": value})
        return value


def said(**fields: object) -> str:
    with pytest.raises(ValidationError) as caught:
        Everything.model_validate({"needed": "given"} | fields)
    [error] = caught.value.errors()
    return message(error, gettext)


DAY = "Enter a date, like 2026-12-10."
MOMENT = "Enter a date and time, like 2026-12-10 13:30."
WHOLE = "Enter a whole number, like 12."
CHOOSE = "Choose one of the options."
UNEXPECTED = "This form sent something unexpected. Reload the page and try again."


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", None, "Fill this in."),
        ("title", "  ", "Fill this in."),
        ("title", "x" * 212, "Keep it to 200 characters or fewer; it has 212 now."),
        ("title", "a\nb", "Keep this on one line."),
        ("title", 7, "Check this entry."),
        ("short", "123456", "Keep it to 5 characters or fewer; it has 6 now."),
        ("long", "ab", "Write at least 3 characters; it has 2 now."),
        ("long", "\ud800", "This text holds half of a character. Paste it as plain text, or type it again."),
        ("day", None, DAY),
        ("day", "", DAY),
        ("day", "soon", DAY),
        ("day", "2026-02-30", DAY),
        ("day", "2026-12-10T13:30", DAY),
        ("later", "2025-12-31", "Enter 2026-01-01 or a later date."),
        ("past", "9999-01-01", "Enter a date in the past."),
        ("at", "25:00", "Enter a time, like 13:30."),
        ("late", "08:00", "Enter 09:00:00 or more."),
        ("moment", "soon", MOMENT),
        ("moment", "2026-12-10T13:30", MOMENT),
        ("count", "three", WHOLE),
        ("count", "1.5", WHOLE),
        ("count", 1.5, WHOLE),
        ("count", "9" * 5000, WHOLE),
        ("count", None, WHOLE),
        ("count", "0", "Enter 1 or more."),
        ("count", "6", "Enter 5 or less."),
        ("price", "much", "Enter a number, like 12.5."),
        ("price", "NaN", "Enter a number, like 12.5."),
        ("price", "1.234", "Use at most 2 digits after the decimal point."),
        ("yes", "perhaps", "Answer yes or no."),
        ("colour", "blue", CHOOSE),
        ("colour", None, CHOOSE),
        ("kind", "c", CHOOSE),
        ("chosen", [], "Choose at least 1; 0 chosen now."),
        ("chosen", [1, 2, 3], "Choose at most 2; 3 chosen now."),
        ("data", "{", UNEXPECTED),
        ("key", "x", UNEXPECTED),
        ("unknown", "x", UNEXPECTED),
        ("page", "example.org", "Enter a web address that starts with https:// or http://."),
        ("even", "3", CHOOSE),
        ("odd", "2", "Not 2."),
        ("needed", None, "Fill this in."),
    ],
)
def test_sentences(field: str, typed: object, sentence: str):
    assert said(**{field: typed}) == sentence


def test_missing():
    with pytest.raises(ValidationError) as caught:
        Everything.model_validate({})
    assert message(caught.value.errors()[0], gettext) == "Fill this in."


def test_sentences_are_translated():
    with using("fr"):
        assert said(day="soon") == "Entrez une date, par exemple 2026-12-10."
        assert said(title="a\x00b") != REFUSED["control_character"][1]
        assert said(title="x" * 212).startswith("Ne dépassez pas 200 caractères; il y en a 212")
        assert said(even="3") == "Choisissez l’une des réponses proposées."


def test_every_type_of_pydantic_has_a_sentence():
    for kind in BUILT_IN - {"value_error", "assertion_error"}:
        context = {
            "max_length": 3,
            "min_length": 3,
            "actual_length": 4,
            "decimal_places": 2,
            "multiple_of": 5,
        }
        limits = dict.fromkeys(("ge", "gt", "le", "lt"), 3)
        assert message({"type": kind, "input": "x", "ctx": limits | context}, gettext)


def test_every_sentence_exists_in_french():
    tables = (messages.MESSAGES, messages.FAMILIES, messages.DAY_LIMITS)
    sentences = {text for table in tables for text in table.values()} | {text for _, text in REFUSED.values()}
    french = translations("fr")
    assert {text for text in sentences if french.gettext(text) == text} == set()


def test_names_of_types_are_pydantics():
    assert set(messages.MESSAGES) <= BUILT_IN
    assert set(messages.DAY_LIMITS) <= BUILT_IN
