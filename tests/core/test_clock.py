from datetime import UTC, date, datetime, time, timedelta

import pytest
from pydantic_core import PydanticCustomError

from workgroups.core.clock import local, moved, today, utc_now

HALIFAX = "America/Halifax"


def test_now_is_aware_and_in_utc():
    assert utc_now().utcoffset() == timedelta(0)


def test_local():
    assert local(date(2026, 12, 10), time(13, 30), HALIFAX) == datetime(2026, 12, 10, 17, 30, tzinfo=UTC)
    assert local(date(2026, 7, 10), time(13, 30), HALIFAX) == datetime(2026, 7, 10, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize("at", [time(2, 0), time(2, 30), time(2, 59, 59)])
def test_a_time_that_the_clocks_skip(at: time):
    with pytest.raises(PydanticCustomError, match="skip") as caught:
        local(date(2026, 3, 8), at, HALIFAX)
    assert caught.value.type == "time_skipped"


@pytest.mark.parametrize("at", [time(1, 59), time(3, 0)])
def test_times_beside_the_skipped_hour(at: time):
    assert local(date(2026, 3, 8), at, HALIFAX).tzinfo is UTC


def test_an_hour_that_happens_twice_means_the_first():
    first = datetime(2026, 11, 1, 4, 30, tzinfo=UTC)
    assert local(date(2026, 11, 1), time(1, 30), HALIFAX) == first
    assert local(date(2026, 11, 1), time(1, 30, fold=1), HALIFAX) == first


@pytest.mark.parametrize(
    ("day", "at", "zone"),
    [(date.max, time(23, 0), HALIFAX), (date.min, time(1, 0), "Asia/Tokyo")],
)
def test_the_ends_of_the_calendar(day: date, at: time, zone: str):
    with pytest.raises(PydanticCustomError) as caught:
        local(day, at, zone)
    assert caught.value.type == "date_out_of_range"


def test_a_time_with_its_own_offset():
    with pytest.raises(PydanticCustomError) as caught:
        local(date(2026, 12, 10), time(13, 30, tzinfo=UTC), HALIFAX)
    assert caught.value.type == "time_with_offset"


@pytest.mark.parametrize(("day", "hour"), [(date(2026, 11, 5), 16), (date(2026, 12, 10), 17), (date(2026, 3, 12), 17)])
def test_a_week_earlier_shows_the_same_time(day: date, hour: int):
    """Across a change of the clocks too."""
    before = moved(local(day, time(13, 30), HALIFAX), -timedelta(days=7), HALIFAX)
    assert before == datetime.combine(day - timedelta(days=7), time(hour, 30), UTC)


def test_today_is_the_day_in_the_zone():
    night = datetime(2026, 12, 10, 2, 0, tzinfo=UTC)
    assert today(night, HALIFAX) == date(2026, 12, 9)
    assert today(night, "Asia/Manila") == date(2026, 12, 10)
    with pytest.raises(ValueError, match="offset"):
        today(night.replace(tzinfo=None), HALIFAX)
