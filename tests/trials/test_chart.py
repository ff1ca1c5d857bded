"""The drawing of a metric."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trials.chart import Drawing, draw
from trials.scales import nice_scale, time_ticks

START = date(2026, 4, 6)


@dataclass(frozen=True)
class Measured:
    on: date
    value: float


def readings(*values: float, every: int = 7) -> list[Measured]:
    return [Measured(START + timedelta(days=every * place), value) for place, value in enumerate(values)]


def within(drawing: Drawing) -> bool:
    frame = drawing.frame
    return all(
        frame.left - 0.1 <= dot.x <= frame.right + 0.1 and 24 - 0.1 <= dot.y <= frame.bottom + 0.1
        for dot in (*drawing.dots, *drawing.others)
    )


def test_without_a_reading_baseline_and_target_are_drawn() -> None:
    drawing = draw([], baseline=128, target=45)

    assert drawing.line == ""
    assert drawing.last is None
    assert drawing.baseline is not None
    assert drawing.target is not None
    assert drawing.baseline.y < drawing.target.y


def test_without_anything_there_is_an_empty_frame() -> None:
    drawing = draw([])

    assert drawing.dots == []
    assert drawing.x_ticks == []
    assert len(drawing.y_ticks) >= 2


def test_a_single_reading_stands_at_the_start() -> None:
    drawing = draw(readings(54), baseline=128, target=45)

    assert [dot.x for dot in drawing.dots] == [drawing.frame.left]
    assert within(drawing)


def test_equal_values_lie_on_one_level_within_the_frame() -> None:
    drawing = draw(readings(7, 7, 7))

    assert len({dot.y for dot in drawing.dots}) == 1
    assert within(drawing)


def test_the_axis_reaches_to_the_planned_end() -> None:
    drawing = draw(readings(120, 80), starts_on=START, ends_on=START + timedelta(days=70))

    assert drawing.last is not None
    assert drawing.last.x == pytest.approx(
        drawing.frame.left + (drawing.frame.right - drawing.frame.left) / 10, abs=0.1
    )


def test_readings_are_drawn_in_the_order_of_their_days() -> None:
    drawing = draw(list(reversed(readings(1, 2, 3))))

    assert [dot.value for dot in drawing.dots] == [1, 2, 3]


def test_three_hundred_readings_are_a_line_without_dots() -> None:
    drawing = draw(readings(*range(300), every=1), baseline=10, target=290)

    assert not drawing.shows_dots
    assert len(drawing.line.split()) == 300
    assert len(drawing.x_ticks) <= 10
    assert within(drawing)


def test_the_comparison_is_drawn_on_the_same_axes() -> None:
    drawing = draw(readings(100, 60), comparison=readings(100, 180), baseline=100, target=50)

    assert drawing.other_line
    assert within(drawing)


@pytest.mark.parametrize("values", [(0.00012, 0.00034), (1.2e9, 1.5e9), (-40, -12), (-5, 5), (0, 0), (1e-300, 2e-300)])
def test_small_huge_and_negative_values_stay_in_the_frame(values: tuple[float, float]) -> None:
    assert within(draw(readings(*values)))


def test_labels_of_two_levels_that_touch_do_not_cover_each_other() -> None:
    drawing = draw(readings(80, 60), baseline=50, target=49.5)

    assert drawing.baseline is not None
    assert drawing.target is not None
    apart = abs(drawing.baseline.label_y - drawing.target.label_y)
    assert apart >= 12 or drawing.baseline.anchor != drawing.target.anchor


@given(st.lists(st.floats(-1e12, 1e12), max_size=30), st.floats(0, 1e12) | st.none(), st.floats(0, 1e12) | st.none())
def test_whatever_is_measured_is_drawn_within_the_frame(
    values: list[float], baseline: float | None, target: float | None
) -> None:
    drawing = draw(readings(*values), baseline=baseline, target=target, size=(328, 220))

    assert within(drawing)
    assert "nan" not in drawing.line


@pytest.mark.parametrize(
    ("lowest", "highest", "expected"),
    [
        (45, 128, [0, 50, 100, 150]),
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (90, 97, [90, 92, 94, 96, 98]),
        (-40, -12, [-40, -30, -20, -10, 0]),
        (0.00012, 0.00034, [0, 0.0001, 0.0002, 0.0003, 0.0004]),
    ],
)
def test_scales_are_round(lowest: float, highest: float, expected: list[float]) -> None:
    assert nice_scale(lowest, highest, most=5) == pytest.approx(expected)


@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12), st.integers(2, 9))
def test_a_scale_encloses_its_values_and_rises(one: float, other: float, most: int) -> None:
    lowest, highest = sorted((one, other))

    scale = nice_scale(lowest, highest, most=most)

    slack = (scale[-1] - scale[0]) * 1e-6
    assert scale[0] - slack <= lowest <= highest <= scale[-1] + slack
    assert all(before < after for before, after in pairwise(scale))
    assert len(scale) <= 2 * most + 3


@pytest.mark.parametrize(
    ("days", "period", "counts"),
    [
        (10, "day", [0, 2, 4, 6, 8, 10]),
        (42, "week", [0, 1, 2, 3, 4, 5, 6]),
        (365, "week", [0, 10, 20, 30, 40, 50]),
        (3 * 366, "year", [0, 1, 2, 3]),
    ],
)
def test_time_is_counted_in_the_period_that_suits_it(days: int, period: str, counts: list[int]) -> None:
    found, ticks = time_ticks(days, most=7)

    assert found == period
    assert [count for _, count in ticks] == counts
