"""Moments the way exports write them; whether day or month comes first is decided from the whole column."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import NamedTuple

from babel.dates import get_month_names

from core import clock
from core.errors import Invalid
from core.languages import lazy_gettext as _l
from ideas.importing.text import digits_as_ascii, is_missing

_EARLIEST, _LATEST = 1900, 2100
_MONTH_LOCALES = ("en", "km", "fr", "es", "de", "pt", "it", "ca")
_EXCEL_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?"
    r"(?:(?:[T ]|, ?| at )\s*(?P<time>.+))?"
)
_NUMERIC = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})(?:(?:[T ,]+|\s+at\s+|\s+-\s+)(?P<time>.+))?")
_TIME = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*(?P<half>[ap]\.?\s?m\.?|ព្រឹក|ល្ងាច)?\s*(?P<zone>.*)",
    re.IGNORECASE,
)
_ZONE = re.compile(r"(?:utc|gmt)?\s*([+-])(\d{1,2}):?(\d{2})?(?:\s*\(.*\))?", re.IGNORECASE)
_NAMED_ZONES = {"": 0, "z": 0, "utc": 0, "gmt": 0, "ict": 7, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7,
                "mdt": -6, "pst": -8, "pdt": -7, "bst": 1, "cet": 1, "cest": 2}  # fmt: skip
_WEEKDAY = re.compile(r"^(?:ថ្ងៃ\w*\s*)?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_NOTHING = re.compile(r"0000-00-00.*|0+|00?/00?/0000.*|1900-01-00.*|never|unknown", re.IGNORECASE)


class Numeric(NamedTuple):
    """The three numbers of a date like 5/6/09 whose first two may be day and month either way, and the rest of it."""

    first: int
    second: int
    year: int
    time: str


class DayOrder:
    """Gathers what the dates of one column say about their order; nothing but a few sums is kept."""

    def __init__(self) -> None:
        self._day_first = self._month_first = self._twelve_hours = 0
        self._future = [0, 0]
        self._travel = [0, 0]
        self._last: list[date | None] = [None, None]

    def add(self, value: str) -> None:
        """Take one cell into account."""
        numbers = split_numeric(value)
        if numbers is None:
            return
        self._day_first += numbers.first > 12
        self._month_first += numbers.second > 12
        self._twelve_hours += bool(re.search("[ap]m", numbers.time, re.IGNORECASE))
        if numbers.first <= 12 and numbers.second <= 12:
            self._compare(numbers)

    def _compare(self, numbers: Numeric) -> None:
        for order, (day, month) in enumerate([(numbers.first, numbers.second), (numbers.second, numbers.first)]):
            try:
                on = date(numbers.year, month, day)
            except ValueError:
                continue
            self._future[order] += on > clock.today()
            if last := self._last[order]:
                self._travel[order] += abs((on - last).days)
            self._last[order] = on

    @property
    def month_comes_first(self) -> bool:
        """Numbers above twelve decide; then that nothing was posted in the future; then that neighbours are close.

        Where nothing decides, the day comes first, as Cambodia writes it, unless the times are told by a.m. and p.m.
        """
        for day_first, month_first in [
            (self._day_first, self._month_first),
            (self._future[1], self._future[0]),
            (self._travel[1], self._travel[0]),
        ]:
            if day_first != month_first:
                return month_first > day_first
        return self._twelve_hours > 0


def split_numeric(value: str) -> Numeric | None:
    """The parts of a date written in three numbers, the year last; None for any other text."""
    match = _NUMERIC.fullmatch(_WEEKDAY.sub("", digits_as_ascii(value).strip()))
    if match is None:
        return None
    return Numeric(int(match[1]), int(match[2]), _full_year(int(match[3]), len(match[3])), match["time"] or "")


def read_date(value: str, *, month_first: bool = False) -> datetime | None:
    """An aware moment; a time without a zone is taken as UTC. None for an empty cell, Invalid for what is no date."""
    text = " ".join(digits_as_ascii(value).replace("\u200b", " ").split()).strip("'\"").partition("[")[0]
    if is_missing(text) or _NOTHING.fullmatch(text):
        return None
    try:
        moment = _read_number(text) or _read_numeric(text, month_first) or _read_named(text) or _read_iso(text)
    except (ValueError, OverflowError):
        moment = None
    if moment is None or not _EARLIEST <= moment.year <= _LATEST:
        raise Invalid(_l("“%(value)s” is not a date.", value=value.strip()[:40]))
    return moment


def _read_number(text: str) -> datetime | None:
    """Seconds, milli- or microseconds since 1970, an Excel day, `20090520`, `20090520150700` or a bare year."""
    if not re.fullmatch(r"\d+(?:\.\d+)?", text):
        return None
    whole = text.partition(".")[0]
    number = float(text)
    if len(whole) in (8, 14) and whole.startswith(("19", "20")):
        return datetime.strptime(whole, "%Y%m%d" if len(whole) == 8 else "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    if len(whole) == 4:
        return datetime(int(whole), 1, 1, tzinfo=UTC)
    if len(whole) == 5:
        return _EXCEL_EPOCH + timedelta(seconds=round(number * 86400))
    for digits, unit in ((9, 1), (10, 1), (12, 1000), (13, 1000), (16, 1_000_000), (19, 1_000_000_000)):
        if len(whole) == digits:
            return datetime.fromtimestamp(number / unit, UTC)
    return None


def _read_iso(text: str) -> datetime | None:
    match = _ISO.fullmatch(text)
    if match is None:
        # The standard's other spellings: `20090520T150700Z`, week dates.
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return _at(int(match[1]), int(match[2]), int(match[3] or 1), match["time"])


def _read_numeric(text: str, month_first: bool) -> datetime | None:
    numbers = split_numeric(text)
    if numbers is None:
        return None
    day, month = (numbers.second, numbers.first) if month_first else (numbers.first, numbers.second)
    if month > 12:
        day, month = month, day
    return _at(numbers.year, month, day, numbers.time)


def _read_named(text: str) -> datetime | None:
    """A date with its month in words: `20/May/09 3:07 PM`, `May 20th, 2009`, `Wed May 20 15:07:00 UTC 2009`."""
    text = _WEEKDAY.sub("", text)
    found = _month_pattern().search(text.casefold())
    if found is None:
        return None
    month = _months()[found[0]]
    before, after = text[: found.start()], text[found.end() :]
    if day := re.search(r"(\d{1,2})\D*$", before):
        match = re.match(r"\D{0,8}(\d{4}|\d{2})(?!\d)(?P<time>.*)", after)
    else:
        day = re.match(r"\W*(\d{1,2})(?:st|nd|rd|th)?\b", after)
        after = after[day.end() :] if day else after
        match = re.match(r",?\s*(\d{4})(?!\d)(?P<time>.*)", after) or re.match(r"(?P<time>.*?)\s(\d{4})$", after)
        if match is None:
            match = re.match(r",?\s*'?(\d{2})(?P<time>$|\s.*)", after)
    if match is None:
        return None
    year = next(part for part in match.groups() if part and re.fullmatch(r"\d{2}|\d{4}", part))
    time = re.sub(r"^[\s,]*(?:at\b|-|à|ម៉ោង)?[\s,]*", "", match["time"], flags=re.IGNORECASE)
    return _at(_full_year(int(year), len(year)), month, int(day[1]) if day else 1, time)


def _at(year: int, month: int, day: int, time: str | None) -> datetime | None:
    if not time or not time.strip():
        return datetime(year, month, day, tzinfo=UTC)
    match = _TIME.fullmatch(time.strip())
    zone = _zone(match["zone"]) if match else None
    if match is None or zone is None or not (match[2] or match["half"]):
        return None
    hour = int(match[1])
    if half := (match["half"] or "").casefold():
        hour = hour % 12 + (12 if half[0] == "p" or half == "ល្ងាច" else 0)
    micro = int((match[4] or "0").ljust(6, "0")[:6])
    return datetime(year, month, day, hour, int(match[2] or 0), int(match[3] or 0), micro, zone).astimezone(UTC)


def _zone(name: str) -> timezone | None:
    name = name.strip().casefold()
    if name in _NAMED_ZONES:
        return timezone(timedelta(hours=_NAMED_ZONES[name]))
    if match := _ZONE.fullmatch(name):
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        return timezone(-offset if match[1] == "-" else offset)
    return None


def _full_year(year: int, digits: int) -> int:
    # POSIX: 69 to 99 are of the last century, 00 to 68 of this one.
    return year if digits == 4 else year + (1900 if year > 68 else 2000)


@cache
def _months() -> dict[str, int]:
    """The number of each month by its names, long and short, in lower case without dots."""
    names: dict[str, int] = {}
    for locale in reversed(_MONTH_LOCALES):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=locale).items():
                spelling = name.casefold().strip(".").removeprefix("de ").removeprefix("d’")
                if len(spelling) > 2:
                    names[spelling] = number
    return names | {"sept": 9}


@cache
def _month_pattern() -> re.Pattern[str]:
    longest_first = sorted(_months(), key=len, reverse=True)
    return re.compile(
        r"(?<![^\W\d_])(?:"
        + "|".join(map(re.escape, longest_first))
        + r")(?![^\W\d_])|"
        + "|".join(re.escape(name) for name in longest_first if "\u1780" <= name[0] <= "\u17ff")
    )
