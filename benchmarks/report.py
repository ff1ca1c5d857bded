"""The figures as a page of Markdown: ratios first, since they outlive the machine they were measured on."""

import os
import platform
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.measure import CONNECTIONS, Effort, Figures, Measurement
from benchmarks.search import SearchFigures

AIMS = """\
Aims: the list and the idea page at a quarter of the floor's throughput or better with 100,000 ideas; 100,000 ideas at
most 1.2 times the cost of 10,000; a deep page within a tenth of the first; no page over 12 statements; at 10,000 ideas
95 of 100 searches for a word within 25 ms, of search pages with facets within 40 ms, an update found within 2 s."""

HOW = """\
*Throughput* and *CPU* are told as multiples of the floor: a plain Flask, SQLAlchemy and Jinja application that lists
twenty ideas of the same database with one query and one template, without sign-in, languages, forms or compression,
served the same way in the same run (`benchmarks/floor.py`). CPU is the time of all processes of the web server and of
the database. Every request is one of a signed-in reader drawn among 200, to an idea, page, facet or word drawn anew.
*95 of 100* is the time within which they were answered to one reader at a time. *Statements* is the most SQL any of
some dozens of requests took. Each figure is the median of the rounds; ratios hold to about a tenth."""


def page(measured: Sequence[Measurement], searched: Sequence[SearchFigures], effort: Effort, database: str) -> str:
    """The whole report."""
    parts = [
        "# How quick Kumnit is\n\nWritten by `./run.sh bench`; the same command writes it anew.",
        machine(effort, database),
        HOW,
        *("\n".join(_table(each)) for each in measured),
        "\n".join(_growth(measured)),
        "\n".join(_search(searched)),
        AIMS,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def machine(effort: Effort, database: str) -> str:
    """What it was measured on."""
    processor = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor() or platform.machine(),
    )
    kilobytes = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    machine = f"{os.cpu_count()} cores ({processor}), {kilobytes / 1024**2:.0f} GB of memory, {platform.system()}"
    load = f"{CONNECTIONS} connections from one process on the same machine"
    return (
        f"- Machine: {machine}\n"
        f"- Python {platform.python_version()}, {database}, gunicorn with 2 workers of 4 threads\n"
        f"- Load: {load}, {effort.rounds} rounds of {effort.seconds:g} s a page; "
        f"load average at the end {os.getloadavg()[1]:.1f} (about 2 when nothing else runs)"
    )


def database_name(url: str) -> str:
    """The database and its version, as far as it can be known here."""
    return f"SQLite {sqlite3.sqlite_version} (WAL)" if url.startswith("sqlite") else "PostgreSQL"


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


HEAD = ["page", "throughput of the floor's", "CPU, times the floor's", "requests/s", "CPU ms", "95 of 100, ms", "KB"]


def _table(measured: Measurement) -> Iterator[str]:
    yield f"## {measured.ideas:,} ideas\n"
    yield f"| {' | '.join(HEAD)} | statements |"
    yield "|---" + "|--:" * len(HEAD) + "|"
    yield _row("*the floor*", measured.floor, measured.floor)
    for name, figures in measured.pages.items():
        yield _row(name, figures, measured.floor)
    memory = ", ".join(f"{size:.0f}" for size in measured.memory)
    yield f"\nLargest memory of the workers after all of it: {memory} MB."


def _row(name: str, figures: Figures, floor: Figures) -> str:
    ratios = f"{figures.per_second / floor.per_second:.2f} | {figures.cpu / floor.cpu:.1f}"
    absolute = f"{figures.per_second:.0f} | {figures.cpu:.2f} | {figures.p95_alone:.1f} | {figures.size / 1000:.1f}"
    return f"| {name} | {ratios} | {absolute} | {figures.statements} |"


def _growth(measured: Sequence[Measurement]) -> Iterator[str]:
    if len(measured) < 2:
        return
    small, large = measured[0], measured[-1]
    yield f"## {large.ideas:,} ideas against {small.ideas:,}\n"
    yield "CPU of a request, in multiples of the floor's of each run.\n"
    yield "| page | times the cost |"
    yield "|---|--:|"
    for name in small.pages:
        if name in large.pages:
            before, after = small.pages[name].cpu / small.floor.cpu, large.pages[name].cpu / large.floor.cpu
            yield f"| {name} | {after / before:.2f} |"


def _search(searched: Sequence[SearchFigures]) -> Iterator[str]:
    yield "## Search, inside one process\n"
    yield "| ideas | a word: half, 95 of 100 | a page with facets: half, 95 of 100 | a change found within |"
    yield "|--:|--:|--:|--:|"
    for each in searched:
        word, page_with_facets = (f"{half:.1f}, {most:.1f} ms" for half, most in (each.word, each.page))
        yield f"| {each.ideas:,} | {word} | {page_with_facets} | {each.update:.0f} ms |"
