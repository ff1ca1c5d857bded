"""Whatever rows are written in whatever dialect and encoding, the same rows are read back."""

import csv
import io
import string
from contextlib import suppress

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from core.errors import DomainError
from ideas.importing.delimited import Dialect, Record, read_records
from ideas.importing.lines import Lines
from tests.ideas.importing.conftest import Read

WORD = string.ascii_letters + string.digits + " .,;|\t\"'éüñ–’“”កខគ្មែ\n"
CELLS = st.text(WORD, min_size=1, max_size=40)
DELIMITERS = st.sampled_from([",", ";", "\t", "|"])


@given(
    st.lists(st.lists(st.text(max_size=20), min_size=3, max_size=3), max_size=8),
    DELIMITERS,
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_cells_written_by_the_standard_writer_are_read_back(rows: list[list[str]], by: str, end: str) -> None:
    rows = [[cell.replace("\r", "").encode("utf-8", "replace").decode() for cell in row] for row in rows]
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=by, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)

    lines = Lines(io.StringIO(file.getvalue(), newline=""))
    found = list(read_records(lines, Dialect(by), 3))

    assert [each.cells for each in found if isinstance(each, Record)] == [
        row for row in rows if any(cell.strip() for cell in row)
    ]
    assert all(isinstance(each, Record) for each in found)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6),
    by=DELIMITERS,
    quote=st.sampled_from(['"', "'"]),
    everything=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
)
def test_any_ideas_in_any_dialect_and_encoding_are_read_back(
    read: Read, rows: list[tuple[str, str, str]], by: str, quote: str, everything: bool, encoding: str
) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(
        file, delimiter=by, quotechar=quote, quoting=csv.QUOTE_ALL if everything or quote == "'" else csv.QUOTE_MINIMAL
    )
    writer.writerow(["id", "title", "body", "category"])
    for place, (title, body, category) in enumerate(rows):
        writer.writerow([f"id-{place}", f"A{title}Z", f"B{body}Y", f"C{category}X"])

    result = read(file.getvalue(), encoding=encoding)

    assert result.bad == []
    assert [("".join(row.title.split()), "".join(row.proposal.split())) for row in result.ideas] == [
        ("".join(f"A{title}Z".split()), "".join(f"B{body}Y".split())) for title, body, _ in rows
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(damage=st.lists(st.tuples(st.integers(0, 400), st.binary(min_size=0, max_size=3)), max_size=5))
def test_no_damage_breaks_the_reading(read: Read, damage: list[tuple[int, bytes]]) -> None:
    whole = (
        'id,title,body,date,votes\n1,"A ""quoted"" title",Text,2009-05-20,3\n'
        '2,"Two\nlines",<p>Text</p>,20/05/2009,"1,234"\n'
    )
    content = whole.encode()
    for place, replacement in damage:
        content = content[:place] + replacement + content[place + len(replacement) :]

    with suppress(DomainError):
        assert all(reason for _, reason in read(content).bad)
