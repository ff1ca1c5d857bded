"""When things happen in the demonstration, and playing them in that order with the clock turned to each moment."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zlib import crc32

from core import clock
from reviews.promise import is_working_day

OPENS = time(7, 40)
LATEST_OPENING = 240
BETWEEN_TWO_ACTS = timedelta(minutes=9)

Happening = tuple[int, Callable[[], object]]
"""How many days ago something happened, and what does it."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something somebody does at a moment."""

    at: datetime
    do: Callable[[], object]

    def play(self) -> None:
        """Do it with the clock turned to its moment."""
        with clock.turned_to(self.at):
            self.do()


def day(ago: int, *, today: date) -> date:
    """The working day so many days ago: the next one if it was none, or the last one if that is still to come.

    Days in order stay in order, so whatever follows in the files follows here.
    """
    wanted = _working_day(today - timedelta(days=ago), forward=True)
    if ago > 0 and wanted >= today:
        return _working_day(today - timedelta(days=1), forward=False)
    return wanted


def _working_day(wanted: date, *, forward: bool) -> date:
    while not is_working_day(wanted):
        wanted += timedelta(days=1 if forward else -1)
    return wanted


def acts(key: str, happenings: Iterable[Happening]) -> Iterator[Act]:
    """Give the happenings around one idea their moments; those of one day follow each other in the order told."""
    today = clock.today()
    dated = sorted(((day(ago, today=today), do) for ago, do in happenings), key=lambda each: each[0])
    opening = timedelta(minutes=crc32(key.encode()) % LATEST_OPENING)
    for on, on_that_day in groupby(dated, key=lambda each: each[0]):
        morning = datetime.combine(on, OPENS, clock.LOCAL) + opening
        for place, (_, do) in enumerate(on_that_day):
            yield Act(morning + place * BETWEEN_TWO_ACTS, do)
