"""The demonstration happens on working days, in office hours, in the order it is told."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from app.demo.timeline import acts, day
from core import clock
from reviews.promise import is_working_day

TODAYS = [date(2026, 11, 21) + timedelta(days=n) for n in range(7)] + [date(2027, 4, 16), date(2026, 10, 12)]
"""A whole week, and days after the long holidays of April and October."""


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_days_stay_in_order_and_are_working_days(today: date) -> None:
    days = [day(ago, today=today) for ago in range(400, -120, -1)]

    assert all(is_working_day(each) for each in days)
    assert all(earlier <= later for earlier, later in pairwise(days))


@pytest.mark.parametrize("today", TODAYS, ids=str)
def test_what_has_happened_lies_before_today(today: date) -> None:
    assert all(day(ago, today=today) < today for ago in range(1, 400))


def test_acts_of_one_day_follow_each_other_as_told() -> None:
    done: list[str] = []
    told = [(9, lambda: done.append("idea")), (3, lambda: done.append("later")), (9, lambda: done.append("comment"))]

    for act in sorted(acts("any idea", told), key=lambda act: act.at):
        act.play()

    assert done == ["idea", "comment", "later"]


def test_an_act_is_played_at_its_moment_in_office_hours() -> None:
    seen = []
    [act] = acts("any idea", [(30, lambda: seen.append(clock.now()))])

    act.play()

    assert seen == [act.at]
    assert 7 <= act.at.astimezone(clock.LOCAL).hour < 17
