"""Which delimiter and quotation marks a file uses, and where its header stands."""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ideas.importing.delimited import Dialect, Record, mend
from ideas.importing.lines import Lines
from ideas.importing.rows import BadRow

_DELIMITERS = ",;\t|^~\x1f"
_MOST_LINES_BEFORE_HEADER = 30
_MOST_RECORDS = 400
_SEPARATOR_LINE = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Layout:
    """A dialect, the header's cells, and how many lines end with it."""

    dialect: Dialect
    header: list[str]
    lines: int


@dataclass(frozen=True, slots=True)
class _Trial:
    layout: Layout
    known: int
    score: tuple[float, ...]


def detect(sample: Sequence[str], count_known: Callable[[Sequence[str]], int]) -> Layout | None:
    """Try every dialect on the first lines; the one that names most columns and keeps its width wins.

    `count_known` says how many of a row's cells are names of columns we know. None when no dialect splits anything.
    """
    start = 0
    delimiters: str = _DELIMITERS
    if sample and (separator := _SEPARATOR_LINE.fullmatch(sample[0].rstrip("\r\n"))):
        start, delimiters = 1, separator[1]
    trials = [
        trial
        for dialect in _candidates(sample, delimiters)
        if (trial := _try(dialect, sample, start, count_known)) is not None
    ]
    # `max` keeps the first of equals: the commonest dialects stand first.
    return max(trials, key=lambda trial: trial.score).layout if trials else None


def _candidates(sample: Sequence[str], delimiters: str) -> Iterator[Dialect]:
    text = "".join(sample)
    for delimiter in delimiters:
        if delimiter in text or delimiter == "," or len(delimiters) == 1:
            yield from _with(delimiter, text, len(sample))


def _with(by: str, text: str, lines: int) -> list[Dialect]:
    """The dialects with a delimiter that the text gives reason to try, the likelier ones first."""
    has_null = re.search(rf"{re.escape(by)}\\N(?:{re.escape(by)}|[\r\n])", text) is not None
    reasons = [
        # A database's NULL: there a backslash is an escape.
        (has_null, Dialect(by, quote='"' if f'{by}"' in text else None, escape="\\")),
        (text.count(f"'{by}'") >= lines, Dialect(by, quote="'")),
        (f'{by} "' in text, Dialect(by, space_after=True)),
        (True, Dialect(by)),
        ("\\" in text, Dialect(by, escape="\\")),
        ("'" in text, Dialect(by, quote="'")),
        ('"' in text, Dialect(by, quote=None)),
    ]
    return [dialect for reason, dialect in reasons if reason]


def _try(
    dialect: Dialect, sample: Sequence[str], start: int, count_known: Callable[[Sequence[str]], int]
) -> _Trial | None:
    records, broken, mended = _parse(dialect, sample, start)
    if not records or (dialect.quote is None and _are_wrapped(records)):
        return None
    place, known = _find_header(records, count_known)
    header, ending = records[place]
    widths = Counter(len(cells) for cells, _ in records[place + 1 :])
    following = sum(widths.values())
    consistency = (widths[len(header)] + 0.5) / (following + broken + 0.5)
    # A delimiter that splits nothing is only right when nothing else splits anything.
    score = (known, round(consistency, 2) if len(header) > 1 else 0.0, -broken, -mended, min(len(header), 3))
    return _Trial(Layout(dialect, header, ending), known, score)


def _are_wrapped(records: list[tuple[list[str], int]]) -> bool:
    """Whether most cells with quotation marks begin and end with one: then the marks are no part of the text."""
    quoted = [cell.strip() for cells, _ in records for cell in cells if '"' in cell]
    return sum(cell[0] == cell[-1] == '"' and len(cell) > 1 for cell in quoted) * 2 > len(quoted)


def _parse(dialect: Dialect, sample: Sequence[str], start: int) -> tuple[list[tuple[list[str], int]], int, int]:
    """The records with the number of the line each ends on; how many could not be read, and only after mending."""
    lines = Lines(sample[start:], before=start)
    reader = dialect.reader(lines)
    records: list[tuple[list[str], int]] = []
    broken = mended = 0
    while len(records) < _MOST_RECORDS:
        lines.begin_record()
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error:
            # The sample may end within a record; elsewhere the line is broken and the next one is tried.
            if lines.number == len(sample) and len(lines.held) > 1:
                break
            width = Counter(len(cells) for cells, _ in records).most_common(1)[0][0] if records else 0
            record = mend(lines, dialect, width, lines.number)
            broken += isinstance(record, BadRow)
            mended += isinstance(record, Record)
            cells = record.cells if isinstance(record, Record) else []
        if any(cell.strip() for cell in cells):
            records.append((cells, lines.number))
    return records, broken, mended


def _find_header(records: list[tuple[list[str], int]], count_known: Callable[[Sequence[str]], int]) -> tuple[int, int]:
    """The row that names most columns, else the first of the commonest width; and how many names are known."""
    known = [count_known(cells) for cells, _ in records[:_MOST_LINES_BEFORE_HEADER]]
    best = max(known)
    if best > 0:
        return known.index(best), best
    width = Counter(len(cells) for cells, _ in records).most_common(1)[0][0]
    return next(place for place, (cells, _) in enumerate(records) if len(cells) == width), 0
