"""The rhythm of a group: when it meets next, and what follows from a date."""

from datetime import date, timedelta

WEEKS_PER_MONTH = 52 / 12

CALL_FOR_ITEMS = timedelta(days=28)
"""How long before a meeting its preparation begins; nothing sooner is suggested."""

AGENDA_CLOSES = timedelta(days=7)
"""How long before the meeting members can no longer propose items."""

MINUTES_DUE = timedelta(days=10)


def due_day(last: date, months: int) -> date:
    """When a group that meets every so many months should have met again.

    Counted in whole weeks, so that the weekday stays: three months are thirteen weeks.
    """
    return last + timedelta(weeks=round(months * WEEKS_PER_MONTH))


def next_day(last: date | None, months: int, weekday: int, today: date) -> date:
    """The day to suggest for the next meeting; `weekday` is the ISO weekday that the group prefers."""
    earliest = today + CALL_FOR_ITEMS
    day = max(earliest, due_day(last, months)) if last else earliest
    return day + timedelta(days=(weekday - day.isoweekday()) % 7)
