from datetime import date

import pytest

from workgroups.meetings.rhythm.days import due_day, next_day
from workgroups.meetings.terms.models import Terms

TODAY = date(2026, 11, 23)
"""A Monday."""


@pytest.mark.parametrize(
    ("last", "months", "weekday", "expected"),
    [
        (None, 3, 4, date(2026, 12, 24)),  # nothing sooner than the call for items allows, and then the next Thursday
        (date(2026, 9, 24), 3, 4, date(2026, 12, 24)),
        (date(2026, 11, 19), 3, 4, date(2027, 2, 18)),  # three months are thirteen weeks: the weekday stays
        (date(2026, 11, 18), 3, 4, date(2027, 2, 18)),  # a meeting on another day comes back to the usual one
        (date(2025, 1, 9), 3, 4, date(2026, 12, 24)),  # a group that is late meets as soon as it can
        (date(2026, 11, 19), 1, 4, date(2026, 12, 24)),
        (date(2026, 11, 19), 12, 4, date(2027, 11, 18)),
    ],
)
def test_next_day(last, months, weekday, expected):
    assert next_day(last, Terms(cadence_months=months, meets_on=weekday), TODAY) == expected
    assert expected.isoweekday() == weekday


def test_due_day():
    assert due_day(date(2026, 9, 10), Terms(cadence_months=3)) == date(2026, 12, 10)
