"""The rhythm of a group: when it meets next."""

from datetime import date, timedelta

from workgroups.meetings.terms.models import Terms

WEEKS_PER_MONTH = 52 / 12


def days_between(months: int) -> int:
    """From one meeting to the next of a group that meets every so many months.

    Counted in whole weeks, so that the weekday stays: three months are thirteen weeks.
    """
    return 7 * round(months * WEEKS_PER_MONTH)


def due_day(last: date, terms: Terms) -> date:
    """When a group should have met again."""
    return last + timedelta(days=days_between(terms.cadence_months))


def next_day(last: date | None, terms: Terms, today: date) -> date:
    """The day to suggest for the next meeting, on the weekday that the group prefers."""
    earliest = today + terms.notice
    day = max(earliest, due_day(last, terms)) if last else earliest
    return day + timedelta(days=(terms.meets_on - day.isoweekday()) % 7)
