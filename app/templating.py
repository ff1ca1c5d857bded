"""What every template can use: strict variables, dates and numbers in the reader's language, icons, asset addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal, format_percent
from flask import Flask
from flask_babel import get_locale
from jinja2 import StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from app.icons import icon
from core.clock import LOCAL, now, today
from core.languages import LANGUAGES, current_language
from core.languages import gettext as _
from core.text.markdown import to_html

KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
DAY = "d MMMM y"
MINUTE = "d MMMM y, HH:mm"


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
    environment.filters.update({name: _at_each_reading(write) for name, write in spoken.items()}, markdown=to_html)
    environment.globals.update(icon=icon, get_locale=get_locale, current_language=current_language, LANGUAGES=LANGUAGES)


def day(value: date | datetime) -> str:
    """Write a day out: "3 March 2026", "៣ មីនា ២០២៦"."""
    return digits(format_date(_local(value), DAY, current_language()))


def ago(value: date | datetime) -> str:
    """Tell how far a time is from now: "3 days ago", "in 2 weeks"; a bare date counts in whole days."""
    if isinstance(value, datetime):
        distance = value - now()
        near = _("just now") if abs(distance) < timedelta(minutes=1) else None
    else:
        distance = value - today()
        near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}.get(distance.days)
    return near or digits(format_timedelta(distance, add_direction=True, locale=current_language()))


def moment(value: date | datetime) -> Markup:
    """Draw a time as "3 days ago", with the full date on hover, in print and for machines."""
    local = _local(value)
    full = (
        digits(format_datetime(local, MINUTE, locale=current_language())) if isinstance(local, datetime) else day(value)
    )
    return Markup('<time datetime="{}" title="{}" data-full="{}">{}</time>').format(
        local.isoformat(timespec="minutes") if isinstance(local, datetime) else local.isoformat(),
        full,
        full,
        ago(value),
    )


def number(value: float | Decimal) -> str:
    """Write a number with its thousands marked, in Khmer digits when the interface is Khmer."""
    return digits(format_decimal(value, locale=current_language()))


def percent(fraction: float) -> str:
    """Write a fraction as a whole percentage: 0.814 is "81%"."""
    return digits(format_percent(fraction, locale=current_language()))


def digits(text: object) -> str:
    """Put the digits of a text (a year, an idea's number) into Khmer when the interface is Khmer."""
    return str(text).translate(KHMER_DIGITS) if current_language() == "km" else str(text)


def _at_each_reading(write: Callable[[Any], str]) -> Callable[[Context, Any], str]:
    # Jinja works out a filter on a constant only once, in the first reader's language, unless it takes the context.
    @pass_context
    def spoken(_context: Context, value: Any) -> str:
        return write(value)

    return spoken


def _local(value: date | datetime) -> date | datetime:
    return value.astimezone(LOCAL) if isinstance(value, datetime) else value
