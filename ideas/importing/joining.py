"""Putting rows together again that a line end in an unquoted cell has torn apart."""

import re
from collections.abc import Iterable, Iterator

from ideas.importing.delimited import Record
from ideas.importing.rows import BadRow

_MOST_SHAPES = 20


def join_torn(records: Iterable[Record | BadRow], width: int) -> Iterator[Record | BadRow]:
    """The records, with those that go on in the next line made whole.

    A short row goes on when what follows is short too, does not begin as rows of this file do (`ogd-12` and `ogd-345`
    begin alike, a sentence does not), and both together have exactly the columns of the header.
    """
    beginnings: set[str] = set()
    held: list[Record] = []
    for record in records:
        if held and isinstance(record, Record) and _goes_on(held, record, width, beginnings):
            held.append(record)
            if _width(held) == width:
                yield _whole(held)
                held = []
            continue
        yield from held
        held = []
        if isinstance(record, Record) and len(record.cells) < width:
            held = [record]
            continue
        if isinstance(record, Record) and len(beginnings) <= _MOST_SHAPES:
            beginnings.add(_shape(record.cells[0]))
        yield record
    yield from held


def _goes_on(held: list[Record], record: Record, width: int, beginnings: set[str]) -> bool:
    if _width([*held, record]) > width or len(beginnings) > _MOST_SHAPES:
        return False
    first = record.cells[0]
    return _shape(first) not in beginnings and (bool(beginnings) or " " in first.strip())


def _width(parts: list[Record]) -> int:
    # The cell that was torn is the last of one part and the first of the next.
    return sum(len(part.cells) for part in parts) - len(parts) + 1


def _whole(parts: list[Record]) -> Record:
    cells = list(parts[0].cells)
    for part in parts[1:]:
        cells[-1] += "\n" + part.cells[0]
        cells += part.cells[1:]
    return Record(parts[0].line, cells)


def _shape(cell: str) -> str:
    """What a cell looks like: letters as a, digits as 9, however many."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", cell.strip()))
