"""The lines of a text file, numbered, with a way to hand some back."""

import csv
from collections import deque
from collections.abc import Iterable

RECORD_LIMIT = 8 << 20
"""Characters one row may hold; more means that a quotation mark was opened and never closed."""

csv.field_size_limit(RECORD_LIMIT)


class RecordTooLong(Exception):
    """More lines were asked for than one row can have."""


class Lines:
    """An iterator over lines that knows the number of the last one and keeps those of the present record."""

    def __init__(self, source: Iterable[str], *, before: int = 0) -> None:
        self._source = iter(source)
        self._returned: deque[str] = deque()
        self.number = before
        self.held: list[str] = []
        self._size = 0

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        if self._size > RECORD_LIMIT:
            raise RecordTooLong
        line = self._returned.popleft() if self._returned else next(self._source)
        self.number += 1
        self._size += len(line)
        self.held.append(line)
        return line

    def begin_record(self) -> None:
        """Forget the lines of the record before."""
        self.held = []
        self._size = 0

    def give_back(self, count: int) -> None:
        """Hand back the last `count` lines, to be read again."""
        if count:
            self._returned.extendleft(reversed(self.held[-count:]))
            del self.held[-count:]
            self.number -= count
        self._size = sum(map(len, self.held))
