"""The one place that knows what time it is, so that a test or a demonstration can turn the clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta, timezone

# Cambodia keeps one zone and no summer time; a "day" of a promise or a trial is a day there.
LOCAL = timezone(timedelta(hours=7), "Asia/Phnom_Penh")

_turned_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present moment, aware and in UTC."""
    return _turned_to.get() or datetime.now(UTC)


def today() -> date:
    """The present day in Cambodia."""
    return local_date(now())


def local_date(moment: datetime) -> date:
    """The day in Cambodia on which the moment falls."""
    return moment.astimezone(LOCAL).date()


@contextmanager
def turned_to(moment: datetime) -> Iterator[None]:
    """Let `now()` answer with the given aware moment inside the block."""
    token = _turned_to.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _turned_to.reset(token)
