"""The promise of a first reply: so many working days, Cambodian public holidays left out."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

SATURDAY = 5


@lru_cache(maxsize=1)
def _holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("KH")


def is_working_day(day: date) -> bool:
    """Whether offices work that day: no Saturday, no Sunday, no public holiday."""
    return day.weekday() < SATURDAY and day not in _holidays()


def working_days_after(start: date, days: int) -> date:
    """The last of so many working days after the start day, which itself does not count."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after the start day up to and with the end day."""
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
