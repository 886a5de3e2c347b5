"""Canonical JSON: the same value gives the same bytes everywhere."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from workgroups.core import canonical

FIXED = {
    "title": {"fr": "Réussir l’examen", "en": "Pass the examination"},
    "steps": [{"key": "exam", "weeks": {"min": 4, "max": 12}, "from_abroad": None, "optional": False}],
    "checked": date(2026, 5, 1),
    "at": datetime(2026, 5, 1, 9, 30, tzinfo=timezone(timedelta(hours=-3))),
}
FIXED_BYTES = (
    '{"at":"2026-05-01T12:30:00+00:00","checked":"2026-05-01",'
    '"steps":[{"from_abroad":null,"key":"exam","optional":false,"weeks":{"max":12,"min":4}}],'
    '"title":{"en":"Pass the examination","fr":"Réussir l’examen"}}'
).encode()
FIXED_DIGEST = "1b6f38a3a02be860a5f2d5659ddb7c57f432c5c6a520b0f859e11caaa2462397"

plain_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("aébß"), inner, max_size=4),
    max_leaves=12,
)


class Colour(StrEnum):
    RED = "red"


class Cost(BaseModel):
    cents: int
    checked: date


def test_the_bytes_of_a_fixed_value_never_change():
    assert canonical.dumps(FIXED) == FIXED_BYTES
    assert canonical.digest(FIXED) == FIXED_DIGEST


@given(plain_values)
def test_order_of_keys_and_a_trip_through_json_change_nothing(value):
    def turned(part):
        if isinstance(part, dict):
            return {key: turned(part[key]) for key in reversed(part)}
        return [turned(item) for item in part] if isinstance(part, list) else part

    written = canonical.dumps(value)
    assert canonical.dumps(turned(value)) == canonical.dumps(json.loads(written)) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("e\u0301", '"é"'),  # decomposed and composed accents are one text
        ({"e\u0301": 1}, '{"é":1}'),
        ((1, [2, True]), "[1,[2,true]]"),
        (Colour.RED, '"red"'),
        (Cost(cents=5, checked=date(2026, 1, 2)), '{"cents":5,"checked":"2026-01-02"}'),
        (datetime(2026, 1, 2, tzinfo=UTC), '"2026-01-02T00:00:00+00:00"'),
        ('\u2028\x7f"\\\n', '"\u2028\x7f\\"\\\\\\n"'),
    ],
)
def test_each_kind_has_one_form(value, written):
    assert canonical.dumps(value) == written.encode()


@pytest.mark.parametrize(
    ("value", "error"),
    [
        (1.0, TypeError),
        ([float("nan")], TypeError),
        ({1, 2}, TypeError),
        (b"a", TypeError),
        ({1: "a"}, TypeError),
        (2**53, ValueError),
        (-(2**53), ValueError),
        (datetime(2026, 1, 2), ValueError),  # noqa: DTZ001  naive on purpose
        ("\ud800", ValueError),
        ({"é": 1, "e\u0301": 2}, ValueError),
    ],
)
def test_what_has_no_single_form_is_refused(value, error):
    with pytest.raises(error):
        canonical.dumps(value)
