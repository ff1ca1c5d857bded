"""What every template can use: strict variables, dates and numbers in the reader's language, icons, asset addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.dates import TIMEDELTA_UNITS, format_date, format_timedelta
from babel.numbers import format_decimal, format_percent
from flask import Flask
from flask_babel import get_locale
from jinja2 import StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from app.drawing import init_drawing
from app.icons import icon
from core.clock import LOCAL, now, today
from core.languages import LANGUAGES, current_language
from core.languages import gettext as _
from core.text.khmer import to_khmer_digits
from core.text.markdown import to_html

DAY = "d MMMM y"
ROUNDS_UP = 0.85
"""From this share of a unit on a distance is told in that unit, as the library does it."""


@dataclass(frozen=True)
class Link:
    """A place the header leads to; `group` is the blueprint whose pages it stands for, `count` what waits there."""

    label: str
    url: str
    group: str = ""
    count: int = 0


def init_templating(app: Flask) -> None:
    """Make templates strict and teach them our filters and globals."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    spoken: dict[str, Callable[[Any], str]] = {
        "date": day,
        "moment": moment,
        "ago": ago,
        "number": number,
        "percent": percent,
        "digits": digits,
    }
    environment.filters["local_day"] = local_day
    environment.filters.update({name: _at_each_reading(write) for name, write in spoken.items()}, markdown=to_html)
    environment.globals.update(icon=icon, get_locale=get_locale, current_language=current_language, LANGUAGES=LANGUAGES)
    init_drawing(app)


def day(value: date | datetime) -> str:
    """Write a day out: "3 March 2026", "៣ មីនា ២០២៦"."""
    local = _local(value)
    return _day(local.date() if isinstance(local, datetime) else local, current_language())


def local_day(value: date | datetime | None) -> date | None:
    """The day in Cambodia on which a moment falls; a bare day, or none, is given back."""
    return value.astimezone(LOCAL).date() if isinstance(value, datetime) else value


@lru_cache(maxsize=4096)
def _day(value: date, language: str) -> str:
    return digits(format_date(value, DAY, language))


def ago(value: date | datetime) -> str:
    """Tell how far a time is from now: "3 days ago", "in 2 weeks"; a bare date counts in whole days."""
    if isinstance(value, datetime):
        distance = value - now()
        near = _("just now") if abs(distance) < timedelta(minutes=1) else None
    else:
        distance = value - today()
        near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}.get(distance.days)
    return near or _distance(distance)


_distances: dict[tuple[str, str, int, bool], str] = {}


def _distance(distance: timedelta) -> str:
    """The words for a distance. There are some hundreds at most, and each is worked out once."""
    seconds, language = distance.days * 86_400 + distance.seconds, current_language()
    unit, length = next(
        (unit, length) for unit, length in TIMEDELTA_UNITS if abs(seconds) >= length * ROUNDS_UP or length == 1
    )
    key = (language, unit, round(abs(seconds) / length), seconds < 0)
    if key not in _distances:
        words = format_timedelta(distance, threshold=ROUNDS_UP, add_direction=True, locale=language)
        _distances[key] = digits(words)
    return _distances[key]


def moment(value: date | datetime) -> Markup:
    """Draw a time as "3 days ago", with the full date on hover, in print and for machines."""
    local = _local(value)
    if isinstance(local, datetime):
        machine, full = local.isoformat(timespec="minutes"), f"{day(local)}, {digits(local.strftime('%H:%M'))}"
    else:
        machine, full = local.isoformat(), day(local)
    full = escape(full)
    words = f'<time datetime="{machine}" title="{full}" data-full="{full}">{escape(ago(value))}</time>'
    return Markup(words)  # noqa: S704 (dates and words of ours, escaped above)


def number(value: float | Decimal) -> str:
    """Write a number with its thousands marked, in Khmer digits when the interface is Khmer."""
    return _number(value, current_language())


@lru_cache(maxsize=4096)
def _number(value: float | Decimal, language: str) -> str:
    return digits(format_decimal(value, locale=language))


def percent(fraction: float) -> str:
    """Write a fraction as a whole percentage: 0.814 is "81%"."""
    return digits(format_percent(fraction, locale=current_language()))


def digits(text: object) -> str:
    """Put the digits of a text (a year, an idea's number) into Khmer when the interface is Khmer."""
    return to_khmer_digits(str(text)) if current_language() == "km" else str(text)


def _at_each_reading(write: Callable[[Any], str]) -> Callable[[Context, Any], str]:
    # Jinja works out a filter on a constant only once, in the first reader's language, unless it takes the context.
    @pass_context
    def spoken(_context: Context, value: Any) -> str:
        return write(value)

    return spoken


def _local(value: date | datetime) -> date | datetime:
    return value.astimezone(LOCAL) if isinstance(value, datetime) else value
