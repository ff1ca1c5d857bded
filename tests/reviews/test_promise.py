"""The promise of a reply in working days."""

from datetime import date

import pytest

from reviews.promise import is_working_day, working_days_after, working_days_between


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 26), True),  # a Thursday
        (date(2026, 11, 24), False),  # the Water Festival
        (date(2026, 11, 21), False),  # a Saturday
        (date(2026, 11, 22), False),  # a Sunday
        (date(2026, 11, 9), False),  # Independence Day
        (date(2026, 4, 14), False),  # Khmer New Year
    ],
)
def test_offices_rest_on_weekends_and_cambodian_holidays(day, works):
    assert is_working_day(day) is works


def test_ten_working_days_pass_over_weekends_and_holidays():
    # From Monday 2 November: Independence Day (9th) and two weekends are passed over.
    assert working_days_after(date(2026, 11, 2), 10) == date(2026, 11, 17)


def test_days_between_are_the_days_counted_forward():
    start = date(2026, 11, 2)

    assert working_days_between(start, working_days_after(start, 10)) == 10
    assert working_days_between(start, start) == 0
