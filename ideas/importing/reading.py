"""From a file to rows: what kind of file it is, how it was written, and then one row after the other."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import IO

from core.errors import Invalid
from core.languages import lazy_gettext as _l
from ideas.importing import columns, dialect, encoding
from ideas.importing.building import Reader
from ideas.importing.cells import Cells, Source
from ideas.importing.dates import DayOrder, read_date, split_numeric
from ideas.importing.delimited import read_records
from ideas.importing.file_kinds import refuse_other_kinds
from ideas.importing.joining import join_torn
from ideas.importing.json_records import looks_like_json, read_json
from ideas.importing.lines import Lines
from ideas.importing.numbers import read_count
from ideas.importing.rows import BadRow, CommentRow, IdeaRow, Row
from ideas.importing.text import tidy

_SAMPLE_LINES = 600
_SAMPLE_CHARACTERS = 1 << 19
_DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_COUNTS = ("up", "total", "score", "down")


@dataclass(frozen=True, slots=True)
class Export:
    """A file understood: `rows()` reads it from the beginning, as often as it is asked."""

    path: Path
    encoding: encoding.Encoding
    layout: dialect.Layout | None
    reader: Reader
    records: int

    @property
    def description(self) -> str:
        """The format in a few technical words: `CSV, semicolon, cp1252`."""
        if self.layout is None:
            return f"JSON, {self.encoding.label}"
        delimiter = self.layout.dialect.delimiter
        return f"CSV, {_DELIMITER_NAMES.get(delimiter, repr(delimiter))}, {self.encoding.label}"

    def rows(self) -> Iterator[Row]:
        """Ideas, comments and bad rows in the order of the file."""
        repeats = _Repeats()
        with _open(self.path, self.encoding) as file:
            for source in _sources(file, self.layout):
                if isinstance(source, BadRow):
                    yield source
                    continue
                for row in self.reader.rows(source):
                    yield repeats.check(row)


def understand(path: Path, *, mapping: Mapping[str, str] | None = None, encoding_name: str = "") -> Export:
    """Find out how a file is to be read, in one pass over it that keeps nothing.

    `mapping` gives columns (by name) to fields and comes before our own knowledge. Raises WrongType for a file that is
    no export, Invalid for a mapping, encoding or header that leaves nothing to read.
    """
    refuse_other_kinds(path)
    written = encoding.named(encoding_name) if encoding_name else encoding.detect(path)
    chosen = tuple((columns.normalise(name), columns.field_named(field)) for name, field in (mapping or {}).items())
    with _open(path, written) as file:
        head = file.read(4096)
        if not head.strip("\ufeff \t\r\n\x00"):
            raise Invalid(_l("The file is empty."))
        file.seek(0)
        layout = None if looks_like_json(head.lstrip("\ufeff")) else _find_layout(file, chosen, mapping or {})
    survey = _Survey(Reader(chosen))
    with _open(path, written) as file:
        for source in _sources(file, layout, clean=str):
            survey.add(source)
    return Export(path, written, layout, survey.conclusion(), survey.records)


def _open(path: Path, written: encoding.Encoding) -> IO[str]:
    return io.open(path, encoding=written.codec, errors=written.errors, newline="")  # noqa: UP020


def _find_layout(file: IO[str], chosen: tuple[tuple[str, str], ...], mapping: Mapping[str, str]) -> dialect.Layout:
    sample: list[str] = []
    size = 0
    for line in islice(file, _SAMPLE_LINES):
        sample.append(line)
        size += len(line)
        if size > _SAMPLE_CHARACTERS:
            break
    layout = dialect.detect(sample, lambda names: columns.count_known([_heading(name) for name in names], chosen))
    header = _unique([_heading(name) for name in layout.header]) if layout else []
    named = {columns.normalise(name) for name in header}
    if missing := [name for name in mapping if columns.normalise(name) not in named]:
        raise Invalid(
            _l(
                "The file has no column “%(name)s”; it has %(columns)s.",
                name=missing[0],
                columns=", ".join(header[:60]),
            )
        )
    known = columns.assign(tuple(header), chosen).by_field
    if layout is None or not known.keys() & {"title", "comment", "comment_id", "idea_id", "parent_id"}:
        raise Invalid(
            _l(
                "No column is known for the title. The file has %(columns)s. Say which is which with "
                "--map COLUMN=title and --map COLUMN=body.",
                columns=", ".join(each[:40] for each in header[:60]),
            )
        )
    return replace(layout, header=header)


def _heading(name: str) -> str:
    return tidy(name).strip().strip("\ufeff")


def _unique(header: list[str]) -> list[str]:
    """The header with a number behind a name that stood there before, so that no column hides another."""
    # A bracket is a remark to `meaning_of`: the second column means what the first does.
    counts: dict[str, int] = {}
    unique: list[str] = []
    for name in header:
        counts[name] = counts.get(name, 0) + 1
        unique.append(name if counts[name] == 1 else f"{name} ({counts[name]})")
    return unique


def _sources(
    file: IO[str], layout: dialect.Layout | None, clean: Callable[[str], str] = tidy
) -> Iterator[Source | BadRow]:
    if layout is None:
        yield from read_json(file)
        return
    lines = Lines(file)
    for _ in range(layout.lines):
        next(lines, None)
    width = len(layout.header)
    for record in join_torn(read_records(lines, layout.dialect, width), width):
        if isinstance(record, BadRow):
            yield record
        elif [_heading(cell) for cell in record.cells[:width]] != layout.header:
            # The header again, where exports were put one behind the other, says nothing new.
            yield _source([clean(cell) for cell in record.cells], record.line, layout.header)


def _source(cells: list[str], line: int, header: list[str]) -> Source | BadRow:
    beyond = [cell for cell in cells[len(header) :] if cell.strip()]
    if beyond:
        return BadRow(
            line,
            str(
                _l(
                    "It has %(cells)s cells, the header has %(columns)s: a delimiter stands in an unquoted cell.",
                    cells=len(cells),
                    columns=len(header),
                )
            ),
        )
    return Source(line, dict(zip(header, cells, strict=False)))


class _Survey:
    """What one look over all records says about the columns: which dates begin with the month, which names mislead."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._orders: dict[str, DayOrder] = {}
        self._balance: dict[str, int] = {}
        self.records = 0

    def add(self, source: Source | BadRow) -> None:
        """Take a record into account, and those nested in it."""
        self.records += 1
        if isinstance(source, Source):
            self._look(source)

    def _look(self, source: Source) -> None:
        cells = Cells(source, self._reader.columns(source), frozenset())
        for name, value in cells.named("date"):
            if split_numeric(value):
                self._orders.setdefault(name, DayOrder()).add(value)
            self._weigh(name, read_date, value)
        for field in _COUNTS:
            for name, value in cells.named(field):
                self._weigh(name, read_count, value)
        for nested in source.nested:
            self._look(nested)

    def _weigh(self, name: str, read: object, value: str) -> None:
        try:
            read(value)  # type: ignore[operator]
        except Invalid:
            self._balance[name] = self._balance.get(name, 0) - 1
        else:
            self._balance[name] = self._balance.get(name, 0) + 1

    def conclusion(self) -> Reader:
        """The reader for the file. A column where most cells are no dates (or numbers) is something else."""
        by_hand = {name for name, _ in self._reader.chosen}
        return Reader(
            chosen=self._reader.chosen,
            distrusted=frozenset(
                name
                for name, balance in self._balance.items()
                if balance < 0 and columns.normalise(name) not in by_hand
            ),
            month_first=frozenset(name for name, order in self._orders.items() if order.month_comes_first),
        )


class _Repeats:
    """Knows the ids a file has used: the same row again passes (it adds nothing), another row under the id does not."""

    def __init__(self) -> None:
        self._seen: dict[tuple[bool, str], tuple[int, bytes]] = {}

    def check(self, row: Row) -> Row:
        """The row, or why its id cannot be taken."""
        if isinstance(row, BadRow):
            return row
        key = (isinstance(row, IdeaRow), row.external_id)
        line, content = self._seen.setdefault(key, (row.line, self._content(row)))
        if content == self._content(row):
            return row
        return BadRow(
            row.line,
            str(_l("The id %(id)s is used on line %(line)s with another text.", id=row.external_id, line=line)),
        )

    @staticmethod
    def _content(row: IdeaRow | CommentRow) -> bytes:
        texts = (row.body,) if isinstance(row, CommentRow) else (row.title, row.problem, row.proposal, row.gain)
        return blake2b("\x1f".join(texts).encode("utf-8", "replace"), digest_size=8).digest()
