"""The drawing of a metric: readings against the baseline and the target, as plain geometry for a template to set."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal, Protocol

from trials.scales import Period, nice_scale, time_ticks

TOP, BOTTOM, RIGHT = 24.0, 28.0, 14.0
LETTER = 7.2
"""About how wide a letter is, in units of the drawing."""
LABEL_HEIGHT = 16.0
MOST_DOTS = 40


class Measured(Protocol):
    """What is drawn: a value on a day."""

    @property
    def on(self) -> date:
        """The day."""

    @property
    def value(self) -> float:
        """The value."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A reading where it stands in the drawing."""

    x: float
    y: float
    on: date
    value: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where, and the value or the count of `Drawing.period` it stands for."""

    at: float
    value: float


@dataclass(frozen=True, slots=True)
class Level:
    """A level line across the drawing, with a place for its label that hides little."""

    y: float
    value: float
    label_x: float
    label_y: float
    anchor: Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Frame:
    """The field between the axes, and where a day and a value stand in it."""

    width: float
    height: float
    left: float
    scale: tuple[float, ...]
    first: date
    days: int

    @property
    def right(self) -> float:
        """Where the time axis ends."""
        return self.width - RIGHT

    @property
    def bottom(self) -> float:
        """Where the time axis lies."""
        return self.height - BOTTOM

    def after(self, days: float) -> float:
        """How far right so many days after the first stand."""
        return round(self.left + (self.right - self.left) * days / self.days, 1)

    def y(self, value: float) -> float:
        """How far down a value stands."""
        share = (value - self.scale[0]) / (self.scale[-1] - self.scale[0])
        return round(self.bottom - (self.bottom - TOP) * share, 1)

    def dot(self, reading: Measured) -> Dot:
        """A reading in its place."""
        return Dot(self.after((reading.on - self.first).days), self.y(reading.value), reading.on, reading.value)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything a template needs to draw; lengths in units of the view box, the origin at the top left."""

    frame: Frame
    y_ticks: list[Tick]
    x_ticks: list[Tick]
    period: Period
    dots: list[Dot]
    others: list[Dot]
    baseline: Level | None
    target: Level | None
    last_label_y: float

    @property
    def first(self) -> Dot | None:
        """The earliest reading."""
        return self.dots[0] if self.dots else None

    @property
    def last(self) -> Dot | None:
        """The latest reading."""
        return self.dots[-1] if self.dots else None

    @property
    def line(self) -> str:
        """The readings as the points of a line."""
        return _points(self.dots)

    @property
    def other_line(self) -> str:
        """The readings of the comparison as the points of a line."""
        return _points(self.others)

    @property
    def shows_dots(self) -> bool:
        """Whether each reading can have its dot without hiding the line."""
        return len(self.dots) <= MOST_DOTS


def draw(
    readings: Sequence[Measured],
    *,
    baseline: float | None = None,
    target: float | None = None,
    comparison: Sequence[Measured] = (),
    starts_on: date | None = None,
    ends_on: date | None = None,
    size: tuple[float, float] = (680, 280),
) -> Drawing:
    """Lay out a metric. The time axis runs from the start to the planned end, or further where readings do."""
    ours, theirs = _in_order(readings), _in_order(comparison)
    values = [each.value for each in (*ours, *theirs)] + [each for each in (baseline, target) if each is not None]
    days = [each.on for each in (*ours, *theirs)] + [day for day in (starts_on, ends_on) if day]
    frame = _frame(values, days, size)
    period, ticks = time_ticks(frame.days, most=5 if size[0] < 500 else 9)
    dots, others = [frame.dot(each) for each in ours], [frame.dot(each) for each in theirs]
    upper, lower, last_label_y = _labelled(frame, dots, others, baseline, target)
    return Drawing(
        frame,
        y_ticks=[Tick(frame.y(value), value) for value in frame.scale],
        x_ticks=[Tick(frame.after(at), count) for at, count in ticks] if days else [],
        period=period,
        dots=dots,
        others=others,
        baseline=upper,
        target=lower,
        last_label_y=last_label_y,
    )


def _in_order(readings: Sequence[Measured]) -> list[Measured]:
    return sorted(readings, key=lambda reading: reading.on)


def _frame(values: list[float], days: list[date], size: tuple[float, float]) -> Frame:
    width, height = size
    scale = nice_scale(min(values, default=0.0), max(values, default=1.0), most=3 if height < 200 else 5)
    left = round(12 + LETTER * max(len(f"{value:,.12g}") for value in scale), 1)
    first = min(days, default=date.min)
    return Frame(
        width, height, min(left, width / 2), tuple(scale), first, max((max(days, default=first) - first).days, 1)
    )


def _points(dots: Sequence[Dot]) -> str:
    return " ".join(f"{dot.x:g},{dot.y:g}" for dot in dots)


Place = tuple[float, float]


def _labelled(
    frame: Frame, dots: list[Dot], others: list[Dot], baseline: float | None, target: float | None
) -> tuple[Level | None, Level | None, float]:
    """The two levels and the height of the last value's label, each label where it hides least."""
    taken = [*_along(dots), *_along(others)]
    levels: list[Level | None] = []
    for value in (baseline, target):
        level = None if value is None else _level(frame, value, taken)
        levels.append(level)
        if level:
            taken += [(level.label_x + shift, level.label_y - 5) for shift in (-80, -40, 0, 40, 80)]
            taken += [(at, level.y) for at in range(int(frame.left), int(frame.right), 20)]
    last = _last_label_y(frame, dots[-1], taken) if dots else 0.0
    return levels[0], levels[1], last


def _level(frame: Frame, value: float, taken: list[Place]) -> Level:
    """The level line with the freest of four places for its label: above or below it, at the right or the left end."""
    y = frame.y(value)
    reach = (frame.right - frame.left) * 0.45
    places: list[tuple[int, Level]] = []
    for label_y in (y - 6, y + 16):
        for anchor in ("end", "start"):
            label_x = frame.right if anchor == "end" else frame.left + 4
            near = sum(
                abs(at - label_x) < reach and abs(high - (label_y - 5)) < LABEL_HEIGHT / 2 + 2 for at, high in taken
            )
            outside = 100 if label_y > frame.bottom - 2 or label_y < 10 else 0
            places.append((near + outside, Level(y, value, label_x, round(label_y, 1), anchor)))
    return min(places, key=lambda place: place[0])[1]


def _last_label_y(frame: Frame, last: Dot, taken: list[Place]) -> float:
    def crowd(label_y: float) -> int:
        near = sum(abs(at - last.x) < 24 and abs(high - (label_y - 5)) < LABEL_HEIGHT / 2 for at, high in taken)
        return near + (100 if label_y > frame.bottom - 2 or label_y < 10 else 0)

    freest: float = min((last.y - 11, last.y + 21), key=crowd)
    return round(freest, 1)


def _along(dots: Sequence[Dot]) -> Iterator[Place]:
    """Places the line passes: the dots and, between them, a few more."""
    yield from ((dot.x, dot.y) for dot in dots)
    for one, other in pairwise(dots):
        yield from ((one.x + (other.x - one.x) * part, one.y + (other.y - one.y) * part) for part in (0.25, 0.5, 0.75))
