"""Round numbers for the axes of a drawing."""

import math
from typing import Literal

Period = Literal["day", "week", "year"]


def nice_scale(lowest: float, highest: float, *, most: int) -> list[float]:
    """Round values that enclose the range, about `most` steps of 1, 2, 2.5 or 5 times a power of ten apart.

    The scale starts at zero unless the values stay far from it (all above half of the largest): a small change of
    a large number should be seen, and a large change not be made out of a small one.
    """
    if 0 <= lowest <= highest / 2:
        lowest = 0.0
    if -0.0 >= highest >= lowest / 2 and lowest < 0:
        highest = 0.0
    if highest - lowest <= max(abs(highest), abs(lowest)) * 1e-9:
        room = abs(highest) * 0.1 or 1.0
        lowest, highest = lowest - (room if lowest else 0.0), highest + room
    step = _nice_step((highest - lowest) / most)
    start, end = math.floor(lowest / step + 1e-9), math.ceil(highest / step - 1e-9)
    return [float(f"{place * step:.12g}") for place in range(start, max(end, start + 1) + 1)]


def _nice_step(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(each * power for each in (1, 2, 2.5, 5, 10) if each * power >= least * (1 - 1e-9))


def time_ticks(days: int, *, most: int) -> tuple[Period, list[tuple[float, int]]]:
    """The period a span of days is counted in, and (days, count) for each mark; the first day is count 0.

    Days up to two weeks, weeks up to two years, years beyond; at most `most` marks.
    """
    period: Period = "day" if days <= 14 else "week" if days <= 2 * 365 else "year"
    length = {"day": 1.0, "week": 7.0, "year": 365.25}[period]
    periods = int(days / length + 1e-9)
    step = next(step for step in (1, 2, 4, 5, 10, 13, 26, 52, 100, 1_000, 1_000_000) if periods / step < most)
    return period, [(count * length, count) for count in range(0, periods + 1, step)]
