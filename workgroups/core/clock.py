"""What time it is, and what a time on a wall means."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from pydantic_core import PydanticCustomError

from workgroups.core.languages import gettext_noop

FAR = gettext_noop("Enter a date closer to today.")

Clock = Callable[[], datetime]
"""Returns now, aware, in UTC. Everything that needs the time is given one."""


def utc_now() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


def local(day: date, at: time, zone: str) -> datetime:
    """The moment, aware and in UTC, when the clocks of a zone ("America/Halifax") show this day and time.

    An hour that happens twice means its first time. Raises PydanticCustomError (a ValueError):
    `time_skipped` when the clocks go forward over it, `date_out_of_range` at the far ends of the calendar,
    `time_with_offset` when the time says its own offset.
    """
    if at.tzinfo is not None:
        raise PydanticCustomError("time_with_offset", gettext_noop("Enter a time, like 13:30."))
    shown = datetime.combine(day, at.replace(fold=0))
    try:
        moment = shown.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        skipped = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != shown
    except OverflowError as error:
        raise PydanticCustomError("date_out_of_range", FAR) from error
    if skipped:
        raise PydanticCustomError(
            "time_skipped",
            gettext_noop("The clocks go forward that day and skip this time. Choose another time."),
        )
    return moment


def moved(moment: datetime, by: timedelta, zone: str) -> datetime:
    """The moment, in UTC, when the clocks of a zone show the same time so many days later, or earlier."""
    return (moment.astimezone(ZoneInfo(zone)) + by).astimezone(UTC)


@lru_cache(maxsize=64)
def today(now: datetime, zone: str) -> date:
    """The date that a zone's calendars show at an aware moment; raises ValueError for a naive one."""
    if now.utcoffset() is None:
        raise ValueError("a moment needs its offset from UTC")
    return now.astimezone(ZoneInfo(zone)).date()
