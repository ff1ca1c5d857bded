"""Records out of delimited text: well-formed ones by the standard reader, broken ones mended or named."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.languages import lazy_gettext as _l
from ideas.importing.lines import Lines, RecordTooLong
from ideas.importing.rows import BadRow

_MOST_LINES_MENDED = 200
_UNMATCHED = _l("Its quotation marks do not match, so its cells cannot be told apart.")
_ESCAPES = {"n": "\ue00a", "r": "", "t": " ", "0": "", "N": ""}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a file are told apart; no quote means that quotation marks are plain text."""

    delimiter: str
    quote: str | None = '"'
    escape: str | None = None
    space_after: bool = False

    def reader(self, lines: Iterator[str]) -> Iterator[list[str]]:
        """The standard library's reader, strict: it raises csv.Error where quotation marks do not match."""
        return csv.reader(
            lines if self.escape is None else map(self._with_escapes, lines),
            delimiter=self.delimiter,
            quotechar=self.quote,
            quoting=csv.QUOTE_NONE if self.quote is None else csv.QUOTE_MINIMAL,
            doublequote=True,
            escapechar=self.escape,
            skipinitialspace=self.space_after,
            strict=True,
        )

    @staticmethod
    def _with_escapes(line: str) -> str:
        # The standard reader takes the character after a backslash as it is; databases mean a line end by `\n`.
        if "\\" not in line:
            return line
        return re.sub(r"\\(.)", lambda pair: _ESCAPES.get(pair[1], pair[0]), line)


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one row and the line it begins on."""

    line: int
    cells: list[str]


def read_records(lines: Lines, dialect: Dialect, width: int) -> Iterator[Record | BadRow]:
    """Every row that is not empty, from where `lines` stands; `width` is the number of columns."""
    reader = dialect.reader(lines)
    while True:
        lines.begin_record()
        first = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, RecordTooLong):
            yield mend(lines, dialect, width, first)
            continue
        if any(cell.strip() for cell in cells):
            yield Record(first, [cell.replace("\ue00a", "\n") for cell in cells] if dialect.escape else cells)


def mend(lines: Lines, dialect: Dialect, width: int, first: int) -> Record | BadRow:
    """Make a row out of a line with stray quotation marks, or name it; the lines after it are read again."""
    lines.give_back(len(lines.held) - 1)
    text = lines.held[0] if lines.held else ""
    plain = _split_plainly(text, dialect)
    found, taken = (plain, 1) if len(plain) == width else (None, 1)
    if found is None or text.count(dialect.quote or "") > 1:
        for cells, used, balanced in _lenient_readings(lines, dialect, width):
            # With a mark too many, a cell may go on in the next line: then the whole of it is the better reading.
            if balanced or taken == 1:
                found, taken = cells, used
            if balanced:
                break
    lines.give_back(len(lines.held) - taken)
    return Record(first, found) if found is not None else BadRow(first, str(_UNMATCHED))


def _lenient_readings(lines: Lines, dialect: Dialect, width: int) -> Iterator[tuple[list[str], int, bool]]:
    """Cells of the right number out of the held line and those after it, up to one that is a row of its own.

    With them how many lines they took, and whether the quotation marks in them are even.
    """
    text = lines.held[0] if lines.held else ""
    while len(lines.held) <= _MOST_LINES_MENDED:
        cells = _split_leniently(text, dialect)
        if cells is not None and len(cells) == width:
            yield cells, len(lines.held), text.count(dialect.quote or "") % 2 == 0
        following = next(lines, None)
        if following is None or _stands_alone(following, dialect, width):
            return
        text += following


def _split_plainly(text: str, dialect: Dialect) -> list[str]:
    return text.rstrip("\r\n").split(dialect.delimiter)


def _stands_alone(line: str, dialect: Dialect, width: int) -> bool:
    try:
        cells = next(dialect.reader(iter([line])), [])
    except csv.Error:
        return False
    return len(cells) == width and width > 1


def _split_leniently(text: str, dialect: Dialect) -> list[str] | None:
    """Cells where only a quotation mark next to a delimiter counts; None when one is left open."""
    quote, delimiter = dialect.quote, dialect.delimiter
    if quote is None:
        return _split_plainly(text, dialect)
    text = text.rstrip("\r\n") + delimiter
    cells: list[str] = []
    position = 0
    while position < len(text):
        if text.startswith(quote, position):
            end = _closing_quote(text, position + 1, quote, delimiter)
            if end < 0:
                return None
            cells.append(text[position + 1 : end].replace(quote * 2, quote))
            position = end + 2
        else:
            end = text.index(delimiter, position)
            cells.append(text[position:end])
            position = end + 1
    return cells


def _closing_quote(text: str, start: int, quote: str, delimiter: str) -> int:
    """Where the next quotation mark before a delimiter stands that is not the second of a pair, -1 if nowhere."""
    end = text.find(quote + delimiter, start)
    while end >= 0:
        run = end - len(text[start:end].rstrip(quote)) - start + 1
        if run % 2:
            return end
        end = text.find(quote + delimiter, end + 1)
    return -1
